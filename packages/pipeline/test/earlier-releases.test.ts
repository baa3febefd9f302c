import { rmSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { feasibleIntervals } from "@openbeat/disclosure";
import { PipelineError, type Prepared, prepare, publish } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { tries } from "../../../test/support/effort.ts";
import { confirmPast, readPasts, writePast } from "../src/history/past.ts";
import { type SmallHub, smallRecords, writeSmallHub } from "./support/small-hub.ts";

type Counts = (district: number, month: number, category: number) => number;

/** The small hub with other counts, up to a month (0 is January), and its tables by year too. */
const hubWith = (counts: Counts, lastMonth: number) => (parts: SmallHub) => {
  parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
    month <= lastMonth ? counts(district, month, category) : 0,
  );
  parts.dataset.coverage = { from: "2026-01-01", to: ["2026-01-31", "2026-02-28", "2026-03-31"][lastMonth] };
  // Random counts may leave a month without records.
  parts.dataset.tolerate = { PERIOD_WITHOUT_RECORDS: 3 };
  const [table] = parts.dataset.tables as { dimensions: Record<string, string[]>; measures: string[] }[];
  if (table !== undefined) {
    table.dimensions = { area: ["district", "city"], period: ["month", "quarter", "year"], offence: ["category", "all"] };
    table.measures = ["OUT.01"];
  }
};

/** Makes a release after others, without a database. */
async function releaseAfter(past: readonly Prepared[], change: (parts: SmallHub) => void): Promise<Prepared> {
  const releases = past.map(({ history }, at) => ({
    version: `1.${at}.0`,
    datasets: new Map(history.map((dataset) => [dataset.dataset, dataset])),
  }));
  return prepare(writeSmallHub(change), () => {}, releases);
}

interface Cell {
  readonly area: string;
  readonly period: string;
  readonly code: string;
  readonly value: number | null;
}

const cellsOf = ({ content }: Prepared): readonly Cell[] =>
  content.datasets
    .slice(0, 1)
    .flatMap(({ tables }) =>
      tables.flatMap(({ observations }) =>
        [...observations()].map(({ area, period, codes, value }): Cell => ({ area, period, code: codes[0] ?? "", value })),
      ),
    );

const find = (prepared: Prepared, area: string, period: string, code: string) =>
  cellsOf(prepared).find((cell) => cell.area === area && cell.period === period && cell.code === code);

const months = ["2026-01", "2026-02", "2026-03"];
const atomOf = (district: number, month: number, category: number) => ((district - 1) * 3 + month) * 2 + category;

/** The atoms of a cell as a release that ended with a month knew it. */
function atomsOf({ area, period, code }: Cell, lastMonth: number): readonly number[] {
  const inPeriod = (month: number) => month <= lastMonth && (period.length !== 7 || period.includes("Q") || months[month] === period);
  const atoms: number[] = [];
  for (const district of [1, 2]) {
    for (let month = 0; month < 3; month++) {
      for (const category of [0, 1]) {
        const isIn =
          (area === "S" || area === String(district)) && inPeriod(month) && (code === "ALL" || code === ["THEFT", "ARSON"][category]);
        if (isIn) atoms.push(atomOf(district, month, category));
      }
    }
  }
  return atoms;
}

/** The narrowest interval that a reader of all these releases, with a solver, is left with for any hidden cell of any of them. */
async function narrowest(releases: readonly { readonly prepared: Prepared; readonly lastMonth: number }[]): Promise<number> {
  const cells = releases.flatMap(({ prepared, lastMonth }) =>
    cellsOf(prepared).map((cell) => ({ ...cell, atoms: atomsOf(cell, lastMonth) })),
  );
  const suppressed = cells.flatMap(({ value }, at) => (value === null ? [at] : []));
  if (suppressed.length === 0) return Number.POSITIVE_INFINITY;
  const intervals = await feasibleIntervals({
    atomCount: 12,
    columns: cells.map(({ atoms }) => atoms),
    values: cells.map(({ value }) => value ?? 0),
    suppressed,
    least: 1,
    seconds: 20,
  });
  return Math.min(...intervals.map(({ low, high }) => high - low));
}

const plenty: Counts = (district, month, category) => 20 + 7 * district + 3 * month + 2 * category;

describe("prepare(folder, progress, past)", () => {
  it("leaves a published month as it was while its late records are too few to show, and says so", async () => {
    const first = await releaseAfter([], hubWith(plenty, 1));
    const late: Counts = (district, month, category) =>
      plenty(district, month, category) + (district === 1 && month === 0 && category === 0 ? 2 : 0);
    const second = await releaseAfter([first], hubWith(late, 2));
    expect(second.datasets[0]?.held).toEqual(["2026-01"]);
    expect(find(second, "1", "2026-01", "THEFT")).toEqual(find(first, "1", "2026-01", "THEFT"));
    expect(find(second, "S", "2026-Q1", "ALL")?.value).toBe(
      [1, 2].flatMap((d) => [0, 1, 2].flatMap((m) => [0, 1].map((c) => plenty(d, m, c)))).reduce((a, b) => a + b),
    );
    // The number of records read, less the number used, would tell how many wait.
    expect(second.content.datasets[0]?.source.recordsRead).toBeNull();
  });

  it.each([
    { method: "suppress" },
    { method: "smallCountRounding" },
    { method: "cellKey", mostRecovered: 1 },
    { method: "differentialPrivacy" },
  ])("refuses to show as of nobody what an earlier release protected by $method", async (policy) => {
    const by = (terms: object) => (parts: SmallHub) => {
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = terms;
    };
    const first = await releaseAfter([], by(policy));
    await expect(releaseAfter([first], by({ method: "none", reason: { en: "Of nobody." } }))).rejects.toMatchObject({
      code: "METHOD_CHANGED",
    });
  });

  it("shows a change that is large enough in every figure it touches", async () => {
    const first = await releaseAfter([], hubWith(plenty, 2));
    const revised: Counts = (district, month, category) => plenty(district, month, category) + (month === 0 ? 6 : 0);
    const second = await releaseAfter([first], hubWith(revised, 2));
    expect(second.datasets[0]?.held).toEqual([]);
    expect(find(second, "1", "2026-01", "THEFT")?.value).toBe(plenty(1, 0, 0) + 6);
  });

  it("leaves a month as it was while two lines of areas would tell of a few late records between them", async () => {
    /** District 1 is ward A and a part of ward B; district 2 the rest of ward B. */
    const lined = (late: readonly [number, number, number]) => (parts: SmallHub) => {
      const places = [
        ["1", "A"],
        ["1", "B"],
        ["2", "B"],
      ] as const;
      const rows = places.flatMap(([district, ward], place) =>
        Array.from({ length: 30 + late[place as 0 | 1 | 2] }, (_, n) => `${place}-${n},2026-01-10,${district},${ward}`),
      );
      parts.files["incidents/2026.csv"] = `incident,day,district,ward\n${rows.join("\n")}\n`;
      const { levels } = parts.hub.geography as { levels: object[] };
      const areas = ["A", "B"].map((code) => ({ code, name: { en: code } }));
      levels.push({ code: "ward", name: { en: "Ward" }, plural: { en: "Wards" }, parent: "city", areas });
      const table = (name: string, area: readonly string[]) => ({
        ...{ name, title: { en: name }, dimensions: { area, period: ["month"] }, measures: ["OUT.01"] },
        policy: { method: "suppress", threshold: 5, width: 5 },
      });
      parts.dataset = {
        ...parts.dataset,
        select: "incident AS id, day::DATE AS date, district AS area, ward AS ward",
        coverage: { from: "2026-01-01", to: "2026-01-31" },
        areaLevel: "district",
        codes: {},
        tables: [table("by-district", ["district", "city"]), table("by-ward", ["ward"])],
      };
    };
    const first = await releaseAfter([], lined([0, 0, 0]));
    // District 1 has 7 more, and ward A in it 5: the part of ward B between them has 2.
    expect((await releaseAfter([first], lined([5, 2, 5]))).datasets[0]?.held).toEqual(["2026-01"]);
    expect((await releaseAfter([first], lined([5, 6, 5]))).datasets[0]?.held).toEqual([]);
  });

  it("does not let a year that goes on tell what a new month hides", async () => {
    const few: Counts = (district, month, category) =>
      month === 2 && category === 1 ? (district === 1 ? 2 : 0) : plenty(district, month, category);
    const first = await releaseAfter([], hubWith(few, 1));
    const alone = await releaseAfter([], hubWith(few, 2));
    const second = await releaseAfter([first], hubWith(few, 2));
    expect(find(first, "S", "2026", "ARSON")?.value).toBeGreaterThan(0);
    // By itself the new release is safe; beside the first, the year's total would give away March.
    expect(await narrowest([{ prepared: alone, lastMonth: 2 }])).toBeGreaterThanOrEqual(5);
    expect(
      await narrowest([
        { prepared: first, lastMonth: 1 },
        { prepared: alone, lastMonth: 2 },
      ]),
    ).toBeLessThan(5);
    expect(
      await narrowest([
        { prepared: first, lastMonth: 1 },
        { prepared: second, lastMonth: 2 },
      ]),
    ).toBeGreaterThanOrEqual(5);
  });

  it("keeps hidden what an earlier release hid", async () => {
    const few: Counts = (district, month, category) =>
      district === 2 && month === 1 && category === 1 ? 3 : plenty(district, month, category);
    const first = await releaseAfter([], hubWith(few, 1));
    const second = await releaseAfter([first], hubWith(few, 2));
    for (const { area, period, code, value } of cellsOf(first)) {
      if (period.length === 7 && !period.includes("Q"))
        expect(find(second, area, period, code)?.value, `${area} ${period} ${code}`).toBe(value);
    }
  });

  const counts = fc.array(fc.oneof(fc.nat({ max: 6 }), fc.integer({ min: 10, max: 60 })), { minLength: 12, maxLength: 12 });
  test.prop([counts, fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 })], { numRuns: tries(4) })(
    "leaves no hidden figure of two releases within less than the width, to a reader of both",
    async (random, late) => {
      const before: Counts = (district, month, category) => random[atomOf(district, month, category)] ?? 0;
      const after: Counts = (district, month, category) =>
        before(district, month, category) + (month < 2 ? (late[atomOf(district, month, category)] ?? 0) : 0);
      const refused = (error: unknown) => {
        if (error instanceof PipelineError && error.code === "UNPROTECTABLE") return undefined;
        throw error;
      };
      const first = await releaseAfter([], hubWith(before, 1)).catch(refused);
      const second = first === undefined ? undefined : await releaseAfter([first], hubWith(after, 2)).catch(refused);
      if (first === undefined || second === undefined) return;
      // A month that was revised has other atoms than before: this reader, who takes them for the same, is for months that were not.
      fc.pre(
        cellsOf(first).every(
          ({ area, period, code, value }) =>
            period.length !== 7 || period.includes("Q") || value === null || find(second, area, period, code)?.value === value,
        ),
      );
      expect(
        await narrowest([
          { prepared: first, lastMonth: 1 },
          { prepared: second, lastMonth: 2 },
        ]),
      ).toBeGreaterThanOrEqual(5 - 1e-6);
    },
  );
});

describe("publish(folder, effects) after earlier releases", () => {
  it("knows what this hub published into another store, and protects against readers of both", async () => {
    const few: Counts = (district, month, category) =>
      district === 2 && month === 1 && category === 1 ? 3 : plenty(district, month, category);
    const into = async (periods: string[], folder?: string) => {
      const database = await createEmbedded();
      const home = writeSmallHub((parts) => {
        hubWith(few, 2)(parts);
        const [table] = parts.dataset.tables as { dimensions: Record<string, string[]> }[];
        if (table !== undefined) table.dimensions.period = periods;
      }, folder);
      const released = await publish(home, { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
      await database.drop();
      return { released, home };
    };
    const first = await into(["month"]);
    const elsewhere = await into(["month", "quarter"], first.home);
    expect(elsewhere.released.published.version).toBe("1.0.0");
    expect(
      await narrowest([
        { prepared: first.released, lastMonth: 2 },
        { prepared: elsewhere.released, lastMonth: 2 },
      ]),
    ).toBeGreaterThanOrEqual(5);
  });

  it("does not forget what was published when the same content fails to be published again", () => {
    const hub = writeSmallHub();
    const [sha256, dataset] = [
      "a".repeat(64),
      { format: 1 as const, dataset: "incidents", keys: [], codes: [], values: {}, nodes: {}, tables: [] },
    ];
    writePast(hub, sha256, [dataset]);
    expect(readPasts(hub)).toEqual([]);
    confirmPast(hub, sha256, "1.0.0", "2026-04-01T09:00:00.000Z");
    // The same content on its way into another store, and a kill before it is there.
    writePast(hub, sha256, [dataset]);
    expect(readPasts(hub).map(({ version }) => version)).toEqual(["1.0.0"]);
  });

  it("refuses where the hub folder no longer holds what they were made of", async () => {
    const database = await createEmbedded();
    const folder = writeSmallHub();
    const run = () => publish(folder, { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
    await run();
    rmSync(join(folder, ".openbeat", "history"), { recursive: true });
    await expect(run()).rejects.toMatchObject({ code: "HISTORY_MISSING" });
    await database.drop();
  });
});
