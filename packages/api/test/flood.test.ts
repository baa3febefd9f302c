import { expect, it } from "vitest";
import { startApiProcess } from "../../../test/support/api-process.ts";
import { createEmbedded, createPostgresql, hasPostgresql } from "../../../test/support/databases.ts";
import { openFixture } from "../../../test/support/fixture-database.ts";
import { flood } from "../../../test/support/flood.ts";

// A short form of `pnpm bench flood`, which asks for a minute.

it("under a flood every answer is the right one or says when to come again, memory is bounded, and all is well again at once", async () => {
  const fixture = await openFixture(hasPostgresql ? createPostgresql : createEmbedded);
  // The embedded database belongs to one process at a time.
  if (!hasPostgresql) await fixture.reader.close();
  const api = await startApiProcess(fixture.url, ["--behind-proxy", "1", "--rate-limit", "4000/60"]);
  try {
    const { answered, refused, wrong, mostBytes, recovery } = await flood(api, 4);
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(0);
    expect(refused["429"]).toBeGreaterThan(0);
    // The embedded engine works in the server's own thread, one question after the other: none of them ever waits at the gate.
    if (hasPostgresql) expect(refused["503"]).toBeGreaterThan(0);
    expect(mostBytes).toBeGreaterThan(0);
    // Where it is embedded, the engine keeps what it once took.
    expect(mostBytes).toBeLessThan(hasPostgresql ? 640e6 : 896e6);
    expect(recovery).toBeLessThan(2000);
  } finally {
    expect(await api.stop()).toBe(0);
    await fixture.drop();
  }
}, 240_000);
