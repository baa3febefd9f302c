import { fc, test } from "@fast-check/vitest";
import { publish } from "@openbeat/pipeline";
import { derivedFrom, eventsOf, measureByCode, measureCatalogue } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { tries } from "../../../test/support/effort.ts";
import { auditReleases } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { countedIn, perSoMany } from "../src/release/figures/rate.ts";
import { brokenPromises, cellsIfSafe, hubOf, listOf, preparedCells, problemsOf, type TestDataset, tableOf } from "./support/hub-cells.ts";

const rowsOf = (counts: Readonly<Record<string, number>>, more = "") =>
  Object.entries(counts).flatMap(([place, count]) => Array.from({ length: count }, (_, at) => `${place}-${at},2026-01-05,${place}${more}`));

/** Uses of force of January, by district and type. */
const force = (north: readonly number[], south: readonly number[], table: object = {}): TestDataset => ({
  dataset: "force",
  select: "id, day::DATE AS date, district AS area, type",
  rows: [
    "id,day,district,type",
    ...[north, south].flatMap((counts, district) =>
      counts.flatMap((count, type) =>
        Array.from({ length: count }, (_, at) => `${district}-${type}-${at},2026-01-05,${district + 1},${["hands", "device"][type]}`),
      ),
    ),
  ],
  codes: { type: listOf("type", ["hands", "device"]) },
  tables: [{ ...tableOf("force", ["OUT.04", "OUT.04.R", "OUT.04.C"], { type: ["type", "all"] }), ...table }],
});

const calls = (north: number, south: number, more: Partial<TestDataset> = {}): TestDataset => ({
  dataset: "calls",
  select: "id, day::DATE AS date, district AS area",
  rows: ["id,day,district", ...rowsOf({ 1: north, 2: south })],
  tables: [tableOf("calls", ["OUT.02", "OUT.02.R"], {})],
  ...more,
});

const find = async (datasets: readonly TestDataset[]) => {
  const cells = await preparedCells(hubOf(datasets));
  return (measure: string, area: string, code?: string) =>
    cells.find((cell) => cell.measure === measure && cell.area === area && cell.codes[0] === code);
};

describe("a rate per 1,000 residents", () => {
  it("has the exact interval of its count, and is marked where the count is below ten", async () => {
    const cell = await find([calls(40, 9)]);
    // By R: poisson.test(40)$conf.int / 4
    expect(cell("OUT.02.R", "1")).toMatchObject({
      value: 10,
      numerator: 40,
      denominator: 4000,
      flags: [],
      interval: { lower: 7.144, upper: 13.617, level: 0.95, method: "Poisson" },
    });
    expect(cell("OUT.02.R", "2")).toMatchObject({ value: 1.5, numerator: 9, flags: ["LOW_RELIABILITY"] });
    expect(cell("OUT.02", "2")?.flags).toEqual([]);
  });

  it("of people who came has no interval, and of hours no mark either", async () => {
    const activities: TestDataset = {
      dataset: "engagement",
      select: "id, day::DATE AS date, district AS area, came AS attendance, hours AS officer_hours, met AS contacts",
      rows: ["id,day,district,came,hours,met", "a,2026-01-05,1,8,2.5,40", "b,2026-01-06,2,300,4,6"],
      tables: [
        tableOf("attendance", ["ENG.02", "ENG.03", "ENG.06", "ENG.06.R"], {}),
        tableOf("hours", ["ENG.04", "ENG.05"], {}, { method: "none", reason: { en: "Nobody's." } }),
      ],
    };
    const cell = await find([activities]);
    expect(cell("ENG.03", "2")).toMatchObject({ value: 50, numerator: 300, denominator: 6000, interval: null, flags: [] });
    expect(cell("ENG.03", "1")).toMatchObject({ value: 2, flags: ["LOW_RELIABILITY"], interval: null });
    expect(cell("ENG.05", "1")).toMatchObject({ value: 0.625, numerator: 2.5, interval: null, flags: [] });
    expect(cell("ENG.06.R", "1")).toMatchObject({ value: 10, numerator: 40 });
  });
});

describe("a rate of two counts", () => {
  it("divides what is published of the same area and period, whatever the category", async () => {
    const cell = await find([force([30, 20], [20, 10]), calls(400, 500)]);
    expect(cell("OUT.04.C", "1", "all")).toMatchObject({ status: "AVAILABLE", value: 1250, numerator: 50, denominator: 400 });
    expect(cell("OUT.04.C", "2", "device")).toMatchObject({ value: 200, numerator: 10, denominator: 500, interval: { method: "Poisson" } });
    expect(cell("OUT.04.C", "S", "all")).toMatchObject({ numerator: 80, denominator: 900 });
  });

  it("is hidden where either count is, and is not there where the base is zero", async () => {
    const hiddenCount = await find([force([30, 3], [20, 10]), calls(400, 500)]);
    expect(hiddenCount("OUT.04", "1", "device")?.status).toBe("SUPPRESSED");
    expect(hiddenCount("OUT.04.C", "1", "device")).toMatchObject({ status: "SUPPRESSED", value: null, denominator: null });
    const hiddenBase = await find([force([30, 20], [20, 10]), calls(400, 3)]);
    expect(hiddenBase("OUT.02", "2")?.status).toBe("SUPPRESSED");
    expect(hiddenBase("OUT.04.C", "2", "all")).toMatchObject({ status: "SUPPRESSED", value: null, numerator: null, interval: null });
    const noBase = await find([force([30, 20], [20, 10]), calls(400, 0)]);
    expect(noBase("OUT.04.C", "2", "all")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
  });

  it("is not there where the base is of other days, or not published for the area", async () => {
    const january = { from: "2026-01-01", to: "2026-01-31" };
    const cell = await find([force([30, 20], [20, 10]), calls(400, 500, { coverage: { ...january, to: "2026-01-20" } })]);
    expect(cell("OUT.04.C", "1", "all")).toMatchObject({ status: "NOT_REPORTED", value: null });
    const ofCity = [tableOf("calls", ["OUT.02"], { area: ["city"] })];
    const coarse = await find([force([30, 20], [20, 10]), calls(400, 500, { tables: ofCity, more: { areaLevel: "district" } })]);
    expect(coarse("OUT.04.C", "1", "all")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
    expect(coarse("OUT.04.C", "S", "all")).toMatchObject({ status: "AVAILABLE", denominator: 900 });
  });

  it("is refused without its base, without areas in common, and where counts are changed", async () => {
    expect(await problemsOf(hubOf([force([30, 20], [20, 10])]))).toContainEqual(
      expect.stringMatching(/OUT\.04\.C, which is divided by OUT\.02 of the dataset calls, and the hub has no such figures/),
    );
    const byQuarter = calls(400, 500, { tables: [tableOf("calls", ["OUT.02"], { period: ["quarter"] })] });
    expect(await problemsOf(hubOf([force([30, 20], [20, 10]), byQuarter]))).toContainEqual(
      expect.stringMatching(/by none of the table's areas and periods/),
    );
    const rounded = calls(400, 500, { tables: [tableOf("calls", ["OUT.02"], {}, { method: "controlledRounding", base: 5 })] });
    expect(await problemsOf(hubOf([force([30, 20], [20, 10]), rounded]))).toContainEqual(
      expect.stringMatching(/changed do not make such rates/),
    );
  });

  it("stands in the audit as the two counts that it is: a base beside its hidden count is found", async () => {
    const database = await createEmbedded();
    try {
      const folder = hubOf([force([30, 20], [20, 10]), calls(400, 3)]);
      await publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-04-05"), progress: () => {} });
      const reader = await database.open("reader");
      const release = await readFromStore(reader, "1.0.0");
      await reader.close();
      const judged = async (cells: typeof release.cells) => {
        const found: boolean[] = [];
        for await (const { holds } of auditReleases([{ ...release, cells }], 0, () => {})) found.push(holds);
        return found;
      };
      const sound = await judged(release.cells);
      expect(sound.length).toBeGreaterThan(0);
      expect(sound).not.toContain(false);
      const own = release.cells.get("force") ?? [];
      const bared = own.map((cell) =>
        cell.measure === "OUT.04.C" && cell.area === "2" && cell.codes[0] === "all"
          ? { ...cell, status: "AVAILABLE", value: 100_000, numerator: 30, denominator: 3 }
          : cell,
      );
      expect(bared).not.toEqual(own);
      expect(await judged(new Map([...release.cells, ["force", bared]]))).toContain(false);
    } finally {
      await database.drop();
    }
  });

  const few = fc.integer({ min: 0, max: 24 });
  test.prop([fc.tuple(few, few), fc.tuple(few, few), fc.integer({ min: 1, max: 30 }), few], { numRuns: tries(4) })(
    "never has a value without both of its counts",
    async (north, south, callsNorth, callsSouth) => {
      fc.pre(north[0] + north[1] + south[0] + south[1] > 0);
      const cells = await cellsIfSafe(hubOf([force(north, south), calls(callsNorth, callsSouth)]));
      if (cells === undefined) return;
      expect(brokenPromises(cells, (code) => measureByCode(code)?.kind)).toEqual([]);
      for (const cell of cells.filter(({ measure }) => measure === "OUT.04.C")) {
        const count = cells.find((own) => own.measure === "OUT.04" && own.area === cell.area && own.codes[0] === cell.codes[0]);
        const base = cells.find((own) => own.measure === "OUT.02" && own.area === cell.area);
        const isShown = count?.status === "AVAILABLE" && base?.status === "AVAILABLE" && base.value !== 0;
        expect(cell.status === "AVAILABLE").toBe(isShown);
        if (isShown) expect([cell.numerator, cell.denominator]).toEqual([count.value, base.value]);
      }
    },
  );
});

const rates = measureCatalogue.filter(({ per1000Of, ratioOf }) => (per1000Of ?? ratioOf) !== undefined);
it.each(rates.map((rate) => [rate.code, rate] as const))(
  "%s is compared by the test of events where it has their range, and only there",
  (code, rate) => {
    const { interval, value, numerator, denominator } = perSoMany(12, 1000, 1000, countedIn(derivedFrom(rate)));
    const year = { start: new Date("2024-01-01"), end: new Date("2024-12-31") };
    expect(eventsOf({ measure: code, value, numerator, denominator, ...year }) === null).toBe(interval === null);
  },
);
