import { describe, expect, it } from "vitest";
import { intervalOfDifference } from "../../../src/domain/index.ts";

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
