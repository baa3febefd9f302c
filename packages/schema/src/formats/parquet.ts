import { parquetWriteBuffer } from "hyparquet-writer";
import { type Field, fieldsOf } from "./columns.ts";
import type { CsvTable } from "./csv.ts";

/** A column of words behind a dimension, in a further language. */
export interface FurtherLabels {
  readonly dimension: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly labels: readonly string[];
}

const types = { string: "STRING", number: "DOUBLE", integer: "INT32" } as const;

/** How many rows a group has at most: what a reader must hold at once. */
const rowsPerGroup = 100_000;

/**
 * A table as Parquet: the columns of the CSV with their own types, compressed by Snappy. The same table gives the same bytes.
 * @param furtherLabels Words in further languages: columns `area_label_es` and so on, behind all others.
 * @param about Names and texts that are kept in the file: title, release, licence.
 */
export function tableParquet(
  table: CsvTable,
  furtherLabels: readonly FurtherLabels[],
  about: Readonly<Record<string, string>>,
): Uint8Array {
  const column = (name: string, type: keyof typeof types, fields: readonly Field[]) => ({
    name,
    type: types[type],
    // The figures may all be missing. What names a row never is.
    nullable: type !== "string",
    data: [...fields],
  });
  const buffer = parquetWriteBuffer({
    columnData: [
      ...fieldsOf(table).map(({ name, type, fields }) => column(name, type, fields)),
      ...furtherLabels.map(({ dimension, language, labels }) => column(`${dimension}_label_${language}`, "string", labels)),
    ],
    rowGroupSize: rowsPerGroup,
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    createdBy: "Openbeat",
  });
  return new Uint8Array(buffer);
}
