import { gunzipSync, gzip } from "node:zlib";
import { expect, it, vi } from "vitest";
import { Answer } from "../src/answer-cache.ts";

vi.mock("node:zlib", async (original) => {
  const zlib = await original<typeof import("node:zlib")>();
  return { ...zlib, gzip: vi.fn(zlib.gzip) };
});

it("an answer that could not be packed once is packed the next time", async () => {
  const answer = new Answer({ status: 200, type: "text/plain", lifetime: "for ever", bytes: Buffer.alloc(5000, "a") });
  vi.mocked(gzip).mockImplementationOnce(((_: Buffer, __: object, done: (error: Error) => void) => done(new Error("no memory"))) as never);
  await expect(answer.bytes("gzip")).rejects.toThrow("no memory");
  expect(gunzipSync(await answer.bytes("gzip")).length).toBe(5000);
});
