import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { roundingStep, roundingSteps } from "../../../src/domain/index.ts";

const rule = { width: 5, least: 1 };

describe("roundingStep(n, rule)", () => {
  it.each([
    [10_000, 1],
    [500, 1],
    [499, 2],
    [250, 2],
    [249, 5],
    [100, 5],
    [99, 10],
    [50, 10],
    [49, null],
    [0, null],
  ])("is for %i people %s points, where a step is worth 5 people", (n, step) => {
    expect(roundingStep(n, rule)).toBe(step);
  });

  it("is never finer than the least", () => {
    expect(roundingStep(10_000, { width: 5, least: 5 })).toBe(5);
    expect(roundingStep(10_000, { width: 5, least: 20 })).toBeNull();
  });

  test.prop([fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 50 })])(
    "is worth the width in people, and no finer one is",
    (n, width) => {
      const step = roundingStep(n, { width, least: 1 });
      for (const finer of roundingSteps) if (step === null || finer < step) expect((finer * n) / 100).toBeLessThan(width);
      if (step !== null) expect((step * n) / 100).toBeGreaterThanOrEqual(width);
    },
  );

  it("leaves as many numbers of people open as the width says, but at the ends of a share", () => {
    for (let n = 50; n <= 600; n++) {
      const step = roundingStep(n, rule) ?? 0;
      const open = new Map<number, number>();
      for (let x = 0; x <= n; x++) {
        const share = Math.round((100 * x) / n / step) * step;
        open.set(share, (open.get(share) ?? 0) + 1);
      }
      for (const [share, numbers] of open)
        expect(numbers, `${share} % of ${n}`).toBeGreaterThanOrEqual(share === 0 || share === 100 ? 3 : 4);
    }
  });
});
