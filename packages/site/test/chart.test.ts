import { describe, expect, it } from "vitest";
import { chartHeight } from "../src/chart/config.ts";
import { drawPicture } from "../src/chart/picture.ts";
import type { ChartSpec } from "../src/chart/spec.ts";
import { altText } from "../src/figures/alt.ts";
import { chartData } from "../src/figures/chart-data.ts";
import { periodPositions } from "../src/figures/positions.ts";
import { wordsOf } from "../src/words/words.ts";
import { hidden, shown } from "./support/rows.ts";
import { figuresOf } from "./support/svg-path.ts";

const periods = ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06"];
const rows = [
  shown("2025-01", 1234),
  shown("2025-02", 0),
  hidden("2025-03"),
  hidden("2025-04", "NOT_REPORTED"),
  shown("2025-05", 7),
  shown("2025-06", 8, ["PARTIAL_COVERAGE"]),
];
const base = {
  id: "out-01-over-time",
  kind: "line" as const,
  headline: "Recorded incidents: 7 in May 2025",
  subtitle: "Recorded incidents, Harbour, by month",
  measure: { code: "OUT.01", title: "Recorded incidents", unit: "incidents", decimals: 0 },
  axis: "Month",
  positions: periodPositions(periods, "month", "en"),
  series: [{ label: "Harbour", rows }],
};
const spec: ChartSpec = { ...base, alt: altText(base, wordsOf("en"), "en") };

describe("chartData(spec, language, narrow)", () => {
  const [series] = chartData(spec, "en", false).series;
  it("tells each value and its text, and a true zero as zero", () => {
    expect(series?.points[0]).toMatchObject({ value: 1234, text: "1,234", soft: false });
    expect(series?.points[1]).toMatchObject({ value: 0, text: "0" });
    expect(series?.points[5]).toMatchObject({ value: 8, soft: true });
  });
  it("tells a value that is not shown by its mark, and by nothing else", () => {
    expect(series?.points[2]).toEqual({ mark: "[c]" });
    expect(series?.points[3]).toEqual({ mark: "[x]" });
  });
});

describe("drawPicture(data, id, width)", () => {
  for (const kind of ["line", "columns", "bars"] as const) {
    it(`draws ${kind} with a hatch and a mark for what is not shown, and no number for it`, () => {
      const data = chartData({ ...spec, kind }, "en", false);
      const { drawing, height } = drawPicture(data, "p", 720);
      expect(height).toBe(chartHeight(data, 720));
      expect(drawing).toContain("url(#p-hatch)");
      expect(drawing).toContain("[c]");
      expect(drawing).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(drawing).toContain("var(--c1)");
      expect(drawing).not.toMatch(/style=|font-family/);
    });
  }

  it("draws the same picture twice", () => {
    const data = chartData(spec, "en", true);
    expect(drawPicture(data, "p", 350)).toEqual(drawPicture(data, "p", 350));
  });

  it("draws a chart in which nothing is shown", () => {
    const nothing = chartData({ ...spec, series: [{ label: "Harbour", rows: periods.map((period) => hidden(period)) }] }, "en", false);
    expect(drawPicture(nothing, "p", 720).drawing).not.toMatch(/NaN|undefined/);
  });

  it("leads no line over a change in what is counted", () => {
    const of = (...flags: readonly "BREAK_IN_SERIES"[]) => {
      const own = periods.map((period, at) => shown(period, 10 + at, at === 3 ? flags : []));
      return chartData({ ...spec, series: [{ label: "Harbour", rows: own }] }, "en", false);
    };
    const twoLines = /<path d="M[^M"]*M[^M"]*" fill="none" stroke="var\(--c1\)"/;
    expect(of("BREAK_IN_SERIES").series[0]?.points.map((point) => "broken" in point)).toEqual([false, false, false, true, false, false]);
    expect(drawPicture(of("BREAK_IN_SERIES"), "p", 720).drawing).toMatch(twoLines);
    expect(drawPicture(of(), "p", 720).drawing).not.toMatch(twoLines);
  });

  it("draws from right to left for a language that is read so", () => {
    const bars = { ...spec, kind: "bars" as const };
    const first = (language: string) => {
      const [, path = ""] = /<path d="([^"]*)"/.exec(drawPicture(chartData(bars, language, false), "p", 720).drawing) ?? [];
      return (figuresOf(path)[0] ?? []).map(([x]) => x);
    };
    expect(Math.min(...first("en"))).toBe(0);
    expect(Math.max(...first("ar"))).toBe(720);
  });

  it("draws whiskers where there are intervals", () => {
    const [first] = rows;
    if (first?.observation.status !== "AVAILABLE") throw new Error("The test's own row has no value.");
    const estimate = { ...first, observation: { ...first.observation, value: 62, lower: 56, upper: 68 } };
    const wide = {
      ...spec,
      kind: "columns" as const,
      positions: base.positions.slice(0, 1),
      series: [{ label: "Harbour", rows: [estimate] }],
    };
    expect(drawPicture(chartData(wide, "en", false), "p", 720).drawing).toMatch(/stroke="var\(--ink\)" stroke-width="1.5"/);
  });

  it.each([
    ["rises", 40],
    ["falls", 90],
  ])("writes the last value of a line that %s beyond its range, not across it", (_, before) => {
    const ranged = [shown("2025-01", before), shown("2025-02", 62)].map((row) => {
      if (row.observation.status !== "AVAILABLE") throw new Error("The test's own row has no value.");
      return { ...row, observation: { ...row.observation, lower: row.observation.value - 20, upper: row.observation.value + 20 } };
    });
    const line = { ...spec, positions: base.positions.slice(0, 2), series: [{ label: "Harbour", rows: ranged }] };
    const { drawing } = drawPicture(chartData(line, "en", false), "p", 720);
    const [, whiskers = ""] = /<path d="([^"]*)" fill="none" stroke="var\(--c1\)" stroke-width="1.5"/.exec(drawing) ?? [];
    const ends = (figuresOf(whiskers)[3] ?? []).map(([, y]) => y);
    const baseline = Number(/<text x="\d+" y="(\d+)"[^>]*>62</.exec(drawing)?.[1]);
    const isAbove = baseline <= Math.min(...ends);
    const isBelow = baseline - 9 >= Math.max(...ends);
    expect([ends.length, isAbove || isBelow]).toEqual([2, true]);
  });
});

describe("altText(spec, words, language)", () => {
  it("says where a series begins, ends, is lowest and highest, and how much is not shown", () => {
    expect(spec.alt).toBe(
      "Line chart. Harbour: 1,234 in January 2025, 8 in June 2025. Lowest 0 (February 2025), highest 1,234 (January 2025). 2 values are not shown.",
    );
  });

  const alt = (...values: readonly number[]) => {
    const own = values.map((value, at) => shown(`2025-${String(at + 1).padStart(2, "0")}`, value));
    const positions = periodPositions(
      own.map(({ period }) => period),
      "month",
      "en",
    );
    return altText({ ...base, positions, series: [{ label: "Harbour", rows: own }] }, wordsOf("en"), "en");
  };
  it("names every place of a tie, says how many they are where they are many, and that all are the same", () => {
    expect(alt(2, 9, 4, 9)).toContain("Lowest 2 (January 2025), highest 9 (February 2025 and April 2025).");
    expect(alt(0, 0, 5, 0, 0)).toContain("Lowest 0 (4 periods), highest 5 (March 2025).");
    expect(alt(3, 3, 3)).toContain("The same throughout: 3.");
    expect(alt(3, 3, 3)).not.toContain("ighest");
    expect(alt(3)).not.toMatch(/ighest|throughout/);
  });
  it("tells the bars of several series apart", () => {
    const two = ["before", "after"].map((label, at) => ({ label, rows: [shown("2025-01", 10 + at), shown("2025-02", 20 + at)] }));
    const positions = ["Here", "Elsewhere"].map((label, at) => ({ label, code: String(at), tick: [label], narrowTick: [label] }));
    expect(altText({ ...base, kind: "bars", positions, series: two }, wordsOf("en"), "en")).toContain(
      "Here (before): 10. Elsewhere (before): 20. Here (after): 11. Elsewhere (after): 21.",
    );
  });
  it("tells answers of the first bar only, and nothing of another one where they are not shown", () => {
    const answers = (...rows: readonly ReturnType<typeof shown>[]) =>
      altText(
        { ...base, kind: "diverging", positions: base.positions.slice(0, rows.length), series: [{ label: "Satisfied", rows }] },
        wordsOf("en"),
        "en",
      );
    expect(answers(shown("2025", 55), shown("2025", 64))).toContain("Satisfied: 55.");
    expect(answers(hidden("2025"), shown("2025", 64))).not.toContain("Satisfied");
  });
  it("leaves what stands apart out of the extremes", () => {
    const survey = { percent: true, span: [0, 100], breaks: [], apart: [1], notes: [] } as unknown as NonNullable<ChartSpec["survey"]>;
    const own = [shown("2025-01", 40), shown("2025-02", 73), shown("2025-03", 44)];
    expect(
      altText({ ...base, survey, positions: base.positions.slice(0, 3), series: [{ label: "Harbour", rows: own }] }, wordsOf("en"), "en"),
    ).toContain("Lowest 40% (January 2025), highest 44% (March 2025).");
  });
  it("takes values for the same that read the same", () => {
    expect(alt(2, 9.1, 8.9)).toContain("highest 9 (February 2025 and March 2025)");
  });
});
