import { fc, test } from "@fast-check/vitest";
import {
  type AssessmentData,
  assess,
  displacementQuotient,
  grossEffect,
  netEffect,
  type PublishedCount,
  relativeEffect,
  successMeasure,
  totalNetEffect,
  weightedDisplacementDifference,
} from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

const counts = {
  response: { before: 207, after: 110 },
  comparison: { before: 308, after: 318 },
  buffer: { before: 178, after: 157 },
  bufferComparison: { before: 150, after: 140 },
};

describe("place-based measures", () => {
  it("give the printed values of the example in ptools", () => {
    expect(grossEffect(counts.response)).toBe(97);
    expect(netEffect(counts)).toBeCloseTo(0.32617, 5);
    expect(successMeasure(counts)).toBeCloseTo(-0.32617, 5);
    expect(displacementQuotient(counts)).toEqual({ value: expect.closeTo(0.25819, 5), meaning: "DIFFUSION", reason: null });
    expect(totalNetEffect(counts)).toBeCloseTo(130.5, 1);
    const effect = relativeEffect(counts);
    expect([effect?.ratio, effect?.interval.lower, effect?.interval.upper].map((x) => x?.toFixed(3))).toEqual(["1.943", "1.469", "2.569"]);
    const { difference, standardError, z, interval } = weightedDisplacementDifference(counts);
    expect([difference, standardError.toFixed(3), z.toFixed(2)]).toEqual([-118, "39.598", "-2.98"]);
    expect([Math.round(interval.lower), Math.round(interval.upper)]).toEqual([-196, -40]);
  });
  it("weigh periods, and take another level", () => {
    const small = weightedDisplacementDifference(
      { comparison: { before: 20, after: 20 }, response: { before: 20, after: 10 } },
      { level: 0.9 },
    );
    expect([small.difference, small.standardError.toFixed(4), small.interval.lower.toFixed(2), small.interval.upper.toFixed(2)]).toEqual([
      -10,
      "8.3666",
      "-23.76",
      "3.76",
    ]);
    const weighted = weightedDisplacementDifference(
      { comparison: { before: 100, after: 50 }, response: { before: 80, after: 20 } },
      { time: { before: 2, after: 1 } },
    );
    expect(weighted.difference).toBe(-20);
    expect(weighted.standardError).toBeCloseTo(Math.sqrt(115), 12);
  });
  it("are undefined on zeros, and without a benefit", () => {
    const zero = { ...counts, buffer: { before: 0, after: 3 } };
    expect(displacementQuotient(zero)).toEqual({ value: null, meaning: "NOT_DEFINED", reason: "ZERO_COUNT" });
    const worse = { ...counts, response: { before: 100, after: 200 } };
    expect(displacementQuotient(worse)).toEqual({ value: null, meaning: "NOT_DEFINED", reason: "NO_EFFECT" });
    expect(netEffect({ ...counts, comparison: { before: 0, after: 1 } })).toBe(null);
    expect(relativeEffect({ ...counts, response: { before: 5, after: 0 } })).toBe(null);
  });
  it.each([NaN, -1, 2.5, Infinity])("refuse a count of %s", (count) => {
    const broken = { ...counts, response: { before: 5, after: count } };
    for (const measure of [netEffect, displacementQuotient, totalNetEffect, relativeEffect, weightedDisplacementDifference])
      expect(() => measure(broken)).toThrow(RangeError);
  });
});

const shown = (value: number): PublishedCount => ({ status: "AVAILABLE", value });
const area = ({ before, after }: { before: number; after: number }) => ({ before: shown(before), after: shown(after) });
const options = { counted: { en: "Burglaries", es: "Robos" }, aim: "FEWER" } as const;

describe("assess(data, options)", () => {
  it("tells a clear improvement with its interval", () => {
    const found = assess(
      {
        design: "comparison_buffer",
        response: area(counts.response),
        comparison: area(counts.comparison),
        buffer: area(counts.buffer),
        bufferComparison: area(counts.bufferComparison),
      },
      options,
    );
    expect(found.verdict).toBe("improved");
    expect(found.sentence.en).toBe(
      "Burglaries: improved, likely between 40 and 196 fewer than the change in the comparison area leads to expect, the surrounding area included.",
    );
  });
  it("assesses nothing where one count is hidden", () => {
    const response = { before: shown(207), after: { status: "SUPPRESSED" } as const };
    const found = assess({ design: "before_after", response }, options);
    expect([found.verdict, found.reason, found.interval]).toEqual(["not_assessable", "HIDDEN", null]);
  });
  const count: fc.Arbitrary<PublishedCount> = fc.oneof(
    { weight: 12, arbitrary: fc.nat({ max: 400 }).map(shown) },
    { weight: 1, arbitrary: fc.constant({ status: "SUPPRESSED" } as const) },
  );
  const places = fc.record({ before: count, after: count });
  const data: fc.Arbitrary<AssessmentData> = fc.oneof(
    fc.constantFrom({ design: "none" } as const, { design: "after_only" } as const),
    fc.record({ design: fc.constant("before_after" as const), response: places }),
    fc.record({ design: fc.constantFrom("comparison" as const, "randomised" as const), response: places, comparison: places }),
    fc.record({
      design: fc.constant("comparison_buffer" as const),
      response: places,
      comparison: places,
      buffer: places,
      bufferComparison: fc.option(places),
    }),
    fc
      .array(fc.nat({ max: 60 }).map(shown), { minLength: 20, maxLength: 50 })
      .map((months) => ({ design: "time_series" as const, months, changeAt: 12 })),
  );
  test.prop([data, fc.constantFrom("FEWER" as const, "MORE" as const), fc.string()])(
    "never claims change where the interval includes zero, nor prints what is no number",
    (input, aim, name) => {
      const { verdict, interval, sentence } = assess(input, { counted: { en: name }, aim });
      const zero = interval !== null && interval.lower <= 0 && interval.upper >= 0;
      if (zero) expect(verdict).toBe("no_clear_change");
      if (verdict === "no_clear_change" || interval === null)
        expect(`${sentence.en} ${sentence.es}`).not.toMatch(/: improved,|worsened,|: mejora,|empeoramiento,/);
      expect(`${sentence.en} ${sentence.es}`).not.toMatch(/NaN|undefined|Infinity|null|∞/);
      if (JSON.stringify(input).includes("SUPPRESSED")) expect(verdict).toBe("not_assessable");
    },
  );
});
