import { type MeasureDefinition, parsePeriod, type RatioOf } from "@openbeat/schema/domain";
import type { Geography } from "../../geography/areas.ts";
import { wholeLevels } from "../../hub/plan.ts";
import { cellReporting, unitKey } from "../../hub/reporting.ts";
import type { ProtectedDataset } from "../../protect/publishable.ts";
import { type Counted, countedAt, type Figure, type FigureOf, fromCounts, nothing } from "./figure.ts";
import type { Grouping } from "./grouping.ts";
import { axesIn, positions } from "./grouping.ts";
import { perSoMany } from "./rate.ts";

/** Days: ISO 8601 dates, both included. */
interface Days {
  readonly from: string;
  readonly to: string;
}

/** What a dataset publishes of a measure, all its categories together, for whoever divides by it. */
export interface BaseCounts {
  readonly coverage: Days;
  /** The count of an area in a period, as far as it is published. */
  readonly at: (area: string, period: string) => Counted;
  /** Whether some of it was not reported. */
  readonly isPartial: (area: string, period: string) => boolean;
}

/** Finds what is divided by: by dataset and measure. `undefined` where the hub has no such figures. */
export type FindBase = (base: RatioOf["base"]) => BaseCounts | undefined;

/** What the datasets of a hub publish of their counts, for rates that divide by them. */
export function basesOf(datasets: readonly ProtectedDataset[], geography: Geography): FindBase {
  const found = new Map<string, BaseCounts | undefined>();
  return ({ dataset, measure }) => {
    const key = `${dataset} ${measure}`;
    if (!found.has(key)) {
      const data = datasets.find(({ plan }) => plan.file.spec.dataset === dataset);
      found.set(key, data === undefined ? undefined : baseCounts(data, measure, geography));
    }
    return found.get(key);
  };
}

function baseCounts({ plan, cells }: ProtectedDataset, measure: string, geography: Geography): BaseCounts {
  const isWhole = wholeLevels(geography, plan.categories);
  const counts = new Map<string, Counted>();
  const partial = new Set<string>();
  for (const table of plan.tables) {
    const own = cells.get(table)?.get(measure);
    if (own === undefined) continue;
    for (const [place, levels] of table.groupings.entries()) {
      if (!table.dimensions.every(({ code }, at) => at < 2 || isWhole(code, levels[at] ?? ""))) continue;
      const reportedOf = cellReporting(plan.reporting, geography, levels[0] ?? "");
      for (const { place: cell, nodes } of positions(axesIn(plan, geography, table)(levels))) {
        const key = unitKey(nodes[0]?.code ?? "", nodes[1]?.code ?? "");
        const counted = countedAt(own[place], cell);
        const { missing, isPartial } = reportedOf(nodes[0]?.code ?? "", nodes[1]?.code ?? "");
        counts.set(key, missing !== null && counted.status === "published" ? { status: "missing" } : counted);
        if (isPartial) partial.add(key);
      }
    }
  }
  return {
    coverage: plan.file.spec.coverage,
    at: (area, period) => counts.get(unitKey(area, period)) ?? { status: "absent" },
    isPartial: (area, period) => partial.has(unitKey(area, period)),
  };
}

const withFlag = (figure: Figure, isPartial: boolean): Figure =>
  isPartial ? { ...figure, flags: [...figure.flags, "PARTIAL_COVERAGE"] } : figure;

/** The days of a period that a coverage holds. */
function daysIn(period: string, { from, to }: Days): Days {
  const { start = "", end = "" } = parsePeriod(period) ?? {};
  return { from: start > from ? start : from, to: end < to ? end : to };
}

/**
 * How a rate of two counts is made in a grouping: hidden where either is, and not there where the base is zero, or not published for that area and period.
 * Where the base covers other days of the period than the count does, it was not reported for them.
 */
export function ratioIn(
  { plan, table, levels, counts }: Grouping,
  { per }: RatioOf,
  base: BaseCounts | undefined,
  counted: MeasureDefinition | undefined,
): FigureOf {
  const own = counts[table.groupings.indexOf(levels)];
  const { coverage } = plan.file.spec;
  return ({ place, nodes: [area, period] }) => {
    if (base === undefined) return nothing("NOT_COLLECTED");
    const [days, others] = [daysIn(period?.code ?? "", coverage), daysIn(period?.code ?? "", base.coverage)];
    if (days.from !== others.from || days.to !== others.to) return nothing("NOT_REPORTED");
    return fromCounts([countedAt(own, place), base.at(area?.code ?? "", period?.code ?? "")], ([count = 0, all = 0]) =>
      all === 0
        ? nothing("NOT_APPLICABLE")
        : withFlag(perSoMany(count, all, per, counted), base.isPartial(area?.code ?? "", period?.code ?? "")),
    );
  };
}
