import { derivedFrom, type ObservationFlag, type ObservationStatus, type ShareOf } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import { type Residents, residentsFor } from "../geography/population.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { cellAt, type ProtectedDataset, type PublishableCells } from "../protect/publishable.ts";
import { wilson } from "../survey/wilson.ts";
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

interface Position {
  /** In the order of a grouping's cells. */
  readonly place: number;
  /** The place of each node on its axis. */
  readonly at: readonly number[];
  readonly nodes: readonly Node[];
}

type Axes = readonly (readonly Node[])[];

function* positions(axes: Axes): Generator<Position> {
  const size = axes.reduce((cells, { length }) => cells * length, 1);
  for (let place = 0; place < size; place++) {
    const at = new Array<number>(axes.length);
    let rest = place;
    for (let dimension = axes.length - 1; dimension >= 0; dimension--) {
      const { length = 1 } = axes[dimension] ?? [];
      at[dimension] = rest % length;
      rest = Math.floor(rest / length);
    }
    yield { place, at, nodes: at.flatMap((one, dimension) => axes[dimension]?.[one] ?? []) };
  }
}

/** The place of a cell among a grouping's, by its places on the axes. */
const placeAt = (axes: Axes, at: readonly number[]) =>
  at.reduce((place, one, dimension) => place * (axes[dimension]?.length ?? 0) + one, 0);

/** Makes the figure of a cell of a measure. */
type FigureOf = (position: Position) => Figure;

/** How a share is made in a grouping: from the counts of its part and of what the part is out of, in groupings with the category at their levels. */
function shareIn(
  plan: DatasetPlan,
  table: TablePlan,
  share: ShareOf,
  counts: readonly PublishableCells[],
  levels: readonly string[],
  axesOf: (levels: readonly string[]) => Axes,
): FigureOf {
  const dimension = table.dimensions.findIndex(({ code }) => code === share.category);
  // Of one code of the category there are no shares.
  if (levels[dimension] !== table.dimensions[dimension]?.levels.at(-1)) return () => nothing("NOT_APPLICABLE");
  const list = plan.categories.get(share.category);
  const countOf = (code: string | undefined): ((at: readonly number[]) => ReturnType<typeof cellAt>) => {
    const own = code === undefined ? levels : levels.with(dimension, list?.codes.get(code)?.level ?? "");
    const cells = counts[table.groupings.findIndex((other) => other.every((level, place) => level === own[place]))];
    const axes = axesOf(own);
    const place = code === undefined ? 0 : (axes[dimension] ?? []).findIndex((node) => node.code === code);
    if (cells === undefined || place < 0) throw new Error(`The table ${table.spec.name} lacks the counts of a share.`);
    return (at) => cellAt(cells, placeAt(axes, at.with(dimension, place)));
  };
  const [part, whole] = [countOf(share.code), countOf(share.outOf)];
  return ({ at }) => shareFigure(part(at), whole(at));
}

/** Two decimals of a percentage. */
const percent = (share: number) => Math.round(share * 10_000) / 100;
const shareLevel = 0.95;

/** A share of records: hidden where one of its counts is. Where there are no records there is no share. */
function shareFigure(part: ReturnType<typeof cellAt>, whole: ReturnType<typeof cellAt>): Figure {
  for (const { status } of [part, whole]) if (status !== "published") return nothing(statusOf[status]);
  if (part.status !== "published" || whole.status !== "published") throw new Error("A share is of counts that are not published.");
  if (whole.count === 0) return nothing("NOT_APPLICABLE");
  return { status: "AVAILABLE", ...shareOf(part.count, whole.count) };
}

/** A share in percent, with Wilson's interval. `whole` is above 0. */
export function shareOf(part: number, whole: number): Pick<Figure, "value" | "numerator" | "denominator" | "interval"> {
  const { lower, upper } = wilson(part, whole, shareLevel);
  return {
    value: percent(part / whole),
    numerator: part,
    denominator: whole,
    interval: { lower: percent(lower), upper: percent(upper), level: shareLevel, method: "Wilson" },
  };
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
  const axesOf = (levels: readonly string[]): Axes =>
    table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? ""));
  for (const [grouping, levels] of table.groupings.entries()) {
    for (const [measure, definition] of table.measures.entries()) {
      const counts = cells?.get(derivedFrom(definition) ?? definition.code);
      const own = counts?.[grouping];
      if (counts === undefined || own === undefined)
        throw new Error(`The table ${table.spec.name} lacks the figures of ${definition.code}.`);
      const figureOf =
        definition.shareOf !== undefined
          ? shareIn(plan, table, definition.shareOf, counts, levels, axesOf)
          : definition.per1000Of !== undefined
            ? rateIn(own, population)
            : ({ place }: Position) => countFigure(own, place);
      for (const position of positions(axesOf(levels))) {
        const [area, period, ...categories] = position.nodes;
        if (area === undefined || period === undefined) throw new Error("A cell has no area or no period.");
        const figure = figureOf(position);
        yield {
          grouping,
          measure,
          area: area.code,
          period: period.code,
          codes: categories.map(({ code }) => code),
          flags: flagsOf(own, figure, period.partial),
          ...{ n: null, nEffective: null },
          ...figure,
        };
      }
    }
  }
}

/** How a rate is made in a grouping. */
function rateIn(cells: PublishableCells, population: readonly Residents[]): FigureOf {
  const denominators = new Map<string, number | undefined>();
  const residents = (area: string, year: string) => {
    const key = `${area} ${year}`;
    if (!denominators.has(key)) denominators.set(key, residentsFor(population, area, Number(year))?.residents);
    return denominators.get(key);
  };
  return ({ place, nodes: [area, period] }) => rateFigure(cells, place, residents(area?.code ?? "", (period?.code ?? "").slice(0, 4)));
}

/** Out of fewer records than this a share says little. @see NCHS, Vital and Health Statistics 2(175). */
const smallestWhole = 30;

/** Whether a share is out of so few that it says little. */
export const isSmallWhole = (whole: number): boolean => whole < smallestWhole;

function flagsOf(cells: PublishableCells, { status, interval, denominator }: Figure, partial: boolean): readonly ObservationFlag[] {
  const changed = cells.kind === "changed" && status === "AVAILABLE" ? [cells.flag] : [];
  const small = interval?.method === "Wilson" && isSmallWhole(denominator ?? 0) ? (["LOW_RELIABILITY"] as const) : [];
  return [...changed, ...small, ...(partial ? (["PARTIAL_COVERAGE"] as const) : [])];
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
