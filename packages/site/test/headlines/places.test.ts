import { describe, expect, it } from "vitest";
import type { Row } from "../../src/data/row.ts";
import { againstWhole } from "../../src/headlines/around.ts";
import { categoriesHeadline } from "../../src/headlines/categories.ts";
import { areasHeadline, besideWholeHeadline } from "../../src/headlines/places.ts";
import { say, wordCount } from "../../src/headlines/say.ts";
import { wordsOf } from "../../src/words/words.ts";
import { measureIn } from "../support/measures.ts";
import { figure, hidden, shown } from "../support/rows.ts";

const words = wordsOf("en");
const rate = (area: string, numerator: number, denominator: number) =>
  figure("OUT.01.R", { period: "2025", area }, { value: (1000 * numerator) / denominator, numerator, denominator });
const whole = rate("city", 600, 40_000);
const districts = [rate("D1", 240, 10_000), rate("D2", 150, 10_000), rate("D3", 120, 10_000), rate("D4", 90, 10_000)];

describe("againstWhole(parts, whole)", () => {
  it("sets each area against the rest of the whole, for all areas together", () => {
    const verdicts = [...againstWhole(districts, whole)].map(([area, { verdict }]) => [area, verdict]);
    expect(verdicts).toEqual([
      ["D1", "HIGHER"],
      ["D2", "UNCLEAR"],
      ["D3", "LOWER"],
      ["D4", "LOWER"],
    ]);
  });
  it("does not call an area clear that only one of many comparisons would", () => {
    const city = rate("city", 1000, 100_000);
    const lone = rate("D1", 123, 10_000);
    const others = Array.from({ length: 9 }, (_, at) => rate(`D${at + 2}`, 97, 10_000));
    expect(againstWhole([lone], city).get("D1")?.verdict).toBe("HIGHER");
    expect(againstWhole([lone, ...others], city).get("D1")?.verdict).toBe("UNCLEAR");
  });
  it("has too few where no sharing out would be more than chance, and nothing to say of what is hidden, rounded or no rate of events", () => {
    const of = (part: Parameters<typeof againstWhole>[0][number], all = whole) => againstWhole([part], all).get(part.area);
    expect(of(rate("D1", 1, 10_000), rate("city", 2, 40_000))?.verdict).toBe("TOO_FEW");
    expect(of({ ...hidden("2025"), measure: "OUT.01.R" })).toEqual({ verdict: "NOT_COMPARABLE", reason: "HIDDEN" });
    expect(of(figure("OUT.01.R", { period: "2025" }, { value: 24, numerator: 240, denominator: 10_000, flags: ["ROUNDED"] }))?.reason).toBe(
      "NOT_EXACT",
    );
    expect(
      of({ ...districts[0], observation: { ...districts[0]?.observation, flags: ["PROVISIONAL"] } } as (typeof districts)[number]),
    ).toEqual({
      ...{ verdict: "NOT_COMPARABLE", reason: "PROVISIONAL" },
    });
    expect(of(figure("ENG.03", { period: "2025" }, { value: 24, numerator: 240, denominator: 10_000 }))?.reason).toBe("NO_METHOD");
    expect(of(shown("2025", 40), shown("2025", 160))?.reason).toBe("NO_METHOD");
  });
});

describe("areasHeadline(areas, words, language)", () => {
  const of = (rows: typeof districts, code = "OUT.01.R", parts = rows) =>
    areasHeadline(
      { measure: measureIn(code), rows, parts, whole, period: "2025", names: { level: "districts", whole: "Testhaven" } },
      words,
      "en",
    );
  it("counts the areas that clearly differ, and ranks none", () => {
    expect(of(districts).headline).toBe("Incidents per 1,000 residents: 1 of 4 districts above Testhaven, 2 below");
    expect(of(districts).reading).toMatch(/against the rest of Testhaven.*Where ranges overlap, nothing is ranked\.$/);
    expect(of(districts.slice(1, 2)).headline).toBe(
      "Incidents per 1,000 residents: no clear difference between districts and Testhaven, 2025",
    );
  });
  it("compares no area with a whole that it is no part of", () => {
    expect(of(districts, "OUT.01.R", districts.slice(1)).headline).toBe(
      "Incidents per 1,000 residents: 0 of 3 districts above Testhaven, 2 below",
    );
    expect(of(districts, "OUT.01.R", []).headline).toBe("Incidents per 1,000 residents: 9 to 24 in 4 districts, 2025");
  });
  it("does not call alike what is too few to compare", () => {
    const few = ["D1", "D2", "D3"].map((area) => rate(area, 1, 1_000));
    const names = { level: "districts", whole: "Testhaven" };
    const parts = { measure: measureIn("OUT.01.R"), rows: few, parts: few, whole: rate("city", 3, 3_000), period: "2025", names };
    expect(areasHeadline(parts, words, "en").headline).toBe("Incidents per 1,000 residents: 1 in each of 3 districts, 2025");
  });
  it("calls estimates by their name, and tells no span of them", () => {
    const estimates = [shown("2025", 120, ["ESTIMATED"]), shown("2025", 40, ["ESTIMATED"])];
    expect(of(estimates, "OUT.01").headline).toBe("Recorded incidents: estimates for 2 districts, 2025");
  });
  it("rounds no two different values to the same one", () => {
    const close = [rate("D1", 44, 10_000), rate("D2", 36, 10_000)];
    expect(of(close, "OUT.01.R", []).headline).toBe("Incidents per 1,000 residents: about 4 in each of 2 districts, 2025");
    expect(of([rate("D1", 43, 10_000), rate("D2", 40, 10_000)], "OUT.01.R", []).headline).toBe(
      "Incidents per 1,000 residents: about 4 in each of 2 districts, 2025",
    );
    expect(of([rate("D1", 40, 10_000), rate("D2", 40, 10_000)], "OUT.01.R", []).headline).toBe(
      "Incidents per 1,000 residents: 4 in each of 2 districts, 2025",
    );
  });
  it("tells from where to where counts reach, among those shown", () => {
    const counts = [shown("2025", 3), shown("2025", 14)];
    expect(of(counts, "OUT.01")).toEqual({ headline: "Recorded incidents: 3 to 14 in 2 districts, 2025" });
    expect(of([shown("2025", 3), shown("2025", 3)], "OUT.01").headline).toBe("Recorded incidents: 3 in each of 2 districts, 2025");
    expect(of([shown("2025", 3), hidden("2025")], "OUT.01").headline).toBe("Recorded incidents: 3 where shown, 2025");
    expect(of([...counts, hidden("2025")], "OUT.01").headline).toBe("Recorded incidents: 3 to 14 in the 2 districts shown, 2025");
  });
});

describe("besideWholeHeadline(beside, words, language)", () => {
  it("tells both figures, and which is higher only where that is clear", () => {
    const verdicts = againstWhole(districts, whole);
    const told = districts.map((own) => {
      const change = verdicts.get(own.area) ?? { verdict: "NOT_COMPARABLE" as const, reason: "HIDDEN" as const };
      return besideWholeHeadline(
        { measure: measureIn("OUT.01.R"), own, whole, change, names: { own: own.area, whole: "Testhaven" } },
        words,
        "en",
      );
    });
    expect(told.map(({ headline }) => headline)).toEqual([
      "Incidents per 1,000 residents: 24 in 2025, above Testhaven (15)",
      "Incidents per 1,000 residents: 15 in 2025, no clear difference from Testhaven",
      "Incidents per 1,000 residents: 12 in 2025, below Testhaven (15)",
      "Incidents per 1,000 residents: 9 in 2025, below Testhaven (15)",
    ]);
    expect(told[0]?.reading).toBe("D1: 24.0; Testhaven: 15.0; 2025. Chance alone would seldom make a difference this large.");
  });
});

describe("categoriesHeadline(categories, words, language)", () => {
  const names = ["Theft", "Assault", "Arson"];
  const told = (rows: readonly Row[], code = "OUT.01", isOneWhole = true, isBands = false) =>
    categoriesHeadline(
      {
        ...{ measure: measureIn(code), isOneWhole, isBands, by: "offence", period: "2025" },
        entries: rows.map((row, at) => ({ label: names[at] ?? `Kind ${at + 1}`, row: { ...row, measure: code } })),
      },
      words,
      "en",
    );
  const of = (counts: readonly (number | null)[], code = "OUT.01", isOneWhole = true, isBands = false) =>
    told(
      counts.map((count) => (count === null ? hidden("2025") : shown("2025", count))),
      code,
      isOneWhole,
      isBands,
    );
  it("tells the largest part where chance put none in its place, else all that may be it", () => {
    expect(of([120, 40, 3])).toBe("Most incidents: Theft, 120 in 2025");
    expect(of([42, 40, 3])).toBe("Recorded incidents: Theft (42) and Assault (40), no clear first in 2025");
    expect(of([42, 40, 41])).toBe("Recorded incidents: Theft (42), Arson (41), and Assault (40), no clear first");
    expect(of([42, 40, 41, 43, 39, 44, 3])).toBe("Recorded incidents: no clear first among 6 by offence, 2025");
  });
  it("allows for how many parts the largest is set against", () => {
    expect(of([60, 38])).toBe("Most incidents: Theft, 60 in 2025");
    expect(of([60, 38, 38, 38, 38])).toBe("Recorded incidents: no clear first among 5 by offence, 2025");
  });
  it("says which parts are not shown only by saying that some are", () => {
    expect(of([120, 40, null])).toBe("Most incidents among those shown: Theft, 120 in 2025");
    expect(of([42, 40, null])).toBe("Recorded incidents: Theft (42) and Assault (40), no clear first where shown");
    expect(of([null, 12, null])).toBe("Recorded incidents: only Assault can be shown, 12 in 2025");
    expect(of([40.4, 62.6, null], "DLG.02")).toBe("Answered in time: 40% to 63% by offence where shown, 2025");
    expect(of([null, null, null])).toBe("Recorded incidents: no figure can be shown for 2025");
  });
  it("says none of all parts only where all are shown", () => {
    expect(of([0, 0, 0])).toBe("Recorded incidents: none in 2025");
    expect(of([0, 0, null])).toBe("Recorded incidents: none where shown, 2025");
  });
  it("names all that are first together, of amounts whose chance is not that of a count", () => {
    expect(of([90, 80, 80], "ENG.02")).toBe("Most attendances: Theft, 90 in 2025");
    expect(of([90, 80, 90], "ENG.02")).toBe("Most attendances: Theft and Arson, 90 each in 2025");
    expect(of([90, null, 90], "ENG.02")).toBe("Most attendances of those shown: Theft and Arson, 90 each");
  });
  it("calls none the largest where people are in several, or where figures are not exact or may still change", () => {
    expect(of([90, 80, 70], "OUT.01", true, true)).toBe("Recorded incidents, 2025");
    expect(of([90, 80, 70], "ENG.09.N", false)).toBe("Attendees by group, 2025");
    expect(of([90, 90, 90], "ENG.09.N", false)).toBe("Attendees by group, 2025");
    expect(of([120, 40, 3], "OUT.01", false)).toBe("Most incidents: Theft, 120 in 2025");
    for (const flag of ["ROUNDED", "ESTIMATED", "PERTURBED", "PROVISIONAL", "PARTIAL_COVERAGE"] as const)
      expect(told([shown("2025", 120, [flag]), shown("2025", 40)])).toBe("Recorded incidents: 40 to 120 by offence, 2025");
  });
  it("ranks no shares", () => {
    expect(of([40.4, 62.6, 50], "DLG.02")).toBe("Answered in time: 40% to 63% by offence, 2025");
  });
});

describe("say(words, kind, parts)", () => {
  it("takes the fullest form that fits in twelve words, and cuts what none can hold", () => {
    const long = "One two three four five six seven eight nine ten eleven twelve thirteen";
    expect(say(words, "alone", { title: "Two words", now: "3", period: "Jul – Sep 2026" })).toBe("Two words: 3 in Jul – Sep 2026");
    expect(say(words, "alone", { title: long.slice(0, 48), now: "3", period: "Jul – Sep 2026" })).toBe(
      "One two three four five six seven eight nine ten: 3",
    );
    expect(wordCount(say(words, "most", { unit: "incidents", label: long }))).toBeLessThanOrEqual(12);
  });
  it("passes over a form that lacks a part", () => {
    expect(say(words, "higher", { title: "Stops", now: "3", period: "2025", before: undefined })).toBe("Stops rose in a year: 3 in 2025");
  });
});
