import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";

// Programs that others wrote, and that journalists use: what they read in our files is what is in them.

export type Fields = Readonly<Record<string, string | number | null>>;

/** The rows of a Parquet file, as hyparquet reads them. */
export async function readParquet(file: string): Promise<readonly Fields[]> {
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return (await parquetReadObjects({ file: buffer })) as Fields[];
}

let duckdb: Promise<DuckDBConnection> | undefined;

/** What DuckDB answers. */
export async function askDuckdb(sql: string): Promise<readonly Fields[]> {
  duckdb ??= DuckDBInstance.create(":memory:").then((instance) => instance.connect());
  return (await (await duckdb).runAndReadAll(sql)).getRowObjects() as Fields[];
}

export const hasPython = (() => {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** What a script prints as JSON. It is given words behind its name. */
export const askPython = (script: string, words: readonly string[]): unknown =>
  JSON.parse(execFileSync("python3", ["-c", script, ...words], { encoding: "utf8", maxBuffer: 2 ** 28 }));
