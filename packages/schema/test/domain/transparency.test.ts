import { describe, expect, it } from "vitest";
import {
  type CriterionCode,
  criteria,
  criterionSourceText,
  criterionText,
  type PublishedCatalogue,
  type PublishedDataset,
  transparencyScore,
  transparencySentence,
} from "../../src/domain/index.ts";

const groupings = [
  { area: "city", period: "year" },
  { area: "district", period: "month" },
];
const dataset = (measures: readonly string[], changed: Partial<PublishedDataset> = {}): PublishedDataset => ({
  coverageFrom: "2023-01-01",
  coverageTo: "2025-12-31",
  tables: [{ measures, categories: 1, groupings }],
  ...changed,
});
/** A hub that publishes all that software can see. */
const open: PublishedCatalogue = {
  publishedOn: "2026-01-15",
  isFirst: false,
  plannedFor: "2026-01-15",
  nextRelease: "2026-04-15",
  licence: { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
  url: "https://hub.example",
  datasets: [
    dataset(["OUT.02", "OUT.02.R"]),
    dataset(["OUT.04", "OUT.04.R"]),
    dataset(["OUT.05", "OUT.05.R"]),
    dataset(["OUT.06", "OUT.06.R"]),
  ],
  measures: [
    ...["OUT.02", "OUT.04", "OUT.05", "OUT.06"].map((code) => ({ code, kind: "COUNT" as const, isDefined: true })),
    ...["OUT.02.R", "OUT.04.R", "OUT.05.R", "OUT.06.R"].map((code) => ({ code, kind: "RATE" as const, isDefined: true })),
  ],
  codes: { all: 4, labelled: 4 },
  widestLevels: ["city"],
};
const found = (code: CriterionCode, changed: Partial<PublishedCatalogue> = {}) => {
  const one = transparencyScore({ ...open, ...changed }).criteria.find(({ criterion }) => criterion.code === code);
  if (one === undefined) throw new Error("There is no such criterion.");
  return one;
};
const result = (code: CriterionCode, changed: Partial<PublishedCatalogue> = {}) => found(code, changed).result;
const licence = (url: string) => ({ licence: { name: "A licence", url } });

describe("transparencyScore(catalogue)", () => {
  it("does not score what a catalogue cannot tell, and never calls a hub without single incidents and arrests wholly open", () => {
    const score = transparencyScore(open);
    const of = (wanted: string) => score.criteria.filter((one) => one.result === wanted).map(({ criterion }) => criterion.code);
    expect(of("CANNOT_BE_TOLD")).toEqual(["plain-language", "policy-context", "in-the-pipe", "shootings"]);
    expect(of("IN_PART")).toEqual(["incidents-and-summaries"]);
    expect(of("NO")).toEqual(["arrests"]);
    expect(score).toMatchObject({ met: 16, inPart: 1, notMet: 1, cannotBeTold: 4, told: 18 });
  });

  it("meets nothing but what needs no data where nothing is published", () => {
    const score = transparencyScore({ ...open, datasets: [], measures: [], codes: { all: 0, labelled: 0 } });
    const met = score.criteria.filter((one) => one.result === "YES").map(({ criterion }) => criterion.code);
    expect(met).toEqual(["open-licence", "findable", "next-date", "on-time"]);
    expect(score.inPart).toBe(0);
  });

  it.each([
    ["https://creativecommons.org/publicdomain/zero/1.0/", "YES"],
    ["https://creativecommons.org/licenses/by-sa/4.0/", "YES"],
    ["https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "YES"],
    ["https://creativecommons.org/licenses/by-nc/4.0/", "IN_PART"],
    ["https://creativecommons.org/licenses/by-nd/4.0/", "IN_PART"],
    ["https://city.example/terms", "CANNOT_BE_TOLD"],
  ])("takes the licence at %s as open: %s", (url, wanted) => {
    expect(result("open-licence", licence(url))).toBe(wanted);
  });

  it("tells by the day named before whether a release is on time, and asks for none of the first", () => {
    expect(result("on-time", { publishedOn: "2026-01-14" })).toBe("YES");
    expect(result("on-time", { publishedOn: "2026-01-16" })).toBe("IN_PART");
    expect(result("on-time", { publishedOn: "2026-01-22" })).toBe("IN_PART");
    expect(found("on-time", { publishedOn: "2026-01-23" })).toMatchObject({ result: "NO", days: 8 });
    expect(result("on-time", { plannedFor: null })).toBe("CANNOT_BE_TOLD");
    expect(result("on-time", { isFirst: true })).toBe("CANNOT_BE_TOLD");
  });

  it("asks for a rate beside counts of events, in the same dataset, and for none where nothing is counted", () => {
    const lacking = dataset(["OUT.01"]);
    expect(found("denominators", { datasets: [...open.datasets, lacking] })).toMatchObject({ result: "IN_PART", count: 4, of: 5 });
    expect(result("denominators", { datasets: [lacking] })).toBe("NO");
    expect(result("denominators", { datasets: [dataset(["ENG.02"])] })).toBe("CANNOT_BE_TOLD");
  });

  it("counts a dataset as fresh to the 122nd day, and as a history from three years on", () => {
    expect(result("fresh", { publishedOn: "2026-05-02" })).toBe("YES");
    expect(result("fresh", { publishedOn: "2026-05-03" })).toBe("NO");
    expect(result("history", { datasets: [dataset(["OUT.01"], { coverageFrom: "2023-01-01", coverageTo: "2025-12-30" })] })).toBe("YES");
    expect(result("history", { datasets: [dataset(["OUT.01"], { coverageFrom: "2023-01-03", coverageTo: "2025-12-31" })] })).toBe("NO");
  });

  it("asks of one and the same combination that it goes below the whole and by month or quarter", () => {
    const apart = [
      { area: "city", period: "month" },
      { area: "district", period: "year" },
    ];
    expect(result("granular")).toBe("YES");
    expect(
      result("granular", { datasets: [dataset(["OUT.01"], { tables: [{ measures: ["OUT.01"], categories: 1, groupings: apart }] })] }),
    ).toBe("NO");
  });

  it("finds a type of data by its measures, and wholly only with areas and a category", () => {
    const only = (tables: PublishedDataset["tables"]) => ({ datasets: [dataset([], { tables })] });
    expect(result("force", only([{ measures: ["OUT.04"], categories: 1, groupings }]))).toBe("YES");
    expect(result("force", only([{ measures: ["OUT.04"], categories: 0, groupings }]))).toBe("IN_PART");
    expect(result("force", only([{ measures: ["OUT.04"], categories: 1, groupings: groupings.slice(0, 1) }]))).toBe("IN_PART");
    expect(result("force", only([{ measures: ["OUT.05"], categories: 1, groupings }]))).toBe("NO");
  });

  it("counts measures and codes without words as not defined", () => {
    expect(found("definitions", { codes: { all: 4, labelled: 3 } })).toMatchObject({ result: "IN_PART", count: 11, of: 12 });
  });
});

describe("criterionText(criterion, language)", () => {
  const scores = [
    transparencyScore(open),
    transparencyScore({
      ...open,
      url: null,
      nextRelease: null,
      datasets: [],
      plannedFor: "2025-12-01",
      ...licence("https://city.example"),
    }),
    transparencyScore({ ...open, plannedFor: null, ...licence("https://creativecommons.org/licenses/by-nc/4.0/") }),
  ];

  it.each(["en", "es", "ar"])("has words in %s for every criterion, however it stands, and nothing left open in them", (language) => {
    const texts = scores.flatMap((score) => score.criteria.map((one) => ({ one, text: criterionText(one, language) })));
    for (const { one, text } of texts) {
      expect(Object.values(text).join(" "), one.criterion.code).not.toMatch(/undefined|NaN|null|Invalid|:\s*\.|\s\./);
      expect(text.toEarn === null, one.criterion.code).toBe(one.result === "YES");
    }
    expect(new Set(texts.map(({ text }) => text.title)).size).toBe(criteria.length);
    const english = criterionText(found("force"), "en");
    if (language !== "en") expect(criterionText(found("force"), language).how).not.toBe(english.how);
  });

  it("tells what was found with its numbers and days, and speaks English where it has no words", () => {
    const late = criterionText(found("on-time", { publishedOn: "2026-01-23" }), "en");
    expect(late.how).toBe("Planned for January 15, 2026, published on January 23, 2026. Days late: 8.");
    expect(criterionText(found("next-date"), "es-MX").how).toBe("La próxima está prevista para el 15 de abril de 2026.");
    expect(criterionText(found("next-date"), "xx").result).toBe("Yes");
  });

  it("gives the total as so many of those that can be told, and names the source with its test", () => {
    expect(transparencySentence(transparencyScore(open), "en")).toBe(
      "Met: 16 of 18 that can be told. Met in part: 1. Not met: 1. Cannot be told from what is published, and not scored: 4.",
    );
    expect(criterionSourceText("A census", 5, "en")).toBe("A census, test 5 of 6");
    expect(criterionSourceText("A census", null, "en")).toBe("A census");
  });
});
