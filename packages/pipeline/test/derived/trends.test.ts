import { fc, test } from "@fast-check/vitest";
import { monthlyTrend } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { publishedFigures } from "../../src/derived/published-figures.ts";
import { trendFindings } from "../../src/derived/trends.ts";
import { publishedDataset, squareCity, type Told } from "../support/published.ts";

const geography = squareCity(2);
/** Months since the first; of a quarter, to its first month. */
const monthOf = (period: string) => {
  const part = period.slice(5);
  return (Number(period.slice(0, 4)) - 2023) * 12 + (part.startsWith("Q") ? 3 * Number(part.slice(1)) - 3 : Number(part) - 1);
};
/** Small ups and downs that follow nothing. */
const wobble = (month: number) => ((month * 7919) % 11) - 5;

const trends = (told: (area: string, period: string, kind: string) => Told, coverage = { from: "2023-01-01", to: "2025-12-31" }) => {
  const levels = { areaLevels: ["district", "city"], periodLevels: ["month", "quarter"] as const };
  return trendFindings(
    publishedFigures([publishedDataset({ dataset: "incidents", measure: "OUT.01", geography, coverage, told, ...levels })]),
    geography,
  );
};
const one = (all: ReturnType<typeof trends>, code: string) => {
  const found = all.find((finding) => finding.code === code);
  if (found === undefined) throw new Error("There is no such trend.");
  return found.values;
};
const perMonth =
  (count: (month: number) => number) =>
  (_: string, period: string): Told =>
    period.includes("Q") ? [0, 1, 2].reduce((sum, month) => sum + count(monthOf(period) + month), 0) : count(monthOf(period));

describe("trendFindings(figures, geography)", () => {
  it("tells of each area and category of the two widest levels whether it rises or falls", () => {
    const all = trends(perMonth((month) => 100 + 3 * month + wobble(month)));
    expect(all.map(({ code }) => code)).toEqual(
      ["C", "D1", "D2"].flatMap((area) => ["all", "a", "b"].map((kind) => `OUT.01/${area}/${kind}`)),
    );
    const city = one(all, "OUT.01/C/all");
    expect(city).toMatchObject({ verdict: "rising", months: 36, from: "2023-01-01", to: "2025-12-31", reason: null, notable: true });
    const days = Array.from({ length: 36 }, (_, month) => new Date(Date.UTC(2023, month + 1, 0)).getUTCDate());
    const trend = monthlyTrend(
      days.map((_, month) => 100 + 3 * month + wobble(month)),
      { exposure: days },
    );
    expect(city.percent_a_year).toBeCloseTo(trend?.percentChangeAYear ?? 0, 2);
    expect((city.sentence as Record<string, string>).en).toMatch(
      /^Recorded incidents, City: rising, likely by between \d+% and \d+% a year/,
    );
    expect(one(trends(perMonth((month) => 200 - 3 * month + wobble(month))), "OUT.01/C/a")).toMatchObject({
      verdict: "falling",
      category: "a",
    });
    expect(one(trends(perMonth((month) => 100 + wobble(month))), "OUT.01/D1/all")).toMatchObject({ verdict: "no_clear_trend" });
  });

  it.each([
    ["a month that is hidden", (month: number): Told => (month === 7 ? "SUPPRESSED" : 100), "hidden"],
    [
      "a month that was changed to protect people",
      (month: number): Told => (month === 7 ? { value: 100, flags: ["ROUNDED"] } : 100),
      "hidden",
    ],
    [
      "months after a break only",
      (month: number): Told => ({ value: 100, flags: month === 20 ? ["BREAK_IN_SERIES"] : [] }),
      "too_few_months",
    ],
    ["hardly an event", (month: number): Told => (month % 12 === 0 ? 1 : 0), "too_few_events"],
    ["months that follow the one before", (month: number): Told => 100 + Math.round(60 * Math.sin(month / 4)), "months_depend"],
  ] as const)("tells no trend of %s", (_, told, reason) => {
    const city = one(
      trends((__, period) => told(monthOf(period))),
      "OUT.01/C/all",
    );
    expect(city).toMatchObject({ verdict: "not_computed", reason, percent_a_year: null, p_value: null });
    expect((city.sentence as Record<string, string>).en).toMatch(/no trend can be told, because/);
  });

  it("does not tell of a trend that may be chance among so many", () => {
    const weak = (month: number) => Math.round(30 * Math.exp((0.085 * (month - 17.5)) / 12));
    const all = trends((area, period, kind) =>
      perMonth(area === "D1" && kind === "a" ? weak : (month) => 30 + (wobble(month) > 0 ? 1 : 0))(area, period),
    );
    const found = one(all, "OUT.01/D1/a");
    expect(found).toMatchObject({ verdict: "no_clear_trend", reason: null });
    expect(Number(found.lower)).toBeGreaterThan(1);
    expect(Number(found.p_value)).toBeLessThan(0.05);
    expect(Number(found.adjusted_p_value)).toBeGreaterThan(0.05);
    expect((found.sentence as Record<string, string>).en).toMatch(/may be chance among so many counts\.$/);
  });

  it("leaves out months that are partly covered or not published yet, and begins anew after a break", () => {
    const partly = trends((_, period) => (period >= "2025-11" ? "NOT_YET_PUBLISHED" : 100 + wobble(monthOf(period))), {
      from: "2023-01-16",
      to: "2025-12-31",
    });
    expect(one(partly, "OUT.01/C/all")).toMatchObject({ months: 33, from: "2023-02-01", to: "2025-10-31", verdict: "no_clear_trend" });
    const broken = trends((_, period) => ({
      value: (monthOf(period) < 6 ? 900 : 100) + wobble(monthOf(period)),
      flags: monthOf(period) === 6 ? ["BREAK_IN_SERIES"] : [],
    }));
    expect(one(broken, "OUT.01/C/all")).toMatchObject({ months: 30, verdict: "no_clear_trend" });
  });

  it("compares the latest period with a year before: notable from three on, in percent from fifty on, never across a break", () => {
    const city = (now: number, before: number, flags: readonly "BREAK_IN_SERIES"[] = []) =>
      one(
        trends((_, period) =>
          period === "2025-Q4" ? now : period === "2024-Q4" ? before : { value: 30, flags: period === "2025-02" ? flags : [] },
        ),
        "OUT.01/C/all",
      );
    expect(city(100, 64)).toMatchObject({ latest_period: "2025-Q4", earlier_period: "2024-Q4", z: 4, notable: true, percent_change: 56.3 });
    expect(city(64, 49)).toMatchObject({ z: 2, notable: false, percent_change: null });
    expect(city(100, 64, ["BREAK_IN_SERIES"])).toMatchObject({ latest_period: null, z: null, notable: null });
  });

  test.prop([fc.array(fc.oneof(fc.nat({ max: 30 }), fc.constant<Told>("SUPPRESSED")), { minLength: 1, maxLength: 36 })])(
    "is never NaN, and tells nothing of months of which one is hidden",
    (cells) => {
      for (const { values } of trends((_, period) => cells[monthOf(period) % cells.length] ?? 0)) {
        for (const value of Object.values(values)) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
        if (cells.includes("SUPPRESSED")) expect(values.verdict).toBe("not_computed");
      }
    },
  );
});
