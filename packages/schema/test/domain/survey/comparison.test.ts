import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  type ComparableEstimates,
  type Comparison,
  compareEstimates,
  comparisonAdjustments,
  type EstimatePair,
  type SurveyEstimate,
} from "../../../src/domain/index.ts";

type Available = Extract<SurveyEstimate, { status: "AVAILABLE" }>;
const estimate = (value: number, nEffective: number, more: Partial<Available> = {}): Available => ({
  status: "AVAILABLE",
  measure: "TRU.FAV",
  value,
  interval: { lower: Math.max(0, value - 6), upper: Math.min(100, value + 6), level: 0.95, method: "korn_graubard" },
  n: nEffective,
  nEffective,
  design: "probability",
  flags: [],
  ...more,
});
const hidden: SurveyEstimate = { status: "SUPPRESSED", measure: "TRU.FAV", design: "probability", flags: [] };
const apart = { ofFirst: 0, ofSecond: 0 };
const pair = (first: SurveyEstimate, second: SurveyEstimate, more: Partial<EstimatePair> = {}): EstimatePair => ({
  first,
  second,
  overlap: apart,
  break: false,
  ...more,
});
const alone = { adjustment: "NONE", roundedTo: 1 } as const;
const compare = (one: EstimatePair): Comparison => {
  const [comparison] = compareEstimates([one], alone);
  if (comparison === undefined) throw new Error("A pair has no comparison.");
  return comparison;
};
const figures = (one: EstimatePair): ComparableEstimates => {
  const comparison = compare(one);
  if (comparison.verdict === "NOT_COMPARABLE") throw new Error("The pair is not comparable.");
  return comparison;
};

describe("compareEstimates(pairs, options)", () => {
  it("works out what anybody can repeat from the published figures: 62 % of 272, then 70 % of 300", () => {
    const one = (0.62 * 272 + 1) / 274;
    const other = (0.7 * 300 + 1) / 302;
    const variance = (one * (1 - one) * 10_000) / 272 + (other * (1 - other) * 10_000) / 300 + 1 / 12 + 1 / 12;
    const found = figures(pair(estimate(62, 272), estimate(70, 300)));
    expect(found.standardError).toBeCloseTo(Math.sqrt(variance), 10);
    // R 4: 8 / 3.9816746943869292 = z; 2 * pnorm(-z); 8 -+ qnorm(.975) * se
    expect(found).toMatchObject({
      difference: 8,
      standardError: expect.closeTo(3.9816746943869292, 10),
      pValue: expect.closeTo(0.0445154164370595, 10),
      interval: { lower: expect.closeTo(0.1960610008470942, 9), upper: expect.closeTo(15.8039389991529, 9), level: 0.95 },
      verdict: "UP",
      overlapping: false,
      comparisons: 1,
    });
  });
  it("takes account of answers that both rest on", () => {
    // R 4: v <- se1^2 + se2^2 - 2 * sqrt(.75 * .7) * se1 * se2 + 2/12; 2 * pnorm(-8 / sqrt(v))
    expect(figures(pair(estimate(62, 272), estimate(70, 300), { overlap: { ofFirst: 0.75, ofSecond: 0.7 } }))).toMatchObject({
      standardError: expect.closeTo(2.133205601694614, 10),
      pValue: expect.closeTo(0.000176676292171159, 12),
      overlapping: true,
    });
  });
  it("has the textbook variance of a part against the whole that it lies in: sigma² (1/n − 1/N)", () => {
    // At 50 % nothing is pulled: a part of 100 within a whole of 400.
    const { standardError } = figures(pair(estimate(50, 100), estimate(50, 400), { overlap: { ofFirst: 1, ofSecond: 0.25 } }));
    expect(standardError).toBeCloseTo(Math.sqrt(2500 * (1 / 100 - 1 / 400) + 2 / 12), 10);
  });
  it("takes an index's error from its published interval", () => {
    const index = (value: number, lower: number, upper: number) =>
      estimate(value, 200, { measure: "TRU.INDEX", interval: { lower, upper, level: 0.95, method: "t" } });
    // R 4: se1 <- 5 / qnorm(.975); se2 <- 4 / qnorm(.975); sqrt(se1^2 + se2^2 + 2/12); 2 * pnorm(-4 / se)
    expect(figures(pair(index(55, 50, 60), index(59, 55, 63)))).toMatchObject({
      standardError: expect.closeTo(3.292369253800962, 9),
      pValue: expect.closeTo(0.224392579449073, 9),
      verdict: "NO_CLEAR_CHANGE",
    });
    // An interval that the end of the scale cut is as wide as its other arm; one without width is not without error.
    const cut = figures(pair(index(98, 92, 100), index(98, 92, 100))).standardError;
    expect(cut).toBeCloseTo(Math.sqrt(2 * (6 / 1.959963984540054) ** 2 + 2 / 12), 9);
    const same = figures(pair(index(100, 100, 100), index(100, 100, 100))).standardError;
    const pulled = (200 + 1) / 202;
    expect(same).toBeCloseTo(Math.sqrt((2 * (pulled * (1 - pulled) * 10_000)) / 200 + 2 / 12), 10);
  });
  it("decides by adjusted p-values, over the pairs that can be compared alone", () => {
    const pairs = [
      pair(estimate(62, 272), estimate(70, 300)),
      pair(estimate(50, 300), hidden),
      pair(estimate(50, 300), estimate(51, 300)),
      pair(estimate(70, 300), estimate(50, 300)),
    ];
    const verdicts = (adjustment: (typeof comparisonAdjustments)[number]) =>
      compareEstimates(pairs, { adjustment, roundedTo: 1 }).map(({ verdict }) => verdict);
    expect(verdicts("NONE")).toEqual(["UP", "NOT_COMPARABLE", "NO_CLEAR_CHANGE", "DOWN"]);
    expect(verdicts("HOLM")).toEqual(["NO_CLEAR_CHANGE", "NOT_COMPARABLE", "NO_CLEAR_CHANGE", "DOWN"]);
    const [first, , , last] = compareEstimates(pairs, { adjustment: "HOLM", roundedTo: 1 });
    expect(first?.adjustedPValue).toBeCloseTo(2 * 0.0445154164370595, 9);
    expect(last).toMatchObject({ comparisons: 3, adjustment: "HOLM" });
  });
  const whole = pair(estimate(62, 272), estimate(70, 300));
  const secondIs = (more: Partial<Available>) => pair(whole.first, estimate(70, 300, more));
  it.each<[string, EstimatePair]>([
    ["HIDDEN", pair(hidden, estimate(70, 300), { break: true, overlap: null })],
    ["HIDDEN", pair(estimate(70, 300, { design: "opt_in" }), hidden)],
    ["MEASURE_DIFFERS", secondIs({ measure: "TRU.FAV.C" })],
    ["DESIGN_DIFFERS", secondIs({ design: "opt_in" })],
    ["BREAK_IN_SERIES", { ...whole, break: true }],
    ["OVERLAP_UNKNOWN", { ...whole, overlap: null }],
    ["OVERLAP_UNKNOWN", { ...whole, overlap: { ofFirst: NaN, ofSecond: 0 } }],
    ["OVERLAP_UNKNOWN", { ...whole, overlap: { ofFirst: 0.5, ofSecond: 1.5 } }],
  ])("says %s, and no figure", (reason, one) => {
    expect(compare(one)).toEqual({
      verdict: "NOT_COMPARABLE",
      reason,
      difference: null,
      interval: null,
      standardError: null,
      pValue: null,
      adjustedPValue: null,
    });
  });
  it.each([NaN, Infinity, -1, 101])("takes a value of %s for a hidden one: it never becomes a verdict", (value) => {
    const interval = { lower: 40, upper: 60, level: 0.95, method: "t" };
    expect(compare(pair(estimate(value, 200, { interval }), estimate(50, 200))).reason).toBe("HIDDEN");
    expect(compare(pair(estimate(50, 200), estimate(50, 200, { interval: { ...interval, lower: value } }))).reason).toBe("HIDDEN");
  });
  it.each([NaN, Infinity, 0, -3])("takes %s answers for a hidden value", (nEffective) => {
    expect(compare(pair(estimate(50, 200), estimate(50, nEffective))).reason).toBe("HIDDEN");
  });
  it.each([NaN, Infinity, 0, -1])("refuses a unit of rounding of %s", (roundedTo) => {
    expect(() => compareEstimates([whole], { adjustment: "NONE", roundedTo })).toThrow(RangeError);
  });
});

describe("compareEstimates(pairs, options), whatever was published", () => {
  const percent = fc.integer({ min: 0, max: 100 });
  const people = fc.integer({ min: 30, max: 5000 });
  const measure = fc.constantFrom("TRU.FAV", "TRU.INDEX");
  const estimates = fc.tuple(percent, people, measure, fc.nat({ max: 20 })).map(([value, n, measure, arm]) =>
    estimate(value, n, {
      measure,
      interval: { lower: Math.max(0, value - arm), upper: Math.min(100, value + arm), level: 0.95, method: "m" },
    }),
  );
  const overlaps = fc.record({ ofFirst: fc.double({ min: 0, max: 1, noNaN: true }), ofSecond: fc.double({ min: 0, max: 1, noNaN: true }) });

  test.prop([estimates, estimates, overlaps])("swapping the sides negates it", (first, second, overlap) => {
    const one = compare(pair(first, second, { overlap }));
    const other = compare(pair(second, first, { overlap: { ofFirst: overlap.ofSecond, ofSecond: overlap.ofFirst } }));
    if (one.verdict === "NOT_COMPARABLE" || other.verdict === "NOT_COMPARABLE") {
      expect(other).toEqual(one);
      return;
    }
    expect(other.difference + one.difference).toBe(0);
    expect(other.interval.lower).toBeCloseTo(-one.interval.upper, 10);
    expect(other.pValue).toBe(one.pValue);
    expect(other.verdict).toBe({ UP: "DOWN", DOWN: "UP", NO_CLEAR_CHANGE: "NO_CLEAR_CHANGE" }[one.verdict]);
  });
  test.prop([estimates, overlaps])("equal sides are no clear change", (first, overlap) => {
    expect(compare(pair(first, first, { overlap }))).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 0, pValue: 1 });
  });
  test.prop([percent, percent, people, people, fc.nat({ max: 5000 })])(
    "more answers never make a verdict unclear",
    (one, other, n, m, more) => {
      const before = figures(pair(estimate(one, n), estimate(other, m)));
      const after = figures(pair(estimate(one, n + more), estimate(other, m)));
      expect(after.standardError).toBeLessThanOrEqual(before.standardError + 1e-12);
      if (before.verdict !== "NO_CLEAR_CHANGE") expect(after.verdict).toBe(before.verdict);
    },
  );
  test.prop([percent, percent, people, people, overlaps, fc.double({ min: 0, max: 1, noNaN: true })])(
    "more overlap never widens, and rounding always stays",
    (one, other, n, m, overlap, part) => {
      const less = { ofFirst: overlap.ofFirst * part, ofSecond: overlap.ofSecond * part };
      const narrow = figures(pair(estimate(one, n), estimate(other, m), { overlap }));
      const wide = figures(pair(estimate(one, n), estimate(other, m), { overlap: less }));
      expect(narrow.standardError).toBeLessThanOrEqual(wide.standardError + 1e-12);
      expect(narrow.standardError).toBeGreaterThanOrEqual(Math.sqrt(1 / 6) - 1e-12);
    },
  );
  test.prop([fc.array(fc.tuple(estimates, estimates), { maxLength: 12 }), fc.constantFrom(...comparisonAdjustments)])(
    "adjusting never makes a p-value smaller, and a clear verdict has the sign of its difference",
    (pairs, adjustment) => {
      for (const found of compareEstimates(
        pairs.map(([first, second]) => pair(first, second)),
        { adjustment, roundedTo: 1 },
      )) {
        if (found.verdict === "NOT_COMPARABLE") continue;
        expect(found.adjustedPValue).toBeGreaterThanOrEqual(found.pValue);
        expect(found.adjustedPValue).toBeLessThanOrEqual(1);
        expect(found.verdict !== "NO_CLEAR_CHANGE").toBe(found.adjustedPValue < 0.05);
        if (found.verdict === "UP") expect(found.difference).toBeGreaterThan(0);
        if (found.verdict === "DOWN") expect(found.difference).toBeLessThan(0);
      }
    },
  );
  test.prop([fc.array(fc.tuple(estimates, estimates), { minLength: 1, maxLength: 6 })])(
    "does not depend on the order of the pairs",
    (pairs) => {
      const asked = pairs.map(([first, second]) => pair(first, second));
      const options = { adjustment: "HOLM", roundedTo: 1 } as const;
      expect(compareEstimates(asked.toReversed(), options).toReversed()).toEqual(compareEstimates(asked, options));
    },
  );
});

describe("compareEstimates(pairs, options), over many surveys of a city where nothing changes", () => {
  /** mulberry32: the same numbers in every run. */
  const seeded = (state: number) => () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  it.each([
    { share: 0.62, first: 272, second: 300, both: 0 },
    { share: 0.5, first: 50, second: 50, both: 0 },
    { share: 0.6, first: 100, second: 400, both: 100 },
    { share: 0.6, first: 400, second: 400, both: 300 },
  ])("calls about one in twenty clear: $share of $first and $second, of whom $both are the same", ({ share, first, second, both }) => {
    const random = seeded(20_260_930);
    const agreeing = (people: number) => {
      let count = 0;
      for (let person = 0; person < people; person += 1) if (random() < share) count += 1;
      return count;
    };
    const published = (count: number, people: number) => estimate(Math.round((100 * count) / people), people);
    const pairs = Array.from({ length: 10_000 }, () => {
      const shared = agreeing(both);
      const [one, other] = [shared + agreeing(first - both), shared + agreeing(second - both)];
      return pair(published(one, first), published(other, second), { overlap: { ofFirst: both / first, ofSecond: both / second } });
    });
    const clear = compareEstimates(pairs, alone).filter(({ verdict }) => verdict !== "NO_CLEAR_CHANGE").length;
    expect(clear / pairs.length).toBeGreaterThan(0.035);
    expect(clear / pairs.length).toBeLessThan(0.065);
    expect(
      compareEstimates(pairs, { adjustment: "HOLM", roundedTo: 1 }).filter(({ verdict }) => verdict !== "NO_CLEAR_CHANGE").length,
    ).toBeLessThan(5);
  });
});
