import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { clopperPearson } from "../../src/survey/clopper-pearson.ts";
import type { Evidence } from "../../src/survey/evidence.ts";
import { kornGraubard } from "../../src/survey/korn-graubard.ts";
import { publishedMean, publishedShare } from "../../src/survey/published-figure.ts";

const rounding = { width: 5, roundPercentTo: 1, roundBaseTo: 10 };
const evidence = (changed: Partial<Evidence>): Evidence => ({
  ...{ n: 680, x: 422, value: 62.1, lower: 57.7, upper: 66.4, nEffective: 487.4 },
  ...{ byWeights: 500, heaviest: 0.002, df: 679, isPrecise: true },
  ...changed,
});
const unweighted = (n: number) => ({ n, nEffective: n, byWeights: n, heaviest: 1 / n, df: n - 1 });
const share = (changed: Partial<Evidence>, terms = rounding, whole = 0) => {
  const own = evidence(changed);
  const published = publishedShare(own, Math.max(whole, own.n), terms);
  if (published === null) throw new Error("The share is not published.");
  return published;
};

describe("publishedShare(evidence, rounding)", () => {
  it("rounds the share, people to the nearest ten, the effective number down to fives, and the interval outwards", () => {
    const { value, n, nEffective, interval } = share({ n: 676 });
    // 675 people in the cell at least, of whom four may not be in the base; each is worth 487.4 / 676.
    expect({ value, n, nEffective }).toEqual({ value: 62, n: 680, nEffective: 480 });
    const lower = Math.floor(clopperPearson(0.61 * 480, 480, 0.95).lower * 100);
    const upper = Math.ceil(clopperPearson(0.63 * 480, 480, 0.95).upper * 100);
    expect(interval).toMatchObject({ lower, upper, level: 0.95 });
  });

  it("rounds the more, the fewer people it rests on", () => {
    expect([680, 300, 160, 60].map((n) => share({ ...unweighted(n), value: 61.2 }).value)).toEqual([61, 62, 60, 60]);
    expect(publishedShare(evidence(unweighted(54)), 54, rounding)).toBeNull();
  });

  it("rounds the more, the less the base is worth by its weights, whatever was answered", () => {
    const of = (changed: Partial<Evidence>) => share({ ...unweighted(680), value: 61.2, ...changed }).value;
    expect([of({ byWeights: 300 }), of({ byWeights: 150 }), of({ byWeights: 60 })]).toEqual([62, 60, 60]);
    // Who has an eightieth of all weight has no more than half a step.
    expect([of({ heaviest: 1 / 80 }), of({ heaviest: 1 / 25 })]).toEqual([60, 60]);
    expect(publishedShare(evidence({ ...unweighted(680), heaviest: 0.06 }), 680, rounding)).toBeNull();
  });

  it("tells with n and the effective number together no more of how many there are than with n", () => {
    for (let n = 61; n < 1200; n++) {
      const [before, own] = [n - 1, n].map((people) => share({ ...unweighted(people), value: 30 }));
      if (own?.n === before?.n) expect(own?.nEffective, String(n)).toBe(before?.nEffective);
      expect(own?.nEffective, String(n)).toBeLessThanOrEqual(n);
    }
  });

  it("tells no effective number that is more than the base is worth, where n is the cell's, too", () => {
    for (let n = 55; n < 1200; n++)
      for (const missing of [0, 1, 2, 3, 4]) {
        const published = publishedShare(
          evidence({ ...unweighted(n), nEffective: 0.96 * n, byWeights: 0.96 * n, value: 30 }),
          n + missing,
          rounding,
        );
        if (published !== null) expect(published.nEffective, `${n} and ${missing}`).toBeLessThanOrEqual(0.96 * n);
      }
  });

  it("tells the number of the cell where all but a few of it are in the base", () => {
    expect(share(unweighted(104), rounding, 107).n).toBe(110);
    expect(share(unweighted(104), rounding, 109).n).toBe(100);
  });

  it("rounds a share and what is left of a hundred to what adds up to a hundred, ties too", () => {
    for (const n of [60, 200, 300, 1000])
      for (let x = 5; x <= n - 5; x++) {
        const [yes, no] = [x, n - x].map((count) => share({ ...unweighted(n), x: count, value: (100 * count) / n }));
        expect((yes?.value ?? 0) + (no?.value ?? 0), `${x} of ${n}`).toBe(100);
      }
  });

  it("is reliable or not for all that is rounded to the same figure", () => {
    for (const n of [60, 90, 120, 160, 240, 400]) {
      const reliable = new Map<number, boolean>();
      for (let x = 5; x <= n - 5; x++) {
        const { value, isReliable, isComplementUnreliable } = share({ ...unweighted(n), x, value: (100 * x) / n });
        const own = isReliable && !isComplementUnreliable;
        expect(reliable.get(value) ?? own, `${x} of ${n}`).toBe(own);
        reliable.set(value, own);
      }
    }
  });

  it("tells an interval that follows from the share and the effective number alone", () => {
    const shown = [62.9, 61.1, 62].map((value) => share({ value, lower: value - 5.7, upper: value + 5.9 }));
    for (const one of shown) expect(one).toEqual(shown[0]);
  });

  test.prop([
    fc.integer({ min: 50, max: 3000 }),
    fc.double({ min: 0.002, max: 0.998, noNaN: true }),
    fc.double({ min: 1, max: 2, noNaN: true }),
    fc.constantFrom(1, 2, 5),
  ])("holds the interval that is not rounded, and its own value", (n, p, deff, roundPercentTo) => {
    const exact = kornGraubard({ p, n, nEffective: Math.max(30, n / deff), df: n - 1, level: 0.95 });
    const own = {
      ...{ ...unweighted(n), byWeights: n / deff, heaviest: deff / n },
      x: Math.round(n * p),
      value: p * 100,
      lower: exact.lower * 100,
      upper: exact.upper * 100,
      nEffective: exact.nAdjusted,
    };
    const published = publishedShare(evidence(own), n, { ...rounding, roundPercentTo });
    fc.pre(published !== null);
    if (published === null) return;
    const { value, interval } = published;
    expect(interval.lower).toBeLessThanOrEqual(value);
    expect(interval.upper).toBeGreaterThanOrEqual(value);
    expect(interval.lower).toBeLessThanOrEqual(exact.lower * 100 + 1e-6);
    expect(interval.upper).toBeGreaterThanOrEqual(exact.upper * 100 - 1e-6);
  });
});

describe("publishedMean(evidence, rounding)", () => {
  test.prop([
    fc.integer({ min: 50, max: 3000 }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.double({ min: 0, max: 14, noNaN: true }),
    fc.constantFrom(1, 2, 5),
  ])("holds the interval that is not rounded, evenly around the rounded mean", (n, mean, half, roundPercentTo) => {
    const [lower, upper] = [Math.max(0, mean - half), Math.min(100, mean + half)];
    const published = publishedMean(evidence({ ...unweighted(n), value: mean, lower, upper }), n, { ...rounding, roundPercentTo });
    fc.pre(published !== null);
    if (published === null) return;
    const { value, interval } = published;
    expect(interval.lower).toBeLessThanOrEqual(lower + 1e-9);
    expect(interval.upper).toBeGreaterThanOrEqual(upper - 1e-9);
    if (interval.lower > 0 && interval.upper < 100) expect(interval.upper - value).toBe(value - interval.lower);
  });
});
