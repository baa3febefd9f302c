import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { effectiveProportionSize, kornGraubard } from "../../src/survey/korn-graubard.ts";
import { linearisedMean, type StratumSums } from "../../src/survey/linearised-variance.ts";
import { type DesignRow, type ReferenceEstimate, reference, respondents, stratumSums } from "./reference.ts";

/** Answers are 1 to 5, and 9 for no opinion, which is not in the base. */
const answers = ["1", "2", "3", "4", "5", "9"];
const meanScores = [1, 2, 3, 4, 5, Number.NaN];
const agreeScores = [0, 0, 0, 1, 1, Number.NaN];

function sumsOf({ design, domain }: Pick<ReferenceEstimate, "design" | "domain">): readonly StratumSums[] {
  const [stratified, clustered, finite] = ["strata", "clusters", "fpc"].map((part) => design.includes(part));
  const rows = respondents.map((row, number): DesignRow => {
    const answer = answers.indexOf(row.answer as string);
    return {
      stratum: stratified === true ? (row.stratum as string) : "all",
      unit: clustered === true ? (row.cluster as string) : String(number),
      answer,
      weight: Number(row.weight),
      inDomain: answer < 5 && (domain === "all" || row.domain === domain),
    };
  });
  const populationOf = (stratum: string) => {
    if (stratified !== true) return 375;
    return Number(respondents.find((row) => row.stratum === stratum)?.[clustered === true ? "blocks" : "people"]);
  };
  return stratumSums(rows, answers.length, clustered === true, (stratum, sampled) =>
    finite === true ? sampled / populationOf(stratum) : 0,
  );
}

const near = (expected: number, relative = 1e-9) =>
  expect.closeTo(expected, Math.max(0, Math.round(-Math.log10(relative * Math.abs(expected)))));

describe("linearisedMean(strata, scores)", () => {
  it.each(reference.estimates)("is R's svymean of scores: $design, domain $domain", (row) => {
    expect(linearisedMean(sumsOf(row), meanScores)).toEqual({ estimate: near(row.mean), variance: near(row.meanVariance), df: row.df });
  });
  it.each(reference.estimates)("is R's svymean of a proportion: $design, domain $domain", (row) => {
    expect(linearisedMean(sumsOf(row), agreeScores)).toEqual({ estimate: near(row.p), variance: near(row.variance), df: row.df });
  });
  it("has R's intervals beside it, where the effective size is not more than was asked", () => {
    let compared = 0;
    for (const row of reference.estimates) {
      const { estimate: p, variance, df } = linearisedMean(sumsOf(row), agreeScores);
      const nEffective = effectiveProportionSize({ p, n: row.n, variance });
      for (const [level, [lower, upper]] of [
        [0.95, row.kornGraubard],
        [0.9, row.ninety],
      ] as const) {
        const interval = kornGraubard({ p, n: row.n, nEffective, df, level });
        if (p * (1 - p) <= row.n * variance) {
          compared++;
          expect(interval).toMatchObject({ lower: near(lower, 1e-8), upper: near(upper, 1e-8) });
        } else expect(interval.upper - interval.lower).toBeGreaterThanOrEqual(upper - lower - 1e-12);
      }
    }
    expect(compared).toBeGreaterThan(40);
  });

  const plain = (weight: readonly number[], more: Partial<StratumSums> = {}): StratumSums => ({
    sampled: 10,
    inDomain: 10,
    samplingFraction: 0,
    weight: Float64Array.from(weight),
    weightSquared: Float64Array.from(weight),
    products: null,
    ...more,
  });
  it("is the textbook's variance of a proportion of people drawn at random", () => {
    const { estimate, variance, df } = linearisedMean([plain([4, 6])], [0, 1]);
    expect([estimate, variance, df]).toEqual([0.6, near(0.24 / 9), 9]);
  });
  it("is without variance where all agree, and exactly all", () => {
    expect(linearisedMean([plain([0, 0.1 + 0.2, 0]), plain([0, 0.7, 0])], [0, 1, 0])).toEqual({ estimate: 1, variance: 0, df: 18 });
  });
  it("takes a domain's absence from a stratum for zeros, which have no variance and no degrees of freedom", () => {
    const there = plain([4, 6]);
    const absent = plain([0, 0], { sampled: 1, inDomain: 0 });
    expect(linearisedMean([there, absent], [0, 1])).toEqual(linearisedMean([there], [0, 1]));
  });
  it("refuses a stratum with one unit: its variance cannot be known", () => {
    expect(() => linearisedMean([plain([4, 6]), plain([0, 1], { sampled: 1, inDomain: 1 })], [0, 1])).toThrow(
      expect.objectContaining({ code: "STRATUM_WITH_ONE_UNIT" }),
    );
  });
  it.each<[string, readonly StratumSums[], readonly number[]]>([
    ["no strata", [], [0, 1]],
    ["nobody in the base", [plain([4, 6])], [Number.NaN, Number.NaN]],
    ["another number of answers than scores", [plain([4, 6])], [0, 1, 2]],
    ["an infinite score", [plain([4, 6])], [0, Infinity]],
    ["a weight that is missing", [plain([4, Number.NaN])], [0, 1]],
    ["a negative weight", [plain([4, -1])], [0, 1]],
    ["weights without squares", [plain([4, 6], { weightSquared: Float64Array.of(4, 0) })], [0, 1]],
    ["a matrix of another size", [plain([4, 6], { products: Float64Array.of(1, 2, 3) })], [0, 1]],
    ["more units in the domain than sampled", [plain([4, 6], { inDomain: 11 })], [0, 1]],
    ["people in the domain and no unit", [plain([4, 6], { inDomain: 0 })], [0, 1]],
    ["half a unit", [plain([4, 6], { sampled: 10.5 })], [0, 1]],
    ["a sample of everybody", [plain([4, 6], { samplingFraction: 1 })], [0, 1]],
    ["an unknown sampling fraction", [plain([4, 6], { samplingFraction: Number.NaN })], [0, 1]],
  ])("refuses %s", (_, strata, scores) => {
    expect(() => linearisedMean(strata, scores)).toThrow(expect.objectContaining({ code: "ESTIMATE_INVALID" }));
  });

  const rows = fc.array(
    fc.record({
      stratum: fc.constantFrom("x", "y", "z"),
      unit: fc.constantFrom("1", "2", "3", "4"),
      answer: fc.nat({ max: 3 }),
      weight: fc.double({ min: 0.1, max: 9, noNaN: true }),
      inDomain: fc.boolean(),
    }),
    { minLength: 5, maxLength: 60 },
  );
  const scores = [1, 2, 4, 7];
  const everyUnit = ["x", "y", "z"].flatMap((stratum) =>
    ["1", "2", "3", "4"].map((unit): DesignRow => ({ stratum, unit, answer: 0, weight: 1, inDomain: false })),
  );
  const mean = (of: readonly DesignRow[], clustered: boolean, order = scores) => {
    const strata = stratumSums(of, 4, clustered, () => 0);
    return strata.every(({ inDomain }) => inDomain === 0) ? undefined : linearisedMean(strata, order);
  };
  const like = (result: ReturnType<typeof mean>, factor = 1) =>
    result && { estimate: near(result.estimate * factor, 1e-8), variance: expect.closeTo(result.variance * factor ** 2, 8), df: result.df };

  test.prop([rows, fc.boolean()])("stays the same when every weight is doubled", (some, clustered) => {
    const all = [...everyUnit, ...some.map((row, number) => (clustered ? row : { ...row, unit: String(number + 10) }))];
    expect(
      mean(
        all.map((row) => ({ ...row, weight: row.weight * 2 })),
        clustered,
      ),
    ).toEqual(like(mean(all, clustered)));
  });
  test.prop([rows])("stays the same when strata, units and answers are named anew", (some) => {
    const all = [...everyUnit, ...some];
    const renamed = all.toReversed().map((row) => ({ ...row, stratum: `${row.stratum}'`, unit: `${row.unit}'`, answer: 3 - row.answer }));
    expect(mean(renamed, true, scores.toReversed())).toEqual(like(mean(all, true)));
  });
  test.prop([rows, fc.double({ min: -5, max: 5, noNaN: true })])("moves with the scores", (some, factor) => {
    const all = [...everyUnit, ...some];
    expect(
      mean(
        all,
        true,
        scores.map((score) => score * factor),
      ),
    ).toEqual(
      like(mean(all, true), factor) && {
        estimate: expect.closeTo((mean(all, true)?.estimate ?? 0) * factor, 8),
        variance: expect.closeTo((mean(all, true)?.variance ?? 0) * factor ** 2, 6),
        df: mean(all, true)?.df,
      },
    );
  });
  test.prop([rows])("of units that are respondents is the same from the full matrix of products", (some) => {
    const all = [...everyUnit, ...some].map((row, number) => ({ ...row, unit: String(number) }));
    expect(mean(all, true)).toEqual(like(mean(all, false)));
  });
});
