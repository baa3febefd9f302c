import type { TableQuery } from "./generated/documents.ts";

/** A page of a table, in columns, as the API gives it. */
export type Table = NonNullable<NonNullable<TableQuery["release"]>["dataset"]>["table"];
type Column = Table["dimensions"][number];

/** One figure. Null in `value` exactly where `status` is not AVAILABLE: not zero, but not shown or not there. */
export interface Row {
  /** Names the same figure in every release. */
  readonly key: string;
  readonly measure: string;
  /** Codes by dimension: `{ area: "D3", period: "2025" }`. */
  readonly members: Readonly<Record<string, string>>;
  /** Their names, by dimension. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly text: string;
  readonly status: Table["status"][number];
  readonly flags: readonly string[];
  readonly unit: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly release: string;
}

function at<Value>(values: readonly Value[], row: number): Value {
  if (row >= values.length) throw new RangeError("The columns of a table are not of one length.");
  return values[row] as Value;
}

/** The rows of a table that came in columns. */
export function rowsOf(table: Table): readonly Row[] {
  const by = (read: (column: Column) => string) => Object.fromEntries(table.dimensions.map((column) => [column.code, read(column)]));
  return table.key.map((key, row) => ({
    key,
    measure: at(table.measure, row),
    members: by(({ members }) => at(members, row)),
    labels: by(({ labels }) => at(labels, row)),
    value: at(table.value, row),
    text: at(table.text, row),
    status: at(table.status, row),
    flags: at(table.flags, row)
      .split(";")
      .filter((flag) => flag !== ""),
    unit: at(table.unit, row),
    numerator: at(table.numerator, row),
    denominator: at(table.denominator, row),
    lower: at(table.lower, row),
    upper: at(table.upper, row),
    release: table.source.release,
  }));
}
