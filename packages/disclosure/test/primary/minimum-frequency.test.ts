import { DisclosureError, minimumFrequency } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

describe("minimumFrequency(counts, threshold)", () => {
  it("marks counts from one up to the threshold, but not the threshold itself", () => {
    expect(minimumFrequency([0, 1, 4, 5, 6], 5)).toEqual([false, true, true, false, false]);
  });
  it.each([
    [Number.NaN, 5],
    [-1, 5],
    [2.5, 5],
    [12, Number.NaN],
    [12, 0],
  ])("refuses count %s with threshold %s: the unknown is never safe", (count, threshold) => {
    expect(() => minimumFrequency([7, count], threshold)).toThrow(DisclosureError);
  });
});
