import { feasibleIntervals } from "@openbeat/disclosure";
import { publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../test/support/databases.ts";
import { readPublicTables } from "../src/audit/public-tables.ts";
import { audit } from "../src/commands/audit.ts";
import { writeSmallHub } from "./support/small-hub.ts";

describe("openbeat audit", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createEmbedded();
    await publish(writeSmallHub(), { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
  });
  afterAll(() => database.drop());

  it("finds a sound release sound, from what the public can read", async () => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const code = await audit(["--database", database.url, "--at-most", "0"], { out: print, err: print, progress: () => {} });
    expect(lines.at(-1)).toBe("The release holds.");
    expect(lines[0]).toMatch(/signature is of this release/);
    expect(code).toBe(0);
  });

  it("notices a release in which one complement was shown", async () => {
    const reader = await database.open("reader");
    const [found] = await readPublicTables(reader, "1.0.0");
    await reader.close();
    if (found === undefined) throw new Error("The release has no protected figures.");
    const { table, width } = found;
    // What each hidden cell truly holds is not in the store: any table that agrees with it shows what one more figure would tell.
    const intervals = await feasibleIntervals({ ...table, seconds: 30 });
    const narrowerBy = await Promise.all(
      intervals.map(async ({ cell, low }) => {
        const suppressed = table.suppressed.filter((other) => other !== cell);
        const values = table.values.map((value, at) => (at === cell ? low : value));
        const left = await feasibleIntervals({ ...table, suppressed, values, seconds: 30 });
        return Math.min(...left.map((interval) => interval.high - interval.low));
      }),
    );
    expect(intervals.length).toBeGreaterThan(4);
    expect(Math.min(...intervals.map(({ low, high }) => high - low))).toBeGreaterThanOrEqual(width);
    expect(narrowerBy.filter((left) => left < width).length).toBeGreaterThan(intervals.length / 2);
  });
});
