import { describe, expect, it } from "vitest";
import { goalFindings } from "../../src/derived/goals.ts";
import type { ReadyDataset } from "../../src/release/content.ts";
import type { Observation } from "../../src/release/observations.ts";
import { publicRecord, publicRecords, publishedDataset, squareCity, type Told } from "../support/published.ts";

const geography = squareCity(2);
type Goal = Partial<Record<"measure" | "area" | "category" | "baseline_period" | "aim" | "due", string | null>> & {
  readonly target?: number;
};

/** What a goal is judged as: by quarters of district 1 in 2024 and 2025, from 100 in 2024-Q4 unless it says otherwise. */
function judged(
  quarters: Readonly<Record<string, Told>>,
  goal: Goal = {},
  change: (dataset: ReadyDataset) => ReadyDataset = (same) => same,
) {
  const dataset = publishedDataset({
    ...{ dataset: "incidents", measure: "OUT.01", geography, areaLevels: ["district"], periodLevels: ["quarter", "year"] as const },
    coverage: { from: "2024-01-01", to: "2025-11-30" },
    told: (area, period, kind) => (area === "D1" && kind === (goal.category ?? "every") ? (quarters[period] ?? 100) : 1000),
  });
  const record = publicRecord("goals", {
    ...{
      id: "g",
      area: "D1",
      measure: "OUT.01",
      category: null,
      baseline_period: "2024-Q4",
      aim: "at_most",
      target: 80,
      due: "2026-12-31",
    },
    ...goal,
  });
  const [found] = goalFindings([change(dataset)], publicRecords([record]));
  const { verdict, reason, baseline, latest_period: period, latest } = found?.values ?? {};
  return { verdict, reason, baseline, period, latest };
}
const changedTables = (change: (observation: Observation) => Observation) => (dataset: ReadyDataset) => ({
  ...dataset,
  tables: dataset.tables.map((table) => ({ ...table, observations: () => table.observations().map(change) })),
});
const withRange = (arm: number) =>
  changedTables((one) =>
    one.value === null
      ? one
      : {
          ...one,
          flags: [...one.flags, "ESTIMATED"],
          interval: { lower: one.value - arm, upper: one.value + arm, level: 0.95, method: "a test" },
        },
  ) as (dataset: ReadyDataset) => ReadyDataset;

describe("goalFindings(datasets, records)", () => {
  it("is met where the latest whole quarter reaches the target: the last quarter, which is covered in part, is not taken", () => {
    expect(judged({ "2025-Q3": 80, "2025-Q4": 10 })).toEqual({
      ...{ verdict: "met", reason: null, baseline: 100, period: "2025-Q3", latest: 80 },
    });
    expect(judged({ "2025-Q3": 120 }, { aim: "at_least", target: 120 }).verdict).toBe("met");
  });

  it("is on the way where the figure moved by more than chance explains, and not where chance explains it", () => {
    expect(judged({ "2024-Q4": 200, "2025-Q3": 120 })).toMatchObject({ verdict: "on_the_way", reason: null });
    expect(judged({ "2025-Q3": 95 })).toMatchObject({ verdict: "not_on_the_way", reason: null });
    expect(judged({ "2025-Q3": 160 })).toMatchObject({ verdict: "not_on_the_way", reason: null });
    expect(judged({ "2024-Q4": 200, "2025-Q3": 120 }, { aim: "at_least", target: 250 }).verdict).toBe("not_on_the_way");
  });

  it("is due when the last quarter before its day is published, not when a clock says so", () => {
    expect(judged({ "2024-Q4": 200, "2025-Q3": 120 }, { due: "2025-09-30" }).verdict).toBe("not_met");
    expect(judged({ "2024-Q4": 200, "2025-Q3": 120 }, { due: "2025-12-30" }).verdict).toBe("not_met");
    expect(judged({ "2024-Q4": 200, "2025-Q3": 120 }, { due: "2025-12-31" }).verdict).toBe("on_the_way");
    expect(judged({ "2025-Q3": 10, "2025-Q2": 90 }, { due: "2025-08-31" })).toMatchObject({ verdict: "not_met", period: "2025-Q2" });
  });

  it.each<[string, Readonly<Record<string, Told>>]>([
    ["the latest quarter, and does not take an older one instead", { "2025-Q2": 10, "2025-Q3": "SUPPRESSED" }],
    ["the baseline", { "2024-Q4": "SUPPRESSED", "2025-Q3": 10 }],
    ["a quarter that was not reported", { "2025-Q3": "NOT_REPORTED" }],
  ])("cannot be told where a figure is hidden: %s", (_, quarters) => {
    expect(judged(quarters)).toMatchObject({ verdict: "cannot_tell", reason: "hidden" });
  });

  it("cannot be told without a baseline or a later figure, of another measure, area or category", () => {
    expect(judged({}, { baseline_period: "2020-Q1" })).toMatchObject({ verdict: "cannot_tell", reason: "no_baseline", baseline: null });
    expect(judged({}, { measure: "OUT.02" }).reason).toBe("no_baseline");
    expect(judged({}, { area: "B11" }).reason).toBe("no_baseline");
    expect(judged({}, { category: "c" }).reason).toBe("no_baseline");
    expect(judged({}, { baseline_period: "2024" }).reason).toBe("no_later_figure");
    expect(judged({}, { due: "2025-01-31" }).reason).toBe("no_later_figure");
  });

  it("judges one category by its own figures", () => {
    expect(judged({ "2025-Q3": 60 }, { category: "a" })).toMatchObject({ verdict: "met", latest: 60 });
  });

  it("cannot be told across a break, of provisional figures, or of changed ones that say no range", () => {
    const flagged = (...flags: Observation["flags"]): Told => ({ value: 10, flags });
    expect(judged({ "2025-Q2": flagged("BREAK_IN_SERIES"), "2025-Q3": 10 }).reason).toBe("break");
    expect(judged({ "2024-Q3": flagged("BREAK_IN_SERIES"), "2025-Q3": 10 }).verdict).toBe("met");
    expect(judged({ "2025-Q3": flagged("PROVISIONAL") }).reason).toBe("provisional");
    expect(judged({ "2025-Q3": flagged("ROUNDED") }).reason).toBe("not_exact");
  });

  it("takes the whole range of an estimate: it must reach the target, or end before it", () => {
    expect(judged({ "2025-Q3": 70 }, {}, withRange(10)).verdict).toBe("met");
    expect(judged({ "2025-Q3": 71 }, {}, withRange(10))).toMatchObject({ verdict: "cannot_tell", reason: "range" });
    expect(judged({ "2025-Q3": 91 }, {}, withRange(10)).verdict).toBe("not_on_the_way");
    expect(judged({ "2024-Q4": 130, "2025-Q3": 95 }, {}, withRange(10)).verdict).toBe("on_the_way");
    expect(judged({ "2025-Q3": 70 }, { aim: "at_least", target: 75 }, withRange(10)).reason).toBe("range");
  });

  it("never says more where more is hidden", () => {
    for (const hidden of ["2024-Q4", "2025-Q3"]) {
      const { baseline, latest, verdict } = judged({ [hidden]: "SUPPRESSED" });
      expect({ verdict, hidden: hidden === "2024-Q4" ? baseline : latest }).toEqual({ verdict: "cannot_tell", hidden: null });
    }
  });
});
