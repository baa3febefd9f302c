import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type ComparedFigure, compareCounts, compareFigures, type FigurePair, figureSentence } from "../../src/domain/index.ts";

const figure = (count: number, rest: Partial<ComparedFigure> = {}): ComparedFigure => ({
  status: "AVAILABLE",
  flags: [],
  value: count,
  events: { count, over: 365 },
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
    const rate = (count: number, over: number, rest = {}) =>
      figure(count, { value: (1000 * count) / over, events: { count, over }, ...rest });
    const compared = compareOne(pair(rate(200, 20_000), rate(100, 10_000), { apart: true }));
    expect(compared).toMatchObject({ verdict: "NO_CLEAR_CHANGE", difference: 0, ratio: 1 });
    expect(compareOne(pair(rate(200, 20_000), rate(200, 10_000), { apart: true }))).toMatchObject({ verdict: "UP", ratio: 2 });
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
    ["PARTIAL_COVERAGE", pair(figure(100), figure(150, { ...later, flags: ["PARTIAL_COVERAGE"] }))],
    ["NOT_EXACT", pair(figure(100, { flags: ["ROUNDED"] }), figure(150, later))],
    ["NO_METHOD", pair(figure(100, { events: null }), figure(150, later))],
  ])("refuses for %s, and then tells no figure", (reason, one) => {
    expect(compareOne(one)).toEqual({
      verdict: "NOT_COMPARABLE",
      reason,
      difference: null,
      ratio: null,
      interval: null,
      pValue: null,
      adjustedPValue: null,
    });
  });

  it("does not mind a change before both, or after both", () => {
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
    "is the exact test of two counts, and its mirror image the other way round",
    (a, b, over) => {
      const [first, second] = [figure(a), figure(b, { ...later, events: { count: b, over } })];
      const there = compareOne(pair(first, second));
      const back = compareOne(pair(second, first));
      expect(there?.pValue).toBe(compareCounts({ count: a, over: 365 }, { count: b, over }).pValue);
      expect(back?.pValue).toBeCloseTo(there?.pValue ?? 2, 9);
      const mirrored = { UP: "DOWN", DOWN: "UP", NO_CLEAR_CHANGE: "NO_CLEAR_CHANGE", NOT_COMPARABLE: "NOT_COMPARABLE" } as const;
      if (Math.abs((there?.pValue ?? 0) - 0.05) > 1e-6) expect(back?.verdict).toBe(mirrored[there?.verdict ?? "UP"]);
      if (there?.interval != null && there.verdict === "UP") expect(there.interval.lower).toBeGreaterThan(1);
    },
  );
});

describe("figureSentence(comparison, words, language)", () => {
  const words = { first: "Harbour, 2024", second: "Harbour, 2025", firstValue: "100", secondValue: "150" };
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
});
