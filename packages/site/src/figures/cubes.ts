import { type Coverage, isWhole } from "../data/coverage.ts";
import type { Cube, Hub, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";

const byMeasureAndArea = new WeakMap<Cube, ReadonlyMap<string, readonly Row[]>>();

/** The rows of a cube for a measure and an area, in order of period. */
export function rowsOf(cube: Cube, measure: string, area: string): readonly Row[] {
  let index = byMeasureAndArea.get(cube);
  if (index === undefined) {
    index = Map.groupBy(cube.rows, (row) => `${row.measure} ${row.area}`);
    byMeasureAndArea.set(cube, index);
  }
  return (index.get(`${measure} ${area}`) ?? []).toSorted((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : 0));
}

/** The category dimensions of a table, in order. */
export const categoriesOf = (table: PublishedTable) => table.dimensions.filter(({ kind }) => kind === "CATEGORY");

/** Whether a level of a category dimension has one code only: the total over all categories. */
function isTotal(hub: Hub, table: PublishedTable, dimension: number, level: string): boolean {
  const list = categoriesOf(table)[dimension]?.codeList?.code;
  const codes = hub.codeLists.find(({ code }) => code === list)?.codes ?? [];
  return codes.filter((code) => code.level === level).length === 1;
}

/** The category dimensions along which a cube is broken down: those that are not totals. */
export const brokenDownBy = (hub: Hub, table: PublishedTable, cube: Cube): readonly number[] =>
  cube.levels.flatMap((level, dimension) => (isTotal(hub, table, dimension, level) ? [] : [dimension]));

/** The tables of a dataset that publish a level of areas. */
export const tablesAt = (hub: Hub, dataset: string, level: string): readonly PublishedTable[] =>
  hub.tables.filter((table) => table.dataset === dataset && table.cubes.some(({ areaLevel }) => areaLevel === level));

/** The measures of a dataset at a level of areas, in the order of its tables. */
export const measuresAt = (hub: Hub, dataset: string, level: string): readonly string[] => [
  ...new Set(tablesAt(hub, dataset, level).flatMap(({ measures }) => measures)),
];

/** How many of the rows are not shown. */
export const hiddenIn = (rows: readonly Row[]): number => rows.filter(({ observation }) => observation.status !== "AVAILABLE").length;

/** The rows of periods that the records cover from their first day to their last; all rows where fewer than two are. */
export function wholePeriods(rows: readonly Row[], coverage: Coverage | undefined): readonly Row[] {
  if (coverage === undefined) return rows;
  const whole = rows.filter(({ period }) => isWhole(period, coverage));
  return whole.length >= 2 ? whole : rows;
}

/** The last period whose days are all covered by the records; the last one where none is. */
export function lastWholePeriod(periods: readonly string[], coverage: Coverage): string | undefined {
  const sorted = [...new Set(periods)].toSorted();
  return sorted.findLast((code) => isWhole(code, coverage)) ?? sorted.at(-1);
}

const wholes = new WeakMap<Cube, Map<string, boolean>>();
/** Whether a cube has a measure for a period that the records cover whole. Looked at once: the page of every area asks. */
function hasWhole(cube: Cube, measure: string, coverage: Coverage): boolean {
  const ofCube = wholes.get(cube) ?? new Map<string, boolean>();
  wholes.set(cube, ofCube);
  const found = ofCube.get(measure) ?? cube.rows.some((row) => row.measure === measure && isWhole(row.period, coverage));
  ofCube.set(measure, found);
  return found;
}

/** Cells of several grains in their order, but those first that have a period which the records cover from its first day to its last. */
export const wholeFirst = <Cells extends { readonly cube: Cube }>(
  all: readonly Cells[],
  measure: string,
  coverage: Coverage,
): readonly Cells[] => all.toSorted((a, b) => Number(hasWhole(b.cube, measure, coverage)) - Number(hasWhole(a.cube, measure, coverage)));
