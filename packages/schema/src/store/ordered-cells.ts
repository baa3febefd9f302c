import { QueryError } from "../errors.ts";
import { type CellPage, conditionOf, type Extent, isGapless, observationColumns, type Run, toCell } from "./cells.ts";
import { readCursor } from "./cursor.ts";
import { cursorListOf } from "./question.ts";
import type { Selection } from "./selection.ts";

/** What is ordered by. The database refuses a figure on a hidden cell; one that stood there all the same must not show in the order. */
const shown = "CASE WHEN status = 'AVAILABLE' THEN value END";

/** The value that a cursor's cell has: the page goes on behind it. */
async function valueAt(run: Run, selection: Selection, extent: Extent, seq: number): Promise<number | null> {
  const { condition, parameters, parameter } = conditionOf(selection, extent, isGapless(extent), undefined);
  const [row] = await run(`SELECT ${shown} AS shown FROM observation WHERE ${condition} AND seq = ${parameter(seq)}`, parameters);
  if (row === undefined) {
    throw new QueryError("CURSOR_INVALID", "The cursor belongs to another question.", {
      hint: "Pass it to the question that it came from.",
    });
  }
  return row.shown === null ? null : Number(row.shown);
}

/**
 * Reads a page of the selected cells by their values; cells without one come last, and equals stand in canonical order.
 * @throws {QueryError} `CURSOR_INVALID` or `CURSOR_RELEASE_MISMATCH` where `after` does not belong here.
 */
export async function readOrderedCells(
  run: Run,
  selection: Selection,
  extent: Extent,
  page: { readonly first: number; readonly after?: string | null | undefined },
): Promise<CellPage> {
  const after = page.after == null ? undefined : readCursor(page.after, selection.catalogue.release.version, cursorListOf(selection));
  const value = after === undefined ? undefined : await valueAt(run, selection, extent, after);
  const { condition, parameters, parameter } = conditionOf(selection, extent, isGapless(extent), undefined);
  const isFalling = selection.orderBy === "HIGHEST_FIRST";
  const conditions = [condition];
  if (after !== undefined && value !== undefined) {
    const seq = parameter(after);
    if (value === null) conditions.push(`${shown} IS NULL AND seq > ${seq}`);
    else {
      const at = `${parameter(value)}::float8`;
      conditions.push(`(${shown} IS NULL OR ${shown} ${isFalling ? "<" : ">"} ${at} OR (${shown} = ${at} AND seq > ${seq}))`);
    }
  }
  const rows = await run(
    `SELECT ${observationColumns} FROM observation WHERE ${conditions.join(" AND ")}
      ORDER BY ${shown} ${isFalling ? "DESC" : "ASC"} NULLS LAST, seq LIMIT ${parameter(page.first + 1)}`,
    parameters,
  );
  return {
    selection,
    cells: rows.slice(0, page.first).map((row) => toCell(selection.catalogue, row)),
    hasNextPage: rows.length > page.first,
    hasPreviousPage: after !== undefined,
  };
}
