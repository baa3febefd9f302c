import booleanPointInPolygon from "@turf/boolean-point-in-polygon";
import { pointOnFeature } from "@turf/point-on-feature";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import type { Problem } from "../errors.ts";
import type { HubSpec, PopulationSpec } from "../hub/hub-schema.ts";
import { type Geography, readMapped } from "./areas.ts";

/** Residents of an area: everybody (`all`), or one population group. */
export interface Residents {
  readonly area: string;
  readonly group: string;
  readonly year: number;
  readonly residents: number;
  readonly source: string;
}

const keyOf = ({ area, group, year }: Pick<Residents, "area" | "group" | "year">) => `${area} ${group} ${year}`;

const whole = (text: string | null | undefined): number | undefined => {
  const value = Number(text);
  return text != null && text.trim() !== "" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** The area of a level that holds a point inside the shape. */
function holderOf(shape: Polygon | MultiPolygon, level: string, geography: Geography): string | undefined {
  const feature: Feature<Polygon | MultiPolygon> = { type: "Feature", properties: {}, geometry: shape };
  const inside = pointOnFeature(feature);
  return geography.atLevel(level).find(({ boundary }) => boundary !== undefined && booleanPointInPolygon(inside, boundary.geometry))?.code;
}

/** @param seen Which of the hub's population files gave an area, group and year. */
async function readOne(folder: string, hub: HubSpec, spec: PopulationSpec, geography: Geography, seen: Map<string, PopulationSpec>) {
  const { rows, problems } = await readMapped(folder, spec.file, spec.select, hub.timezone, "hub.yaml");
  const wrong: Problem[] = [...problems];
  let outside = 0;
  const found = rows.flatMap(({ row, values, geometry }): Residents[] => {
    const residents = whole(values.residents);
    const year = whole(values.year);
    if (residents === undefined || year === undefined) {
      wrong.push({ code: "POPULATION_INVALID", file: spec.file, row, message: "The residents or the year are not a whole number ≥ 0." });
      return [];
    }
    let area = values.area ?? undefined;
    if (spec.assign !== undefined) {
      area =
        geometry?.type === "Polygon" || geometry?.type === "MultiPolygon" ? holderOf(geometry, spec.assign.level, geography) : undefined;
      if (area === undefined) {
        outside += 1;
        return [];
      }
    }
    if (area === undefined || !geography.areas.has(area)) {
      wrong.push({
        code: "UNKNOWN_AREA",
        file: spec.file,
        row,
        column: "area",
        message: "The area is not one of the hub's. Check the mapping and the code.",
      });
      return [];
    }
    const own = { area, group: values.group_code ?? "all", year, residents, source: spec.source };
    // Shapes are parts of an area and add up; a row that names its area says all of it.
    const before = seen.get(keyOf(own));
    if (before !== undefined && (before !== spec || spec.assign === undefined)) {
      const message = "An earlier row, of this file or another, has the same area, year and group. Remove one, or map `group_code`.";
      wrong.push({ code: "POPULATION_INVALID", file: spec.file, row, message });
    }
    seen.set(keyOf(own), spec);
    return [own];
  });
  return { found, problems: wrong, outside };
}

/** Adds up shapes of the same area, group and year; then gives every area above the sum of its areas, where all of them are known. */
function rollUp(rows: readonly Residents[], geography: Geography): readonly Residents[] {
  const sums = new Map<string, Residents>();
  for (const row of rows) {
    const before = sums.get(keyOf(row));
    sums.set(keyOf(row), before === undefined ? row : { ...before, residents: before.residents + row.residents });
  }
  const series = [...new Map(rows.map(({ group, year, source }) => [`${group} ${year}`, { group, year, source }])).values()];
  // Finest levels first, so that what is above finds its parts filled in.
  const byDepth = [...geography.levels].sort((a, b) => geography.chain(b.code).length - geography.chain(a.code).length);
  for (const level of byDepth) {
    for (const area of geography.atLevel(level.code)) {
      for (const { group, year, source } of series) {
        if (sums.has(keyOf({ area: area.code, group, year }))) continue;
        for (const below of geography.levels.filter(({ parent }) => parent === level.code)) {
          const parts = geography.atLevel(below.code).filter(({ parent }) => parent === area.code);
          const known = parts.map((part) => sums.get(keyOf({ area: part.code, group, year }))?.residents);
          if (known.length === 0 || known.some((residents) => residents === undefined)) continue;
          const residents = known.reduce<number>((sum, part) => sum + (part ?? 0), 0);
          sums.set(keyOf({ area: area.code, group, year }), { area: area.code, group, year, residents, source });
          break;
        }
      }
    }
  }
  return [...sums.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Reads the residents of every area. `outside` counts the shapes of a file that lie in no area: told, and left out. */
export async function readPopulation(
  folder: string,
  hub: HubSpec,
  geography: Geography,
): Promise<{ readonly population: readonly Residents[]; readonly problems: readonly Problem[]; readonly outside: number }> {
  const all: Residents[] = [];
  const problems: Problem[] = [];
  let outside = 0;
  const seen = new Map<string, PopulationSpec>();
  for (const spec of hub.population) {
    const read = await readOne(folder, hub, spec, geography, seen);
    all.push(...read.found);
    problems.push(...read.problems);
    outside += read.outside;
  }
  return { population: rollUp(all, geography), problems, outside };
}

/** Residents of an area, or of a group of them, for a year: of that year, else of the last year before it, else of the first there is. */
export function residentsFor(population: readonly Residents[], area: string, year: number, group = "all"): Residents | undefined {
  const known = population.filter((row) => row.area === area && row.group === group).sort((a, b) => a.year - b.year);
  return known.filter((row) => row.year <= year).at(-1) ?? known[0];
}
