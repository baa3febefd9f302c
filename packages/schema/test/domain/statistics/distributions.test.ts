import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import {
  benjaminiHochberg,
  betaQuantile,
  holm,
  incompleteBeta,
  normalProbability,
  normalQuantile,
  studentTProbability,
  studentTQuantile,
} from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

/** What R computes: the arguments, then the value. The script beside it prints it. */
const reference: Readonly<Record<string, readonly (readonly number[])[]>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "distributions.json"), "utf8"),
  (_, value) => (value === "Infinity" || value === "-Infinity" ? Number(value) : value),
);

/** The rows whose value differs from R's by more than a share of it. */
function wrong(name: string, compute: (...arguments_: number[]) => number, tolerance: number): readonly (readonly number[])[] {
  const rows = reference[name] ?? [];
  expect(rows.length).toBeGreaterThan(15);
  return rows.filter((row) => {
    const expected = row.at(-1) as number;
    const found = compute(...row.slice(0, -1));
    return !(found === expected || Math.abs(found - expected) <= tolerance * Math.abs(expected));
  });
}

describe("incompleteBeta(x, a, b)", () => {
  it("is what R's pbeta says, to 1e-10", () => {
    expect(wrong("incompleteBeta", incompleteBeta, 1e-10)).toEqual([]);
  });
  it("is 0 at 0 and 1 at 1", () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
  it.each([
    [Number.NaN, 1, 1],
    [-0.1, 1, 1],
    [1.1, 1, 1],
    [0.5, 0, 1],
    [0.5, 1, -1],
    [0.5, Number.NaN, 1],
    [0.5, 1, Infinity],
  ])("refuses x = %s, a = %s, b = %s", (x, a, b) => {
    expect(() => incompleteBeta(x, a, b)).toThrow(RangeError);
  });
  const shape = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  test.prop([shape, shape, share, share])("rises with x", (a, b, one, other) => {
    expect(incompleteBeta(Math.min(one, other), a, b)).toBeLessThanOrEqual(incompleteBeta(Math.max(one, other), a, b) * (1 + 1e-12));
  });
});

describe("betaQuantile(p, a, b)", () => {
  it("is what R's qbeta says, to 1e-10", () => {
    expect(wrong("betaQuantile", betaQuantile, 1e-10)).toEqual([]);
  });
  it("is 0 for p = 0 and 1 for p = 1", () => {
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });
  it("ends at 0 or 1 where no number is nearer", () => {
    expect([betaQuantile(0.025, 1e-3, 5), betaQuantile(0.975, 5, 1e-3)]).toEqual([0, 1]);
    expect([betaQuantile(0.6, 1e-4, 5), betaQuantile(0.4, 5, 1e-4)]).toEqual([0, 1]);
  });
  it.each([
    [Number.NaN, 1, 1],
    [-0.1, 1, 1],
    [1.1, 1, 1],
    [0.5, 0, 1],
    [0.5, 1, Number.NaN],
  ])("refuses p = %s, a = %s, b = %s", (p, a, b) => {
    expect(() => betaQuantile(p, a, b)).toThrow(RangeError);
  });
  // Shapes and probabilities by their order of size: as numbers they would nearly all be large.
  const size = fc.double({ min: -3, max: 6, noNaN: true }).map((exponent) => 10 ** exponent);
  const probability = fc
    .record({ exponent: fc.double({ min: -12, max: -0.31, noNaN: true }), upper: fc.boolean() })
    .map(({ exponent, upper }) => (upper ? 1 - 10 ** exponent : 10 ** exponent));
  test.prop([probability, size, size], { numRuns: 3000, examples: [[0.4897788193684462, 0.0012189058929820843, 999999.9656382723]] })(
    "is the inverse of incompleteBeta",
    (p, a, b) => {
      const x = betaQuantile(p, a, b);
      // One number further down or up, p must lie between: no quantile can be closer.
      const step = Math.max(x * 1e-10, 1e-300);
      expect(incompleteBeta(Math.max(0, x - step), a, b)).toBeLessThanOrEqual(p * (1 + 1e-12));
      expect(incompleteBeta(Math.min(1, x + step), a, b)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
    },
  );
  test.prop([probability, size, size])("mirrors when a and b are exchanged", (p, a, b) => {
    expect(betaQuantile(1 - p, b, a)).toBeCloseTo(1 - betaQuantile(1 - (1 - p), a, b), 12);
  });
});

describe("studentTProbability(t, df)", () => {
  it("is what R's pt says, to 1e-10", () => {
    expect(wrong("studentTProbability", studentTProbability, 1e-10)).toEqual([]);
  });
  it("refuses degrees of freedom that are none", () => {
    for (const df of [0, -1, Number.NaN]) expect(() => studentTProbability(1, df)).toThrow(RangeError);
    expect(() => studentTProbability(Number.NaN, 5)).toThrow(RangeError);
  });
});

describe("studentTQuantile(p, df)", () => {
  it("is what R's qt says, to 1e-10", () => {
    expect(wrong("studentTQuantile", studentTQuantile, 1e-10)).toEqual([]);
  });
  const degrees = fc.double({ min: 0.5, max: 1e7, noNaN: true });
  test.prop([fc.double({ min: 1e-10, max: 0.999, noNaN: true }), degrees])("is the inverse of studentTProbability", (p, df) => {
    expect(studentTProbability(studentTQuantile(p, df), df) / p).toBeCloseTo(1, 10);
  });
  test.prop([fc.double({ min: 1e-10, max: 0.499, noNaN: true }), degrees])("lies further out than the normal distribution's", (p, df) => {
    expect(studentTQuantile(p, df)).toBeLessThan(normalQuantile(p) * (1 - 1e-12) + 1e-12);
  });
  it("refuses what is no probability", () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => studentTQuantile(p, 5)).toThrow(RangeError);
  });
});

describe("normalProbability(z) and normalQuantile(p)", () => {
  it("are what R's pnorm and qnorm say, to 1e-10", () => {
    expect(wrong("normalProbability", normalProbability, 1e-10)).toEqual([]);
    expect(wrong("normalQuantile", normalQuantile, 1e-10)).toEqual([]);
  });
  test.prop([fc.double({ min: 1e-300, max: 1 - 1e-9, noNaN: true })])("are inverse to each other", (p) => {
    expect(normalProbability(normalQuantile(p)) / p).toBeCloseTo(1, 11);
  });
  it("know the ends, and refuse what is unknown", () => {
    expect([normalProbability(-Infinity), normalProbability(Infinity)]).toEqual([0, 1]);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(() => normalProbability(Number.NaN)).toThrow(RangeError);
    expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
  });
});

describe("holm(pValues) and benjaminiHochberg(pValues)", () => {
  const rows = reference.adjusted ?? [];
  const column = (place: number) => rows.map((row) => row[place] as number);

  it("are what R's p.adjust says", () => {
    expect(rows.length).toBeGreaterThan(10);
    holm(column(0)).forEach((p, test) => void expect(p).toBeCloseTo(column(1)[test] as number, 14));
    benjaminiHochberg(column(0)).forEach((p, test) => void expect(p).toBeCloseTo(column(2)[test] as number, 14));
  });
  it("have nothing to say of no tests", () => {
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
  test.prop([probabilities])("never make a finding of what was none, and Holm is the stricter", (pValues) => {
    const strict = holm(pValues);
    benjaminiHochberg(pValues).forEach((adjusted, place) => {
      expect(adjusted).toBeGreaterThanOrEqual((pValues[place] as number) - 1e-15);
      expect(strict[place] as number).toBeGreaterThanOrEqual(adjusted - 1e-15);
    });
  });
  test.prop([probabilities])("do not depend on the order of the tests", (pValues) => {
    expect(holm(pValues.toReversed())).toEqual(holm(pValues).toReversed());
    expect(benjaminiHochberg(pValues.toReversed())).toEqual(benjaminiHochberg(pValues).toReversed());
  });
  it("refuse a p-value that is missing", () => {
    for (const adjust of [holm, benjaminiHochberg]) expect(() => adjust([0.1, Number.NaN])).toThrow(RangeError);
  });
});
