import { describe, expect, it } from "vitest";
import type { Measure } from "../src/data/hub.ts";
import { lastWholePeriod } from "../src/figures/cubes.ts";
import { periodText } from "../src/words/formats.ts";
import { countsDiffer, headlineOf, yearBefore } from "../src/words/headline.ts";
import { keysOf, languages, wordsOf } from "../src/words/words.ts";
import { hidden, shown } from "./support/rows.ts";

const measure: Measure = {
  code: "OUT.01",
  title: "Recorded incidents",
  description: "",
  kind: "COUNT",
  unit: "incidents",
  higherIs: "NEUTRAL",
  decimals: 0,
  method: "",
};
const headline = (rows: Parameters<typeof headlineOf>[1], coverageTo = "2025-12-31", of = measure) =>
  headlineOf(of, rows, coverageTo, wordsOf("en"), "en");

describe("countsDiffer(now, before)", () => {
  it("calls a change one only when chance would seldom make it: 2(√now − √before) of 3 or more", () => {
    expect(countsDiffer(14, 11)).toBe("unclear");
    expect(countsDiffer(100, 64)).toBe("rose");
    expect(countsDiffer(64, 100)).toBe("fell");
    expect(countsDiffer(0, 2)).toBe("unclear");
  });
});

describe("headlineOf(measure, rows, coverageTo, words, language)", () => {
  it("says that a count rose or fell only when it did", () => {
    expect(headline([shown("2024-03", 100), shown("2025-03", 200)])).toBe("Recorded incidents rose: 200 in March 2025, 100 a year before");
    expect(headline([shown("2024-03", 200), shown("2025-03", 100)])).toBe("Recorded incidents fell: 100 in March 2025, 200 a year before");
    expect(headline([shown("2024-03", 11), shown("2025-03", 14)])).toBe("Recorded incidents: 14 in March 2025, no clear change from 2024");
  });
  it("compares nothing over a break in the series, with a period that is covered in part, or with an estimate", () => {
    expect(headline([shown("2024-03", 100), shown("2024-09", 150, ["BREAK_IN_SERIES"]), shown("2025-03", 200)])).toBe(
      "Recorded incidents: 200 in March 2025",
    );
    expect(headline([shown("2024-03", 100, ["BREAK_IN_SERIES"]), shown("2025-03", 200)])).toMatch(/rose/);
    expect(headline([shown("2024-03", 100, ["PARTIAL_COVERAGE"]), shown("2025-03", 200)])).toBe("Recorded incidents: 200 in March 2025");
    expect(headline([shown("2024-03", 100), shown("2025-03", 200, ["ESTIMATED"])])).toBe("Recorded incidents: 200 in March 2025");
  });
  it("claims no change of a sum, whose chance is not that of a count", () => {
    expect(headline([shown("2024-03", 100), shown("2025-03", 400)], "2025-12-31", { ...measure, kind: "SUM" })).toBe(
      "Recorded incidents: 400 in March 2025, 100 a year before",
    );
  });
  it("takes the last period that the records cover whole", () => {
    expect(headline([shown("2025-02", 20), shown("2025-03", 3, ["PARTIAL_COVERAGE"])], "2025-03-20")).toBe(
      "Recorded incidents: 20 in February 2025",
    );
  });
  it("says that a value is not shown, not reported, or none, and never a number for it", () => {
    expect(headline([shown("2024-03", 12), hidden("2025-03")])).toBe("Recorded incidents: not shown for March 2025, to protect people");
    expect(headline([hidden("2025-03", "NOT_REPORTED")])).toBe("Recorded incidents: not reported for March 2025");
    expect(headline([shown("2025-03", 0)])).toBe("Recorded incidents: none in March 2025");
    expect(headline([hidden("2024-03"), shown("2025-03", 12)])).toBe("Recorded incidents: 12 in March 2025");
  });
  it("has at most twelve words for a measure of two", () => {
    for (const rows of [[shown("2024-Q3", 100), shown("2025-Q3", 200)], [shown("2024", 100), shown("2025", 101)], [hidden("2025-03")]]) {
      expect(
        headline(rows)
          .split(/\s+/)
          .filter((word) => /\w/.test(word)).length,
      ).toBeLessThanOrEqual(12);
    }
  });
});

describe("periods", () => {
  it("are told in words", () => {
    expect(periodText("2025-03", "en")).toBe("March 2025");
    expect(periodText("2025", "en")).toBe("2025");
    expect(periodText("2025-Q3", "en").replace(/\s/g, " ")).toBe("Jul – Sep 2025");
  });
  it("have the same period a year before", () => {
    expect([yearBefore("2025-Q3"), yearBefore("2025-03"), yearBefore("2025")]).toEqual(["2024-Q3", "2024-03", "2024"]);
  });
  it("are whole when the records cover their last day", () => {
    expect(lastWholePeriod(["2024", "2025"], "2025-12-20")).toBe("2024");
    expect(lastWholePeriod(["2024", "2025"], "2025-12-31")).toBe("2025");
  });
});

describe("the catalogues", () => {
  it("have the same keys in every language, and no empty text", () => {
    const keys = keysOf(wordsOf("en"));
    for (const language of languages) {
      expect(keysOf(wordsOf(language))).toEqual(keys);
      for (const text of Object.values(wordsOf(language))) if (typeof text === "string") expect(text).not.toBe("");
    }
  });
  it("never say by which rule a value is hidden", () => {
    for (const language of languages) {
      const catalogue = wordsOf(language);
      const said = JSON.stringify(catalogue, (_, value) => (typeof value === "function" ? value.toString() : value));
      expect(said).not.toMatch(/\b(primary|secondary|primari[oa]|secundari[oa])\b|(below|fewer than|menos de) 5/i);
    }
  });
});
