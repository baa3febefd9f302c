import { copyLine, type Database, type Transaction } from "@openbeat/database";
import { openFromStore } from "../../audit/from-store.ts";
import { integrityOfOpen } from "../../audit/integrity.ts";
import { PipelineError } from "../../errors.ts";
import { fingerprintOf } from "../sign.ts";
import { columnsOf } from "./export.ts";
import { type ArchivedTable, type ArchiveHeader, archivedTables } from "./format.ts";
import { invalidArchive, readArchive } from "./read.ts";

/** What was restored. */
export interface Restored {
  readonly hub: string;
  readonly releases: ArchiveHeader["releases"];
  readonly rows: number;
  /** Of the archive. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it. */
  readonly key: string;
}

/** Lets each table's numbers go on where those of its rows end. */
export async function continueNumbers(transaction: Transaction, table: ArchivedTable): Promise<void> {
  const name = `public."${table}"`;
  await transaction.query(
    `SELECT setval(pg_get_serial_sequence($1, 'id'), (SELECT max(id) FROM ${name})) WHERE EXISTS (SELECT 1 FROM ${name})`,
    [name],
  );
}

/**
 * Rebuilds a public store from an archive, in one transaction: first the archive is read to its end and its signature checked; then its rows are
 * written, and every release is verified from what was written, before any of it is seen.
 * @param database Opened as its owner, migrated, without a release.
 * @param key Fingerprint of the key that must have signed it; left out, any: what stands in it is then as genuine as whoever gave it.
 * @throws {PipelineError} `ARCHIVE_INVALID`, `STORE_NOT_EMPTY`, `STORE_DIFFERS`.
 */
export async function restoreArchive(database: Database, file: string, progress: (what: string) => void, key?: string): Promise<Restored> {
  progress("checking the archive");
  const { head, sha256, publicKey } = await readArchive(file, { rows: async () => {} });
  const signer = fingerprintOf(publicKey);
  if (key !== undefined && signer !== key) throw invalidArchive("is signed by another key than yours");
  return database.transaction(async (transaction) => {
    await transaction.query("SELECT begin_publication()");
    const [found] = await transaction.query("SELECT count(*)::int AS releases FROM release");
    if (found?.releases !== 0)
      throw new PipelineError(
        "STORE_NOT_EMPTY",
        "This store has releases already, and nothing of them may be changed. Restore into an empty database.",
      );
    let rows = 0;
    const again = await readArchive(file, {
      async table(table, columns) {
        const own = await columnsOf(transaction, table);
        if (own.length !== columns.length || columns.some((column) => !own.includes(column)))
          throw invalidArchive(`has other columns of ${table} than this store: it was made by another version of Openbeat`);
      },
      async rows(table, columns, batch) {
        await transaction.copy(table, columns, batch.map(copyLine));
        rows += batch.length;
        progress(`writing ${table}`);
      },
    });
    if (again.sha256 !== sha256) throw invalidArchive("was changed while it was read");
    for (const table of archivedTables) if ((await columnsOf(transaction, table)).includes("id")) await continueNumbers(transaction, table);
    const written = await transaction.query("SELECT version FROM release ORDER BY id");
    if (written.map(({ version }) => String(version)).join() !== head.releases.map(({ version }) => version).join())
      throw invalidArchive("holds other releases than it says");
    for (const { version, sha256: told } of head.releases) {
      progress(`verifying release ${version}`);
      const release = await openFromStore(transaction, version);
      const { isSigned, key: own, wrong } = await integrityOfOpen(release);
      if (!isSigned || wrong.length > 0 || release.head.structure.sha256 !== told || (key !== undefined && own !== key))
        throw new PipelineError(
          "STORE_DIFFERS",
          `What was written of release ${version} is not what it was signed as, so nothing was restored.`,
        );
    }
    return { hub: head.hub, releases: head.releases, rows, sha256, key: signer };
  });
}
