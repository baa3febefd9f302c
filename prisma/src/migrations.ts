import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** One step of the store's history, as it stands in `prisma/migrations`. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Hexadecimal SHA-256 of the file: what Prisma records, so that both agree on what was applied. */
  readonly checksum: string;
}

const directory = new URL("../migrations/", import.meta.url);

/** Every migration in order of its name, which begins with its date. */
export function readMigrations(): readonly Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, directory), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}
