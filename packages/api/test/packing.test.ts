import { gunzipSync, gzip } from "node:zlib";
import { afterAll, expect, it, vi } from "vitest";

// The code that packs may have been read before, by another file of the same process.
vi.resetModules();
vi.doMock("node:zlib", async (original) => {
  const zlib = await original<typeof import("node:zlib")>();
  return { ...zlib, gzip: failing };
});
const failing = vi.fn(gzip);
afterAll(() => {
  vi.doUnmock("node:zlib");
  vi.resetModules();
});

it("an answer that could not be packed once is packed the next time", async () => {
  const { Answer } = await import("../src/answer-cache.ts");
  const answer = new Answer({ status: 200, type: "text/plain", lifetime: "for ever", bytes: Buffer.alloc(5000, "a") });
  failing.mockImplementationOnce(((_: Buffer, __: object, done: (error: Error) => void) => done(new Error("no memory"))) as never);
  await expect(answer.bytes("gzip")).rejects.toThrow("no memory");
  expect(gunzipSync(await answer.bytes("gzip")).length).toBe(5000);
});
