import { copyLine, type Database } from "@openbeat/database";
import { columnsOf, rowsOf } from "./export.ts";
import { archivedTables } from "./format.ts";
import { continueNumbers } from "./restore.ts";

/**
 * Copies every release of a store into an empty one, as they are at one moment.
 * @param to Opened as its owner. @returns How many there are.
 */
export async function copyReleases(from: Database, to: Database, progress: (what: string) => void): Promise<number> {
  return from.transaction(async (source) => {
    await source.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    return to.transaction(async (target) => {
      for (const table of archivedTables) {
        progress(`copying earlier releases, ${table}`);
        const columns = await columnsOf(source, table);
        for await (const rows of rowsOf(source, table, columns)) await target.copy(table, columns, rows.map(copyLine));
        if (columns.includes("id")) await continueNumbers(target, table);
      }
      const [found] = await target.query("SELECT count(*)::int AS releases FROM release");
      return Number(found?.releases);
    });
  });
}
