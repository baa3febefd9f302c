import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg, holm } from "../../../src/domain/statistics/multiple-comparisons.ts";

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));

// R 4: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5), method)
const pValues = [0.01, 0.04, 0.03, 0.005, 0.5];

describe("holm(pValues)", () => {
  it("adjusts as R's p.adjust does", () => {
    expect(holm(pValues)).toEqual(near([0.04, 0.09, 0.09, 0.025, 0.5]));
  });
});

describe("benjaminiHochberg(pValues)", () => {
  it("adjusts as R's p.adjust does", () => {
    expect(benjaminiHochberg(pValues)).toEqual(near([0.025, 0.05, 0.05, 0.025, 0.5]));
  });
});

describe.each([
  ["holm", holm],
  ["benjaminiHochberg", benjaminiHochberg],
])("%s(pValues)", (_name, adjust) => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));
  test.prop([probabilities])("never makes one smaller, or larger than 1", (before) => {
    adjust(before).forEach((after, place) => {
      expect(after).toBeGreaterThanOrEqual(before[place] ?? 2);
      expect(after).toBeLessThanOrEqual(1);
    });
  });
  test.prop([probabilities])("keeps their order, whatever order they come in", (before) => {
    const sorted = before.toSorted((one, other) => one - other);
    expect(adjust(sorted)).toEqual(adjust(before).toSorted((one, other) => one - other));
  });
  it("has nothing to say of none, refuses what is no probability, and leaves a single one alone", () => {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.04])).toEqual([0.04]);
    for (const p of [NaN, -0.1, 1.1]) expect(() => adjust([0.5, p])).toThrow(RangeError);
  });
});
