import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { cronbachAlpha } from "../../src/survey/cronbach-alpha.ts";
import { reference } from "./reference.ts";

describe("cronbachAlpha(covariances)", () => {
  it("is what R's analysis of variance says", () => {
    const [row] = reference.cronbach;
    const matrix = [0, 1, 2, 3].map((item) => (row?.covariances ?? []).slice(item * 4, item * 4 + 4));
    expect(cronbachAlpha(matrix)).toBeCloseTo(row?.alpha ?? Number.NaN, 12);
  });
  it("is 1 of items that say the same, 0 of items that share nothing, and below 0 of items that contradict one another", () => {
    expect(
      cronbachAlpha([
        [2, 2],
        [2, 2],
      ]),
    ).toBe(1);
    expect(
      cronbachAlpha([
        [1, 0, 0],
        [0, 2, 0],
        [0, 0, 3],
      ]),
    ).toBe(0);
    expect(
      cronbachAlpha([
        [1, -0.5],
        [-0.5, 1],
      ]),
    ).toBe(-2);
  });
  it.each<[string, readonly (readonly number[])[]]>([
    ["no items", []],
    ["one item", [[1]]],
    ["a matrix that is not square", [[1, 0], [0]]],
    [
      "a matrix that is not symmetric",
      [
        [1, 0.2],
        [0.3, 1],
      ],
    ],
    [
      "a covariance that is missing",
      [
        [1, Number.NaN],
        [Number.NaN, 1],
      ],
    ],
    [
      "a variance that is missing",
      [
        [Number.NaN, 0],
        [0, 1],
      ],
    ],
    [
      "a negative variance",
      [
        [-1, 0],
        [0, 3],
      ],
    ],
    [
      "items that do not vary",
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      "items that cancel",
      [
        [1, -1],
        [-1, 1],
      ],
    ],
  ])("refuses %s", (_, covariances) => {
    expect(() => cronbachAlpha(covariances)).toThrow(expect.objectContaining({ code: "ESTIMATE_INVALID" }));
  });
  test.prop([
    fc.double({ min: 0, max: 0.99, noNaN: true }),
    fc.integer({ min: 2, max: 12 }),
    fc.double({ min: 0.1, max: 50, noNaN: true }),
  ])("is the formula of Spearman and Brown where all items are alike, on whatever scale", (correlation, items, variance) => {
    const matrix = Array.from({ length: items }, (_, i) => Array.from({ length: items }, (_, j) => variance * (i === j ? 1 : correlation)));
    expect(cronbachAlpha(matrix)).toBeCloseTo((items * correlation) / (1 + (items - 1) * correlation), 10);
  });
});
