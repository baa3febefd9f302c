import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";

// Programs that others wrote, and that journalists use: what they read in our files is what is in them.

export type Fields = Readonly<Record<string, string | number | null>>;

/** The rows of a Parquet file, as hyparquet reads them. */
export async function readParquet(file: string): Promise<readonly Fields[]> {
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return (await parquetReadObjects({ file: buffer })) as Fields[];
}

/** What DuckDB answers. */
export async function askDuckdb(sql: string): Promise<readonly Fields[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await (await connection.runAndReadAll(sql)).getRowObjects()) as Fields[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
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
