import {
  compareCounts,
  concentration,
  countInterval,
  getisOrd,
  kaplanMeier,
  levelChange,
  monthlyTrend,
  poissonRegression,
  poissonZ,
  rateWithInterval,
  representationRatio,
} from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

describe("what is missing or impossible", () => {
  it.each([NaN, -1, 2.5, Infinity])("is refused: a count of %s", (bad) => {
    const months = [...new Array<number>(30).fill(4), bad];
    const calls = [
      () => countInterval(bad),
      () => rateWithInterval(bad, 100),
      () => poissonZ(bad, 4),
      () => compareCounts({ count: 1 }, { count: bad }),
      () => representationRatio({ group: bad, all: 9 }, { group: 1, all: 2 }),
      () => monthlyTrend(months),
      () => levelChange(months, 14),
      () => poissonRegression({ counts: [1, 2, bad], design: [[1], [1], [1]] }),
    ];
    for (const call of calls) expect(call).toThrow(RangeError);
  });
  it.each([NaN, -1, Infinity])("is refused: an amount or a duration of %s", (bad) => {
    expect(() => kaplanMeier([{ days: bad, answered: true }])).toThrow(RangeError);
    expect(() => concentration([{ amount: bad, residents: 5 }])).toThrow(RangeError);
  });
  it("is refused: too few months, no areas, neighbours of one side only", () => {
    expect(() => monthlyTrend(new Array<number>(23).fill(5))).toThrow(RangeError);
    expect(() => concentration([])).toThrow(RangeError);
    expect(() => kaplanMeier([])).toThrow(RangeError);
    expect(() => getisOrd([1, 2, 3], [[1], [], []])).toThrow(RangeError);
    expect(() => getisOrd([1, NaN, 3], [[1], [0], []])).toThrow(RangeError);
  });
  it("never becomes NaN: no events, equal areas, nothing answered", () => {
    expect(monthlyTrend(new Array<number>(24).fill(0))).toBe(null);
    expect(compareCounts({ count: 0 }, { count: 0 })).toEqual({ ratio: null, interval: null, pValue: 1 });
    expect(getisOrd([2, 2, 2], [[1], [0], []]).map(({ z, finding }) => [z, finding])).toEqual(new Array(3).fill([0, "none"]));
    expect(kaplanMeier([{ days: 4, answered: false }]).quantile(0.5)).toEqual({ days: null, lower: null, upper: null });
    expect(concentration([{ amount: 0, residents: 5 }]).gini).toBe(null);
    expect([poissonZ(25, 16), poissonZ(9, 4)]).toEqual([2, 2]);
  });
});
