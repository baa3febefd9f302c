import { getisOrd } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { hotspotFindings, hotspotsOf } from "../../src/derived/hotspots.ts";
import { publishedFigures } from "../../src/derived/published-figures.ts";
import { evenPopulation, publishedDataset, squareCity, type Told } from "../support/published.ts";

const geography = squareCity(5);
const population = evenPopulation(geography, 1000);
const coverage = { from: "2023-07-01", to: "2026-03-31" };
const found = (told: (area: string, period: string) => Told, people = population, where = geography) => {
  const levels = { areaLevels: ["beat", "district"], periodLevels: ["year"] as const };
  const figures = publishedFigures([
    publishedDataset({ dataset: "incidents", measure: "OUT.01", geography: where, coverage, told, ...levels }),
  ]);
  return hotspotFindings(hotspotsOf(figures, where, people), where);
};
const corner = ["B11", "B12", "B21", "B22"];
const hotCorner = (area: string, period: string): Told => (period === "2025" && corner.includes(area) ? 200 : 20);
const analysis = (all: ReturnType<typeof found>, code: string) =>
  all.find((one) => one.kind === "hotspot-analyses" && one.code === code)?.values;

describe("hotspotFindings(hotspots, geography)", () => {
  it("finds where the latest whole year has more than chance explains, by rates, from the neighbours of the boundaries", () => {
    const all = found(hotCorner);
    expect(analysis(all, "OUT.01/beat/all")).toMatchObject({ period: "2025", basis: "rate", verdict: "computed", areas: 25, reason: null });
    const beats = geography.atLevel("beat").map(({ code }) => code);
    const near = (a: string, b: string) =>
      a !== b && Math.abs(Number(a[1]) - Number(b[1])) <= 1 && Math.abs(Number(a[2]) - Number(b[2])) <= 1;
    const around = beats.map((a) => beats.flatMap((b, place) => (near(a, b) ? [place] : [])));
    const scores = getisOrd(
      beats.map((code) => (corner.includes(code) ? 200 : 20)),
      around,
    );
    const findings = all.filter(({ kind, code }) => kind === "hotspot-findings" && code.startsWith("OUT.01/beat/all/"));
    expect(findings).toHaveLength(25);
    for (const [place, { values }] of findings.entries()) {
      expect(values.z).toBeCloseTo(scores[place]?.z ?? 0, 2);
      expect(values.verdict).toBe(scores[place]?.finding === "none" ? "not_clear" : scores[place]?.finding);
    }
    expect(analysis(all, "OUT.01/beat/all")?.hot).toEqual(beats.filter((_, place) => scores[place]?.finding === "hot"));
    expect(analysis(all, "OUT.01/beat/all")?.hot).toContain("B11");
    expect((findings[0]?.values.sentence as Record<string, string> | undefined)?.en).toBe(
      "Recorded incidents, Beat 11, 2025: a hot spot, as it and its neighbours together have more per resident than chance would put there.",
    );
  });

  it("compares counts where the residents of an area are not known, or it has none", () => {
    expect(
      analysis(
        found(
          hotCorner,
          population.slice(1).filter(({ area }) => area !== "B33"),
        ),
        "OUT.01/beat/all",
      )?.basis,
    ).toBe("count");
    const empty = population.map((row) => (row.area === "B33" ? { ...row, residents: 0 } : row));
    expect(analysis(found(hotCorner, empty), "OUT.01/beat/a")?.basis).toBe("count");
  });

  it.each([
    [
      "an area whose figure is hidden",
      (area: string): Told => (area === "B33" ? "SUPPRESSED" : 20),
      geography,
      "OUT.01/beat/all",
      "hidden",
    ],
    ["fewer than eight areas", hotCorner, geography, "OUT.01/district/all", "too_few_areas"],
    ["hardly an event", (): Told => 1, geography, "OUT.01/beat/all", "too_few_events"],
    [
      "an area without a boundary",
      hotCorner,
      { ...geography, atLevel: (level: string) => geography.atLevel(level).map((area) => ({ ...area, boundary: undefined })) },
      "OUT.01/beat/all",
      "no_boundaries",
    ],
  ] as const)("tells nothing of %s, and says why", (_, told, where, code, reason) => {
    const all = found(told as (area: string, period: string) => Told, population, where);
    expect(analysis(all, code)).toMatchObject({ verdict: "not_computed", reason, basis: null, hot: [], cold: [] });
    expect(all.filter((one) => one.kind === "hotspot-findings" && one.code.startsWith(`${code}/`))).toEqual([]);
  });
});
