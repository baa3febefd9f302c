import { fc, test } from "@fast-check/vitest";
import { publish } from "@openbeat/pipeline";
import { measureByCode } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { tries } from "../../../test/support/effort.ts";
import { auditReleases } from "../src/audit/audit-releases.ts";
import { readFromStore } from "../src/audit/from-store.ts";
import { standardLists } from "../src/hub/standard-lists.ts";
import { defineMacros } from "../src/read/macros.ts";
import { Workbench } from "../src/read/workbench.ts";
import { brokenPromises, cellsIfSafe, hubOf, listOf, preparedCells, problemsOf, type TestDataset, tableOf } from "./support/hub-cells.ts";

const measures = ["DLG.01", "DLG.03", "DLG.03.P90", "DLG.03.D3", "DLG.03.D7", "DLG.03.D30"];

/** Concerns of January, by district and by the band of their wait. */
const concerns = (counts: Readonly<Record<string, Readonly<Record<string, number>>>>, more: Partial<TestDataset> = {}): TestDataset => ({
  dataset: "concerns",
  select: "id, day::DATE AS date, district AS area, band AS wait",
  rows: [
    "id,day,district,band",
    ...Object.entries(counts).flatMap(([district, bands]) =>
      Object.entries(bands).flatMap(([band, count]) =>
        Array.from({ length: count }, (_, at) => `${district}-${band}-${at},2026-01-05,${district},${band}`),
      ),
    ),
  ],
  codes: { wait: { title: { en: "Wait" }, standard: "wait_days" } },
  tables: [tableOf("waits", measures, { wait: ["band", "all"] })],
  ...more,
});

const cellsOf = async (dataset: TestDataset) => {
  const cells = await preparedCells(hubOf([dataset]));
  return (measure: string, area: string, code = "all") =>
    cells.find((cell) => cell.measure === measure && cell.area === area && cell.codes[0] === code);
};

describe("times from counts by bands", () => {
  it("are the end of the band by which a share was answered, and the share answered by a day", async () => {
    const cell = await cellsOf(
      concerns({ 1: { within_1: 40, within_3: 20, within_7: 20, open_7: 10, open_30: 10 }, 2: { within_1: 30, within_3: 30 } }),
    );
    expect(cell("DLG.03", "1")).toMatchObject({ status: "AVAILABLE", value: 3, numerator: 60, denominator: 100, flags: [] });
    expect(cell("DLG.03.D3", "1")).toMatchObject({ value: 60, numerator: 60, denominator: 100 });
    // By hand: Greenwood 40/(100·60) + 20/(60·40) = 0.015; 1 − 0.4^exp(±1.96·√0.015 / ln 0.4).
    expect(cell("DLG.03.D3", "1")?.interval).toMatchObject({ lower: 50.59, upper: 69.6, level: 0.95 });
    expect(cell("DLG.03.P90", "1")).toMatchObject({ status: "NOT_APPLICABLE", value: null, numerator: null, flags: ["NOT_REACHED"] });
    expect(cell("DLG.03.P90", "2")).toMatchObject({ status: "AVAILABLE", value: 3 });
    expect(cell("DLG.03", "1", "within_1")).toMatchObject({ status: "NOT_APPLICABLE", flags: [] });
  });

  it("are hidden where a band that they need is, and not by those beyond", async () => {
    const cell = await cellsOf(
      concerns({ 1: { within_1: 90, within_3: 3, open_30: 60 }, 2: { within_1: 300, within_3: 30, open_30: 60 } }),
    );
    expect(cell("DLG.01", "1", "within_3")?.status).toBe("SUPPRESSED");
    expect(cell("DLG.03", "1")).toMatchObject({ status: "AVAILABLE", value: 1 });
    expect(cell("DLG.03.D3", "1")).toMatchObject({ status: "SUPPRESSED", value: null, numerator: null, denominator: null, interval: null });
    expect(cell("DLG.03.P90", "1")).toMatchObject({ status: "SUPPRESSED", value: null });
  });

  it("are refused without bands, without the day that is asked for, and where counts are changed", async () => {
    const own = (codes: object, table: object) => problemsOf(hubOf([concerns({ 1: { within_1: 20 } }, { codes, tables: [table] })]));
    const dimensions = { wait: ["band", "all"] };
    expect(await own({ wait: listOf("band", ["within_1"]) }, tableOf("waits", measures, dimensions))).toContainEqual(
      expect.stringMatching(/no code of wait says what band of time/),
    );
    const without3 = listOf("band", [{ code: "within_1", upTo: 1, ended: true }]);
    expect(await own({ wait: without3 }, tableOf("waits", measures, dimensions))).toContainEqual(
      expect.stringMatching(/no band of wait ends at 3/),
    );
    const half = listOf("band", [{ code: "within_1", upTo: 1, ended: true }, "rest"]);
    expect(await own({ wait: half }, tableOf("waits", ["DLG.01", "DLG.03"], dimensions))).toContainEqual(
      expect.stringMatching(/not every code of wait/),
    );
    const list = { wait: { title: { en: "Wait" }, standard: "wait_days" } };
    expect(await own(list, tableOf("waits", measures, { wait: ["all"] }))).toContainEqual(
      expect.stringMatching(/does not list the level band/),
    );
    expect(await own(list, tableOf("waits", measures, dimensions, { method: "smallCountRounding", base: 5 }))).toContainEqual(
      expect.stringMatching(/changed do not make such figures/),
    );
    expect(await own({ wait: { ...list.wait, levels: ["band", "all"] } }, tableOf("waits", measures, dimensions))).toContainEqual(
      expect.stringMatching(/a standard list, and has levels/),
    );
  });

  it("tell notice by where its band begins, and how many wait for long", async () => {
    const activities: TestDataset = {
      dataset: "engagement",
      select: "id, day::DATE AS date, district AS area, notice_band(told, day) AS notice",
      rows: [
        "id,day,district,told",
        ...Array.from({ length: 9 }, (_, at) => `a${at},2026-01-20,1,2026-01-${at < 4 ? "18" : "10"}`),
        ...Array.from({ length: 5 }, (_, at) => `b${at},2026-01-20,2,`),
      ],
      codes: { notice: { title: { en: "Notice" }, standard: "notice_days" } },
      tables: [
        tableOf("notice", ["ENG.01", "ENG.11"], { notice: ["band", "notice", "all"] }, { method: "none", reason: { en: "Nobody's." } }),
      ],
    };
    const cell = await cellsOf(activities);
    expect(cell("ENG.11", "1")).toMatchObject({ status: "AVAILABLE", value: 7, denominator: 9 });
    expect(cell("ENG.11", "2")).toMatchObject({ status: "NOT_APPLICABLE", value: null });
    const closing = concerns(
      { 1: { within_1: 30 } },
      {
        select:
          "id, day::DATE AS date, district AS area, CASE WHEN id < '1-within_1-2' THEN 'open_over_90' ELSE 'outcome_stated' END AS closing",
        codes: { closing: { title: { en: "Closing" }, standard: "closing" } },
        tables: [tableOf("closing", ["DLG.01", "DLG.04", "DLG.06"], { closing: ["closing", "state", "all"] })],
      },
    );
    expect((await cellsOf(closing))("DLG.06", "1")).toMatchObject({ status: "AVAILABLE", value: 12 });
  });

  const bands = (standardLists.wait_days?.codes ?? []).flatMap(({ code, level }) => (level === "band" ? [code] : []));
  const counts = fc.dictionary(fc.constantFrom(...bands), fc.nat({ max: 14 }), { minKeys: 1, maxKeys: 6 });
  test.prop([counts, counts], { numRuns: tries(4) })(
    "keep what holds of every figure, and none rests on a hidden band",
    async (north, south) => {
      fc.pre(Object.values({ ...north, ...south }).some((count) => count > 0));
      const cells = await cellsIfSafe(hubOf([concerns({ 1: north, 2: south })]));
      if (cells === undefined) return;
      expect(brokenPromises(cells, (code) => measureByCode(code)?.kind)).toEqual([]);
      const ends: Readonly<Record<string, number>> = { "DLG.03.D3": 3, "DLG.03.D7": 7, "DLG.03.D30": 30 };
      for (const { measure, area, value } of cells.filter(
        ({ measure, status }) => measure.startsWith("DLG.03") && status === "AVAILABLE",
      )) {
        const last = ends[measure] ?? value ?? 0;
        const needed = (standardLists.wait_days?.codes ?? []).filter(({ upTo }) => upTo !== undefined && upTo <= last);
        for (const { code } of needed) {
          const band = cells.find((own) => own.measure === "DLG.01" && own.area === area && own.codes[0] === code);
          expect(band?.status, `${measure} rests on ${code}`).toBe("AVAILABLE");
        }
      }
    },
  );
});

describe("a release with times", () => {
  it("holds them in the store, tells what is promised, and stands the audit: a figure beside a hidden count of all is found", async () => {
    const database = await createEmbedded();
    try {
      const dataset = concerns(
        { 1: { within_1: 40, open_30: 60 }, 2: { within_1: 3 } },
        {
          select: "id, day::DATE AS date, district AS area, band AS wait, within_standard('response', day, day) AS response",
          codes: {
            wait: { title: { en: "Wait" }, standard: "wait_days" },
            response: { title: { en: "Response" }, standard: "service_standard" },
          },
        },
      );
      const effects = { openStore: () => database.open("publisher"), now: () => new Date("2026-04-05"), progress: () => {} };
      await publish(hubOf([dataset]), effects);
      const reader = await database.open("reader");
      const release = await readFromStore(reader, "1.0.0");
      const [row] = await reader.query("SELECT source->'standards' AS told FROM dataset WHERE code = 'concerns'");
      await reader.close();
      const told = typeof row?.told === "string" ? (JSON.parse(row.told) as unknown) : row?.told;
      expect(told).toMatchObject([{ code: "response", hours: 72, from: null }]);
      const own = release.cells.get("waits") ?? [];
      const at = (measure: string, area: string) =>
        own.find((cell) => cell.measure === measure && cell.area === area && cell.codes[0] === "all");
      expect(at("DLG.03", "S")).toMatchObject({ status: "NOT_APPLICABLE", value: null, flags: ["NOT_REACHED"] });
      expect(at("DLG.03", "2")?.status).toBe("SUPPRESSED");
      const judged = async (cells: typeof release.cells) => {
        const found: boolean[] = [];
        for await (const { holds } of auditReleases([{ ...release, cells }], 0, () => {})) found.push(holds);
        return found;
      };
      expect(await judged(release.cells)).not.toContain(false);
      const bared = own.map((cell) =>
        cell === at("DLG.03", "2") ? { ...cell, status: "AVAILABLE", value: 1, numerator: 3, denominator: 3 } : cell,
      );
      expect(await judged(new Map([...release.cells, ["waits", bared]]))).toContain(false);
    } finally {
      await database.drop();
    }
  });
});

describe("the functions of times in a select", () => {
  const answers = async (expressions: readonly string[]) => {
    const workbench = await Workbench.open([], "America/Chicago");
    try {
      await defineMacros(workbench, new Map([["response", { hours: 72, from: "2026-01-01" }]]), "2026-01-31");
      const [row] = await workbench.rows(`SELECT ${expressions.map((expression, at) => `${expression} AS a${at}`).join(", ")}`);
      return expressions.map((_, at) => row?.[`a${at}`]);
    } finally {
      workbench.close();
    }
  };

  it("put a wait into the band that it ended in, or that it was watched for up to the end of the coverage", async () => {
    expect(
      await answers([
        "wait_band('2026-01-05T10:00:00', '2026-01-06T10:00:00')",
        "wait_band('2026-01-05T10:00:00', '2026-01-06T10:00:01')",
        "wait_band('2026-01-05', '')",
        "wait_band('2026-01-31T12:00:00-06:00', '2026-02-01T01:00:00-06:00')",
        "wait_band('2026-01-31T12:00:00-06:00', '2026-02-01T01:00:00-06:00', '2026-02-02')",
        "wait_band('2025-01-05', NULL)",
        "closing_band('2025-01-05'::DATE, '2025-12-05'::DATE)",
        "arrival_band('2026-01-05T10:00:00', '2026-01-05T10:07:30')",
        "arrival_band('2026-01-05T10:00:00', NULL)",
        "closing_state('2025-09-05', NULL, NULL)",
      ]),
    ).toEqual([
      "within_1",
      "within_3",
      "open_30",
      "open_1",
      "within_1",
      "open_over_90",
      "within_365",
      "within_10",
      "not_arrived",
      "open_over_90",
    ]);
  });

  it("count a promise only where its time was up, answered or not, and not before it was made", async () => {
    const within = (from: string, to: string) => `within_standard('response', '${from}', '${to}')`;
    expect(
      await answers([
        within("2026-01-05T10:00:00", "2026-01-08T10:00:00"),
        within("2026-01-05T10:00:00", "2026-01-08T10:00:01"),
        within("2026-01-05", ""),
        within("2026-01-30", ""),
        within("2026-01-30", "2026-01-30T08:00:00"),
        within("2025-12-30", "2025-12-30T08:00:00"),
        "response_in_time('2026-01-30', '2026-01-30T08:00:00', 24)",
        "within_standard('other', '2026-01-05', '')",
      ]),
    ).toEqual(["in_time", "late", "none", "too_recent", "too_recent", "before_standard", "in_time", null]);
  });

  it("give nothing where the end lies before the beginning, so that the record is refused", async () => {
    expect(await answers(["wait_band('2026-01-05', '2026-01-04')", "within_standard('response', '2026-01-05', '2026-01-04')"])).toEqual([
      null,
      null,
    ]);
    const wrong = concerns(
      { 1: { within_1: 9 } },
      { select: "id, day::DATE AS date, district AS area, wait_band(day, '2026-01-01') AS wait" },
    );
    expect(await problemsOf(hubOf([wrong]))).toContainEqual(expect.stringMatching(/^UNKNOWN_CODE/));
  });

  it("leave the too recent out of the share, and ask only for promises that are stated", async () => {
    const promise = (select: string, more: object = {}) =>
      concerns(
        { 1: { a: 12, b: 8 } },
        {
          select: `id, day::DATE AS date, district AS area, ${select} AS response`,
          codes: { response: { title: { en: "Response" }, standard: "service_standard" } },
          tables: [tableOf("responses", ["DLG.01", "DLG.02"], { response: ["response", "due", "all"] })],
          more,
        },
      );
    const select = "within_standard('response', CASE band WHEN 'a' THEN '2026-01-05' ELSE '2026-01-30' END, '2026-01-31')";
    const cell = await cellsOf(promise(select));
    expect(cell("DLG.02", "1")).toMatchObject({ value: 0, numerator: 0, denominator: 12 });
    expect(cell("DLG.01", "1", "too_recent")?.value).toBe(8);
    const longer = { standards: { response: { hours: 24 * 20, title: { en: "Within 20 days" } } } };
    // 26.04 days passed since the fifth: more than twenty. The answer on the 31st is late.
    expect((await cellsOf(promise(select, longer)))("DLG.02", "1")).toMatchObject({ numerator: 0, denominator: 12 });
    expect(await problemsOf(hubOf([promise("within_standard('visit', day, day)")]))).toContainEqual(
      expect.stringMatching(/the standard visit, which the dataset does not state/),
    );
  });
});
