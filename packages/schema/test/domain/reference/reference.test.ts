import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compareCounts,
  concentration,
  countInterval,
  gammaQuantile,
  getisOrd,
  incompleteGamma,
  kaplanMeier,
  levelChange,
  monthlyTrend,
  negativeBinomialRegression,
  poissonRegression,
  relativeEffect,
  representationRatio,
  weightedDisplacementDifference,
} from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: what R printed, read as it is.
const reference: Record<string, any[]> = JSON.parse(readFileSync(join(import.meta.dirname, "reference.json"), "utf8"));
const rows = (name: string) => reference[name] ?? [];

/** The largest difference from R, as a share of R's value where that is above 1. */
let largest = 0;
function near(found: number | null | undefined, expected: number | null, tolerance: number): void {
  if (found === null || found === undefined || expected === null) {
    expect(found ?? null).toBe(expected);
    return;
  }
  const difference = found === expected ? 0 : Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  largest = Math.max(largest, difference);
  expect(difference).toBeLessThan(tolerance);
}
function told(name: string): void {
  if (process.env.TELL_DIFFERENCES) console.log(name, largest);
  largest = 0;
}

describe("what R computes", () => {
  it("is what weightedDisplacementDifference gives", () => {
    for (const { counts: c, weights: w, level, difference, standardError, pValue, interval } of rows("wdd")) {
      const pair = (at: number) => (c.length > at ? { before: c[at], after: c[at + 1] } : undefined);
      const size = { response: w[0], comparison: w[2], buffer: w[4] ?? 1, bufferComparison: w[6] ?? 1 };
      const time = { before: 1, after: w[1] / w[0] };
      const [buffer, bufferComparison] = [pair(4), pair(6)];
      const found = weightedDisplacementDifference(
        { response: pair(0) ?? { before: 0, after: 0 }, comparison: pair(2) ?? { before: 0, after: 0 }, buffer, bufferComparison },
        { time, size, level },
      );
      near(found.difference, difference, 1e-12);
      near(found.standardError, standardError, 1e-12);
      near(found.pValue, pValue, 1e-12);
      near(found.interval.lower, interval[0], 1e-12);
      near(found.interval.upper, interval[1], 1e-12);
    }
    told("wdd");
  });
  it("is what relativeEffect gives", () => {
    for (const { counts: c, ratio, logStandardError, interval } of rows("relativeEffect")) {
      const found = relativeEffect({ response: { before: c[0], after: c[1] }, comparison: { before: c[2], after: c[3] } });
      near(found?.ratio, ratio, 1e-8);
      near(found?.logStandardError, logStandardError, 1e-8);
      near(found?.interval.lower, interval[0], 1e-8);
      near(found?.interval.upper, interval[1], 1e-8);
    }
    told("relativeEffect");
  });
  it("is what countInterval, incompleteGamma and gammaQuantile give", () => {
    for (const { count, level, interval } of rows("countInterval")) {
      near(countInterval(count, level).lower, interval[0], 1e-10);
      near(countInterval(count, level).upper, interval[1], 1e-10);
    }
    told("countInterval");
    for (const [a, x, p] of rows("incompleteGamma")) near(incompleteGamma(a, x), p, 1e-10);
    told("incompleteGamma");
    for (const [p, a, x] of rows("gammaQuantile")) near(gammaQuantile(p, a), x, 1e-10);
    told("gammaQuantile");
  });
  it("is what compareCounts gives", () => {
    for (const { input: x, ratio, interval, pValue } of rows("compareCounts")) {
      const found = compareCounts({ count: x[0], over: x[2] }, { count: x[1], over: x[3] });
      near(found.ratio ?? Infinity, ratio, 1e-9);
      near(found.interval?.lower, interval[0], 1e-9);
      near(found.interval?.upper ?? Infinity, interval[1], 1e-9);
      near(found.pValue, pValue, 1e-9);
    }
    told("compareCounts");
  });
  it("is what kaplanMeier gives", () => {
    for (const { days, answered, levels } of rows("kaplanMeier")) {
      const durations = days.map((day: number, place: number) => ({ days: day, answered: answered[place] ?? answered }));
      for (const r of levels) {
        const curve = kaplanMeier(durations, r.level);
        curve.steps.forEach((step, place) => {
          near(step.days, r.time[place], 1e-12);
          near(step.atRisk, r.atRisk[place], 1e-12);
          near(step.survival, r.survival[place], 1e-12);
          if (step.survival > 0) near(step.standardError, r.standardError[place], 1e-12);
          near(step.interval?.lower, r.lower[place], 1e-11);
          near(step.interval?.upper, r.upper[place], 1e-11);
        });
        [0.5, 0.9].forEach((share, place) => {
          const found = curve.quantile(share);
          near(found.days, r.quantile[place], 1e-12);
          near(found.lower, r.quantileLower[place], 1e-12);
          near(found.upper, r.quantileUpper[place], 1e-12);
        });
        r.by.forEach((day: number, place: number) => {
          const found = curve.answeredBy(day);
          near(found?.share, r.byShare[place], 1e-12);
          // Where nothing is answered yet R prints an interval of no width; here there is none.
          if (found?.interval === null) {
            expect(r.byUpper[place]).toBe(r.byLower[place]);
            return;
          }
          near(found?.interval?.lower, r.byLower[place], 1e-11);
          near(found?.interval?.upper, r.byUpper[place], 1e-11);
        });
      }
    }
    told("kaplanMeier");
  });
  it("is what concentration and representationRatio give", () => {
    for (const { amount, residents, gini } of rows("gini"))
      near(concentration(amount.map((one: number, place: number) => ({ amount: one, residents: residents[place] }))).gini, gini, 1e-12);
    told("gini");
    for (const { input: x, ratio, interval, sampled } of rows("representation")) {
      const parts = [
        { group: x[0], all: x[1] },
        { group: x[2], all: x[3] },
      ] as const;
      near(representationRatio(...parts).ratio, ratio, 1e-12);
      near(representationRatio(...parts).interval.upper, interval[1], 1e-12);
      near(representationRatio(...parts, { residentsAreSample: true }).interval.lower, sampled[0], 1e-12);
    }
    for (const { input: x, interval } of rows("representationExact")) {
      const found = representationRatio({ group: x[0], all: x[1] }, { group: x[2], all: x[3] });
      near(found.interval.lower, interval[0], 1e-10);
      near(found.interval.upper, interval[1], 1e-10);
    }
    told("representation");
  });
  it("is what getisOrd gives", () => {
    for (const { values, neighbours, z, pValue, adjusted } of rows("getisOrd"))
      getisOrd(values, neighbours).forEach((score, area) => {
        near(score.z, z[area], 1e-11);
        near(score.pValue, pValue[area], 1e-11);
        near(score.adjustedPValue, adjusted[area], 1e-11);
      });
    told("getisOrd");
  });
  it("is what the regressions of counts give", () => {
    for (const r of rows("regression")) {
      const design = r.counts.map((_: number, m: number) => [
        1,
        (m - (r.counts.length - 1) / 2) / 12,
        Math.sin((Math.PI * m) / 6),
        Math.cos((Math.PI * m) / 6),
        Math.sin((Math.PI * m) / 3),
        Math.cos((Math.PI * m) / 3),
      ]);
      const data = { counts: r.counts, design, exposure: r.exposure };
      const poisson = poissonRegression(data);
      r.coefficients.forEach((value: number, term: number) => {
        near(poisson?.coefficients[term], value, 1e-8);
        near(Math.sqrt(poisson?.covariance[term]?.[term] ?? -1), r.standardErrors[term], 1e-8);
      });
      near(poisson?.pearsonRatio, r.pearsonRatio, 1e-8);
      told(`poisson ${r.name}`);
      const trend = monthlyTrend(r.counts, { exposure: r.exposure });
      const expected =
        trend?.family === "POISSON" ? r.poissonTrend : trend?.family === "QUASI_POISSON" ? r.quasiTrend : r.negativeBinomial.trend;
      near(trend?.percentChangeAYear, expected[0], 1e-6);
      near(trend?.interval.lower, expected[1], 1e-6);
      near(trend?.interval.upper, expected[2], 1e-6);
      near(trend?.autocorrelation, r.autocorrelation, trend?.family === "NEGATIVE_BINOMIAL" ? 1 : 1e-8);
      told(`trend ${r.name} ${trend?.family}`);
      if (r.negativeBinomial === null) continue;
      const binomial = negativeBinomialRegression(data);
      near(binomial?.theta, r.negativeBinomial.theta, 1e-5);
      r.negativeBinomial.coefficients.forEach((value: number, term: number) => {
        near(binomial?.coefficients[term], value, 1e-6);
      });
      told(`nb ${r.name}`);
    }
    for (const { counts, changeAt, dispersion, poisson, quasi } of rows("levelChange")) {
      const found = levelChange(counts, changeAt);
      near(found?.dispersion, dispersion, 1e-8);
      if (found?.family === "NEGATIVE_BINOMIAL") continue;
      const expected = found?.family === "POISSON" ? poisson : quasi;
      near(found?.percentChange, expected[0], 1e-8);
      near(found?.interval.lower, expected[1], 1e-8);
      near(found?.interval.upper, expected[2], 1e-8);
    }
    told("levelChange");
  });
});
