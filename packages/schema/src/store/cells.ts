import type { Row } from "@openbeat/database";
import type { Area, Measure, Period } from "@openbeat/database/client";
import { type ObservationFlag, type ObservationStatus, observationFlags, observationStatuses } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import type { Catalogue, CatalogueTable } from "./catalogue.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { cursorListOf } from "./question.ts";
import type { Selection } from "./selection.ts";

/** One cell as the store holds it, checked. Every figure is null unless the status is AVAILABLE. */
export interface Cell {
  readonly seq: number;
  readonly measure: Measure;
  readonly area: Area;
  readonly period: Period;
  /** The code of each category dimension, in their order. */
  readonly codes: readonly string[];
  readonly status: ObservationStatus;
  readonly flags: readonly ObservationFlag[];
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number | null;
  readonly nEffective: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly intervalLevel: number | null;
  readonly intervalMethod: string | null;
}

/** Runs SQL as the reader. */
export type Run = (sql: string, parameters: readonly unknown[]) => Promise<readonly Row[]>;

const wrong = (column: string) => new Error(`The store gave a row whose ${column} is not what it must be.`);
const whole = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrong(column);
  return value;
};
const figure = (row: Row, column: string): number | null => {
  const value = row[column];
  if (value === null || (typeof value === "number" && Number.isFinite(value))) return value;
  throw wrong(column);
};
const strings = (row: Row, column: string): readonly string[] => {
  const value = row[column];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw wrong(column);
  return value;
};
const isStatus = (text: unknown): text is ObservationStatus => typeof text === "string" && Object.hasOwn(observationStatuses, text);
const isFlag = (text: string): text is ObservationFlag => Object.hasOwn(observationFlags, text);

/** Checks a row of observations. @throws {Error} Where the store holds what it must not hold. */
export function toCell(catalogue: Catalogue, row: Row): Cell {
  const measure = catalogue.measureById.get(whole(row, "measure_id"));
  const area = catalogue.areaById.get(whole(row, "area_id"));
  const period = catalogue.periodById.get(whole(row, "period_id"));
  const status = row.status;
  const flags = strings(row, "flags");
  const intervalMethod = row.interval_method;
  if (measure === undefined || area === undefined || period === undefined) throw wrong("member");
  if (!isStatus(status)) throw wrong("status");
  if (!flags.every(isFlag)) throw wrong("flags");
  if (intervalMethod !== null && typeof intervalMethod !== "string") throw wrong("interval_method");
  const shown = status === "AVAILABLE";
  // The database refuses a figure on a hidden cell. A figure that came here all the same must not go any further.
  const own = (column: string) => (shown ? figure(row, column) : null);
  return {
    seq: whole(row, "seq"),
    measure,
    area,
    period,
    codes: strings(row, "codes"),
    status,
    flags,
    value: own("value"),
    numerator: own("numerator"),
    denominator: own("denominator"),
    n: own("n"),
    nEffective: own("n_effective"),
    lower: own("lower"),
    upper: own("upper"),
    intervalLevel: own("interval_level"),
    intervalMethod: shown ? intervalMethod : null,
  };
}

/** Where the cells of a grouping stand in the table's canonical order. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly cells: number;
}

/**
 * Where the cells of measures must stand, by the sizes of the groupings that the release tells: groupings follow each other in a table,
 * measures in a grouping, and every measure has as many cells. Null where they cannot.
 */
function expectedBlocks({ table, grouping, measures }: Selection): readonly Pick<Extent, "first" | "last">[] | null {
  const size = grouping.cellCount / table.measures.length;
  if (!Number.isInteger(size) || size === 0) return null;
  let before = 0;
  for (const other of table.groupings) if (other.position < grouping.position) before += other.cellCount;
  return measures.map(({ id }) => {
    const first = before + table.measures.findIndex((own) => own.id === id) * size + 1;
    return { first, last: first + size - 1 };
  });
}

/**
 * Finds where the cells of the selected grouping and measures stand: they follow each other, so a page is a short walk. Looks whether the
 * blocks begin and end where they must, which costs nothing however large the grouping is; where they do not, its cells are counted.
 */
export async function readExtent(run: Run, selection: Selection): Promise<Extent> {
  const { table, grouping, measures } = selection;
  const blocks = expectedBlocks(selection);
  if (blocks !== null) {
    // Of every block the first and the last cell, which are its measure's, and those beside it, which are not.
    const places = blocks.map(({ first, last }, at) => [first - 1, first, last, last + 1, measures[at]?.id] as const);
    const rows = await run("SELECT seq, measure_id FROM observation WHERE table_id = $1 AND seq = ANY($2::int[]) AND grouping_id = $3", [
      table.row.id,
      places.flatMap((place) => place.slice(0, 4)),
      grouping.id,
    ]);
    const measureAt = new Map(rows.map((row) => [whole(row, "seq"), whole(row, "measure_id")]));
    const isThere = places.every(
      ([before, first, last, after, id]) =>
        measureAt.get(first) === id && measureAt.get(last) === id && measureAt.get(before) !== id && measureAt.get(after) !== id,
    );
    if (isThere) {
      const cells = blocks.reduce((sum, { first, last }) => sum + last - first + 1, 0);
      return { first: Math.min(...blocks.map(({ first }) => first)), last: Math.max(...blocks.map(({ last }) => last)), cells };
    }
  }
  const [row] = await run(
    "SELECT min(seq) AS first, max(seq) AS last, count(*)::int AS cells FROM observation WHERE table_id = $1 AND grouping_id = $2 AND measure_id = ANY($3::int[])",
    [table.row.id, grouping.id, measures.map(({ id }) => id)],
  );
  return { first: Number(row?.first ?? 1), last: Number(row?.last ?? 0), cells: Number(row?.cells ?? 0) };
}

/** Which periods a table holds at a grain, told from the cells of one grouping, measure and area: their ids. */
export async function readPeriods(run: Run, table: CatalogueTable, grain: string): Promise<readonly number[]> {
  const place = table.dimensions.findIndex(({ kind }) => kind === "TIME");
  const grouping = table.groupings.find(({ levels }) => levels[place] === grain);
  const measure = table.measures[0];
  if (grouping === undefined || measure === undefined) return [];
  const rows = await run(
    `SELECT DISTINCT period_id FROM observation WHERE grouping_id = $1 AND measure_id = $2 AND area_id =
       (SELECT area_id FROM observation WHERE grouping_id = $1 AND measure_id = $2 ORDER BY area_id LIMIT 1)`,
    [grouping.id, measure.id],
  );
  return rows.map((row) => whole(row, "period_id"));
}

export const isGapless = ({ first, last, cells }: Extent) => last - first + 1 === cells;
const isWhole = ({ areaIds, periodIds, codes, status }: Selection) =>
  areaIds === undefined && periodIds === undefined && codes.size === 0 && status === undefined;

/** The condition of a selection, with its parameters. Nothing of the question stands in the text but parameter numbers and array places. */
export function conditionOf(selection: Selection, { first, last }: Extent, gapless: boolean, after: number | undefined) {
  const parameters: unknown[] = [];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = [`table_id = ${parameter(selection.table.row.id)}`, `seq BETWEEN ${parameter(first)} AND ${parameter(last)}`];
  // Where nothing else stands between the first and the last cell, these say nothing more, and would lead the planner to gather
  // the whole grouping by its index and sort it, instead of walking along the table to the end of the page.
  if (!gapless || selection.areaIds !== undefined || selection.periodIds !== undefined) {
    conditions.push(
      `grouping_id = ${parameter(selection.grouping.id)}`,
      `measure_id = ANY(${parameter(selection.measures.map(({ id }) => id))}::int[])`,
    );
  }
  if (after !== undefined) conditions.push(`seq > ${parameter(after)}`);
  if (selection.areaIds !== undefined) conditions.push(`area_id = ANY(${parameter(selection.areaIds)}::int[])`);
  if (selection.periodIds !== undefined) conditions.push(`period_id = ANY(${parameter(selection.periodIds)}::int[])`);
  for (const [position, codes] of selection.codes) conditions.push(`codes[${position - 1}] = ANY(${parameter(codes)}::text[])`);
  if (selection.status !== undefined) conditions.push(`status = ANY(${parameter(selection.status)}::text[]::observation_status[])`);
  return { condition: conditions.join(" AND "), parameters, parameter };
}

const observationFields = [
  "seq",
  "measure_id",
  "area_id",
  "period_id",
  "codes",
  "status",
  "flags",
  "value",
  "numerator",
  "denominator",
  "n",
  "n_effective",
  "lower",
  "upper",
  "interval_level",
  "interval_method",
] as const;

/** What `toCell` reads. Lists come as JSON: the drivers are slow at arrays. */
export const observationColumns = observationFields
  .map((field) =>
    field === "codes" || field === "flags" ? `to_json(${field}) AS ${field}` : field === "status" ? "status::text AS status" : field,
  )
  .join(", ");

/** Reads a page of observations as one row of lists, which takes the driver a fifth of the time that a row for each takes. */
const inColumns = (page: string) =>
  `SELECT ${observationFields.map((field) => `json_agg(${field}) AS ${field}`).join(", ")} FROM (${page}) page`;

/** The observations of such a row, in ascending order. */
function rowsOf(columns: Row | undefined): readonly Row[] {
  // Of no rows at all the aggregates are null.
  if (columns === undefined || columns.seq === null) return [];
  const lists = observationFields.map((field) => {
    const list = columns[field];
    if (!Array.isArray(list) || list.length !== (columns.seq as readonly unknown[]).length) throw wrong(field);
    return list as readonly unknown[];
  });
  const rows = (columns.seq as readonly unknown[]).map((_, at) => {
    const row: Record<string, unknown> = {};
    for (let field = 0; field < observationFields.length; field++) row[observationFields[field] as string] = lists[field]?.[at];
    return row;
  });
  if (rows.some(({ seq }, at) => at > 0 && Number(seq) <= Number(rows[at - 1]?.seq))) throw wrong("seq");
  return rows;
}

/** A page of cells, in canonical order. */
export interface CellPage {
  readonly selection: Selection;
  readonly cells: readonly Cell[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** The cursor of a cell: it belongs to its release and its question. */
export const cellCursor = (selection: Selection, { seq }: Cell): string =>
  writeCursor({ release: selection.catalogue.release.version, list: cursorListOf(selection), at: seq });

/**
 * Reads a page of the selected cells, in canonical order.
 * @throws {QueryError} `CURSOR_INVALID` or `CURSOR_RELEASE_MISMATCH` where `after` does not belong here.
 */
export async function readCells(
  run: Run,
  selection: Selection,
  extent: Extent,
  page: { readonly first: number; readonly after?: string | null | undefined },
): Promise<CellPage> {
  const after = page.after == null ? undefined : readCursor(page.after, selection.catalogue.release.version, cursorListOf(selection));
  if (after !== undefined && (after < extent.first || after > extent.last)) {
    throw new QueryError("CURSOR_INVALID", "The cursor belongs to another question.", {
      hint: "Pass it to the question that it came from.",
    });
  }
  // Of a grouping without gaps a page is known by its places alone: the planner cannot mistake it for more.
  const begin = after === undefined ? extent.first : after + 1;
  const range = isGapless(extent) && isWhole(selection) ? { ...extent, last: Math.min(extent.last, begin + page.first) } : extent;
  const { condition, parameters, parameter } = conditionOf(selection, range, isGapless(extent), after);
  const [columns] = await run(
    inColumns(`SELECT ${observationFields.join(", ")} FROM observation WHERE ${condition} ORDER BY seq LIMIT ${parameter(page.first + 1)}`),
    parameters,
  );
  const rows = rowsOf(columns);
  return {
    selection,
    cells: rows.slice(0, page.first).map((row) => toCell(selection.catalogue, row)),
    hasNextPage: rows.length > page.first,
    hasPreviousPage: after !== undefined,
  };
}

/** How many cells a selection holds. */
export async function countCells(run: Run, selection: Selection, extent: Extent): Promise<number> {
  if (isWhole(selection)) return extent.cells;
  const { condition, parameters } = conditionOf(selection, extent, isGapless(extent), undefined);
  const [row] = await run(`SELECT count(*)::int AS cells FROM observation WHERE ${condition}`, parameters);
  return Number(row?.cells ?? 0);
}

/** What stands on an axis for a cell: the member's code. */
export function memberOf(cell: Cell, { dimension }: Selection["axes"][number]): string {
  if (dimension.kind === "GEOGRAPHY") return cell.area.code;
  if (dimension.kind === "TIME") return cell.period.code;
  return cell.codes[dimension.position - 2] ?? "";
}

/** The name of a cell, the same in every release: `dataset/measure/dimension.level=code;…`, over all dimensions of its table. */
export const cellKey = ({ table, axes }: Selection, cell: Cell): string =>
  `${table.dataset.code}/${cell.measure.code}/${axes.map((axis) => `${axis.dimension.code}.${axis.level}=${memberOf(cell, axis)}`).join(";")}`;
