import { type RepresentationOf, representationRatio } from "@openbeat/schema/domain";
import { type Residents, residentsFor } from "../../geography/population.ts";
import { countedAt, type Figure, type FigureOf, fromCounts, intervalLevel, nothing } from "./figure.ts";
import { countsOf, type Grouping, isCategoryAt } from "./grouping.ts";
import { smallestWhole } from "./share.ts";

/**
 * How a representation ratio is made in a grouping: a group's share of those who said what they are, by its share of the residents in all those groups. Hidden where a count of it is.
 * There is none where a group of the list has no residents in the hub's population, nor for a group that nobody who lives there is of.
 */
export function representationIn(grouping: Grouping, { category, outOf }: RepresentationOf, population: readonly Residents[]): FigureOf {
  const list = grouping.plan.categories.get(category);
  const level = list?.levels[0] ?? "";
  const dimension = grouping.table.dimensions.findIndex(({ code }) => code === category);
  if (list === undefined || !isCategoryAt(grouping, category, level)) return () => nothing("NOT_APPLICABLE");
  const above = list.codes.get(outOf)?.level ?? "";
  const groups = list.atLevel(level).flatMap(({ code }) => (list.ancestor(code, above) === outOf ? [code] : []));
  const known = countsOf(grouping, category, outOf);
  const own = grouping.counts[grouping.table.groupings.indexOf(grouping.levels)];
  const residents = residentsByGroup(population, groups);
  return ({ place, at, nodes }) => {
    const group = nodes[dimension]?.code ?? "";
    const [area, period] = nodes;
    if (!groups.includes(group)) return nothing("NOT_APPLICABLE");
    const people = residents(area?.code ?? "", (period?.code ?? "").slice(0, 4));
    const ofGroup = people?.get(group) ?? 0;
    if (people === undefined || ofGroup === 0) return nothing("NOT_APPLICABLE");
    const everybody = [...people.values()].reduce((sum, count) => sum + count, 0);
    return fromCounts([countedAt(own, place), known(at)], ([came = 0, all = 0]) =>
      all === 0 ? nothing("NOT_APPLICABLE") : ratioOf(came, all, ofGroup, everybody),
    );
  };
}

/** Residents of each group of an area in a year; `undefined` where those of some group are not known. */
function residentsByGroup(population: readonly Residents[], groups: readonly string[]) {
  const known = new Map<string, ReadonlyMap<string, number> | undefined>();
  return (area: string, year: string): ReadonlyMap<string, number> | undefined => {
    const key = `${area} ${year}`;
    if (!known.has(key)) {
      const found = groups.map((group) => [group, residentsFor(population, area, Number(year), group)] as const);
      const years = new Set(found.map(([, own]) => own?.year));
      // Groups of different years do not add up to everybody of any.
      const isWhole = found.every(([, own]) => own !== undefined) && years.size === 1;
      known.set(key, isWhole ? new Map(found.map(([group, own]) => [group, own?.residents ?? 0])) : undefined);
    }
    return known.get(key);
  };
}

const rounded = (ratio: number) => Math.round(ratio * 1000) / 1000;

function ratioOf(came: number, all: number, ofGroup: number, everybody: number): Figure {
  const { ratio, interval } = representationRatio({ group: came, all }, { group: ofGroup, all: everybody }, { level: intervalLevel });
  return {
    status: "AVAILABLE",
    value: rounded(ratio),
    numerator: came,
    denominator: all,
    interval: {
      lower: rounded(interval.lower),
      upper: rounded(interval.upper),
      level: intervalLevel,
      method: came === 0 || came === all ? "Clopper-Pearson" : "log-normal",
    },
    flags: all < smallestWhole ? ["LOW_RELIABILITY"] : [],
  };
}
