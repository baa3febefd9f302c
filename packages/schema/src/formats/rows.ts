import { type Field, fieldsOf } from "./columns.ts";
import type { CsvTable } from "./csv.ts";

/** One row of a table as an object: the columns of the CSV, with their own types. */
export type TableRow = Readonly<Record<string, Field>>;

/** The rows of a table as objects. A value that is not shown is null, and `status` says why. */
export function tableRows(table: CsvTable): readonly TableRow[] {
  const columns = fieldsOf(table);
  return table.measure.map((_, at) => Object.fromEntries(columns.map(({ name, fields }) => [name, fields[at] ?? null])));
}

/** One JSON object a line (NDJSON). */
export const ndjsonText = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** A table as one JSON object a line. */
export const tableNdjson = (table: CsvTable): string => ndjsonText(tableRows(table));
