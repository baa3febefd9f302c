import type { MeasureDefinition } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { PastDataset } from "../history/past.ts";
import { nodesByLevel } from "../history/write-past.ts";
import type { TablePlan } from "../hub/plan.ts";
import { nodesOf } from "../tabulate/nodes.ts";
import type { ProtectionContext } from "./context.ts";

/** Published figures of each table, a list for each of its groupings: NaN where nothing was published. */
export type FiguresOfTables = ReadonlyMap<TablePlan, readonly Float64Array[]>;

type PastTable = PastDataset["tables"][number];

/**
 * The figures that earlier releases published of a measure, in the cells of today's tables. A later release holds what earlier ones did.
 * @param whole Whether today's groupings must be those of before: figures that add up over releases cannot be cut otherwise.
 * @throws {PipelineError} `HISTORY_UNUSABLE` where areas or categories are not what they were.
 */
export function figuresBefore(
  context: ProtectionContext,
  tables: readonly TablePlan[],
  measure: MeasureDefinition,
  whole: boolean,
): FiguresOfTables {
  const { plan, geography, past } = context;
  const today = nodesByLevel(plan, geography);
  const unusable = (why: string) =>
    new PipelineError(
      "HISTORY_UNUSABLE",
      `${measure.code} of ${plan.file.spec.dataset} is published with figures that are final, and ${why}. Keep the tables as they were, or publish under a dataset of its own.`,
    );
  const figures = new Map(
    tables.map((table) => [
      table,
      table.groupings.map((levels) => {
        const size = table.dimensions.reduce(
          (cells, { code }, place) => cells * nodesOf(plan, geography, code, levels[place] ?? "").length,
          1,
        );
        return new Float64Array(size).fill(Number.NaN);
      }),
    ]),
  );
  for (const { dataset } of past) {
    const own = dataset.tables.flatMap((table) => {
      const found = table.measures.find(({ code }) => code === measure.code);
      return found?.figures === undefined ? [] : [{ table, figures: found.figures }];
    });
    const before = own.flatMap(({ table }) => table.groupings.map((levels) => levelKey(table.dimensions, levels)));
    const now = tables.flatMap((table) => table.groupings.map((levels) => levelKey(dimensionsOf(table), levels)));
    if (whole && before.length > 0 && (before.length !== now.length || !before.every((key) => now.includes(key))))
      throw unusable("the tables are by other levels now");
    for (const { table, figures: published } of own)
      for (const [grouping, levels] of table.groupings.entries()) {
        const place = findGrouping(tables, levelKey(table.dimensions, levels));
        if (place === undefined) continue;
        const target = figures.get(place.table)?.[place.grouping];
        if (target === undefined) continue;
        const axes = axesOf(table, levels, dataset, today, place.table, context);
        if (axes === undefined) throw unusable("its areas or categories are not what they were");
        published[grouping]?.forEach((figure, cell) => {
          if (figure !== null) target[placeOf(cell, axes)] = figure;
        });
      }
  }
  return figures;
}

const dimensionsOf = (table: TablePlan) => table.dimensions.map(({ code }) => code);
const levelKey = (dimensions: readonly string[], levels: readonly string[]) =>
  dimensions
    .map((code, place) => `${code}.${levels[place] ?? ""}`)
    .sort()
    .join(" ");

function findGrouping(tables: readonly TablePlan[], key: string) {
  for (const table of tables)
    for (const [grouping, levels] of table.groupings.entries())
      if (levelKey(dimensionsOf(table), levels) === key) return { table, grouping };
  return undefined;
}

/** For each dimension of a past table, where its nodes stand today and by what steps; undefined where a node is not what it was. */
function axesOf(
  { dimensions }: PastTable,
  levels: readonly string[],
  dataset: PastDataset,
  today: PastDataset["nodes"],
  table: TablePlan,
  { plan, geography }: ProtectionContext,
): readonly { readonly length: number; readonly places: readonly number[] }[] | undefined {
  const own = dimensionsOf(table);
  const strides = new Map<string, number>();
  let stride = 1;
  for (const code of [...own].reverse()) {
    strides.set(code, stride);
    stride *= nodesOf(plan, geography, code, levels[dimensions.indexOf(code)] ?? "").length;
  }
  const axes = dimensions.map((code, place) => {
    const level = levels[place] ?? "";
    const nodes = nodesOf(plan, geography, code, level).map((node) => node.code);
    const places = (dataset.nodes[code]?.[level] ?? []).map((node) => {
      const leaves = today[code]?.[level]?.find((other) => other.code === node.code)?.leaves;
      const isSame = code === "period" || (leaves !== undefined && [...leaves].sort().join("\n") === [...node.leaves].sort().join("\n"));
      return isSame ? nodes.indexOf(node.code) * (strides.get(code) ?? 0) : -1;
    });
    return { length: places.length, places };
  });
  return axes.every(({ places }) => places.every((place) => place >= 0)) ? axes : undefined;
}

function placeOf(cell: number, axes: readonly { readonly length: number; readonly places: readonly number[] }[]): number {
  let rest = cell;
  let place = 0;
  for (let d = axes.length - 1; d >= 0; d--) {
    const axis = axes[d];
    if (axis === undefined) continue;
    place += axis.places[rest % axis.length] ?? Number.NaN;
    rest = Math.floor(rest / axis.length);
  }
  return place;
}
