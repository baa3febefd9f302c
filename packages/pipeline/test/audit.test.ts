import { feasibleIntervals } from "@openbeat/disclosure";
import { publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../test/support/databases.ts";
import { auditReleases, type Finding } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { measureGroups } from "../src/audit/measure-group.ts";
import type { PublicRelease } from "../src/audit/public-release.ts";
import { shownEquations } from "../src/audit/shown-equations.ts";
import { audit } from "../src/commands/audit.ts";
import { PipelineError } from "../src/errors.ts";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

type Counts = (district: number, month: number, category: number) => number;

/** The small hub with other counts, up to a month (0 is January), and its tables by year too. */
const hubWith = (counts: Counts, lastMonth: number) => (parts: SmallHub) => {
  parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
    month <= lastMonth ? counts(district, month, category) : 0,
  );
  parts.dataset.coverage = { from: "2026-01-01", to: ["2026-01-31", "2026-02-28", "2026-03-31"][lastMonth] };
  const [table] = parts.dataset.tables as { dimensions: Record<string, string[]>; measures: string[] }[];
  if (table !== undefined)
    table.dimensions = { area: ["district", "city"], period: ["month", "quarter", "year"], offence: ["category", "all"] };
};
const plenty: Counts = (district, month, category) => 20 + 7 * district + 3 * month + 2 * category;
/** March has two arsons in all. */
const few: Counts = (district, month, category) =>
  month === 2 && category === 1 ? (district === 1 ? 2 : 0) : plenty(district, month, category);

const publishInto = (database: TestDatabase, folder: string, day: string) =>
  publish(folder, { openStore: () => database.open("publisher"), now: () => new Date(day), progress: () => {} });

/** Runs the command, and collects what it prints. */
async function run(...words: string[]) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const { exitCode: code } = await audit.run(words, { out: print, err: print, progress: () => {} });
  return { code, lines };
}

async function findings(releases: readonly PublicRelease[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const finding of auditReleases(releases, 0, () => {})) found.push(finding);
  return found;
}

async function read(database: TestDatabase, version: string): Promise<PublicRelease> {
  const reader = await database.open("reader");
  const release = await readFromStore(reader, version);
  await reader.close();
  return release;
}

describe("openbeat audit --database URL", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createEmbedded();
    await publishInto(database, writeSmallHub(), "2026-04-01T09:00:00Z");
  });
  afterAll(() => database.drop());

  it("finds a sound release sound, from what the public can read", async () => {
    const { code, lines } = await run("--database", database.url);
    expect(lines.at(-1)).toBe("The release holds.");
    expect(lines[0]).toMatch(/signature is of this release/);
    expect(lines[1]).toMatch(
      /^incidents OUT\.01: (\d+) hidden cells, \1 attacked; every interval is at least [\d.]+ wide \(promised 5\)\.$/,
    );
    expect(code).toBe(0);
  });

  it("attacks as many hidden cells as are asked for", async () => {
    expect((await run("--database", database.url, "--at-most", "2")).lines[1]).toMatch(/ [12] attacked;/);
    await expect(run("--database", database.url, "--at-most", "few")).rejects.toThrow(PipelineError);
    await expect(run("--database", database.url, "--release", "9.9.9")).rejects.toThrow("There are: 1.0.0.");
  });

  it("notices a release in which one complement was shown", async () => {
    const release = await read(database, "1.0.0");
    const [group] = measureGroups(release);
    if (group === undefined) throw new Error("The release has no protected figures.");
    const { unknownCount, equations } = shownEquations([{ release, group, least: 1 }], true);
    const table = {
      atomCount: unknownCount,
      columns: equations.map(({ unknowns }) => [...unknowns]),
      values: equations.map(({ value }) => value ?? 0),
      suppressed: equations.flatMap(({ value }, at) => (value === null ? [at] : [])),
      least: 1,
      seconds: 30,
    } as const;
    // What each hidden cell truly holds is not in the store: any table that agrees with it shows what one more figure would tell.
    const intervals = await feasibleIntervals(table);
    expect(intervals.length).toBeGreaterThan(4);
    expect(Math.min(...intervals.map(({ low, high }) => high - low))).toBeGreaterThanOrEqual(5);
    const noticed = await Promise.all(
      intervals.map(async ({ cell, low }) => {
        const hidden = JSON.stringify([...(group.figures.find((_, at) => at === cell)?.codes ?? [])]);
        const cells = [...(release.cells.get("incidents-by-district") ?? [])].map((one) =>
          one.measure === "OUT.01" &&
          hidden === JSON.stringify(Object.entries({ area: one.area, period: one.period, offence: one.codes[0] }))
            ? { ...one, status: "AVAILABLE", value: low }
            : one,
        );
        return (await findings([{ ...release, cells: new Map([["incidents-by-district", cells]]) }])).some(({ holds }) => !holds);
      }),
    );
    expect(noticed.filter((found) => found).length).toBeGreaterThan(intervals.length / 2);
  });

  it("takes a rate for the count that it is", async () => {
    const release = await read(database, "1.0.0");
    const hidden = release.cells
      .get("incidents-by-district")
      ?.findIndex(({ measure, status }) => measure === "OUT.01.R" && status === "SUPPRESSED");
    const cells = [...(release.cells.get("incidents-by-district") ?? [])].map((one, at) =>
      at === hidden ? { ...one, status: "AVAILABLE", value: 3, numerator: 12, denominator: 4000 } : one,
    );
    expect((await findings([{ ...release, cells: new Map([["incidents-by-district", cells]]) }])).some(({ holds }) => !holds)).toBe(true);
  });

  it("does not let a table state another policy than the certificate", async () => {
    const release = await read(database, "1.0.0");
    const tables = release.structure.tables.map((table) => ({ ...table, policy: { ...table.policy, width: 1 } }));
    const [found] = await findings([{ ...release, structure: { ...release.structure, tables } }]);
    expect(found?.line).toMatch(/another policy than the certificate: BROKEN/);
  });
});

describe("several releases together", () => {
  let database: TestDatabase;
  let alone: TestDatabase;
  beforeAll(async () => {
    [database, alone] = [await createEmbedded(), await createEmbedded()];
    const folder = writeSmallHub(hubWith(few, 1));
    await publishInto(database, folder, "2026-03-01T09:00:00Z");
    await publishInto(database, writeSmallHub(hubWith(few, 2), folder), "2026-04-01T09:00:00Z");
    await publishInto(alone, writeSmallHub(hubWith(few, 2)), "2026-04-01T09:00:00Z");
  });
  afterAll(async () => {
    await database.drop();
    await alone.drop();
  });

  it("hold where the later was protected against readers of the earlier, and the assumption is told", async () => {
    const { code, lines } = await run("--database", database.url);
    expect(lines.filter((line) => line.startsWith("Release "))).toHaveLength(2);
    expect(lines.some((line) => line.startsWith("incidents OUT.01, releases 1.0.0 and 1.1.0: "))).toBe(true);
    expect(lines.at(-2)).toMatch(/^Assumed .* nothing changed from one to the next but what a figure shows\.$/);
    expect(lines.at(-1)).toBe("The releases hold.");
    expect(code).toBe(0);
    expect((await run("--database", database.url, "--release", "1.1.0")).lines.at(-1)).toBe("The release holds.");
    expect((await run("--database", database.url, "--release", "1.1.0", "--with", "1.0.0")).lines.at(-1)).toBe("The releases hold.");
  });

  it("do not hold where a year that goes on tells what a new month hides", async () => {
    const [first, second] = [await read(database, "1.0.0"), await read(alone, "1.0.0")];
    expect((await findings([second])).every(({ holds }) => holds)).toBe(true);
    expect((await findings([first, second])).some(({ line, holds }) => !holds && line.includes("BROKEN"))).toBe(true);
  });

  it("do not hold where a figure changed by too few to be shown", async () => {
    const first = await read(alone, "1.0.0");
    const changed = (by: number) => ({
      ...first,
      cells: new Map(
        [...first.cells].map(([code, cells]) => [
          code,
          cells.map((one) =>
            one.measure === "OUT.01" &&
            one.status === "AVAILABLE" &&
            one.area === "1" &&
            one.period === "2026-01" &&
            one.codes[0] === "THEFT"
              ? { ...one, value: (one.value ?? 0) + by }
              : one,
          ),
        ]),
      ),
    });
    expect((await findings([first, changed(2)])).map(({ line }) => line).join("\n")).toMatch(/changed by fewer than 5/);
    expect((await findings([first, changed(6)])).map(({ line }) => line).join("\n")).not.toMatch(/changed by fewer than 5/);
  });
});
