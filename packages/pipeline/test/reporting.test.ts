import { fc, test } from "@fast-check/vitest";
import { publish } from "@openbeat/pipeline";
import { measureByCode } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { tries } from "../../../test/support/effort.ts";
import { auditReleases } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { brokenPromises, cellsIfSafe, hubOf, preparedCells, problemsOf, suppress, tableOf, withDataset } from "./support/hub-cells.ts";
import { type SmallHub, smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

type Count = (district: number, month: number, category: number) => number;
const months = ["2026-01", "2026-02", "2026-03"];

/** The small hub's incidents, with what was reported of each district and month. */
const reported =
  (states: Readonly<Record<string, string>>, count: Count = smallCounts) =>
  (parts: SmallHub): void => {
    const stateOf = (district: number, month: number) => states[`${district} ${months[month]}`] ?? "reported";
    const isThere = (district: number, month: number) => !/^not_/.test(stateOf(district, month));
    parts.files["incidents/2026.csv"] = smallRecords((district, month, category) =>
      isThere(district, month) ? count(district, month, category) : 0,
    );
    const rows = [1, 2].flatMap((district) => months.map((month, at) => `incidents,${district},${month},${stateOf(district, at)}`));
    parts.files["coverage.csv"] = `kind,area,period,reporting\n${rows.filter((row) => !row.endsWith("absent")).join("\n")}\n`;
    parts.dataset.reporting = { file: "coverage.csv" };
  };

const cellsOf = async (change: (parts: SmallHub) => void) => {
  const cells = await preparedCells(writeSmallHub(change));
  return (area: string, period: string, code = "ALL", measure = "OUT.01") =>
    cells.find((cell) => cell.measure === measure && cell.area === area && cell.period === period && cell.codes[0] === code);
};

describe("what was not reported", () => {
  it("is no zero: not in its own cells, and told in every total that lacks it", async () => {
    const cell = await cellsOf(reported({ "2 2026-02": "not_reported", "1 2026-03": "partial", "2 2026-03": "not_collected" }));
    for (const code of ["ALL", "THEFT", "ARSON"]) {
      expect(cell("2", "2026-02", code)).toMatchObject({ status: "NOT_REPORTED", value: null, flags: [] });
      expect(cell("2", "2026-03", code)?.status).toBe("NOT_COLLECTED");
    }
    expect(cell("2", "2026-02", "ALL", "OUT.01.R")).toMatchObject({ status: "NOT_REPORTED", numerator: null, interval: null });
    expect(cell("1", "2026-02")).toMatchObject({ status: "AVAILABLE", flags: [] });
    expect(cell("S", "2026-02")).toMatchObject({ status: "AVAILABLE", flags: ["PARTIAL_COVERAGE"], value: cell("1", "2026-02")?.value });
    expect(cell("1", "2026-03")?.flags).toEqual(["PARTIAL_COVERAGE"]);
    expect(cell("2", "2026-Q1")).toMatchObject({ status: "AVAILABLE", flags: ["PARTIAL_COVERAGE"], value: cell("2", "2026-01")?.value });
    expect(cell("S", "2026-01")?.flags).toEqual([]);
  });

  it("is what has no row of its own, and a period of which nothing was reported needs no records", async () => {
    const absent = await cellsOf((parts) => {
      reported({ "2 2026-02": "not_reported" })(parts);
      parts.files["coverage.csv"] = String(parts.files["coverage.csv"]).replace("incidents,2,2026-02,not_reported\n", "");
    });
    expect(absent("2", "2026-02")?.status).toBe("NOT_REPORTED");
    const none = await cellsOf(reported({ "1 2026-02": "not_reported", "2 2026-02": "not_reported" }));
    expect(none("S", "2026-02")).toMatchObject({ status: "NOT_REPORTED", value: null });
    expect(none("S", "2026-Q1")?.flags).toEqual(["PARTIAL_COVERAGE"]);
  });

  it("holds no record: one that lies there is refused, and so are rows that say nothing", async () => {
    const problems = (change: (parts: SmallHub) => void) => problemsOf(writeSmallHub(change));
    const withRecords = (parts: SmallHub) => {
      reported({ "2 2026-02": "not_reported" })(parts);
      parts.files["incidents/2026.csv"] = smallRecords(smallCounts);
    };
    expect(await problems(withRecords)).toContainEqual(expect.stringMatching(/^RECORD_NOT_REPORTED/));
    const rewritten = (from: string, to: string) => (parts: SmallHub) => {
      reported({})(parts);
      parts.files["coverage.csv"] = String(parts.files["coverage.csv"]).replace(from, to);
    };
    expect(await problems(rewritten("incidents,2,2026-02,reported", "incidents,2,2026-02,perhaps"))).toContainEqual(
      expect.stringMatching(/says neither reported/),
    );
    expect(await problems(rewritten("incidents,2,2026-02,reported", "incidents,9,2026-02,reported"))).toContainEqual(
      expect.stringMatching(/area is not one of the hub's/),
    );
    expect(await problems(rewritten("incidents,2,2026-02,reported", "incidents,2,2026-Q1,reported"))).toContainEqual(
      expect.stringMatching(/another level of areas, or kind of period/),
    );
    expect(await problems(rewritten("incidents,2,2026-02,reported", "incidents,2,2026-01,reported"))).toContainEqual(
      expect.stringMatching(/of the same area and period/),
    );
    const sensitive = (parts: SmallHub) => {
      reported({})(parts);
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = { ...suppress, zeros: "sensitive" };
    };
    expect(await problems(sensitive)).toContainEqual(expect.stringMatching(/hides its zeros, and what was not reported/));
  });

  it("stands as zero in a table of each measure that hides figures: elsewhere readers know zeros that hidden figures rest on", async () => {
    // Of January only districts 1 and 4 reported, of February only 2 and 3. Who knows that has 1 from the city's January and 4: 23 − 20.
    const counted = [
      [1, "2026-01", 3],
      [4, "2026-01", 20],
      [2, "2026-02", 3],
      [3, "2026-02", 20],
    ] as const;
    const told = (months: readonly string[], more: object = {}) =>
      writeSmallHub((parts) => {
        const { levels } = parts.hub.geography as { levels: { areas: object[] }[] };
        levels[1]?.areas.push({ code: "3", name: { en: "West" } }, { code: "4", name: { en: "East" } });
        parts.files["population.csv"] = "area,residents,year\n1,40,2025\n2,60,2025\n3,40,2025\n4,60,2025\n";
        const rows = counted.flatMap(([district, month, count]) =>
          Array.from({ length: count }, (_, at) => `${district}-${at},${month}-05,${district},theft`),
        );
        parts.files["incidents/2026.csv"] = `incident,day,district,kind\n${rows.join("\n")}\n`;
        const units = counted.map(([district, month]) => `incidents,${district},${month},reported`);
        parts.files["coverage.csv"] = `kind,area,period,reporting\n${units.join("\n")}\n`;
        const policy = { ...suppress, ...more };
        parts.dataset = {
          ...parts.dataset,
          coverage: { from: "2026-01-01", to: "2026-02-28" },
          reporting: { file: "coverage.csv" },
          tables: [
            tableOf("by-month", ["OUT.01"], { area: months, offence: ["all"] }, policy),
            tableOf("by-quarter", ["OUT.01"], { area: ["district", "city"], period: ["quarter"], offence: ["all"] }, policy),
          ],
        };
      });
    expect(await problemsOf(told(["city"]))).toContainEqual(expect.stringMatching(/no table has OUT\.01 so finely/));
    expect(await problemsOf(told(["district", "city"]))).toEqual([]);
    const known = await preparedCells(told(["city"], { emptyCombinations: "public" }));
    const hiddenOf = (area: string, period: string) => known.find((cell) => cell.area === area && cell.period === period)?.status;
    expect([hiddenOf("1", "2026-Q1"), hiddenOf("4", "2026-Q1")]).toEqual(["SUPPRESSED", "SUPPRESSED"]);
    expect([hiddenOf("2", "2026-Q1"), hiddenOf("3", "2026-Q1")]).toEqual(["SUPPRESSED", "SUPPRESSED"]);
  });

  it("of the base of a rate leaves no rate", async () => {
    const rows = (dataset: string) => [
      "id,day,district",
      ...Array.from(
        { length: dataset === "calls" ? 60 : 80 },
        (_, at) => `${at},2026-01-0${(at % 2) + 1},${dataset === "calls" ? 1 : (at % 2) + 1}`,
      ),
    ];
    const folder = hubOf(
      [
        {
          dataset: "calls",
          select: "id, day::DATE AS date, district AS area",
          rows: rows("calls"),
          tables: [tableOf("calls", ["OUT.02"], {})],
          more: { reporting: { file: "coverage.csv" } },
        },
        {
          dataset: "force",
          select: "id, day::DATE AS date, district AS area",
          rows: rows("force"),
          tables: [tableOf("force", ["OUT.04", "OUT.04.C"], {})],
        },
      ],
      (parts) => {
        parts.files["coverage.csv"] = "kind,area,period,reporting\ncalls,1,2026-01,reported\ncalls,2,2026-01,not_reported\n";
      },
    );
    const cells = await preparedCells(folder);
    const rate = (area: string) => cells.find((cell) => cell.measure === "OUT.04.C" && cell.area === area);
    expect(rate("1")).toMatchObject({ status: "AVAILABLE", flags: [] });
    expect(rate("2")).toMatchObject({ status: "NOT_REPORTED", value: null, numerator: null });
    expect(rate("S")).toMatchObject({ status: "AVAILABLE", flags: ["PARTIAL_COVERAGE"] });
  });

  it("stands the audit, also when it is reported later: what is too little to show still waits, and is no zero meanwhile", async () => {
    const database = await createEmbedded();
    try {
      const effects = { openStore: () => database.open("publisher"), now: () => new Date("2026-04-05"), progress: () => {} };
      const missing = { "2 2026-02": "not_reported" };
      const late: Count = (district, month, category) =>
        district === 2 && month === 1 ? (category === 0 ? 2 : 1) : smallCounts(district, month, category);
      const folder = writeSmallHub(reported(missing));
      await publish(folder, effects);
      writeSmallHub(reported({}, late), folder);
      const { content } = await publish(folder, effects);
      const cells = (content.datasets[0]?.tables ?? []).flatMap(({ observations }) => [...observations()]);
      const waiting = cells.filter(({ area, period }) => area === "2" && period === "2026-02");
      expect(new Set(waiting.map(({ status }) => status))).toEqual(new Set(["NOT_REPORTED"]));
      expect(cells.find(({ area, period }) => area === "S" && period === "2026-02")?.flags).toContain("PARTIAL_COVERAGE");
      writeSmallHub(reported({}), folder);
      await publish(folder, effects);
      const reader = await database.open("reader");
      const versions = (await reader.query("SELECT version FROM release ORDER BY id")).map(({ version }) => String(version));
      const releases = await Promise.all(versions.map((version) => readFromStore(reader, version)));
      await reader.close();
      const last = releases.at(-1)?.cells.get("incidents-by-district") ?? [];
      expect(last.find(({ area, period, codes }) => area === "2" && period === "2026-02" && codes[0] === "ALL")?.status).toBe("AVAILABLE");
      const found: boolean[] = [];
      for (const release of releases) for await (const { holds } of auditReleases([release], 0, () => {})) found.push(holds);
      for await (const { holds } of auditReleases(releases, 0, () => {})) found.push(holds);
      expect(found.length).toBeGreaterThan(0);
      expect(found).not.toContain(false);
    } finally {
      await database.drop();
    }
  });

  const state = fc.constantFrom("reported", "reported", "partial", "not_reported", "not_collected");
  test.prop([fc.array(state, { minLength: 6, maxLength: 6 }), fc.array(fc.nat({ max: 20 }), { minLength: 12, maxLength: 12 })], {
    numRuns: tries(4),
  })("has no figure anywhere, and whatever lacks some of it says so", async (states, counts) => {
    const key = (district: number, month: number) => 3 * (district - 1) + month;
    fc.pre(!/^not_/.test(states[0] ?? "") && counts[0] !== 0);
    const named = Object.fromEntries(
      [1, 2].flatMap((district) => months.map((month, at) => [`${district} ${month}`, states[key(district, at)] ?? ""])),
    );
    const folder = writeSmallHub((parts) => {
      reported(named, (district, month, category) => counts[2 * key(district, month) + category] ?? 0)(parts);
      parts.dataset.tolerate = { PERIOD_WITHOUT_RECORDS: 3 };
    });
    const cells = await cellsIfSafe(folder);
    if (cells === undefined) return;
    expect(brokenPromises(cells, (code) => measureByCode(code)?.kind)).toEqual([]);
    for (const { area, period, status, flags } of cells.filter(({ table }) => table === "incidents-by-district")) {
      const own = Object.entries(named).flatMap(([unit, said]) => {
        const [district, month] = unit.split(" ");
        return (area === "S" || area === district) && (period === month || period === "2026-Q1") ? [said] : [];
      });
      const isMissing = own.every((said) => said.startsWith("not_"));
      expect(["NOT_REPORTED", "NOT_COLLECTED"].includes(status)).toBe(isMissing);
      expect(flags.includes("PARTIAL_COVERAGE")).toBe(!isMissing && own.some((said) => said !== "reported"));
    }
  });
});

describe("the coverage of the records (DQ.01)", () => {
  it("is the share of areas and periods that were reported in full, without a range", async () => {
    const folder = writeSmallHub((parts) => {
      reported({ "2 2026-02": "not_reported", "1 2026-03": "partial" })(parts);
      withDataset(parts, {
        dataset: "coverage",
        select: "kind || area || period AS id, (period || '-01')::DATE AS date, area, reporting",
        rows: String(parts.files["coverage.csv"]).trim().split("\n"),
        coverage: { from: "2026-01-01", to: "2026-03-31" },
        codes: {
          reporting: {
            title: { en: "Reporting" },
            levels: ["state", "all"],
            codes: [
              { code: "all", level: "all", label: { en: "All" } },
              ...["reported", "partial", "not_reported", "not_collected"].map((code) => ({
                code,
                level: "state",
                parent: "all",
                label: { en: code },
              })),
            ],
          },
        },
        tables: [
          tableOf(
            "coverage",
            ["DQ.01.N", "DQ.01"],
            { period: ["month", "quarter"], reporting: ["state", "all"] },
            { method: "none", reason: { en: "Of nobody." } },
          ),
        ],
      });
    });
    const cells = await preparedCells(folder);
    const share = (area: string, period: string) =>
      cells.find((cell) => cell.measure === "DQ.01" && cell.area === area && cell.period === period && cell.codes[0] === "all");
    expect(share("S", "2026-Q1")).toMatchObject({ value: 66.67, numerator: 4, denominator: 6, interval: null, flags: [] });
    expect(share("2", "2026-02")).toMatchObject({ value: 0, denominator: 1 });
  });
});
