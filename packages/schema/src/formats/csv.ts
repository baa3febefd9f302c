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

type Field = string | number | null | undefined;

/** A field by RFC 4180: in quotes where it must be. Missing is empty. */
function field(value: Field): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
/** Rows of fields as CSV text. @see RFC 4180. */
export const csvText = (rows: readonly (readonly Field[])[]): string => rows.map(line).join("");

const line = (fields: readonly Field[]): string => `${fields.map(field).join(",")}\r\n`;

const header = ({ dimensions }: CsvTable): readonly string[] => [
  "measure",
  ...dimensions.flatMap(({ code }) => [code, `${code}_label`]),
  "value",
  "status",
  "obs_status",
  "flags",
  "unit",
  "numerator",
  "denominator",
  "n",
  "n_effective",
  "lower",
  "upper",
  "release",
];

/**
 * Tables as one CSV text: a header, then a line for each row. A value that is not shown is an empty field, and `status` says why.
 * @param tables Pages of one table, in order.
 * @see RFC 4180. `obs_status` is the SDMX code list OBS_STATUS; several flags are joined by a semicolon.
 */
export function tableCsv(...tables: readonly CsvTable[]): string {
  const [first] = tables;
  if (first === undefined) return "";
  const lines = [line(header(first))];
  for (const table of tables) {
    for (const at of table.measure.keys()) {
      lines.push(
        line([
          table.measure[at],
          ...table.dimensions.flatMap(({ members, labels }) => [members[at], labels[at]]),
          table.value[at],
          table.status[at],
          table.obsStatus[at],
          table.flags[at],
          table.unit[at],
          table.numerator[at],
          table.denominator[at],
          table.n[at],
          table.nEffective[at],
          table.lower[at],
          table.upper[at],
          table.source.release,
        ]),
      );
    }
  }
  return lines.join("");
}
