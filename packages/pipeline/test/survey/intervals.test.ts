import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { studentTQuantile } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../src/survey/clopper-pearson.ts";
import { designEffect, kishEffectiveSize } from "../../src/survey/kish.ts";
import { effectiveProportionSize, kornGraubard } from "../../src/survey/korn-graubard.ts";
import { wilson } from "../../src/survey/wilson.ts";
import { reference } from "./reference.ts";

const cases = join(import.meta.dirname, "../../../../../shared/data/sdc-cases/survey");
const absent = !existsSync(cases);
if (absent) console.warn("Skipped: the cases of surveys by other software are not on this machine.");
const read = (file: string) => (absent ? { rows: [], proportions: [] } : JSON.parse(readFileSync(join(cases, file), "utf8")));

const width = ({ lower, upper }: { readonly lower: number; readonly upper: number }) => upper - lower;
const invalid = expect.objectContaining({ code: "ESTIMATE_INVALID" });

describe("clopperPearson(x, n, level) and wilson(x, n, level)", () => {
  it.each(reference.simple)(
    "are R's binom.test and prop.test: $x of $n at $level",
    ({ x, n, level, clopperPearson: [cl, cu], wilson: [wl, wu] }) => {
      expect(clopperPearson(x, n, level)).toEqual({ lower: expect.closeTo(cl, 12), upper: expect.closeTo(cu, 12) });
      expect(wilson(x, n, level)).toEqual({ lower: expect.closeTo(wl, 12), upper: expect.closeTo(wu, 12) });
    },
  );
  it.skipIf(absent)("are R's of all cases given", () => {
    const { rows } = read("wilson_clopper.json");
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      expect(clopperPearson(row.x, row.n, 0.95)).toEqual({ lower: expect.closeTo(row.cp_lo, 10), upper: expect.closeTo(row.cp_hi, 10) });
      expect(wilson(row.x, row.n, 0.95)).toEqual({ lower: expect.closeTo(row.wilson_lo, 10), upper: expect.closeTo(row.wilson_hi, 10) });
    }
  });
  it.each([
    [-1, 5, 0.95],
    [6, 5, 0.95],
    [0, 0, 0.95],
    [Number.NaN, 5, 0.95],
    [1, Number.NaN, 0.95],
    [1, 5, 0],
    [1, 5, 1],
    [1, 5, 95],
    [1, 5, Number.NaN],
  ])("refuse %s of %s at level %s", (x, n, level) => {
    expect(() => clopperPearson(x, n, level)).toThrow(invalid);
    expect(() => wilson(x, n, level)).toThrow(invalid);
  });
  const level = fc.double({ min: 0.5, max: 0.999, noNaN: true });
  const size = fc.double({ min: 1, max: 5000, noNaN: true });
  const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 1e-12, max: 1, noNaN: true }));
  test.prop([share, size, size, level])("never widen when more people are asked of whom the same share agrees", (p, n, more, level) => {
    expect(width(clopperPearson((n + more) * p, n + more, level))).toBeLessThanOrEqual(width(clopperPearson(n * p, n, level)) + 1e-10);
    expect(width(wilson((n + more) * p, n + more, level))).toBeLessThanOrEqual(width(wilson(n * p, n, level)) + 1e-10);
  });
  test.prop([share, size, level])("hold the share itself, and mirror for those who do not agree", (p, n, level) => {
    for (const interval of [clopperPearson, wilson]) {
      const { lower, upper } = interval(n * p, n, level);
      expect(lower).toBeLessThanOrEqual(p + 1e-9);
      expect(upper).toBeGreaterThanOrEqual(p - 1e-9);
      expect(interval(n - n * p, n, level)).toEqual({ lower: expect.closeTo(1 - upper, 8), upper: expect.closeTo(1 - lower, 8) });
    }
  });
});

describe("effectiveProportionSize({ p, n, variance })", () => {
  it("is how many people drawn at random would tell as much, and never more than were asked", () => {
    expect(effectiveProportionSize({ p: 0.5, n: 100, variance: 0.005 })).toBe(50);
    expect(effectiveProportionSize({ p: 0.5, n: 100, variance: 0.001 })).toBe(100);
    expect(effectiveProportionSize({ p: 0.5, n: 100, variance: 0 })).toBe(100);
  });
  it("is n where all or none agree", () => {
    expect([0, 1].map((p) => effectiveProportionSize({ p, n: 77, variance: 0 }))).toEqual([77, 77]);
  });
  it.each([
    [1.1, 10, 0.1],
    [Number.NaN, 10, 0.1],
    [0.5, 0, 0.1],
    [0.5, 1.5, 0.1],
    [0.5, 10, -1],
    [0.5, 10, Number.NaN],
  ])("refuses p = %s, n = %s, variance = %s", (p, n, variance) => {
    expect(() => effectiveProportionSize({ p, n, variance })).toThrow(invalid);
  });
});

describe("kornGraubard({ p, n, nEffective, df, level })", () => {
  it("is R's qbeta and qt by the published formula", () => {
    expect(reference.kornGraubard.length).toBeGreaterThan(200);
    for (const { p, n, variance, df, interval } of reference.kornGraubard) {
      const found = kornGraubard({ p, n, nEffective: effectiveProportionSize({ p, n, variance }), df, level: 0.95 });
      expect(found).toMatchObject({ lower: expect.closeTo(interval[0], 9), upper: expect.closeTo(interval[1], 9) });
    }
  });
  it.skipIf(absent)("is R's svyciprop on the schools of California", () => {
    const { proportions } = read("survey_api_expected.json");
    let compared = 0;
    for (const { estimate: p, n, se, df, kg_lo, kg_hi } of proportions) {
      const inR = { lower: expect.closeTo(kg_lo, 7), upper: expect.closeTo(kg_hi, 7) };
      const uncapped = (p * (1 - p)) / se ** 2;
      // R does not cap the size at n. Without the cap every row agrees; with it, those that it does not concern.
      const adjusted = uncapped * (studentTQuantile(0.025, n - 1) / studentTQuantile(0.025, df)) ** 2;
      expect(clopperPearson(adjusted * p, adjusted, 0.95)).toEqual(inR);
      const found = kornGraubard({ p, n, nEffective: effectiveProportionSize({ p, n, variance: se ** 2 }), df, level: 0.95 });
      if (uncapped <= n) {
        compared++;
        expect(found).toMatchObject(inR);
      } else expect(width(found)).toBeGreaterThanOrEqual(kg_hi - kg_lo - 1e-9);
    }
    expect(proportions.length).toBeGreaterThan(40);
    expect(compared).toBeGreaterThan(10);
  });
  it.skipIf(absent)("is that of the code CDC publishes, also where all or none agree", () => {
    const { rows } = read("nchs_flags.json");
    expect(rows).toHaveLength(780);
    for (const { p, n, deff, df, n_eff, ci_lo, ci_hi } of rows) {
      const nEffective = effectiveProportionSize({ p, n, variance: (deff * p * (1 - p)) / n });
      expect(kornGraubard({ p, n, nEffective, df, level: 0.95 })).toEqual({
        lower: expect.closeTo(ci_lo, 9),
        upper: expect.closeTo(ci_hi, 9),
        nAdjusted: expect.closeTo(n_eff, 7),
      });
    }
  });
  it("says nothing where there are no degrees of freedom", () => {
    expect(kornGraubard({ p: 1, n: 5, nEffective: 5, df: 0, level: 0.95 })).toEqual({ lower: 0, upper: 1, nAdjusted: 0 });
  });
  it.each([
    { p: Number.NaN },
    { p: 2 },
    { n: 0 },
    { n: 1 },
    { nEffective: 0 },
    { nEffective: Number.NaN },
    { df: Number.NaN },
    { level: 1 },
  ])("refuses %o", (wrong) => {
    expect(() => kornGraubard({ p: 0.5, n: 40, nEffective: 30, df: 12, level: 0.95, ...wrong })).toThrow(invalid);
  });
  const p = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 1e-12, max: 1, noNaN: true }));
  const n = fc.integer({ min: 2, max: 3000 });
  test.prop([p, n, fc.double({ min: 1, max: 3000, noNaN: true }), p, fc.integer({ min: 1, max: 500 })])(
    "never widens with a larger effective size or more degrees of freedom",
    (p, n, nEffective, part, df) => {
      const now = width(kornGraubard({ p, n, nEffective, df, level: 0.95 }));
      expect(width(kornGraubard({ p, n, nEffective: nEffective * part + 1e-3, df, level: 0.95 }))).toBeGreaterThanOrEqual(
        width(kornGraubard({ p, n, nEffective: nEffective + 1e-3, df, level: 0.95 })) - 1e-9,
      );
      expect(width(kornGraubard({ p, n, nEffective, df: df + 1, level: 0.95 }))).toBeLessThanOrEqual(now + 1e-9);
    },
  );
});

describe("kishEffectiveSize(sums) and designEffect(sizes)", () => {
  it("are the published example's, and R's sums", () => {
    const [row] = reference.kish;
    expect(row && kishEffectiveSize(row)).toBeCloseTo(row?.nEffective ?? Number.NaN, 8);
    expect(kishEffectiveSize({ weight: 4, weightSquared: 4 })).toBe(4);
    expect(designEffect({ n: 500, nEffective: 250 })).toBe(2);
  });
  const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1 });
  const sums = (of: readonly number[]) => ({
    weight: of.reduce((sum, w) => sum + w, 0),
    weightSquared: of.reduce((sum, w) => sum + w * w, 0),
  });
  test.prop([weights])("are never more than were asked, and the same when every weight is doubled", (weights) => {
    const size = kishEffectiveSize(sums(weights));
    expect(size).toBeLessThanOrEqual(weights.length * (1 + 1e-12));
    expect(kishEffectiveSize(sums(weights.map((weight) => weight * 2)))).toBe(size);
  });
  it("refuse sums that are missing or not above 0", () => {
    for (const weight of [0, -1, Number.NaN, Infinity]) {
      expect(() => kishEffectiveSize({ weight, weightSquared: 1 })).toThrow(invalid);
      expect(() => kishEffectiveSize({ weight: 1, weightSquared: weight })).toThrow(invalid);
      expect(() => designEffect({ n: weight, nEffective: 1 })).toThrow(invalid);
    }
  });
});
