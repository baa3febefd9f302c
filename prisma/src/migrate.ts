import { randomUUID } from "node:crypto";
import type { Database, Queryable } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { type Migration, readMigrations } from "./migrations.ts";

// Prisma's own table, column by column: `prisma migrate deploy` and this runner read and write the same history.
const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Migrations that the database has not had yet, in order. Refuses a history that is not ours. */
async function pendingMigrations(database: Queryable): Promise<readonly Migration[]> {
  const migrations = readMigrations();
  const [found] = await database.query("SELECT to_regclass('public._prisma_migrations')::text AS history");
  if (found?.history == null) return migrations;
  const applied = await database.query(
    "SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of applied) {
    const migration = known.get(String(name));
    if (migration === undefined || finished !== true) {
      throw new DatabaseError(
        "DATABASE_NEWER",
        `The database has the migration ${String(name)}, which this version of Openbeat does not know or which did not finish. Update Openbeat, or restore the database.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new DatabaseError(
        "MIGRATION_EDITED",
        `The migration ${migration.name} was changed after it was applied to this database. Restore the file as it was released.`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

/**
 * Brings the store's tables, triggers, checks and roles up to date, in one transaction.
 * @returns The names of the migrations that were applied; none where the database was up to date.
 * @throws {DatabaseError} `DATABASE_NEWER` or `MIGRATION_EDITED` where the history is not ours.
 */
export async function migrate(database: Pick<Database, "transaction">): Promise<readonly string[]> {
  return database.transaction(async (transaction) => {
    await transaction.query("SELECT pg_advisory_xact_lock(72707369)"); // Prisma's own number: the two never migrate at once.
    await transaction.query(historyTable);
    const pending = await pendingMigrations(transaction);
    for (const { name, sql, checksum } of pending) {
      await transaction.query(sql);
      await transaction.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)",
        [randomUUID(), checksum, name],
      );
    }
    return pending.map(({ name }) => name);
  });
}

/** @throws {DatabaseError} `DATABASE_NOT_MIGRATED` where a migration is still to be applied. */
export async function requireMigrated(database: Queryable): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length > 0) {
    throw new DatabaseError(
      "DATABASE_NOT_MIGRATED",
      `The database lacks ${pending.length} migration${pending.length === 1 ? "" : "s"}. Run: openbeat migrate --database URL`,
    );
  }
}
