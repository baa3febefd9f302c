import { describe, expect, it } from "vitest";
import type { Row } from "../../src/data/row.ts";
import { changesBetween } from "../../src/headlines/change.ts";
import { seriesHeadline } from "../../src/headlines/series.ts";
import { wordsOf } from "../../src/words/words.ts";
import { measureIn } from "../support/measures.ts";
import { figure, hidden, shown } from "../support/rows.ts";

const said = (
  code: string,
  rows: readonly Row[],
  { coverageTo = "2025-12-31", language = "en", breaks = [] }: { coverageTo?: string; language?: string; breaks?: readonly string[] } = {},
) =>
  seriesHeadline(
    { measure: measureIn(code, language), rows, coverage: { coverageFrom: "2000-01-01", coverageTo }, breaks },
    wordsOf(language),
    language,
  );
const headline = (...args: Parameters<typeof said>) => said(...args).headline.replaceAll(/\s/g, " ");

describe("seriesHeadline(series, words, language)", () => {
  it("says that a count rose or fell only when chance would seldom make it", () => {
    expect(headline("OUT.01", [shown("2024-03", 100), shown("2025-03", 200)])).toBe(
      "Recorded incidents rose: 200 in March 2025, 100 a year before",
    );
    expect(headline("OUT.01", [shown("2024-03", 200), shown("2025-03", 100)])).toBe(
      "Recorded incidents fell: 100 in March 2025, 200 a year before",
    );
    expect(headline("OUT.01", [shown("2024-03", 11), shown("2025-03", 14)])).toBe(
      "Recorded incidents: 14 in March 2025, no clear change in a year",
    );
    expect(headline("OUT.01", [shown("2024-03", 100), shown("2025-03", 200)], { language: "es" })).toBe(
      "Incidentes registrados: 200 en marzo de 2025, más que un año antes",
    );
  });
  it("never calls three to six doubled, and two to one nothing at all", () => {
    const six = said("OUT.04", [shown("2024", 3), shown("2025", 6)]);
    expect(six).toEqual({
      headline: "Uses of force: 6 in 2025, no clear change in a year",
      reading: "6 in 2025, 3 in 2024. A difference this small is common by chance.",
    });
    const one = said("OUT.04", [shown("2024", 2), shown("2025", 1)]);
    expect(one.headline).toBe("Uses of force: 1 in 2025, too few to compare");
    expect(one.reading).toMatch(/do not call it a rise or a fall, and work out no percentage/);
  });
  it("compares rates by the counts behind them, and rounds them", () => {
    const rate = (period: string, numerator: number) =>
      figure("OUT.01.R", { period }, { value: numerator / 10, numerator, denominator: 10_000 });
    expect(headline("OUT.01.R", [rate("2024", 124), rate("2025", 216)])).toBe(
      "Incidents per 1,000 residents rose: 22 in 2025, 12 a year before",
    );
    expect(headline("OUT.01.R", [rate("2024", 124), rate("2025", 126)])).toBe("Incidents per 1,000 residents: 13 in 2025, no clear change");
    const small = (period: string, value: number, numerator: number) =>
      figure("OUT.01.R", { period }, { value, numerator, denominator: 1_000_000 });
    expect(headline("OUT.01.R", [small("2024", 3.6, 3_600), small("2025", 4.4, 4_400)])).toBe(
      "Incidents per 1,000 residents rose in a year: about 4 in 2025",
    );
    expect(headline("OUT.01.R", [small("2024", 0.2, 200), small("2025", 0.4, 400)])).toBe(
      "Incidents per 1,000 residents rose in a year: under 1 in 2025",
    );
    expect(headline("OUT.01.R", [rate("2025", 4)])).toBe("Incidents per 1,000 residents: under 1 in 2025");
  });
  it("compares shares by the interval of their difference", () => {
    const share = (period: string, value: number, reach: number) =>
      figure("DLG.02", { period }, { value, lower: value - reach, upper: value + reach });
    expect(headline("DLG.02", [share("2024", 40.4, 5), share("2025", 62.6, 5)])).toBe(
      "Answered in time rose: 63% in 2025, 40% a year before",
    );
    expect(headline("DLG.02", [share("2024", 40.4, 5), share("2025", 46.6, 5)])).toBe(
      "Answered in time: 47% in 2025, no clear change in a year",
    );
    expect(said("DLG.02", [share("2024", 40.4, 5), share("2025", 62.6, 5)]).reading).toMatch(/^62\.6% in 2025, 40\.4% in 2024\./);
    expect(headline("DLG.02", [share("2025", 0.3, 0.2)])).toBe("Answered in time: under 1% in 2025");
    expect(headline("DLG.02", [share("2025", 99.8, 0.1)])).toBe("Answered in time: over 99% in 2025");
  });
  it("calls no change of a share one that rests on few records, however far apart the two are", () => {
    const few = [
      figure("DLG.02", { period: "2024" }, { value: 0, lower: 0, upper: 56.2, flags: ["LOW_RELIABILITY"] }),
      figure("DLG.02", { period: "2025" }, { value: 100, lower: 34.2, upper: 100, flags: ["LOW_RELIABILITY"] }),
    ];
    expect(headline("DLG.02", few)).toBe("Answered in time: 100% in 2025, too few to compare");
    const clear = few.map((row) => ({ ...row, observation: { ...row.observation, flags: [] } }));
    expect(headline("DLG.02", clear)).toMatch(/rose/);
  });
  it("says of a time by when it was over for whom", () => {
    const time = (code: string, period: string, value: number, reach: number) =>
      figure(code, { period }, { value, lower: value - reach, upper: value + reach });
    expect(headline("DLG.03", [time("DLG.03", "2025", 4, 1)])).toBe("First response: half within 4 days in 2025");
    expect(headline("DLG.03.P90", [time("DLG.03.P90", "2024", 12, 1), time("DLG.03.P90", "2025", 21, 2)])).toBe(
      "First response took longer: nine in ten within 21 days",
    );
    expect(headline("OUT.03", [time("OUT.03", "2025", 1, 0)])).toBe("Response time: half within 1 minute in 2025");
    expect(headline("ENG.11", [time("ENG.11", "2025", 13, 3)])).toBe("Notice of activities: half over 13 days in 2025");
  });
  it("claims no change of a sum, whose chance is not that of a count, and says so", () => {
    const people = (period: string, value: number) => figure("ENG.02", { period }, { value });
    expect(said("ENG.02", [people("2024", 100), people("2025", 400)])).toEqual({
      headline: "Attendance: 400 in 2025, 100 a year before",
      reading: "400 in 2025, 100 in 2024. How much of the difference is chance cannot be told of such a figure: read the two side by side.",
    });
  });
  it("says of two figures that are the same that they are", () => {
    expect(said("OUT.01", [shown("2024", 40), shown("2025", 40)])).toEqual({
      headline: "Recorded incidents: 40 in 2025, no clear change in a year",
      reading: "40 in 2025, 40 in 2024. The two are the same.",
    });
    const people = ["2024", "2025"].map((period) => figure("ENG.02", { period }, { value: 136 }));
    expect(said("ENG.02", people).reading).toBe("136 in 2025, 136 in 2024. The two are the same.");
    expect(said("OUT.01", [shown("2024", 1), shown("2025", 1)]).reading).toMatch(/too few/);
  });
  it("says that the records of a period are not complete", () => {
    expect(headline("OUT.01", [shown("2024-Q1", 40), shown("2025-Q1", 20, ["PARTIAL_COVERAGE"])])).toBe(
      "Recorded incidents: 20 in Jan – Mar 2025, records not complete",
    );
  });
  it("gives no number that would need decimals", () => {
    expect(headline("ENG.10", [figure("ENG.10", { period: "2025" }, { value: 0.34 })])).toBe("Spread of contact hours, 2025");
  });
  it("compares nothing over a break in the series, with a part of a period, with an estimate, or with what may still change", () => {
    const broken = "Recorded incidents: 200 in March 2025, not comparable with a year before";
    const year = [shown("2024-03", 100), shown("2025-03", 200)];
    expect(headline("OUT.01", year, { breaks: ["2024-09-01"] })).toBe(broken);
    expect(headline("OUT.01", year, { breaks: ["2025-03-31"] })).toBe(broken);
    expect(headline("OUT.01", [shown("2024-03", 100), shown("2025-03", 200, ["BREAK_IN_SERIES"])])).toBe(broken);
    expect(headline("OUT.01", year, { breaks: ["2024-03-01", "2025-04-01"] })).toMatch(/rose/);
    expect(headline("OUT.01", [shown("2024-03", 100, ["BREAK_IN_SERIES"]), shown("2025-03", 200)])).toMatch(/rose/);
    expect(headline("OUT.01", [shown("2024-03", 100, ["PARTIAL_COVERAGE"]), shown("2025-03", 200)])).toBe(
      "Recorded incidents: 200 in March 2025",
    );
    expect(headline("OUT.01", [shown("2024-03", 100), shown("2025-03", 200, ["ESTIMATED"])])).toBe(
      "Recorded incidents: 200 in March 2025, an estimate",
    );
    expect(headline("OUT.01", [shown("2024-03", 100), shown("2025-03", 200, ["PROVISIONAL"])])).toBe(
      "Recorded incidents: 200 in March 2025, may still change",
    );
  });
  it("takes the last period that the records cover whole", () => {
    expect(headline("OUT.01", [shown("2025-02", 20), shown("2025-03", 3, ["PARTIAL_COVERAGE"])], { coverageTo: "2025-03-20" })).toBe(
      "Recorded incidents: 20 in February 2025",
    );
  });
  it.each([
    ["SUPPRESSED", "Recorded incidents: not shown for March 2025, to protect people"],
    ["UNRELIABLE", "Recorded incidents: too few answers to show for March 2025"],
    ["NOT_REPORTED", "Recorded incidents: not reported for March 2025"],
    ["NOT_COLLECTED", "Recorded incidents: not recorded for March 2025"],
    ["WITHDRAWN", "Recorded incidents: no figure for March 2025"],
  ] as const)("says that a value is %s, never a number for it, and compares with none", (status, sentence) => {
    expect(said("OUT.01", [shown("2024-03", 12), hidden("2025-03", status)])).toEqual({ headline: sentence });
    expect(said("OUT.01", [hidden("2024-03", status), shown("2025-03", 12)])).toEqual({ headline: "Recorded incidents: 12 in March 2025" });
  });
  it("tells none, and a fall to none", () => {
    expect(headline("OUT.01", [shown("2025-03", 0)])).toBe("Recorded incidents: none in March 2025");
    expect(headline("OUT.01", [shown("2024-03", 40), shown("2025-03", 0)])).toBe(
      "Recorded incidents fell: none in March 2025, 40 a year before",
    );
  });
});

describe("changesBetween(pairs)", () => {
  const pair = (before: number, now: number) => ({ first: shown("2024", before), second: shown("2025", now), breaks: [] });
  const share = (value: number, reach: number, period: string) =>
    figure("DLG.02", { period }, { value, lower: value - reach, upper: value + reach });
  const shares = { first: share(40, 5, "2024"), second: share(48, 5, "2025"), breaks: [] };
  const verdicts = (...pairs: Parameters<typeof changesBetween>[0]) => changesBetween(pairs).map(({ verdict }) => verdict);
  it("allows for how many changes are told together, of counts and of what has a range alike", () => {
    expect(verdicts(pair(100, 135))).toEqual(["HIGHER"]);
    expect(verdicts(shares)).toEqual(["HIGHER"]);
    expect(verdicts(pair(100, 135), shares, pair(100, 101))).toEqual(["UNCLEAR", "UNCLEAR", "UNCLEAR"]);
    expect(verdicts(pair(100, 200), shares, pair(100, 101))).toEqual(["HIGHER", "UNCLEAR", "UNCLEAR"]);
  });
  it("counts none that cannot be compared among them", () => {
    const gone = { first: undefined, second: shown("2025", 12), breaks: [] };
    expect(verdicts(gone, pair(100, 135), gone)).toEqual(["NOT_COMPARABLE", "HIGHER", "NOT_COMPARABLE"]);
  });
});
