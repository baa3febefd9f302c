import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../src/survey/clopper-pearson.ts";
import type { Evidence } from "../../src/survey/evidence.ts";
import { kornGraubard } from "../../src/survey/korn-graubard.ts";
import { publishedMean, publishedShare } from "../../src/survey/published-figure.ts";

const rounding = { width: 5, roundPercentTo: 1, roundBaseTo: 10 };
const evidence = (changed: Partial<Evidence>): Evidence => ({
  ...{ n: 680, x: 422, value: 62.1, lower: 57.7, upper: 66.4, nEffective: 487.4 },
  ...{ isLarge: true, isReliable: true, isComplementUnreliable: false, isForReview: false },
  ...changed,
});
const share = (changed: Partial<Evidence>, terms = rounding) => {
  const published = publishedShare(evidence(changed), terms);
  if (published === null) throw new Error("The share is not published.");
  return published;
};

describe("publishedShare(evidence, rounding)", () => {
  it("rounds the share, people to the nearest ten, the effective number down to fives, and the interval outwards", () => {
    const { value, n, nEffective, interval } = share({ n: 676 });
    expect({ value, n, nEffective }).toEqual({ value: 62, n: 680, nEffective: 485 });
    const lower = Math.floor(clopperPearson(0.615 * 485, 485, 0.95).lower * 100);
    const upper = Math.ceil(clopperPearson(0.625 * 485, 485, 0.95).upper * 100);
    expect(interval).toMatchObject({ lower, upper, level: 0.95 });
  });

  it("rounds the more, the fewer people it rests on", () => {
    expect([680, 300, 160, 60].map((n) => share({ n, nEffective: n }).value)).toEqual([62, 62, 60, 60]);
    expect(share({ n: 300, nEffective: 300, value: 62.9 }).value).toBe(62);
    expect(publishedShare(evidence({ n: 44, nEffective: 44 }), rounding)).toBeNull();
  });

  it("tells an interval that follows from the share and the effective number alone", () => {
    const shown = [62.49, 61.51, 62].map((value) => share({ value, lower: value - 5.7, upper: value + 5.9 }));
    for (const one of shown) expect(one).toEqual(shown[0]);
  });

  test.prop([
    fc.integer({ min: 50, max: 3000 }),
    fc.double({ min: 0.002, max: 0.998, noNaN: true }),
    fc.double({ min: 1, max: 2, noNaN: true }),
    fc.constantFrom(1, 2, 5),
  ])("holds the interval that is not rounded, and its own value", (n, p, deff, roundPercentTo) => {
    const exact = kornGraubard({ p, n, nEffective: Math.max(30, n / deff), df: n - 1, level: 0.95 });
    const own = {
      n,
      x: Math.round(n * p),
      value: p * 100,
      lower: exact.lower * 100,
      upper: exact.upper * 100,
      nEffective: exact.nAdjusted,
    };
    const { value, interval } = share(own, { ...rounding, roundPercentTo });
    expect(interval.lower).toBeLessThanOrEqual(value);
    expect(interval.upper).toBeGreaterThanOrEqual(value);
    expect(interval.lower).toBeLessThanOrEqual(exact.lower * 100 + 1e-6);
    expect(interval.upper).toBeGreaterThanOrEqual(exact.upper * 100 - 1e-6);
  });
});

describe("publishedMean(evidence, rounding)", () => {
  test.prop([
    fc.integer({ min: 50, max: 3000 }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.double({ min: 0, max: 14, noNaN: true }),
    fc.constantFrom(1, 2, 5),
  ])("holds the interval that is not rounded, evenly around the rounded mean", (n, mean, half, roundPercentTo) => {
    const [lower, upper] = [Math.max(0, mean - half), Math.min(100, mean + half)];
    const published = publishedMean(evidence({ n, nEffective: n, value: mean, lower, upper }), { ...rounding, roundPercentTo });
    if (published === null) throw new Error("The mean is not published.");
    const { value, interval } = published;
    expect(interval.lower).toBeLessThanOrEqual(lower + 1e-9);
    expect(interval.upper).toBeGreaterThanOrEqual(upper - 1e-9);
    if (interval.lower > 0 && interval.upper < 100) expect(interval.upper - value).toBe(value - interval.lower);
  });
});
