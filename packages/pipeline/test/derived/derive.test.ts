import { fc, test } from "@fast-check/vitest";
import { type CodeListName, codeLists, findingKinds } from "@openbeat/standard";
import { describe, expect, it } from "vitest";
import { type Derived, deriveFrom } from "../../src/derived/derive.ts";
import type { PublicRecord, RecordValue } from "../../src/records/record.ts";
import type { ReadyDataset } from "../../src/release/content.ts";
import type { Observation } from "../../src/release/observations.ts";
import { evenPopulation, publicRecord, publicRecords, publishedDataset, squareCity, type Told } from "../support/published.ts";

const geography = squareCity(3);
const population = evenPopulation(geography, 1000);
const coverage = { from: "2024-01-01", to: "2025-11-15" };
const publisher = { en: "A test" };

const datasetOf = (dataset: string, measure: string, told: (area: string, period: string, kind: string) => Told): ReadyDataset =>
  publishedDataset({
    ...{ dataset, measure, geography, coverage, told },
    areaLevels: ["beat", "district", "city"],
    periodLevels: ["month", "quarter", "year"],
  });
const derive = (datasets: readonly ReadyDataset[], records: readonly PublicRecord[] = []): Derived =>
  deriveFrom({ datasets, records: publicRecords(records), geography, population, publisher });

/** The figure of a measure: `undefined` where there is none. */
const figure = ({ datasets }: Derived, measure: string, area: string, period: string, code?: string): Observation | undefined => {
  for (const { tables } of datasets)
    for (const table of tables)
      for (const observation of table.observations()) {
        const isOwn = table.measures[observation.measure]?.code === measure && observation.area === area && observation.period === period;
        if (isOwn && (code === undefined || observation.codes[0] === code)) return observation;
      }
  return undefined;
};
const told = (...which: Parameters<typeof figure>) => {
  const found = figure(...which);
  return found === undefined ? undefined : found.status === "AVAILABLE" ? found.value : found.status;
};

describe("deriveFrom({ datasets, … }): reach", () => {
  const held = (area: string, period: string): Told =>
    period === "2024-Q2" && area === "B11" ? 0 : period === "2024-Q3" && area === "B11" ? "SUPPRESSED" : 3;

  it("tells the share of beats with an activity, and hides it where one beat is hidden (ENG.07)", () => {
    const derived = derive([datasetOf("engagement", "ENG.01", held)]);
    expect(figure(derived, "ENG.07", "D1", "2024-Q2")).toMatchObject({
      value: 66.67,
      numerator: 2,
      denominator: 3,
      interval: null,
      flags: [],
    });
    expect(told(derived, "ENG.07", "C", "2024-Q2")).toBe(88.89);
    expect(told(derived, "ENG.07", "D1", "2024-Q3")).toBe("SUPPRESSED");
    expect(told(derived, "ENG.07", "C", "2024-Q3")).toBe("SUPPRESSED");
    expect(told(derived, "ENG.07", "D2", "2024-Q3")).toBe(100);
    expect(figure(derived, "ENG.07", "D2", "2025-Q4")?.flags).toEqual(["PARTIAL_COVERAGE"]);
    expect(figure(derived, "ENG.07", "B11", "2024-Q2")).toBeUndefined();
  });

  it("does not take a zero that was rounded for a zero", () => {
    const rounded = derive([datasetOf("engagement", "ENG.01", () => ({ value: 0, flags: ["ROUNDED"] }))]);
    expect(told(rounded, "ENG.07", "C", "2024-Q2")).toBe("SUPPRESSED");
  });

  it("lists the beats that were not reached in the latest whole quarter", () => {
    const nobody = derive([datasetOf("engagement", "ENG.01", (area) => (area === "B22" || area === "B31" ? 0 : 1))]);
    expect(nobody.findings.find(({ kind }) => kind === "areas-not-reached")).toMatchObject({
      ...{ code: "2025-Q3/beat", areas: ["B22", "B31"] },
      values: { areas_not_reached: ["B22", "B31"], areas: 9, sentence: { en: "2025-Q3: no activity was held in 2 of 9 beats." } },
    });
    const hidden = derive([datasetOf("engagement", "ENG.01", (area) => (area === "B22" ? "SUPPRESSED" : 0))]);
    expect(hidden.findings.find(({ kind }) => kind === "areas-not-reached")?.values).toMatchObject({
      ...{ verdict: "not_computed", reason: "hidden", areas_not_reached: [] },
    });
  });

  it("tells how unevenly hours are spread over residents (ENG.10), of nothing nothing", () => {
    const derived = derive([
      datasetOf("engagement", "ENG.04", (area) => (area === "B11" ? 30 : area.startsWith("B1") ? 0 : area.startsWith("B2") ? 5 : 0)),
    ]);
    expect(told(derived, "ENG.10", "D1", "2024")).toBeCloseTo(2 / 3, 4);
    expect(told(derived, "ENG.10", "D2", "2024")).toBe(0);
    expect(told(derived, "ENG.10", "D3", "2024")).toBe("NOT_APPLICABLE");
  });
});

describe("deriveFrom({ datasets, … }): effort", () => {
  const hours = datasetOf("engagement", "ENG.04", (area) => ({ C: 100, D1: 50, D2: 50, D3: 0 })[area] ?? 10);
  const concerns = (hidden: string) =>
    datasetOf("concerns", "DLG.01", (area) => (area === hidden ? "SUPPRESSED" : ({ C: 80, D1: 20, D2: 60, D3: 0 }[area] ?? 10)));

  it("divides an area's share of hours by its share of concerns (RES.01), not where it raised none or one is hidden", () => {
    const derived = derive([hours, concerns("")]);
    expect(told(derived, "RES.01", "D1", "2024")).toBe(2);
    expect(told(derived, "RES.01", "D2", "2024")).toBeCloseTo(2 / 3, 4);
    expect(told(derived, "RES.01", "D3", "2024")).toBe("NOT_APPLICABLE");
    expect(told(derive([hours, concerns("D1")]), "RES.01", "D1", "2024")).toBe("SUPPRESSED");
    expect(told(derive([hours, concerns("D1")]), "RES.01", "D2", "2024")).toBeCloseTo(2 / 3, 4);
    expect(told(derive([hours, concerns("C")]), "RES.01", "D2", "2024")).toBe("SUPPRESSED");
    expect(told(derive([hours]), "RES.01", "D2", "2024")).toBeUndefined();
  });

  it("tells which share of hot spots got a response in their year (RES.02)", () => {
    const city = squareCity(6);
    const incidents = publishedDataset({
      ...{ dataset: "incidents", measure: "OUT.01", geography: city, areaLevels: ["beat", "district", "city"], periodLevels: ["year"] },
      coverage: { from: "2024-01-01", to: "2025-12-31" },
      told: (area) => (["B11", "B12", "B21", "B22"].includes(area) ? 300 : 10),
    });
    const records = [
      publicRecord("problems", { id: "noise", areas: ["B11"], opened_on: "2024-02-01", closed_on: null, source: "residents" }),
      publicRecord(
        "responses",
        { problem: "noise", title: "Patrols", partners: null, from: "2024-05-01", to: "2024-08-01" },
        "noise/Patrols",
      ),
    ];
    const derived = deriveFrom({
      datasets: [incidents],
      records: publicRecords(records),
      geography: city,
      population: evenPopulation(city, 500),
      publisher,
    });
    const hot = derived.findings.find(({ code }) => code === "OUT.01/beat/all")?.values.hot as readonly string[];
    expect(hot).toContain("B11");
    expect(figure(derived, "RES.02", "C", "2024")).toMatchObject({ numerator: 1, denominator: hot.length, interval: null });
    expect(figure(derived, "RES.02", "C", "2025")).toMatchObject({ numerator: 0, denominator: hot.length });
    expect(told(derived, "RES.02", "D6", "2024")).toBe("NOT_APPLICABLE");
  });
});

const problem = (id: string, opened: string, closed: string | null, source: string, areas: readonly string[]) =>
  publicRecord("problems", { id, opened_on: opened, closed_on: closed, source, areas });
const assessmentOf = (name: string, design: string) =>
  publicRecord(
    "assessments",
    {
      ...{ problem: name, measure: "OUT.01", category: null, design, response_areas: ["B11"], comparison_areas: ["B33"] },
      ...{ before_from: "2024-01-01", before_to: "2024-06-30", after_from: "2024-07-01", after_to: "2024-12-31" },
    },
    `${name}/OUT.01`,
  );
const curated: readonly PublicRecord[] = [
  problem("speeding", "2024-02-01", "2025-02-10", "residents", ["B11", "B12"]),
  problem("noise", "2024-03-01", "2025-03-31", "analysis", ["D2"]),
  problem("theft", "2025-01-15", null, "residents", []),
  assessmentOf("speeding", "comparison"),
  assessmentOf("noise", "none"),
  publicRecord(
    "responses",
    { problem: "speeding", title: "Crossing", partners: ["school"], from: "2024-05-01", to: null },
    "speeding/Crossing",
  ),
  publicRecord("responses", { problem: "noise", title: "Hours", partners: [], from: "2024-05-01", to: null }, "noise/Hours"),
  publicRecord("contributions", { id: "K1", partner: "school", date: "2024-05-31", type: "hours", hours: 12.5, problem: "speeding" }),
  publicRecord("contributions", { id: "K2", partner: "council", date: "2024-06-30", type: "money", hours: null, problem: "theft" }),
  publicRecord("partners", { id: "school", sector: "school", areas: ["B11"], since: "2024-01-01", until: null }),
  publicRecord("partners", { id: "council", sector: "local_government", areas: [], since: null, until: "2024-12-31" }),
  publicRecord("priorities", { id: "p1", area: "B11", adopted_on: "2024-01-15", reviewed_on: "2024-06-01", ended_on: null }),
  publicRecord("priorities", { id: "p2", area: "D2", adopted_on: "2024-05-01", reviewed_on: null, ended_on: "2024-12-31" }),
  publicRecord("contacts", { area: "B11", team: "North", named: true, since: "2024-01-01", until: "2024-06-30" }, "B11/North"),
  publicRecord("contacts", { area: "D2", team: "South", named: true, since: null, until: null }, "D2/South"),
  publicRecord("contacts", { area: "B31", team: "East", named: false, since: null, until: null }, "B31/East"),
  publicRecord("goals", {
    ...{ id: "g1", area: "D1", measure: "OUT.01", category: "a", baseline_period: "2024-Q1", aim: "at_most", target: 5, due: "2026-12-31" },
  }),
  publicRecord("commitments", { id: "c1", area: "D1", due: "2024-05-01", status: "kept", status_on: "2024-05-01" }),
  publicRecord("commitments", { id: "c2", area: "B11", due: "2024-06-30", status: "kept_late", status_on: "2024-08-01" }),
  publicRecord("commitments", { id: "c3", area: "D2", due: "2024-06-30", status: "open", status_on: "2024-02-01" }),
  publicRecord("commitments", { id: "c4", area: "D2", due: "2025-12-30", status: "open", status_on: "2024-02-01" }),
];
/** Far fewer in one beat from July 2024 on. */
const fewer = (area: string, period: string): Told => (area === "B11" && period >= (period.includes("Q") ? "2024-Q3" : "2024-07") ? 2 : 20);
const incidents = (count: (area: string, period: string) => Told = fewer) => datasetOf("incidents", "OUT.01", count);

describe("deriveFrom({ records, … })", () => {
  const derived = derive([incidents()], curated);

  it("counts problems at the end of each period and those opened and closed in it, each area and the whole (POP.01)", () => {
    const of = (measure: string, area: string, ...periods: readonly string[]) =>
      periods.map((period) => told(derived, measure, area, period));
    expect(of("POP.01", "C", "2024-Q1", "2024-Q4", "2025-Q1", "2025")).toEqual([2, 2, 1, 1]);
    expect(of("POP.01", "D1", "2024-Q1", "2025-Q1")).toEqual([1, 0]);
    expect(of("POP.01.O", "C", "2024", "2025")).toEqual([2, 1]);
    expect(of("POP.01.C", "C", "2024", "2025-Q1")).toEqual([0, 2]);
  });

  it("tells shares of problems with Wilson's interval, and of none nothing (POP.02, POP.05, COL.03)", () => {
    expect(figure(derived, "POP.02", "C", "2025-Q1")).toMatchObject({
      value: 50,
      numerator: 1,
      denominator: 2,
      flags: ["LOW_RELIABILITY"],
    });
    expect(figure(derived, "POP.02", "C", "2025-Q1")?.interval).toMatchObject({ lower: 9.45, upper: 90.55, level: 0.95, method: "Wilson" });
    expect(told(derived, "POP.02", "C", "2024")).toBe("NOT_APPLICABLE");
    expect(figure(derived, "POP.05", "C", "2024")).toMatchObject({ numerator: 1, denominator: 2 });
    expect(figure(derived, "COL.03", "C", "2024-Q1")).toMatchObject({ numerator: 0, denominator: 2 });
    expect(figure(derived, "COL.03", "C", "2025-Q1")).toMatchObject({ numerator: 2, denominator: 3 });
  });

  it("counts assessments by the verdict of the published counts (POP.03, POP.04)", () => {
    expect(figure(derived, "POP.03", "C", "2024-Q4")).toMatchObject({ numerator: 1, denominator: 2 });
    const verdicts = ["improved", "no_clear_change", "worsened", "not_assessable", "all"];
    expect(verdicts.map((code) => told(derived, "POP.04", "C", "2024-Q4", code))).toEqual([1, 0, 0, 1, 2]);
    const hidden = derive([incidents((area, period) => (area === "B33" && period.startsWith("2024") ? "SUPPRESSED" : 20))], curated);
    expect(verdicts.map((code) => told(hidden, "POP.04", "D1", "2024", code))).toEqual([0, 0, 0, 2, 2]);
  });

  it("tells which areas had a priority reviewed, unless its reviews of then are no longer known (DLG.07)", () => {
    expect(figure(derived, "DLG.07", "D1", "2024-Q2")).toMatchObject({ numerator: 1, denominator: 3, interval: null });
    expect(told(derived, "DLG.07", "D2", "2024-Q2")).toBe(100);
    expect(told(derived, "DLG.07", "C", "2024-Q2")).toBe(44.44);
    // On 31 March the one of B11 was agreed less than three months before; on 30 September it was not looked at for longer.
    expect(told(derived, "DLG.07", "D1", "2024-Q1")).toBe(33.33);
    expect(told(derived, "DLG.07", "D1", "2024-Q3")).toBe(0);
    const later = curated.map((one) => (one.code === "p1" ? { ...one, values: { ...one.values, reviewed_on: "2025-10-01" } } : one));
    expect(told(derive([incidents()], later), "DLG.07", "D1", "2024-Q3")).toBe("NOT_COLLECTED");
  });

  it("tells which areas had a named contact, also by one of the area around them (DLG.08)", () => {
    expect(figure(derived, "DLG.08", "C", "2024-Q2")).toMatchObject({ numerator: 4, denominator: 9, interval: null });
    expect(told(derived, "DLG.08", "C", "2024-Q3")).toBe(33.33);
    expect(told(derived, "DLG.08", "D3", "2024-Q2")).toBe(0);
  });

  it("tells which commitments that were due were kept by their day (DLG.09)", () => {
    expect(figure(derived, "DLG.09", "C", "2024-Q2")).toMatchObject({ numerator: 1, denominator: 3 });
    expect(figure(derived, "DLG.09", "D1", "2024-Q2")).toMatchObject({ numerator: 1, denominator: 2 });
    expect(told(derived, "DLG.09", "C", "2025-Q4")).toBe("NOT_APPLICABLE");
  });

  it("counts partners by sector, and what they brought (COL.01, COL.02)", () => {
    expect(["school", "local_government", "faith", "all"].map((code) => told(derived, "COL.01", "D1", "2024-Q3", code))).toEqual([
      1, 1, 0, 2,
    ]);
    expect(["school", "local_government", "all"].map((code) => told(derived, "COL.01", "D2", "2024-Q3", code))).toEqual([0, 1, 1]);
    expect(told(derived, "COL.01", "C", "2024-Q4", "all")).toBe(1);
    expect(told(derived, "COL.02", "C", "2024-Q2")).toBe(12.5);
    expect(told(derived, "COL.02.N", "C", "2024-Q2")).toBe(2);
  });

  it("tells the share of cells that are hidden, of an area and its parts, of a period and those within it (DQ.03)", () => {
    const some = derive([incidents((area, period) => (area === "B11" && period === "2024-05" ? "SUPPRESSED" : 9))]);
    expect(figure(some, "DQ.03", "D1", "2024-Q2")).toMatchObject({ numerator: 3, denominator: 4 * 4 * 3, interval: null });
    expect(figure(some, "DQ.03", "C", "2024")).toMatchObject({ numerator: 3, denominator: 13 * 17 * 3 });
    expect(told(some, "DQ.03", "D2", "2024-Q2")).toBe(0);
  });

  it("makes no table of records that there are none of", () => {
    const codes = derive([incidents()]).datasets.flatMap(({ tables }) => tables.map(({ code }) => code));
    expect(codes).toEqual(["derived-figures-not-shown"]);
    expect(derive([]).datasets).toEqual([]);
  });
});

describe("what deriveFrom promises of everything", () => {
  const cell = fc.oneof(
    { weight: 5, arbitrary: fc.nat({ max: 80 }) },
    fc.constantFrom<Told>("SUPPRESSED", "NOT_REPORTED", "NOT_YET_PUBLISHED", { value: 5, flags: ["PERTURBED"] }),
  );
  const cells = fc.array(cell, { minLength: 1, maxLength: 60 });
  const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
  const datasetsOf = (all: readonly Told[]) =>
    [
      ["incidents", "OUT.01"],
      ["concerns", "DLG.01"],
      ["engagement", "ENG.04"],
    ].map(([dataset = "", measure = ""]) =>
      datasetOf(dataset, measure, (area, period, kind) => all[hash(`${measure}${area}${period}${kind}`) % all.length] ?? 0),
    );
  const rowsOf = ({ datasets }: Derived) =>
    datasets.flatMap(({ tables }) => tables.flatMap((table) => [...table.observations()].map((row) => ({ table, row }))));

  test.prop([cells], { numRuns: 12 })("no share is outside 0 to 100, and nothing is NaN or told without a status", (all) => {
    const derived = derive(datasetsOf(all), curated);
    for (const { table, row } of rowsOf(derived)) {
      expect(row.status === "AVAILABLE").toBe(row.value !== null);
      const numbers = [row.value, row.numerator, row.denominator, row.interval?.lower, row.interval?.upper];
      for (const value of numbers) if (value !== null && value !== undefined) expect(Number.isFinite(value)).toBe(true);
      const kind = table.measures[row.measure]?.kind;
      const most = kind === "PROPORTION" ? 100 : kind === "INDEX" ? 1 : Infinity;
      if (row.value !== null) expect(row.value >= 0 && row.value <= most).toBe(true);
      if (row.interval !== null) expect(row.interval.lower <= (row.value ?? 0) && (row.value ?? 0) <= row.interval.upper).toBe(true);
    }
    for (const { values } of derived.findings)
      for (const value of Object.values(values)) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
  });

  test.prop([cells, fc.integer({ min: 1, max: 1000 })], { numRuns: 8 })(
    "the order of datasets, tables and records changes nothing",
    (all, seed) => {
      const shuffled = <Item>(items: readonly Item[]) =>
        items
          .map((item, place) => ({ item, at: (place * 7919 + seed) % 101 }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const one = derive(datasetsOf(all), curated);
      const other = derive(shuffled(datasetsOf(all)), shuffled(curated));
      const hashes = ({ datasets }: Derived) => datasets.flatMap(({ tables }) => tables.map(({ code, sha256 }) => [code, sha256]));
      expect(hashes(other)).toEqual(hashes(one));
      expect(JSON.stringify(other.findings)).toBe(JSON.stringify(one.findings));
    },
  );

  test.prop([cells, fc.nat({ max: 80 }), fc.nat({ max: 80 })], { numRuns: 8 })(
    "what is hidden could be anything: it changes nothing",
    (all, first, second) => {
      // The input types hold no value of a hidden cell; here it is put there by force.
      const withValue = (value: number) =>
        datasetsOf(all).map((dataset) => ({
          ...dataset,
          tables: dataset.tables.map((table) => ({
            ...table,
            *observations() {
              for (const row of table.observations()) yield row.status === "SUPPRESSED" ? { ...row, value } : row;
            },
          })),
        }));
      const [one, other] = [first, second].map((value) => derive(withValue(value), curated)) as [Derived, Derived];
      expect(JSON.stringify(rowsOf(other).map(({ row }) => row))).toBe(JSON.stringify(rowsOf(one).map(({ row }) => row)));
      expect(JSON.stringify(other.findings)).toBe(JSON.stringify(one.findings));
    },
  );

  it("gives findings of the kinds and columns that the standard describes, with codes of its lists", () => {
    const big = squareCity(4);
    const dataset = (name: string, measure: string) =>
      publishedDataset({
        ...{ dataset: name, measure, geography: big, areaLevels: ["beat", "district", "city"], periodLevels: ["month", "quarter", "year"] },
        coverage: { from: "2023-01-01", to: "2025-12-31" },
        told: (area, period, kind) => (kind === "b" && area === "B11" ? "SUPPRESSED" : 40 + (hash(area + period) % 9)),
      });
    const goal = { id: "g2", area: "C", measure: "DQ.03", baseline_period: "2024-Q1", aim: "at_most", target: 100, due: "2025-12-31" };
    const records = [
      ...curated,
      publicRecord("goals", goal),
      publicRecord("engagement", { id: "E1", status: "held", hosts: ["school"], partners: ["council"] }),
    ];
    const { findings } = deriveFrom({
      ...{ datasets: [dataset("incidents", "OUT.01"), dataset("engagement", "ENG.01")], records: publicRecords(records) },
      ...{ geography: big, population: evenPopulation(big, 900), publisher },
    });
    // Also by what the hub works out itself.
    expect(findings.find(({ code }) => code === "g2")?.values).toMatchObject({ verdict: "met", latest_period: "2025-Q4" });
    expect([...new Set(findings.map(({ kind }) => kind))].sort()).toEqual(findingKinds.map(({ name }) => name).sort());
    expect(new Set(findings.map(({ kind, code }) => `${kind} ${code}`)).size).toBe(findings.length);
    for (const { kind, code, values } of findings) {
      const definition = findingKinds.find(({ name }) => name === kind);
      expect(Object.keys(values).sort(), kind).toEqual(definition?.fields.map(({ name }) => name).sort());
      expect(definition?.key.map((name) => values[name]).join("/"), kind).toBe(code);
      for (const { name, type, required, codes } of definition?.fields ?? []) {
        const value = values[name] ?? null;
        const isThere = value !== null && (!Array.isArray(value) || required === false || value.length >= 0);
        if (required) expect(isThere, `${kind} ${name}`).toBe(true);
        if (value === null) continue;
        expect(isOfType(value, type), `${kind} ${name} ${type}`).toBe(true);
        if (codes !== undefined) expect(codesOf(codes), `${kind} ${name}`).toContain(value);
      }
    }
  });

  const codesOf = (name: CodeListName): readonly string[] => codeLists[name].map(({ code }) => code);
  function isOfType(value: RecordValue, type: string): boolean {
    if (type === "list") return Array.isArray(value);
    if (type === "text") return typeof value === "object" || typeof value === "string";
    if (type === "integer") return Number.isSafeInteger(value);
    if (type === "date") return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
    return typeof value === type;
  }
});
