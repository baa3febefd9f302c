import { fc, test } from "@fast-check/vitest";
import { weightedDisplacementDifference } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { evaluations } from "../../src/derived/evaluations.ts";
import { publishedFigures } from "../../src/derived/published-figures.ts";
import { publicRecord, publicRecords, publishedDataset, squareCity, type Told } from "../support/published.ts";

const geography = squareCity(3);
const assessment = {
  ...{ problem: "speeding", measure: "OUT.01", category: null, design: "comparison_buffer" },
  ...{ response_areas: ["B11"], comparison_areas: ["B33"], buffer_areas: ["B12", "B21"], buffer_comparison_areas: null },
  ...{ before_from: "2024-01-01", before_to: "2024-12-31", after_from: "2025-01-01", after_to: "2025-12-31", limitations: null },
};
type Levels = Pick<Parameters<typeof publishedDataset>[0], "areaLevels" | "periodLevels">;

const evaluated = (
  told: (area: string, period: string, kind: string) => Told,
  change: Partial<Record<keyof typeof assessment, string | readonly string[] | null>> = {},
  levels: Levels = { areaLevels: ["beat"], periodLevels: ["month"] },
) => {
  const coverage = { from: "2024-01-01", to: "2026-02-15" };
  const dataset = publishedDataset({ dataset: "incidents", measure: "OUT.01", geography, coverage, told, ...levels });
  const records = publicRecords([publicRecord("assessments", { ...assessment, ...change }, "speeding/OUT.01")]);
  const [one] = evaluations(publishedFigures([dataset]), geography, records);
  if (one === undefined) throw new Error("There is no evaluation.");
  return one;
};

/** 10 a month everywhere; in the response area 4 from 2025 on. */
const better = (area: string, period: string): Told => (area === "B11" && period >= "2025" ? 4 : 10);

describe("evaluations(figures, geography, records)", () => {
  it("sums published months and areas, and gives every measure of the guides", () => {
    const { code, values } = evaluated(better);
    expect(code).toBe("speeding/OUT.01");
    expect(values).toMatchObject({
      ...{ verdict: "improved", reason: null, design: "comparison_buffer" },
      ...{ response_before: 120, response_after: 48, comparison_before: 120, comparison_after: 120 },
      ...{ buffer_before: 240, buffer_after: 240, buffer_comparison_before: null, buffer_comparison_after: null },
      ...{
        gross_effect: 72,
        net_effect: 0.6,
        total_net_effect: 72,
        displacement_quotient: 0,
        displacement: "neither",
        relative_effect: 2.5,
      },
    });
    const expected = weightedDisplacementDifference({
      response: { before: 120, after: 48 },
      comparison: { before: 120, after: 120 },
      buffer: { before: 240, after: 240 },
    });
    expect(values.difference).toBe(-72);
    expect(values.difference_error).toBeCloseTo(expected.standardError, 3);
    expect(values.estimate).toBe(-72);
    expect((values.sentence as Record<string, string>).en).toMatch(/^Recorded incidents: improved, likely between/);
    expect((values.sentence as Record<string, string>).es).toMatch(/mejora/);
  });

  it("takes a coarser period or area that is the same, where a finer one is not shown", () => {
    const hidden = (area: string, period: string, kind: string): Told =>
      period.length > 4 && area === "B11"
        ? "SUPPRESSED"
        : period.length > 4
          ? better(area, period)
          : 12 * (better(area, period) as number) + (kind === "a" ? 1 : 0);
    const { values } = evaluated(hidden, {}, { areaLevels: ["beat"], periodLevels: ["month", "year"] });
    expect(values).toMatchObject({ verdict: "improved", response_before: 120 });
    const beats = (area: string, period: string): Told =>
      area === "B11" || area === "B13" ? "SUPPRESSED" : area === "D1" ? 30 : better(area, period);
    const district = evaluated(
      beats,
      { design: "comparison", response_areas: ["B11", "B12", "B13"] },
      { areaLevels: ["beat", "district"], periodLevels: ["month"] },
    );
    expect(district.values).toMatchObject({ response_before: 360, response_after: 360 });
  });

  it("counts the category that the assessment names, and no other", () => {
    const byKind = (_: string, __: string, kind: string): Told => ({ a: 3, b: 4, every: 7 })[kind] ?? 0;
    expect(evaluated(byKind, { category: "a" }).values.response_before).toBe(36);
    expect(evaluated(byKind, { category: "every" }).values.response_before).toBe(84);
    expect(evaluated(byKind).values.response_before).toBe(84);
    expect(evaluated(byKind, { category: "c" }).values).toMatchObject({ verdict: "not_assessable", reason: "not_covered" });
  });

  it.each([
    ["a hidden count", (area: string, period: string) => (area === "B33" && period === "2024-05" ? "SUPPRESSED" : 10), {}, "hidden"],
    [
      "a count that was changed to protect people",
      (area: string) => (area === "B33" ? { value: 10, flags: ["PERTURBED"] } : 10),
      {},
      "hidden",
    ],
    ["a month that is not reported", (_: string, period: string) => (period === "2025-03" ? "NOT_REPORTED" : 10), {}, "not_covered"],
    ["a time that is partly covered", () => 10, { after_from: "2025-03-01", after_to: "2026-02-28" }, "not_covered"],
    ["a time that is not of whole months", () => 10, { before_from: "2024-01-15" }, "not_covered"],
    ["times that overlap", () => 10, { after_from: "2024-12-01" }, "not_covered"],
    [
      "a break between the times",
      (_: string, period: string) => ({ value: 10, flags: period === "2024-07" ? ["BREAK_IN_SERIES"] : [] }),
      {},
      "not_covered",
    ],
    ["an area in two roles", () => 10, { buffer_areas: ["B11"] }, "areas_unclear"],
    ["an area in an area", () => 10, { comparison_areas: ["D1"] }, "areas_unclear"],
    ["an area that nobody knows", () => 10, { comparison_areas: ["B99"] }, "areas_unclear"],
    ["no comparison", () => 10, { comparison_areas: null }, "areas_unclear"],
    ["too few events", (area: string, period: string) => (area === "B33" ? (period === "2024-01" ? 2 : 0) : 10), {}, "too_few_events"],
    ["no design", () => 10, { design: "none" }, "no_design"],
    ["nothing counted before", () => 10, { design: "after_only" }, "no_count_before"],
  ] as const)("does not assess by %s, and says why without a figure", (_, told, change, reason) => {
    const { values } = evaluated(told as (area: string, period: string) => Told, change);
    expect(values).toMatchObject({ verdict: "not_assessable", reason, estimate: null, difference: null, relative_effect: null });
    const { en } = values.sentence as Record<string, string>;
    expect(en).toMatch(/cannot be assessed, because [a-z ,]+\.$/);
  });

  it("assesses a time series by the change of level, in percent", () => {
    const told = (area: string, period: string): Told =>
      (period >= "2025" ? 20 : 40) + ((Number(period.slice(5)) * 7) % 5) + (area === "B11" ? 0 : 1);
    const { values } = evaluated(told, { design: "time_series", response_areas: ["B11", "B12"] });
    expect(values).toMatchObject({ verdict: "improved", estimate_unit: "percent", response_before: null });
    expect(values.estimate).toBeLessThan(-30);
  });

  it("tells no gross effect of times of different length, and weighs the difference by them", () => {
    const { values } = evaluated(() => 10, { design: "comparison", before_from: "2024-07-01" });
    expect(values).toMatchObject({ gross_effect: null, difference: 0, verdict: "no_clear_change" });
  });

  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: 60 }) },
    fc.constantFrom<Told>("SUPPRESSED", "NOT_YET_PUBLISHED", { value: 3, flags: ["ROUNDED"] }),
  );
  test.prop([
    fc.array(cell, { minLength: 1, maxLength: 40 }),
    fc.constantFrom("before_after", "comparison", "comparison_buffer", "time_series"),
  ])("never uses a cell that is not shown as it is, and is never NaN", (cells, design) => {
    const needed = new Set<Told>();
    const at = (area: string, period: string): Told =>
      cells[(Number(area.slice(1)) * 31 + Number(period.slice(2, 4)) * 12 + Number(period.slice(5))) % cells.length] ?? 0;
    const { values } = evaluated(
      (area, period) => {
        const told = at(area, period);
        const isUsed =
          design === "before_after" || design === "time_series"
            ? area === "B11"
            : ["B11", "B33"].includes(area) || (design === "comparison_buffer" && ["B12", "B21"].includes(area));
        if (isUsed && period < "2026") needed.add(told);
        return told;
      },
      { design },
    );
    const isHidden = [...needed].some((told) => typeof told !== "number");
    if (isHidden) expect(values.verdict).toBe("not_assessable");
    if (isHidden) expect([values.estimate, values.response_before, values.difference]).toEqual([null, null, null]);
    for (const value of Object.values(values)) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
    expect(JSON.stringify(values.sentence)).not.toMatch(/NaN|undefined|Infinity/);
  });
});
