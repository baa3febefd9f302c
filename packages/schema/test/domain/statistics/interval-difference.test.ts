import { describe, expect, it } from "vitest";
import { differenceByChance, intervalOfDifference } from "../../../src/domain/index.ts";

/** Wilson's interval of a share. */
function wilson(count: number, of: number) {
  const [p, z2] = [count / of, 1.959964 ** 2];
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const reach = (1.959964 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { value: p, lower: middle - reach, upper: Math.max(p, middle + reach) };
}

describe("intervalOfDifference(first, second, level)", () => {
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [10, 10, 0, 20, 0.6791, 1.0],
  ])("gives Newcombe's interval of %i/%i less %i/%i (1998, table II, method 10)", (a, m, b, n, lower, upper) => {
    const found = intervalOfDifference(wilson(b, n), wilson(a, m));
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });
  it("refuses an estimate outside its interval, or without one", () => {
    const whole = { value: 5, lower: 4, upper: 6 };
    for (const wrong of [
      { value: 7, lower: 4, upper: 6 },
      { value: 5, lower: Number.NaN, upper: 6 },
      { value: 5, lower: 4, upper: Infinity },
    ]) {
      expect(() => intervalOfDifference(whole, wrong)).toThrow(RangeError);
      expect(() => intervalOfDifference(wrong, whole)).toThrow(RangeError);
    }
  });
});

describe("differenceByChance(first, second, level)", () => {
  const estimate = (value: number, reach: number) => ({ value, lower: value - reach, upper: value + reach });
  it("is that of a z test, where the ranges are those of normal estimates", () => {
    // R: 2 * pnorm(-2 / sqrt(2)) is 0.1573.
    const standardError = 1.959964;
    expect(differenceByChance(estimate(0, standardError), estimate(2, standardError))).toBeCloseTo(0.1573, 4);
    expect(differenceByChance(estimate(2, standardError), estimate(0, standardError))).toBeCloseTo(0.1573, 4);
  });
  it("is below 0.05 where, and only where, the interval of the difference leaves out 0", () => {
    for (const [a, m, b, n] of [
      [56, 70, 48, 80],
      [5, 56, 0, 29],
      [30, 70, 45, 80],
      [30, 70, 48, 80],
    ] as const) {
      const [first, second] = [wilson(b, n), wilson(a, m)];
      const { lower, upper } = intervalOfDifference(first, second);
      expect(differenceByChance(first, second) < 0.05).toBe(lower > 0 || upper < 0);
    }
  });
  it("is 1 of no difference, and 0 of one between figures without a range", () => {
    expect(differenceByChance(estimate(3, 0), estimate(3, 0))).toBe(1);
    expect(differenceByChance(estimate(3, 0), estimate(4, 0))).toBe(0);
  });
});
