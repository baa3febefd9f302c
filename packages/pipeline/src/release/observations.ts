import { derivedFrom, type MeasureDefinition, type ObservationFlag, type ObservationStatus } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Residents } from "../geography/population.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { type CellReporting, cellReporting } from "../hub/reporting.ts";
import type { ProtectedDataset, PublishableCells } from "../protect/publishable.ts";
import type { Node } from "../tabulate/nodes.ts";
import { type Figure, type FigureOf, type Interval, nothing } from "./figures/figure.ts";
import { axesIn, type Grouping, positions } from "./figures/grouping.ts";
import { partIn } from "./figures/part.ts";
import { countedIn, countIn, rateIn } from "./figures/rate.ts";
import { type FindBase, ratioIn } from "./figures/ratio.ts";
import { representationIn } from "./figures/representation.ts";
import { shareIn } from "./figures/share.ts";
import { waitIn } from "./figures/wait.ts";

/** One cell of a published table, by codes: what the store gets and what the hash is made of. */
export interface Observation {
  /** Place of the grouping in its table, of the measure among the table's. */
  readonly grouping: number;
  readonly measure: number;
  readonly area: string;
  readonly period: string;
  readonly codes: readonly string[];
  readonly status: ObservationStatus;
  readonly value: number | null;
  readonly flags: readonly ObservationFlag[];
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Answers that an estimate rests on, and how many of a simple random sample they are worth: rounded. */
  readonly n: number | null;
  readonly nEffective: number | null;
  /** Between which values the truth lies, where a method changed the figure or it is an estimate. */
  readonly interval: Interval | null;
}

/** What figures of a dataset are made with, besides its own counts. */
export interface Beside {
  readonly geography: Geography;
  readonly population: readonly Residents[];
  readonly bases: FindBase;
}

/** How the figures of a measure are made in a grouping. */
function figuresOf(grouping: Grouping, own: PublishableCells, definition: MeasureDefinition, { population, bases }: Beside): FigureOf {
  const { shareOf, partOf, waitOf, representationOf, ratioOf, per1000Of } = definition;
  if (shareOf !== undefined) return shareIn(grouping, shareOf);
  if (partOf !== undefined) return partIn(grouping, partOf);
  if (waitOf !== undefined) return waitIn(grouping, waitOf);
  if (representationOf !== undefined) return representationIn(grouping, representationOf, population);
  if (ratioOf !== undefined) return ratioIn(grouping, ratioOf, bases(ratioOf.base), countedIn(ratioOf.count));
  if (per1000Of !== undefined) return rateIn(own, countedIn(per1000Of), population);
  return countIn(own);
}

/** Every observation of a table in canonical order: grouping, measure, area, period, codes. */
export function* observationsOf(plan: DatasetPlan, table: TablePlan, data: ProtectedDataset, beside: Beside): Generator<Observation> {
  const cells = data.cells.get(table);
  const axesOf = axesIn(plan, beside.geography, table);
  for (const [grouping, levels] of table.groupings.entries()) {
    for (const [measure, definition] of table.measures.entries()) {
      const counts = cells?.get(derivedFrom(definition) ?? definition.code);
      const own = counts?.[grouping];
      if (counts === undefined || own === undefined)
        throw new Error(`The table ${table.spec.name} lacks the figures of ${definition.code}.`);
      const reportedOf = cellReporting(plan.reporting, beside.geography, levels[0] ?? "");
      const figureOf = figuresOf({ plan, table, levels, counts, axesOf }, own, definition, beside);
      for (const position of positions(axesOf(levels))) {
        const [area, period, ...categories] = position.nodes;
        if (area === undefined || period === undefined) throw new Error("A cell has no area or no period.");
        const reported = reportedOf(area.code, period.code);
        const figure = asReported(figureOf(position), reported);
        yield {
          grouping,
          measure,
          area: area.code,
          period: period.code,
          codes: categories.map(({ code }) => code),
          ...{ n: null, nEffective: null },
          ...figure,
          flags: flagsOf(own, figure, { ...period, partial: period.partial || reported.isPartial }),
        };
      }
    }
  }
}

/** What was not reported is no zero. A figure that is hidden, or waits, stays so: it says nothing either way. */
function asReported(figure: Figure, { missing }: CellReporting): Figure {
  if (missing === null || (figure.status !== "AVAILABLE" && figure.status !== "NOT_APPLICABLE")) return figure;
  if (figure.value !== null && figure.value !== 0) throw new Error("A figure is of records, and they are said not to be reported.");
  return nothing(missing);
}

/** All that a reader must know of a figure, from how it was protected, how it was made and what the records cover. */
function flagsOf(
  cells: PublishableCells,
  { status, flags }: Figure,
  { partial, isBreak }: Pick<Node, "partial" | "isBreak">,
): readonly ObservationFlag[] {
  const changed = cells.kind === "changed" && status === "AVAILABLE" ? [cells.flag] : [];
  return [
    ...new Set([
      ...changed,
      ...flags,
      ...(isBreak ? (["BREAK_IN_SERIES"] as const) : []),
      ...(partial ? (["PARTIAL_COVERAGE"] as const) : []),
    ]),
  ];
}

const csvField = (value: string | number | null): string => (value === null ? "" : String(value));

/** One observation as a line of the canonical text that a table's hash is made of. */
export const canonicalLine = ({
  grouping,
  measure,
  area,
  period,
  codes,
  status,
  value,
  flags,
  numerator,
  denominator,
  n,
  nEffective,
  interval,
}: Omit<Observation, "status" | "flags" | "interval"> & {
  readonly status: string;
  readonly flags: readonly string[];
  readonly interval: Pick<Interval, "lower" | "upper"> | null;
}): string =>
  [
    ...[grouping, measure, area, period, codes.join(";"), status, value, flags.join(";"), numerator, denominator],
    ...(interval === null ? [] : [interval.lower, interval.upper]),
    ...(n === null ? [] : [n, nEffective]),
  ]
    .map(csvField)
    .join(",");
