import type { Geography } from "../../geography/areas.ts";
import type { DatasetPlan, TablePlan } from "../../hub/plan.ts";
import type { PublishableCells } from "../../protect/publishable.ts";
import { type Node, nodesOf } from "../../tabulate/nodes.ts";
import { type Counted, countedAt } from "./figure.ts";

/** The nodes along each dimension of a grouping. */
export type Axes = readonly (readonly Node[])[];

/** One cell of a grouping. */
export interface Position {
  /** In the order of the grouping's cells. */
  readonly place: number;
  /** The place of each node on its axis. */
  readonly at: readonly number[];
  readonly nodes: readonly Node[];
}

/** Every cell of a grouping, in canonical order. */
export function* positions(axes: Axes): Generator<Position> {
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

/** The axes of a table at some levels. */
export const axesIn =
  (plan: DatasetPlan, geography: Geography, table: TablePlan) =>
  (levels: readonly string[]): Axes =>
    table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? ""));

/** A grouping of a table, and the counts that figures in it are worked out from. */
export interface Grouping {
  readonly plan: DatasetPlan;
  readonly table: TablePlan;
  readonly levels: readonly string[];
  /** Of the measure that is counted, one entry a grouping of the table. */
  readonly counts: readonly PublishableCells[];
  readonly axesOf: (levels: readonly string[]) => Axes;
}

/** Whether a category is whole in a grouping: at the level that holds all of it. */
export function isWhole({ table, levels }: Grouping, category: string): boolean {
  const dimension = table.dimensions.findIndex(({ code }) => code === category);
  return dimension >= 0 && levels[dimension] === table.spec.dimensions[category]?.at(-1);
}

/** Whether a category stands at a level in a grouping. */
export const isCategoryAt = ({ table, levels }: Grouping, category: string, level: string): boolean =>
  levels[table.dimensions.findIndex(({ code }) => code === category)] === level;

/** The counts of a code of a category, by the places of a cell in a grouping; of all of it where no code is given. */
export function countsOf(
  { plan, table, levels, counts, axesOf }: Grouping,
  category: string,
  code: string | undefined,
): (at: readonly number[]) => Counted {
  const dimension = table.dimensions.findIndex((own) => own.code === category);
  const list = plan.categories.get(category);
  const own = code === undefined ? levels : levels.with(dimension, list?.codes.get(code)?.level ?? "");
  const cells = counts[table.groupings.findIndex((other) => other.every((level, place) => level === own[place]))];
  const axes = axesOf(own);
  const place = code === undefined ? 0 : (axes[dimension] ?? []).findIndex((node) => node.code === code);
  if (place < 0) throw new Error(`The table ${table.spec.name} lacks a code that a figure is of.`);
  return (at) => countedAt(cells, placeAt(axes, at.with(dimension, place)));
}
