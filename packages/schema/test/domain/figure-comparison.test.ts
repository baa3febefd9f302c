import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  type ComparedFigure,
  compareFigures,
  type Events,
  type FigureComparison,
  type FigurePair,
  figureSentence,
  printedValue,
} from "../../src/domain/index.ts";

const events = (count: number, rest: Partial<Events> = {}): Events => ({ count, base: 1, per: 1, days: 365, ...rest });
const figure = (count: number, rest: Partial<ComparedFigure> = {}): ComparedFigure => ({
  status: "AVAILABLE",
  flags: [],
  value: count,
  events: events(count),
  start: "2024-01-01",
  end: "2024-12-31",
  grain: "YEAR",
  ...rest,
});
const later = { start: "2025-01-01", end: "2025-12-31" };
const pair = (first: ComparedFigure, second: ComparedFigure, rest: Partial<FigurePair> = {}): FigurePair => ({
  first,
  second,
  sameMeasure: true,
  apart: false,
  breaks: [],
  ...rest,
});
const february = (count: number) =>
  figure(count, { events: events(count, { days: 28 }), start: "2025-02-01", end: "2025-02-28", grain: "MONTH" });
const march = (count: number) =>
  figure(count, { events: events(count, { days: 31 }), start: "2025-03-01", end: "2025-03-31", grain: "MONTH" });
const compareOne = (one: FigurePair) => compareFigures([one], "HOLM")[0];

describe("compareFigures(pairs, adjustment)", () => {
  it("tells a clear difference from one that chance makes", () => {
    // R: poisson.test(c(150, 100)): ratio 1.5, 95 % from 1.157 to 1.952, p = 0.00189.
    const clear = compareOne(pair(figure(100), figure(150, later)));
    expect(clear).toMatchObject({ verdict: "UP", reason: null, difference: 50 });
    expect(clear?.ratio).toBeCloseTo(1.5, 12);
    expect(clear?.interval?.lower).toBeCloseTo(1.157, 2);
    expect(clear?.interval?.upper).toBeCloseTo(1.952, 2);
    expect(clear?.pValue).toBeCloseTo(0.0019, 3);
    expect(compareOne(pair(figure(150), figure(100, later)))).toMatchObject({ verdict: "DOWN", difference: -50 });
    expect(compareOne(pair(figure(10), figure(14, later)))).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 4 });
  });

  it("has no ratio to nothing, and no upper end of one", () => {
    expect(compareOne(pair(figure(0), figure(12, later)))).toMatchObject({ verdict: "UP", difference: 12, ratio: null, interval: null });
    expect(compareOne(pair(figure(0), figure(0, later)))).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 0, ratio: null });
  });

  it("compares what comes from more days or people by the day and person", () => {
    const rate = (count: number, base: number) =>
      figure(count, { value: (1000 * count) / base, events: events(count, { base, per: 1000 }) });
    const compared = compareOne(pair(rate(200, 20_000), rate(100, 10_000), { apart: true }));
    expect(compared).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 0, ratio: 1 });
    expect(compareOne(pair(rate(200, 20_000), rate(200, 10_000), { apart: true }))).toMatchObject({ verdict: "UP", ratio: 2 });
  });

  // R, as one range with both sides alike: p = 2 min(poisson.test(c(b, a), c(daysB, daysA), alternative = "greater" or "less")$p.value).
  it.each([
    [100, 366, 131, 365, 0.0458564686238, 1.00484897907, 1.72157329534],
    [2800, 28, 2800, 31, 0.000148035217741, 0.856823960836, 0.952140573479],
    [12, 20_000, 30, 26_000, 0.0691426986172, 0.956125488509, 4.12436037193],
    [40, 31, 25, 28, 0.183125782465, 0.402328315269, 1.16891631963],
  ])("agrees with R: %d in %d days, then %d in %d", (a, daysA, b, daysB, pValue, lower, upper) => {
    const one = figure(a, { events: events(a, { days: daysA }) });
    const compared = compareOne(pair(one, figure(b, { ...later, events: events(b, { days: daysB }) })));
    expect(compared?.pValue).toBeCloseTo(pValue, 9);
    expect(compared?.interval?.lower).toBeCloseTo(lower, 6);
    expect(compared?.interval?.upper).toBeCloseTo(upper, 6);
  });

  it("tells no difference of figures from more and fewer days, but what they are a day", () => {
    expect(compareOne(pair(february(28_000), march(30_000)))).toMatchObject({
      verdict: "DOWN",
      difference: null,
      amounts: [1000, 30_000 / 31],
      days: [28, 31],
    });
    expect(compareOne(pair(february(2800), march(3100)))).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: null, ratio: 1 });
  });

  it("takes a rate of calls or stops as it is, however long its period", () => {
    const perCall = ({ value, ...rest }: ComparedFigure, base: number) => ({
      ...rest,
      value: (10_000 * (value ?? 0)) / base,
      events: events(value ?? 0, { base, per: 10_000, days: null }),
    });
    expect(compareOne(pair(perCall(february(28), 28_000), perCall(march(62), 31_000)))).toMatchObject({
      verdict: "UP",
      difference: 10,
      days: null,
    });
  });

  it.each<[string, FigurePair]>([
    ["HIDDEN", pair(figure(100), figure(0, { ...later, status: "SUPPRESSED", value: null, events: null }))],
    ["HIDDEN", pair(figure(0, { status: "NOT_REPORTED", value: null, events: null }), figure(100, later))],
    ["MEASURE_DIFFERS", pair(figure(100), figure(150, later), { sameMeasure: false })],
    ["LENGTH_DIFFERS", pair(figure(100), figure(150, { start: "2025-01-01", end: "2025-03-31", grain: "QUARTER" }))],
    ["OVERLAPPING", pair(figure(100), figure(150, { start: "2024-07-01", end: "2025-06-30" }))],
    ["OVERLAPPING", pair(figure(100), figure(100))],
    ["BREAK_IN_SERIES", pair(figure(100), figure(150, later), { breaks: ["2025-01-01"] })],
    ["BREAK_IN_SERIES", pair(figure(150, later), figure(100), { breaks: ["2024-06-01"] })],
    ["BREAK_IN_SERIES", pair(figure(100), figure(150, { ...later, flags: ["BREAK_IN_SERIES"] }))],
    ["BREAK_IN_SERIES", pair(figure(150, { ...later, flags: ["BREAK_IN_SERIES"] }), figure(100))],
    ["PROVISIONAL", pair(figure(100), figure(150, { ...later, flags: ["PROVISIONAL"] }))],
    ["PARTIAL_COVERAGE", pair(figure(100), figure(150, { ...later, flags: ["PARTIAL_COVERAGE"] }))],
    ["NOT_EXACT", pair(figure(100, { flags: ["ROUNDED"] }), figure(150, later))],
    ["NO_METHOD", pair(figure(100, { events: null }), figure(150, later))],
  ])("refuses for %s, and then tells no figure", (reason, one) => {
    expect(compareOne(one)).toEqual({
      verdict: "NOT_COMPARABLE",
      reason,
      difference: null,
      amounts: null,
      days: null,
      ratio: null,
      interval: null,
      pValue: null,
      adjustedPValue: null,
    });
  });

  it("does not mind a change before both, or after both", () => {
    const changed = figure(100, { flags: ["BREAK_IN_SERIES"] });
    expect(compareOne(pair(changed, figure(150, later)))?.verdict).toBe("UP");
    expect(compareOne(pair(changed, figure(150, { flags: ["BREAK_IN_SERIES"] }), { apart: true }))?.verdict).toBe("UP");
    expect(compareOne(pair(figure(100), figure(150, later), { breaks: ["2024-01-01", "2026-01-01"] }))?.verdict).toBe("UP");
  });

  it("allows for how many are compared: what is clear alone may not be among many", () => {
    const one = pair(figure(100), figure(131, later));
    expect(compareFigures([one], "HOLM")[0]?.verdict).toBe("UP");
    const many = Array.from({ length: 20 }, () => pair(figure(50), figure(50, later)));
    expect(compareFigures([one, ...many], "HOLM")[0]).toMatchObject({ verdict: "NO_CLEAR_CHANGE" });
    expect(compareFigures([one, ...many], "NONE")[0]).toMatchObject({ verdict: "UP" });
  });

  test.prop([fc.nat({ max: 3000 }), fc.nat({ max: 3000 }), fc.constantFrom(365, 366, 30)])(
    "says the mirror image the other way round",
    (a, b, days) => {
      const [first, second] = [figure(a), figure(b, { ...later, events: events(b, { days }) })];
      const there = compareOne(pair(first, second));
      const back = compareOne(pair(second, first));
      expect(back?.pValue).toBeCloseTo(there?.pValue ?? 2, 9);
      const mirrored = { UP: "DOWN", DOWN: "UP", NO_CLEAR_CHANGE: "NO_CLEAR_CHANGE", NOT_COMPARABLE: "NOT_COMPARABLE" } as const;
      if (Math.abs((there?.pValue ?? 0) - 0.05) > 1e-6) expect(back?.verdict).toBe(mirrored[there?.verdict ?? "UP"]);
      if (there?.interval != null && there.verdict === "UP") expect(there.interval.lower).toBeGreaterThan(1);
    },
  );
});

describe("figureSentence(comparison, words, language)", () => {
  const words = { first: "Harbour, 2024", second: "Harbour, 2025", firstValue: "100", secondValue: "150", decimals: 0 };
  const said = (one: FigurePair, language: string) => figureSentence(compareFigures([one], "HOLM")[0] as never, words, language);

  it("says what may be said, in two languages, and in English where there are no others", () => {
    expect(said(pair(figure(100), figure(150, later)), "en")).toBe(
      "Harbour, 2025 is higher than Harbour, 2024, by more than chance explains: 150 against 100.",
    );
    expect(said(pair(figure(10), figure(14, later)), "xx")).toContain("No clear difference");
    expect(said(pair(figure(10), figure(14, later)), "es-MX")).toContain("No hay una diferencia clara");
  });

  it("repeats no figure of two that cannot be compared", () => {
    for (const language of ["en", "es"]) {
      const sentence = said(pair(figure(100, { flags: ["PERTURBED"] }), figure(150, later)), language);
      expect(sentence).not.toMatch(/100|150/);
    }
  });

  const printed = ({ value, status }: ComparedFigure, decimals: number, language: string) =>
    printedValue(value, status, decimals, language);
  const tell = (first: ComparedFigure, second: ComparedFigure, decimals = 0, language = "en") => {
    const values = { firstValue: printed(first, decimals, language), secondValue: printed(second, decimals, language), decimals };
    const comparison = compareFigures([pair(first, second)], "HOLM")[0] as FigureComparison;
    return { comparison, sentence: figureSentence(comparison, { first: "A", second: "B", ...values }, language) };
  };

  it("says what there is a day, and in how many days, where they are not as many", () => {
    expect(tell(february(28_000), march(30_000)).sentence).toBe(
      "B is lower than A, by more than chance explains: 968 a day (30,000 in 31 days) against 1,000 a day (28,000 in 28 days).",
    );
    expect(tell(february(2800), march(2800), 0, "es").sentence).toContain("90,3 al día (2800 en 31 días) frente a 100,0 al día");
  });

  it("prints more decimals where two that differ would look the same", () => {
    const rate = (count: number, rest = {}) =>
      figure(count, { value: count / 1000, events: events(count, { base: 1_000_000, per: 1000 }), ...rest });
    expect(tell(rate(60), rate(140, later), 1).sentence).toContain("0.140 against 0.060");
  });

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty-x"])("speaks English where the language is called %s", (language) => {
    expect(tell(february(28_000), march(30_000), 0, language).sentence).toContain("B is lower than A");
  });

  const sides = fc.record({
    count: fc.nat({ max: 40_000 }),
    base: fc.integer({ min: 1, max: 3_000_000 }),
    days: fc.constantFrom(28, 30, 31),
  });
  const kinds = fc.record({ per: fc.constantFrom(1, 1000, 10_000), isOfDays: fc.boolean(), decimals: fc.constantFrom(0, 1, 2) });
  const amounts = (sentence: string) =>
    / explains: ([\d.,]+)(?: a day \(.*?\))? against ([\d.,]+?)(?: a day \(.*?\))?\.$/
      .exec(sentence)
      ?.slice(1)
      .map((amount) => Number(amount.replaceAll(",", "")));
  test.prop([sides, sides, kinds], { numRuns: 1000 })("prints more where it says higher, and less where it says lower", (a, b, kind) => {
    const { per, isOfDays, decimals } = kind;
    const side = ({ count, base, days }: typeof a, from: typeof february): ComparedFigure => {
      const own = events(count, { base: per === 1 ? 1 : base, per, days: isOfDays ? days : null });
      return { ...from(count), value: Math.round((per * count * 1000) / own.base) / 1000, events: own };
    };
    const { comparison, sentence } = tell(side(a, february), side(b, march), decimals);
    const { verdict, difference, ratio } = comparison;
    if (verdict === "NO_CLEAR_CHANGE") return;
    const [second = NaN, first = NaN] = amounts(sentence) ?? [];
    const sign = verdict === "UP" ? 1 : -1;
    expect(Math.sign(second - first), sentence).toBe(sign);
    if (ratio !== null) expect(Math.sign(ratio - 1)).toBe(sign);
    if (difference !== null) expect(Math.sign(difference)).toBe(sign);
    expect(difference === null).toBe(isOfDays && a.days !== b.days);
  });
});
