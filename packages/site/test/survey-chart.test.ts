import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { colourTokens, contrast, tokenStyles } from "../audit/contrast.ts";
import { answerPaints, answerSpans, hiddenWidth } from "../src/chart/diverging.ts";
import { drawPicture } from "../src/chart/picture.ts";
import type { Side, SurveyChart } from "../src/chart/spec.ts";
import type { Survey } from "../src/data/surveys.ts";
import { altText } from "../src/figures/alt.ts";
import { chartData } from "../src/figures/chart-data.ts";
import { namedPositions, periodPositions } from "../src/figures/positions.ts";
import { addsUp } from "../src/figures/survey-cells.ts";
import { gapText, groupPoolsText, pointsOf, verdictText, widestGap } from "../src/words/survey-text.ts";
import { wordsOf } from "../src/words/words.ts";
import { hidden, shown } from "./support/rows.ts";
import { figuresOf } from "./support/svg-path.ts";

const sides: readonly Side[] = ["unfavourable", "unfavourable", "middle", "favourable", "favourable"];
const survey: SurveyChart = { percent: true, notes: [], breaks: [], apart: [], span: [0, 100] };
const measure = { code: "TRU.FAV", title: "Favourable answers", unit: "%", decimals: 0 };
const ranged = (period: string, value: number) => {
  const row = shown(period, value, ["ESTIMATED"]);
  return row.observation.status === "AVAILABLE"
    ? { ...row, observation: { ...row.observation, lower: value - 4, upper: value + 5, n: 970 } }
    : row;
};
const value = (amount: number) => ({ value: amount, text: "", soft: false, lower: null, upper: null });

describe("answerSpans(points, sides)", () => {
  it("puts unfavourable answers before the middle, favourable ones after it, and the middle answer on it", () => {
    expect(answerSpans([8, 15, 31, 35, 11].map(value), sides)).toEqual([
      [-38.5, -30.5],
      [-30.5, -15.5],
      [-15.5, 15.5],
      [15.5, 50.5],
      [50.5, 61.5],
    ]);
  });
  test.prop([fc.array(fc.option(fc.nat({ max: 60 })), { minLength: 5, maxLength: 5 })])(
    "gives a hidden answer always the same width, whatever the others are",
    (amounts) => {
      const points = amounts.map((amount) => (amount === null ? { mark: "[c]" } : value(amount)));
      const spans = answerSpans(points, sides);
      for (const [at, [from, to]] of spans.entries()) {
        const amount = amounts[at] ?? null;
        expect(to - from).toBeCloseTo(amount === null ? hiddenWidth : amount, 9);
        if (at > 0) expect(from).toBeCloseTo(spans[at - 1]?.[1] ?? 0, 9);
      }
      expect((spans[2]?.[0] ?? 0) + (spans[2]?.[1] ?? 0)).toBeCloseTo(0, 9);
    },
  );
});

describe("answerPaints(sides)", () => {
  it("gives each answer of scales with up to eleven its own colour", () => {
    const eleven: readonly Side[] = [...Array(5).fill("unfavourable"), "middle", ...Array(5).fill("favourable")];
    for (const own of [sides, eleven, ["unfavourable", "favourable"] as const]) {
      expect(new Set(answerPaints(own).map(({ fill }) => fill)).size).toBe(own.length);
    }
  });
  it("has letters that can be read on every fill, by day and by night", () => {
    for (const colours of Object.values(colourTokens(tokenStyles()))) {
      const colour = (name: string) => colours.get(name) ?? "";
      const eleven: readonly Side[] = [...Array(5).fill("unfavourable"), "middle", ...Array(5).fill("favourable")];
      for (const { fill, letters } of answerPaints(eleven)) expect(contrast(colour(fill), colour(letters)), fill).toBeGreaterThan(4.5);
    }
  });
});

describe("a series over waves", () => {
  const periods = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"];
  const base = {
    id: "respect-waves",
    kind: "line" as const,
    headline: "",
    subtitle: "",
    measure,
    axis: "Wave",
    positions: periodPositions(periods, "quarter", "en"),
    series: [{ label: "Harbour", rows: periods.map((period, at) => ranged(period, 50 + at)) }],
    survey,
  };
  const lines = (own: Partial<SurveyChart>) => {
    const spec = { ...base, survey: { ...survey, ...own }, alt: "" };
    const { drawing } = drawPicture(chartData(spec, "en", false), "p", 720);
    return [...drawing.matchAll(/<path d="([^"]*)" fill="none" stroke="var\(--c1\)" stroke-width="2\.5"/g)].map(([, path]) => path ?? "");
  };
  /** How many waves are joined to the one before. */
  const joined = (paths: readonly string[]) => paths.flatMap(figuresOf).reduce((sum, places) => sum + places.length - 1, 0);

  it("is joined from wave to wave", () => expect(joined(lines({}))).toBe(3));
  it("is not joined over a break, nor to a wave that was asked in another way", () => {
    expect(joined(lines({ breaks: [{ before: 2, label: "changed" }] }))).toBe(2);
    expect(joined(lines({ apart: [1] }))).toBe(1);
    expect(joined(lines({ apart: [0], breaks: [{ before: 2, label: "changed" }] }))).toBe(1);
  });
  it("draws what was asked in another way hollow, and an estimate as such not", () => {
    const { series } = chartData({ ...base, survey: { ...survey, apart: [1] }, alt: "" }, "en", false);
    expect(series[0]?.points.map((point) => "value" in point && point.soft)).toEqual([false, true, false, false]);
    expect(series[0]?.points[0]).toMatchObject({ text: "50%", range: "46%–55%" });
  });
});

describe("dots and answers", () => {
  const dots = {
    id: "d",
    kind: "dots" as const,
    headline: "",
    subtitle: "",
    measure,
    axis: "Group",
    positions: namedPositions([
      { code: "a", label: "18 to 34" },
      { code: "b", label: "65 and over" },
    ]),
    series: [{ label: "now", rows: [ranged("a", 37), hidden("b", "UNRELIABLE")] }],
    survey,
  };
  it("show a value with its range and its name, and a hatch for what is not shown", () => {
    const { drawing } = drawPicture(chartData({ ...dots, alt: altText(dots, wordsOf("en"), "en") }, "en", true), "p", 350);
    for (const told of ["37%", "18 to 34", "65 and over", "[u]", "url(#p-hatch)"]) expect(drawing).toContain(told);
    expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
    expect(altText(dots, wordsOf("en"), "en")).toContain("18 to 34: 37%.");
  });
  it("show answers to both sides of the middle, hidden ones hatched", () => {
    const spec = {
      ...dots,
      kind: "diverging" as const,
      positions: namedPositions([{ code: "a", label: "Harbour" }]),
      series: sides.map((side, at) => ({ label: `answer ${at}`, side, rows: [at === 0 ? hidden("a") : ranged("a", 10 * at)] })),
      survey: { ...survey, span: [-60, 100] as const },
    };
    const { drawing } = drawPicture(chartData({ ...spec, alt: "" }, "en", false), "p", 720);
    for (const told of ["10%", "20%", "30%", "40%", "[c]", "var(--a-poor-2)", "var(--a-middle)", "var(--a-good-4)", "url(#p-hatch)"])
      expect(drawing).toContain(told);
  });
});

describe("addsUp(cells, whole)", () => {
  const cells = (...values: readonly (number | null)[]) =>
    values.map((amount) => ({ row: amount === null ? hidden("a") : shown("a", amount), table: "" }));
  it("holds where the printed shares are a whole, or leave room for what is not shown", () => {
    expect(addsUp(cells(10, 20, 30, 40))).toBe(true);
    expect(addsUp(cells(10, 20, 30, null))).toBe(true);
    expect(addsUp(cells(35, 11), 46)).toBe(true);
  });
  it("does not hold where rounding made them more or less", () => {
    expect(addsUp(cells(10, 15, 20, 40, 10))).toBe(false);
    expect(addsUp(cells(15, 15, 40, 30, null))).toBe(false);
    expect(addsUp(cells(30, 20), 45)).toBe(false);
  });
});

describe("groupPoolsText(hidden, area, words, language)", () => {
  const pool = (group: string, period: string, value: number, area = "city") => ({
    area: { code: area, name: "Alderport" },
    period: { code: period },
    group: { code: group, label: group === "everyone" ? "Everyone" : "65 and over" },
    estimate: { value, n: 970, interval: { lower: value - 4, upper: value + 5 } },
  });
  const told = (language: string, area: string, ...own: Parameters<typeof groupPoolsText>[0]) =>
    groupPoolsText(own, area, wordsOf(language), language).map((text) => text.replace(/\s/g, " "));
  it("tells what is in the place of each, and of several with the same at once", () => {
    const everyone = pool("everyone", "2026-Q3", 45);
    expect(
      told(
        "en",
        "city",
        { code: "a", label: "A", pool: everyone },
        { code: "b", label: "B", pool: everyone },
        { code: "age.65", label: "C", pool: pool("age.65", "2026-Q3-12M", 40) },
      ),
    ).toEqual([
      "In place of “A” and “B”: everyone, Jul – Sep 2026, 45% (41% to 50%).",
      "In place of “C”: Oct 2025 – Sep 2026, 40% (36% to 45%).",
    ]);
    expect(told("es", "D1", { code: "a", label: "A", pool: everyone })[0]).toMatch(
      /^En lugar de «A»: Alderport y todas las personas, .* 45 % \(del 41 % al 50 %\)\.$/,
    );
  });
  it("says where there is nothing either", () => {
    expect(told("en", "city", { code: "a", label: "A", pool: undefined })).toEqual(["In place of “A”, nothing wider can be shown either."]);
    expect(told("en", "city")).toEqual([]);
  });
});

describe("verdicts", () => {
  const compared = (verdict: "UP" | "DOWN" | "NO_CLEAR_CHANGE", difference: number) => ({
    ...{ verdict, difference, reason: null, sentence: "", first: "a", second: "b" },
    interval: { lower: difference - 4.2, upper: difference + 4.2 },
  });
  it("tell how far two figures are apart only where that is clear, with ends rounded outwards", () => {
    const words = wordsOf("en");
    expect(verdictText(compared("DOWN", -14), "other", words, "en")).toBe("lower by 14 points (likely 9 to 19)");
    expect(verdictText(compared("UP", 14), "period", words, "en")).toBe("higher by 14 points (likely 9 to 19)");
    expect(verdictText({ ...compared("UP", 2.4), interval: { lower: 0.34, upper: 4.41 } }, "other", words, "en")).toBe(
      "higher by 2.4 points (likely 0.3 to 4.5)",
    );
    expect(verdictText({ ...compared("DOWN", -2), interval: { lower: -4, upper: -0.04 } }, "other", words, "en")).toBe(
      "lower by 2.00 points (likely 0.04 to 4.00)",
    );
    expect(verdictText(compared("NO_CLEAR_CHANGE", 3), "period", words, "en")).toBe("no clear change");
    expect(pointsOf(compared("UP", 14), "en")).toEqual(["14", "9", "19"]);
  });
  it("call the widest gap one that is clear", () => {
    expect(widestGap([compared("NO_CLEAR_CHANGE", 30), compared("UP", 7), compared("DOWN", -9)])?.difference).toBe(-9);
    expect(widestGap([compared("NO_CLEAR_CHANGE", 30)])).toBeUndefined();
  });
  it("say of gaps that none is clear only where some could be compared", () => {
    const words = wordsOf("en");
    const survey = { groupings: [] } as unknown as Survey;
    const notComparable = { ...compared("UP", 1), verdict: "NOT_COMPARABLE" as const, difference: null, interval: null };
    const told = (pairs: Parameters<typeof gapText>[1], isTooMany = false) => gapText(survey, pairs, isTooMany, words, "en");
    expect(told([notComparable, compared("UP", 7)])).toMatch(/^The widest clear gap: .*, 7 points apart \(likely 2 to 12\)\.$/);
    expect(told([notComparable, compared("NO_CLEAR_CHANGE", 3)])).toBe(words.trust.noGap);
    expect(told([notComparable, notComparable])).toBe(words.trust.gapNotComparable);
    expect(told([])).toBe(words.trust.gapNotShown);
    expect(told([], true)).toBe(words.trust.gapTooMany);
  });
});
