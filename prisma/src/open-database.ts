import { resolve } from "node:path";
import type { Database, DatabaseRole } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { DatabaseError } from "./errors.ts";
import { requireMigrated } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";

/** Where the embedded database stands when nothing else is said, from the folder the command runs in. */
export const defaultFolder = ".openbeat/database";

/**
 * Opens the public store.
 * @param url `postgresql://…` for a PostgreSQL server; `file:FOLDER`, or nothing, for the embedded database in that folder.
 * @param options.role As whom: `reader` by default, which may only SELECT.
 * @throws {DatabaseError} `DATABASE_UNREACHABLE`, `DATABASE_BUSY`, `DATABASE_URL_INVALID`, and for a PostgreSQL server that lacks
 * migrations `DATABASE_NOT_MIGRATED` (the owner may open one, to migrate it). The embedded database migrates by itself.
 */
export async function openDatabase(url?: string, options: { readonly role?: DatabaseRole } = {}): Promise<Database> {
  const role = options.role ?? "reader";
  if (url === undefined || url.startsWith("file:")) {
    return openEmbedded(resolve(url === undefined ? defaultFolder : url.slice("file:".length)), role);
  }
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new DatabaseError("DATABASE_URL_INVALID", "The database URL begins neither with postgresql:// nor with file:.");
  }
  const database = await openPostgresql(url, role);
  if (role === "owner") return database;
  try {
    await requireMigrated(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
