import { createHash } from "node:crypto";
import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Database, Queryable } from "@openbeat/database";
import { PipelineError } from "../../errors.ts";
import type { Signature } from "../sign.ts";
import { type ArchivedTable, type ArchiveHeader, archivedTables, archiveStatement } from "./format.ts";

/** Rows at once: enough to be fast, few enough to be small. A boundary can be a megabyte by itself. */
const rowsAtOnce = (table: ArchivedTable) => (table === "boundary" ? 50 : 20_000);
const quoted = (name: string) => `"${name}"`;

/** What was written. */
export interface Exported {
  readonly sha256: string;
  readonly rows: number;
  readonly releases: ArchiveHeader["releases"];
}

/** The columns of a table, in their order. */
export async function columnsOf(store: Queryable, table: ArchivedTable): Promise<readonly string[]> {
  const rows = await store.query(
    "SELECT column_name::text AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
    [table],
  );
  return rows.map(({ name }) => String(name));
}

/** The rows of a table as texts, some at a time, by a cursor: however many there are, few are in memory. */
export async function* rowsOf(store: Queryable, table: ArchivedTable, columns: readonly string[]) {
  const texts = columns.map((column, place) => `${quoted(column)}::text AS c${place}`).join(", ");
  const key = columns.includes("id") ? "id" : columns.slice(0, 2).map(quoted).join(", ");
  await store.query(`DECLARE rows_of_table NO SCROLL CURSOR FOR SELECT ${texts} FROM ${quoted(table)} ORDER BY ${key}`);
  for (;;) {
    const rows = await store.query(`FETCH ${rowsAtOnce(table)} FROM rows_of_table`);
    if (rows.length === 0) break;
    yield rows.map((row) => columns.map((_, place) => (row[`c${place}`] ?? null) as string | null));
  }
  await store.query("CLOSE rows_of_table");
}

/**
 * Writes the whole public record of a store into one file: every release, as it was at one moment.
 * @param file Is not there yet; it gets its name when it is whole.
 * @param sign Signs the statement of the archive with the hub's key.
 * @throws {PipelineError} `COMMAND_INVALID` where the file is there, `NOTHING_TO_PUBLISH` where the store has no release.
 */
export async function exportArchive(
  database: Database,
  file: string,
  sign: (statement: string) => Signature,
  progress: (what: string) => void,
): Promise<Exported> {
  if (existsSync(file)) throw new PipelineError("COMMAND_INVALID", "There is a file of that name already. Name another one.");
  const unfinished = `${file}.${process.pid}`;
  try {
    const written = await database.transaction(async (store) => {
      await store.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      const releases = await store.query("SELECT version, sha256, hub->>'code' AS hub FROM release ORDER BY id");
      const hub = releases.at(-1)?.hub;
      if (hub === undefined) throw new PipelineError("NOTHING_TO_PUBLISH", "The store has no release, so there is nothing to export.");
      const head: ArchiveHeader = {
        openbeatArchive: 1,
        hub: String(hub),
        releases: releases.map(({ version, sha256 }) => ({ version: String(version), sha256: String(sha256) })),
      };
      const hash = createHash("sha256");
      let rows = 0;
      const line = (content: unknown) => {
        const text = `${JSON.stringify(content)}\n`;
        hash.update(text);
        return text;
      };
      async function* lines() {
        yield line(head);
        for (const table of archivedTables) {
          const columns = await columnsOf(store, table);
          yield line({ table, columns });
          for await (const batch of rowsOf(store, table, columns)) {
            rows += batch.length;
            progress(`exporting ${table}`);
            yield batch.map(line).join("");
          }
        }
        const sha256 = hash.digest("hex");
        yield `${JSON.stringify({ sha256, signature: sign(archiveStatement(head, sha256)) })}\n`;
        done.sha256 = sha256;
      }
      const done = { sha256: "" };
      await pipeline(lines, createGzip(), createWriteStream(unfinished, { flags: "wx" }));
      return { ...done, rows, releases: head.releases };
    });
    renameSync(unfinished, file);
    return written;
  } finally {
    rmSync(unfinished, { force: true });
  }
}
