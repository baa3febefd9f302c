import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";

/** A row as DuckDB gave it, with whole numbers up to 64 bits as `bigint`. */
export type WorkbenchRow = Readonly<Record<string, DuckDBValue>>;

/** How much memory DuckDB may take before it goes on on disk. */
const memoryLimit = "1GB";

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const overflowName = "openbeat-overflow-";

/** Removes what a process that was killed could not remove itself: its overflow may hold records. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(overflowName) ? Number(name.slice(overflowName.length).split("-")[0]) : Number.NaN;
    if (!Number.isSafeInteger(pid) || isAlive(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Does something with DuckDB. It tells a disk without room in many words and without a code: here it is told as Node does, `ENOSPC`. */
async function withRoom<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!/failed to offload data block|No space left on device/.test(error instanceof Error ? error.message : "")) throw error;
    const told = new Error("There is no room left on the disk for what does not fit in memory.", { cause: error });
    throw Object.assign(told, { code: "ENOSPC" });
  }
}

/**
 * A locked-down DuckDB: no network, no extension is loaded, no file but the ones named here can be read and none can be written, and
 * none of that can be changed any more. What does not fit in memory goes, encrypted, to a private folder that is removed on `close`, or at the
 * next run after a kill.
 */
export class Workbench {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #overflow: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, overflow: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#overflow = overflow;
  }

  /** @param files Absolute paths of the files that may be read. @param timezone IANA time zone in which an instant falls on a day. */
  static async open(files: readonly string[], timezone: string, memory = memoryLimit): Promise<Workbench> {
    removeLeftovers();
    const overflow = mkdtempSync(join(tmpdir(), `${overflowName}${process.pid}-`));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const workbench = new Workbench(instance, connection, overflow);
    try {
      for (const setting of [
        `SET TimeZone = ${literal(timezone)}`,
        `SET memory_limit = '${memory}'`,
        `SET temp_directory = ${literal(overflow)}`,
        // DuckDB's own cipher is there without an extension; what it calls unsafe is its random source. It guards what a killed run leaves
        // behind until the next one removes it.
        "SET force_mbedtls_unsafe = 'true'",
        "SET temp_file_encryption = true",
        "SET preserve_insertion_order = true",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        `SET allowed_paths = [${files.map(literal).join(", ")}]`,
        "SET enable_external_access = false",
        "SET lock_configuration = true",
      ]) {
        await connection.run(setting);
      }
      return workbench;
    } catch (error) {
      workbench.close();
      throw error;
    }
  }

  async run(sql: string, parameters: readonly DuckDBValue[] = []): Promise<void> {
    await withRoom(() => this.#connection.run(sql, [...parameters]));
  }

  async rows(sql: string, parameters: readonly DuckDBValue[] = []): Promise<readonly WorkbenchRow[]> {
    const reader = await withRoom(() => this.#connection.runAndReadAll(sql, [...parameters]));
    return reader.getRowObjects();
  }

  /** The columns of a result, one array each, for results too large to be objects. */
  async columns(sql: string): Promise<readonly (readonly DuckDBValue[])[]> {
    const reader = await withRoom(() => this.#connection.runAndReadAll(sql));
    return reader.getColumns();
  }

  /** Appends rows of texts and numbers, in the order of a table's columns. */
  async append(table: string, rows: readonly (readonly (string | number | null)[])[]): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else if (typeof value === "number") appender.appendDouble(value);
        else appender.appendVarchar(value);
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Appends numbers to a table of a place, from `first` on, and a number. */
  async insertNumbers(table: string, first: number, numbers: Float64Array): Promise<void> {
    const appender = await this.#connection.createAppender(table);
    numbers.forEach((number, at) => {
      appender.appendBigInt(BigInt(first + at));
      appender.appendDouble(number);
      appender.endRow();
    });
    appender.closeSync();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
    rmSync(this.#overflow, { recursive: true, force: true });
  }
}
