import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { sample } from "./made.ts";

/** The rows of a committed file of public records, each column as it is written; an empty value is "". */
export async function curated(kind: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll("FROM read_csv($1, header = true, all_varchar = true, delim = ',', quote = '\"')", [
      join(sample, `records/${kind}.csv`),
    ]);
    return read
      .getRowObjectsJS()
      .map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value === null ? "" : String(value)])));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The values of a list. */
export const listed = (value: string | undefined): readonly string[] => (value === undefined || value === "" ? [] : value.split(";"));
