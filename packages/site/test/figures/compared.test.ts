import { describe, expect, it } from "vitest";
import type { Area, Cube, Dataset, Hub, PublishedTable } from "../../src/data/hub.ts";
import type { Row } from "../../src/data/row.ts";
import type { Edition } from "../../src/edition.ts";
import { areaSections } from "../../src/figures/area-figures.ts";
import { byArea } from "../../src/figures/by-area.ts";
import { byCategory } from "../../src/figures/by-category.ts";
import { comparedWithWhole, overTime } from "../../src/figures/over-time.ts";
import { widerFigure } from "../../src/figures/wider.ts";
import { wordsOf } from "../../src/words/words.ts";
import { measureIn } from "../support/measures.ts";
import { figure, hidden, shown } from "../support/rows.ts";

// Two towns that are part of nothing together: D1 to D3 are districts of Testhaven, E1 is one of Elsewhere.
const area = (code: string, level: string, parent: string | null): Area => ({
  ...{ code, name: code, level, parent, children: [], populations: [], boundary: null },
});
const areas = new Map(
  [
    area("Testhaven", "city", null),
    area("Elsewhere", "city", null),
    ...["D1", "D2", "D3"].map((code) => area(code, "district", "Testhaven")),
    area("E1", "district", "Elsewhere"),
  ].map((one) => [one.code, one]),
);
const place = (code: string) => areas.get(code) as Area;

const codes = (...entries: readonly (readonly [code: string, level: string, parent?: string])[]) =>
  entries.map(([code, level, parent]) => ({ code, level, label: code, parent: parent === undefined ? null : { code: parent } }));
const codeLists = [
  { code: "offence", title: "Offence", codes: codes(["all", "all"], ["theft", "kind", "all"], ["arson", "kind", "all"]) },
  {
    code: "group",
    title: "Group",
    codes: codes(["young", "group", "age"], ["age", "asked"], ["language", "asked"], ["old", "group", "age"]),
  },
];
const table = (dataset: string, list: string, measures: readonly string[], cubes: readonly Cube[]): PublishedTable =>
  ({
    ...{ code: `${dataset}-table`, dataset, measures, cubes },
    dimensions: [{ code: list, title: "Kind", kind: "CATEGORY", codeList: { code: list } }],
  }) as unknown as PublishedTable;
const cube = (areaLevel: string, level: string, rows: readonly Row[], grain: Cube["grain"] = "year"): Cube => ({
  ...{ areaLevel, grain, levels: [level], by: [], rows },
});
const dataset = (code: string, breaks: readonly string[] = []): Dataset =>
  ({
    ...{ code, theme: "outcomes", coverageFrom: "2024-01-01", coverageTo: "2025-12-31" },
    source: { breaks: breaks.map((from) => ({ from })) },
  }) as unknown as Dataset;
const edition = (tables: readonly PublishedTable[], datasets: readonly Dataset[]): Edition =>
  ({
    hub: {
      ...{ areas, codeLists, tables, datasets, surveys: [] },
      levels: [
        { code: "city", name: "City", plural: "cities" },
        { code: "district", name: "District", plural: "districts" },
      ],
      measures: ["OUT.01", "OUT.01.R", "ENG.09.N", "OUT.04.C"].map((code) => measureIn(code)),
    } as unknown as Hub,
    ...{ language: "en", words: wordsOf("en") },
  }) as unknown as Edition;

const rate = (code: string, period: string, numerator: number, denominator = 10_000) =>
  figure("OUT.01.R", { period, area: code }, { value: (1000 * numerator) / denominator, numerator, denominator });
const count = (code: string, period: string, value: number) => figure("OUT.01", { period, area: code }, { value });

describe("figures of areas beside the whole", () => {
  const districts = ["2024", "2025"].flatMap((period) => [
    ...[rate("D1", period, 240), rate("D2", period, 150), rate("D3", period, 120)],
    rate("E1", period, 20),
  ]);
  const cities = ["2024", "2025"].flatMap((period) => [rate("Testhaven", period, 510, 30_000), rate("Elsewhere", period, 20)]);
  const here = edition(
    [table("incidents", "offence", ["OUT.01.R"], [cube("district", "all", districts), cube("city", "all", cities)])],
    [dataset("incidents")],
  );
  it("byArea() sets only the areas that are part of the whole against it", () => {
    const found = byArea(here, here.hub.tables[0] as PublishedTable, "OUT.01.R", "district");
    expect(found?.spec.headline).toBe("Incidents per 1,000 residents: 1 of 3 districts above Testhaven, 1 below");
    expect(found?.spec.positions.map(({ code }) => code)).toEqual(["D1", "D2", "D3", "E1"]);
  });
  it("comparedWithWhole() compares an area with none that it is no part of", () => {
    const beside = (whole: string) => comparedWithWhole(here, "incidents", "OUT.01.R", place("D1"), place(whole))?.spec.headline;
    expect(beside("Testhaven")).toBe("Incidents per 1,000 residents: 24 in 2025, above Testhaven (17)");
    expect(beside("Elsewhere")).toBe("Incidents per 1,000 residents: 24 in 2025; Elsewhere: 2");
  });
});

describe("overTime(edition, dataset, measure, area)", () => {
  const rows = [count("D1", "2024", 100), count("D1", "2025", 200)];
  const tables = [table("force", "offence", ["OUT.01"], [cube("district", "all", rows)])];
  const said = (...datasets: readonly Dataset[]) => overTime(edition(tables, datasets), "force", "OUT.01", place("D1"))?.spec.headline;
  it("compares nothing over a change in what its dataset records, whether or not a figure has a flag", () => {
    expect(said(dataset("force"), dataset("calls", ["2024-07-01"]))).toBe("Recorded incidents rose: 200 in 2025, 100 a year before");
    expect(said(dataset("force", ["2024-07-01"]))).toBe("Recorded incidents: 200 in 2025, not comparable with a year before");
  });
  it("compares nothing over a change in what a rate is divided by", () => {
    const perCall = ["2024", "2025"].map((period, at) =>
      figure("OUT.04.C", { period, area: "D1" }, { value: 10 + 10 * at, numerator: 100 + 100 * at, denominator: 100_000 }),
    );
    const rates = [table("force", "offence", ["OUT.04.C"], [cube("district", "all", perCall)])];
    const of = (...breaks: readonly string[]) =>
      overTime(edition(rates, [dataset("force"), dataset("calls", breaks)]), "force", "OUT.04.C", place("D1"))?.spec.headline;
    expect(of()).toMatch(/rose/);
    expect(of("2024-07-01")).toMatch(/counted differently before/);
  });
});

describe("byCategory(edition, dataset, measure, area)", () => {
  const at = (code: string, row: Row): Row => ({ ...row, area: "D1", codes: [code] });
  it("calls a part the largest where all roll up into one code, and none where people are in several", () => {
    const incidents = [at("theft", shown("2025", 120)), at("arson", shown("2025", 20))];
    const attendees = ["age", "language"].map((code, place) => at(code, figure("ENG.09.N", { period: "2025" }, { value: 90 - place })));
    const here = edition(
      [
        table("incidents", "offence", ["OUT.01"], [cube("district", "kind", incidents)]),
        table("attendees", "group", ["ENG.09.N"], [cube("district", "asked", attendees)]),
      ],
      [dataset("incidents"), dataset("attendees")],
    );
    expect(byCategory(here, "incidents", "OUT.01", place("D1"))?.spec.headline).toBe("Most incidents: theft, 120 in 2025");
    expect(byCategory(here, "attendees", "ENG.09.N", place("D1"))?.spec.headline).toBe("Attendees by group, 2025");
  });
});

describe("widerFigure(edition, figure)", () => {
  const of = (code: string, rows: readonly Row[]) => table(code, "offence", ["OUT.01"], [cube("district", "all", rows)]);
  const own = [{ ...hidden("2024"), area: "D1" }, count("D1", "2025", 12)];
  const city = [count("Testhaven", "2024", 40), count("Testhaven", "2025", 60)];
  const offered = (...tables: readonly PublishedTable[]) => {
    const here = edition(tables, [dataset("incidents"), dataset("incidents-estimated")]);
    const [section] = areaSections(here, place("D1"));
    const [hiding] = section?.figures ?? [];
    return hiding === undefined ? "no figure" : widerFigure(here, hiding)?.figure.table;
  };
  const both = (code: string) => ({ ...of(code, own), cubes: [cube("district", "all", own), cube("city", "all", city)] });
  it("is the same figure of the whole, and of the same dataset", () => {
    expect(offered(both("incidents"))).toBe("incidents-table");
    const elsewhere = table("incidents-estimated", "offence", ["OUT.01"], [cube("city", "all", city)]);
    expect(offered(of("incidents", own), elsewhere)).toBeUndefined();
  });
});
