import type { ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import { type Residents, residentsFor } from "../geography/population.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { cellAt, type ProtectedDataset, type PublishableCells } from "../protect/publishable.ts";
import { type Node, nodesOf } from "../tabulate/nodes.ts";

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

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
}

type Figure = Pick<Observation, "status" | "value" | "numerator" | "denominator" | "interval">;

const nothing = (status: ObservationStatus): Figure => ({ status, value: null, numerator: null, denominator: null, interval: null });
const statusOf = { suppressed: "SUPPRESSED", later: "NOT_YET_PUBLISHED" } as const;

function countFigure(cells: PublishableCells, place: number): Figure {
  const cell = cellAt(cells, place);
  if (cell.status !== "published") return nothing(statusOf[cell.status]);
  return { status: "AVAILABLE", value: cell.count, numerator: null, denominator: null, interval: intervalOf(cells, cell.count, 1) };
}

/** A rate is its count: hidden where the count is. Where nobody lives there is no rate. */
function rateFigure(cells: PublishableCells, place: number, residents: number | undefined): Figure {
  const cell = cellAt(cells, place);
  if (cell.status !== "published") return nothing(statusOf[cell.status]);
  if (residents === undefined || residents === 0) return nothing("NOT_APPLICABLE");
  return {
    status: "AVAILABLE",
    value: perThousand(cell.count, residents),
    numerator: cell.count,
    denominator: residents,
    interval: intervalOf(cells, cell.count, residents),
  };
}

const perThousand = (count: number, residents: number) => Math.round((count / residents) * 1_000_000) / 1000;

/** @param residents 1 for a count. */
function intervalOf(cells: PublishableCells, count: number, residents: number): Interval | null {
  if (cells.kind !== "changed" || cells.spread === null) return null;
  const { by, level, method } = cells.spread;
  const scaled = (value: number) => (residents === 1 ? value : perThousand(value, residents));
  return { lower: scaled(Math.max(0, count - by)), upper: scaled(count + by), level, method };
}

function* positions(lists: readonly (readonly Node[])[]): Generator<{ readonly place: number; readonly nodes: readonly Node[] }> {
  const size = lists.reduce((cells, { length }) => cells * length, 1);
  for (let place = 0; place < size; place++) {
    const nodes = new Array<Node>(lists.length);
    let rest = place;
    for (let dimension = lists.length - 1; dimension >= 0; dimension--) {
      const list = lists[dimension] ?? [];
      const node = list[rest % list.length];
      if (node !== undefined) nodes[dimension] = node;
      rest = Math.floor(rest / list.length);
    }
    yield { place, nodes };
  }
}

/** Every observation of a table in canonical order: grouping, measure, area, period, codes. */
export function* observationsOf(
  plan: DatasetPlan,
  table: TablePlan,
  data: ProtectedDataset,
  geography: Geography,
  population: readonly Residents[],
): Generator<Observation> {
  const cells = data.cells.get(table);
  for (const [grouping, levels] of table.groupings.entries()) {
    const lists = table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? ""));
    for (const [measure, definition] of table.measures.entries()) {
      const own = cells?.get(definition.per1000Of ?? definition.code)?.[grouping];
      if (own === undefined) throw new Error(`The table ${table.spec.name} lacks the figures of ${definition.code}.`);
      const denominators = new Map<string, number | undefined>();
      const residents = (area: string, year: string) => {
        const key = `${area} ${year}`;
        if (!denominators.has(key)) denominators.set(key, residentsFor(population, area, Number(year))?.residents);
        return denominators.get(key);
      };
      for (const { place, nodes } of positions(lists)) {
        const [area, period, ...categories] = nodes;
        if (area === undefined || period === undefined) throw new Error("A cell has no area or no period.");
        const figure =
          definition.per1000Of === undefined
            ? countFigure(own, place)
            : rateFigure(own, place, residents(area.code, period.code.slice(0, 4)));
        yield {
          grouping,
          measure,
          area: area.code,
          period: period.code,
          codes: categories.map(({ code }) => code),
          flags: flagsOf(own, figure.status, period.partial),
          ...{ n: null, nEffective: null },
          ...figure,
        };
      }
    }
  }
}

function flagsOf(cells: PublishableCells, status: ObservationStatus, partial: boolean): readonly ObservationFlag[] {
  const changed = cells.kind === "changed" && status === "AVAILABLE" ? [cells.flag] : [];
  return partial ? [...changed, "PARTIAL_COVERAGE"] : changed;
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
