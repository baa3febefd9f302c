import { columnsOf, type Field, fieldsOf } from "./columns.ts";

/** A `Table` of the GraphQL schema, as far as CSV tells it. `csvTableFragment` asks for exactly this. */
export interface CsvTable {
  readonly measure: readonly string[];
  readonly dimensions: readonly { readonly code: string; readonly members: readonly string[]; readonly labels: readonly string[] }[];
  readonly value: readonly (number | null)[];
  readonly status: readonly string[];
  readonly obsStatus: readonly string[];
  readonly flags: readonly string[];
  readonly unit: readonly string[];
  readonly numerator: readonly (number | null)[];
  readonly denominator: readonly (number | null)[];
  readonly n: readonly (number | null)[];
  readonly nEffective: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly source: { readonly release: string };
}

/** Everything of a `Table` that CSV tells: `table(…) { ...CsvTable }`. */
export const csvTableFragment = `fragment CsvTable on Table {
  measure
  dimensions { code members labels }
  value status obsStatus flags unit numerator denominator n nEffective lower upper
  source { release }
}`;

/** A field by RFC 4180: in quotes where it must be. Missing is empty. */
function field(value: Field | undefined): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
/** Rows of fields as CSV text. @see RFC 4180. */
export const csvText = (rows: readonly (readonly (Field | undefined)[])[]): string => rows.map(line).join("");

const line = (fields: readonly (Field | undefined)[]): string => `${fields.map(field).join(",")}\r\n`;

/**
 * Tables as one CSV text: a header, then a line for each row. A value that is not shown is an empty field, and `status` says why.
 * @param tables Pages of one table, in order.
 * @see RFC 4180. `obs_status` is the SDMX code list OBS_STATUS; several flags are joined by a semicolon.
 */
export function tableCsv(...tables: readonly CsvTable[]): string {
  const [first] = tables;
  if (first === undefined) return "";
  const lines = [line(columnsOf(first.dimensions.map(({ code }) => code)).map(({ name }) => name))];
  for (const table of tables) {
    const columns = fieldsOf(table);
    for (const at of table.measure.keys()) lines.push(line(columns.map(({ fields }) => fields[at])));
  }
  return lines.join("");
}
