import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { kornGraubard } from "../../src/survey/korn-graubard.ts";
import { type CountEvidence, countPresentation, type ProportionEvidence, proportionPresentation } from "../../src/survey/presentation.ts";

const cases = join(import.meta.dirname, "../../../../../shared/data/sdc-cases/survey");
const absent = !existsSync(cases);
if (absent) console.warn("Skipped: CDC's presentation flags are not on this machine.");
const read = (file: string) => JSON.parse(readFileSync(join(cases, file), "utf8"));

/** The flags of CDC's code: Px do not show, Pc footnote the complement, Pdf and P0 review. */
const flagsOf = ({ show, complementFootnote, review }: ReturnType<typeof proportionPresentation>) =>
  [
    show ? "" : "Px",
    complementFootnote ? "Pc" : "",
    review.includes("degrees of freedom") ? "Pdf" : "",
    review.includes("zero or all") ? "P0" : "",
  ]
    .filter((flag) => flag !== "")
    .join(" ");

/** Fewest people, of a design effect of 1, of whom a share p can be shown. */
function fewest(p: number): number {
  for (let n = 1; ; n++) {
    const { lower, upper, nAdjusted } = kornGraubard({ p, n, nEffective: n, df: n - 1, level: 0.95 });
    const evidence = { n, nEffective: nAdjusted, df: n - 1, p, lower, upper, numeratorIsZeroOrAll: false };
    if (n > 1 && proportionPresentation(evidence).show) return n;
  }
}

const invalid = expect.objectContaining({ code: "ESTIMATE_INVALID" });

describe("proportionPresentation(evidence)", () => {
  // n, effective n, df, p, lower, upper: worked by hand from Vital and Health Statistics 2(175), figure 1.
  it.each<[string, number, number, number, number, number, number, boolean, string]>([
    ["fewer than 30 asked", 29, 29, 28, 0.5, 0.4, 0.6, false, "Px"],
    ["30 asked", 30, 30, 29, 0.5, 0.4, 0.6, false, ""],
    ["an effective size below 30", 400, 29.99, 50, 0.5, 0.4, 0.6, false, "Px"],
    ["an effective size of 30", 400, 30, 50, 0.5, 0.4, 0.6, false, ""],
    ["few asked, though the interval is narrow", 29, 29, 28, 0.5, 0.49, 0.51, false, "Px"],
    ["few asked, whatever else there is to say", 12, 12, 3, 0, 0, 0.26, true, "Px"],
    ["a width of 0.30", 100, 90, 60, 0.5, 0.375, 0.675, false, "Px"],
    ["a width of 0.30 from 0 on", 100, 90, 60, 0.25, 0, 0.3, false, "Px"],
    ["a width just below 0.30", 100, 90, 60, 0.5, 0.375, 0.674, false, ""],
    ["a width far above", 31, 31, 30, 0.5, 0.3, 0.7, false, "Px"],
    ["a narrow interval, however wide it is against p", 5000, 4000, 200, 0.01, 0, 0.05, false, ""],
    ["an interval just not narrow, wide against p", 5000, 4000, 200, 0.01, 0, 0.0501, false, "Px"],
    ["131 % of p", 500, 400, 200, 0.1, 0.05, 0.181, false, "Px"],
    ["129 % of p", 500, 400, 200, 0.1, 0.05, 0.179, false, ""],
    ["100 % of p", 500, 400, 200, 0.2, 0.1, 0.3, false, ""],
    ["140 % of p", 500, 400, 200, 0.2, 0.06, 0.34, false, "Px"],
    ["131 % of the complement", 500, 400, 200, 0.9, 0.819, 0.95, false, "Pc"],
    ["129 % of the complement", 500, 400, 200, 0.9, 0.821, 0.95, false, ""],
    ["140 % of the complement, and 7 degrees of freedom", 500, 400, 7, 0.9, 0.82, 0.96, false, "Pc Pdf"],
    ["7 degrees of freedom", 500, 400, 7, 0.5, 0.45, 0.55, false, "Pdf"],
    ["8 degrees of freedom", 500, 400, 8, 0.5, 0.45, 0.55, false, ""],
    ["7 degrees of freedom and a narrow interval", 9000, 9000, 7, 0.5, 0.49, 0.51, false, "Pdf"],
    ["nobody, of many", 500, 500, 200, 0, 0, 0.0073, true, "P0"],
    ["everybody, of many", 500, 500, 200, 1, 0.9927, 1, true, "P0"],
    ["nobody, and few degrees of freedom", 500, 500, 5, 0, 0, 0.0073, true, "Pdf P0"],
    ["nobody, of 30", 30, 30, 29, 0, 0, 0.1157, true, "P0"],
    ["everybody, of 30", 30, 30, 29, 1, 0.8843, 1, true, "P0"],
  ])("judges %s", (_, n, nEffective, df, p, lower, upper, numeratorIsZeroOrAll, flags) => {
    expect(flagsOf(proportionPresentation({ n, nEffective, df, p, lower, upper, numeratorIsZeroOrAll }))).toBe(flags);
  });
  it.skipIf(absent)("judges as CDC's code, all 780 times", () => {
    const { rows } = read("nchs_flags.json");
    expect(rows).toHaveLength(780);
    const wrong = rows.filter((row: Record<string, number> & { flags: string }) => {
      const evidence = {
        n: row.n as number,
        nEffective: row.n_eff as number,
        df: row.df as number,
        p: row.p as number,
        lower: row.ci_lo as number,
        upper: row.ci_hi as number,
        numeratorIsZeroOrAll: row.x === 0 || row.x === row.n,
      };
      return flagsOf(proportionPresentation(evidence)) !== row.flags;
    });
    expect(wrong).toEqual([]);
  });
  it.each([
    [0.5, 47],
    [0.6, 45],
    [0.7, 40],
    [0.8, 32],
    [0.9, 30],
    [0.1, 97],
    [0.05, 205],
  ])("shows a share of %s from %s people on", (p, people) => {
    expect(fewest(p)).toBe(people);
  });
  const sound: ProportionEvidence = { n: 400, nEffective: 300, df: 40, p: 0.5, lower: 0.44, upper: 0.56, numeratorIsZeroOrAll: false };
  it.each([
    { n: Number.NaN },
    { nEffective: Number.NaN },
    { df: Number.NaN },
    { df: -1 },
    { p: Number.NaN },
    { p: 1.1 },
    { lower: Number.NaN },
    { upper: Number.NaN },
    { lower: 0.6, upper: 0.4 },
  ])("refuses %o: the unknown is never reliable", (wrong) => {
    expect(() => proportionPresentation({ ...sound, ...wrong })).toThrow(invalid);
  });
  const size = fc.integer({ min: 2, max: 3000 });
  const inner = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
  test.prop([size, size, inner])("shows of more people all that it shows of fewer", (n, more, p) => {
    const judged = (n: number) => {
      const { lower, upper, nAdjusted } = kornGraubard({ p, n, nEffective: n, df: n - 1, level: 0.95 });
      return proportionPresentation({ n, nEffective: nAdjusted, df: n - 1, p, lower, upper, numeratorIsZeroOrAll: p === 0 || p === 1 });
    };
    if (judged(n).show) expect(judged(n + more).show).toBe(true);
  });
});

describe("countPresentation(evidence)", () => {
  it.each<[string, number, number, number, number, number, string]>([
    ["9 people", 9, 40, 100, 75, 125, "Cx"],
    ["10 people", 10, 40, 100, 75, 125, ""],
    ["an interval of 160 %", 60, 40, 100, 20, 180, ""],
    ["an interval of 161 %", 60, 40, 100, 19.5, 180.5, "Cx"],
    ["7 degrees of freedom", 60, 7, 100, 75, 125, "Cdf"],
    ["8 degrees of freedom", 60, 8, 100, 75, 125, ""],
    ["too few people and few degrees of freedom", 9, 7, 100, 75, 125, "Cx"],
    ["nothing estimated", 60, 40, 0, 0, 3, "Cx"],
  ])("judges %s", (_, n, df, estimate, lower, upper, flags) => {
    expect(countFlags({ n, df, estimate, lower, upper })).toBe(flags);
  });
  it.skipIf(absent)("judges as CDC's code, every time", () => {
    const { rows } = read("nchs_counts_flags.json");
    expect(rows).toHaveLength(60);
    const wrong = rows.filter(
      (row: Record<string, number> & { flags: string }) =>
        countFlags({
          n: row["samp.size"] as number,
          df: row.degf as number,
          estimate: row.x as number,
          lower: row.ll as number,
          upper: row.ul as number,
        }) !== row.flags,
    );
    expect(wrong).toEqual([]);
  });
  it.each([
    { n: Number.NaN },
    { df: Number.NaN },
    { estimate: Number.NaN },
    { estimate: -1 },
    { lower: Number.NaN },
    { upper: Infinity },
    { lower: 9, upper: 8 },
  ])("refuses %o", (wrong) => {
    expect(() => countPresentation({ n: 60, df: 40, estimate: 100, lower: 75, upper: 125, ...wrong })).toThrow(invalid);
  });
});

function countFlags(evidence: CountEvidence): string {
  const { show, review } = countPresentation(evidence);
  return show ? review.map(() => "Cdf").join(" ") : "Cx";
}
