import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { normalProbability, normalQuantile } from "../../../src/domain/statistics/normal.ts";

describe("normalProbability(z)", () => {
  // R 4: print(pnorm(z), digits = 17)
  it.each([
    [-8, 6.2209605742717849e-16],
    [-3, 1.3498980316300946e-3],
    [-1.96, 2.4997895148220428e-2],
    [-0.5, 3.0853753872598694e-1],
    [0, 0.5],
    [0.5, 6.9146246127401301e-1],
    [1, 8.4134474606854293e-1],
    [2.5, 9.9379033467422384e-1],
    [5, 9.9999971334842808e-1],
  ])("of %s is %s, as R's pnorm says", (z, probability) => {
    expect(Math.abs(normalProbability(z) / probability - 1)).toBeLessThan(1e-12);
  });
  it("ends at 0 and at 1", () => {
    expect(normalProbability(-Infinity)).toBe(0);
    expect(normalProbability(Infinity)).toBe(1);
  });
  test.prop([fc.double({ min: -12, max: 12, noNaN: true }), fc.double({ min: 1e-6, max: 12, noNaN: true })])(
    "never falls, and is symmetric",
    (z, more) => {
      expect(normalProbability(z + more)).toBeGreaterThanOrEqual(normalProbability(z));
      expect(normalProbability(z) + normalProbability(-z)).toBeCloseTo(1, 14);
    },
  );
});

describe("normalQuantile(p)", () => {
  // R 4: print(qnorm(p), digits = 17)
  it.each([
    [1e-10, -6.3613409024040557],
    [0.001, -3.0902323061678132],
    [0.025, -1.9599639845400538],
    [0.3, -0.5244005127080407],
    [0.5, 0],
    [0.9, 1.2815515655446008],
    [0.975, 1.9599639845400536],
    [0.9995, 3.2905267314919255],
  ])("of %s is %s, as R's qnorm says", (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 11);
  });
  test.prop([fc.double({ min: 1e-200, max: 1, maxExcluded: true, noNaN: true })])("is the inverse of the probability", (p) => {
    expect(Math.abs(normalProbability(normalQuantile(p)) - p)).toBeLessThan(1e-13);
  });
  it("is infinite at the ends, and refuses what is no probability", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    for (const p of [NaN, -0.1, 1.1]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});
