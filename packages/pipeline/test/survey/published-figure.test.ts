import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../src/survey/clopper-pearson.ts";
import type { Evidence } from "../../src/survey/evidence.ts";
import { kornGraubard } from "../../src/survey/korn-graubard.ts";
import { publishedMean, publishedShare } from "../../src/survey/published-figure.ts";

const rounding = { roundPercentTo: 1, roundBaseTo: 10 };
const evidence = (changed: Partial<Evidence>): Evidence => ({
  ...{ n: 380, x: 236, value: 62.1, lower: 56.3, upper: 67.9, nEffective: 272.4 },
  ...{ isLarge: true, isReliable: true, isComplementUnreliable: false, isForReview: false },
  ...changed,
});

describe("publishedShare(evidence, rounding)", () => {
  it("rounds the share, people to the nearest ten, the effective number down, and the interval outwards", () => {
    const { value, n, nEffective, interval } = publishedShare(evidence({ n: 376 }), rounding);
    expect({ value, n, nEffective }).toEqual({ value: 62, n: 380, nEffective: 270 });
    const lower = Math.floor(clopperPearson(0.615 * 270, 270, 0.95).lower * 100);
    const upper = Math.ceil(clopperPearson(0.625 * 270, 270, 0.95).upper * 100);
    expect(interval).toMatchObject({ lower, upper, level: 0.95 });
  });

  it("tells an interval that follows from the share and the effective number alone", () => {
    const shown = [62.49, 61.51, 62].map((value) => publishedShare(evidence({ value, lower: value - 5.7, upper: value + 5.9 }), rounding));
    for (const one of shown) expect(one).toEqual(shown[0]);
  });

  it("keeps nobody and everybody exact", () => {
    expect(publishedShare(evidence({ x: 0, value: 0 }), rounding)).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(publishedShare(evidence({ x: 380, value: 100 }), rounding)).toMatchObject({ value: 100, interval: { upper: 100 } });
  });

  test.prop([
    fc.integer({ min: 30, max: 3000 }),
    fc.double({ min: 0.002, max: 0.998, noNaN: true }),
    fc.double({ min: 1, max: 2, noNaN: true }),
    fc.constantFrom(1, 2, 5),
  ])("holds the interval that is not rounded, and its own value", (n, p, deff, roundPercentTo) => {
    const nEffective = Math.max(30, n / deff);
    const exact = kornGraubard({ p, n, nEffective, df: n - 1, level: 0.95 });
    const own = evidence({
      n,
      x: Math.min(n - 1, Math.max(1, Math.round(n * p))),
      value: p * 100,
      lower: exact.lower * 100,
      upper: exact.upper * 100,
      nEffective: exact.nAdjusted,
    });
    const { value, interval } = publishedShare(own, { roundPercentTo, roundBaseTo: 10 });
    expect(interval.lower).toBeLessThanOrEqual(value);
    expect(interval.upper).toBeGreaterThanOrEqual(value);
    expect(interval.lower).toBeLessThanOrEqual(exact.lower * 100 + 1e-6);
    expect(interval.upper).toBeGreaterThanOrEqual(exact.upper * 100 - 1e-6);
  });
});

describe("publishedMean(evidence, rounding)", () => {
  test.prop([fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 14, noNaN: true }), fc.constantFrom(1, 2, 5)])(
    "holds the interval that is not rounded, evenly around the rounded mean",
    (mean, half, roundPercentTo) => {
      const [lower, upper] = [Math.max(0, mean - half), Math.min(100, mean + half)];
      const { value, interval } = publishedMean(evidence({ value: mean, lower, upper }), { roundPercentTo, roundBaseTo: 10 });
      expect(interval.lower).toBeLessThanOrEqual(lower + 1e-9);
      expect(interval.upper).toBeGreaterThanOrEqual(upper - 1e-9);
      if (interval.lower > 0 && interval.upper < 100) expect(interval.upper - value).toBe(value - interval.lower);
    },
  );
});
