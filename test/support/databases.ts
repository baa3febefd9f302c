import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Database, type DatabaseRole, migrate, openDatabase } from "@openbeat/database";
import pg from "pg";
import { readMigrations } from "../../prisma/src/migrations.ts";

/** A database that a test made for itself and drops. */
export interface TestDatabase {
  /** What `openDatabase` and the `--database` option take. */
  readonly url: string;
  open(role: DatabaseRole): Promise<Database>;
  drop(): Promise<void>;
}

const server = process.env.OPENBEAT_TEST_POSTGRESQL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

async function answers(): Promise<boolean> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 1000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A PostgreSQL database of its own, with all migrations unless told otherwise. */
export async function createPostgresql({ migrated = true } = {}): Promise<TestDatabase> {
  const name = `openbeat_test_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  if (migrated) {
    const owner = await openDatabase(url, { role: "owner" });
    await migrate(owner);
    await owner.close();
  }
  return { url, open: (role) => openDatabase(url, { role }), drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

const cache = fileURLToPath(new URL("../../node_modules/.cache/openbeat/", import.meta.url));

/** A migrated, empty embedded database to copy: making one takes seconds. */
async function template(): Promise<string> {
  const folder = join(
    cache,
    `embedded-${readMigrations()
      .map(({ checksum }) => checksum.slice(0, 12))
      .join("-")}`,
  );
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const own = join(mkdtempSync(join(cache, "making-")), "database");
  await (await openDatabase(`file:${own}`, { role: "owner" })).close();
  try {
    renameSync(own, folder);
  } catch {
    rmSync(own, { recursive: true }); // Another worker was faster.
  }
  return folder;
}

/** An embedded database in a folder of its own. */
export async function createEmbedded(): Promise<TestDatabase> {
  const home = mkdtempSync(join(tmpdir(), "openbeat-test-"));
  const folder = join(home, "database");
  cpSync(await template(), folder, { recursive: true });
  const url = `file:${folder}`;
  return {
    url,
    open: (role) => openDatabase(url, { role }),
    drop: async () => rmSync(home, { recursive: true, force: true }),
  };
}

export const hasPostgresql = await answers();
if (!hasPostgresql)
  console.warn("SKIPPED on PostgreSQL: no server answers. Set OPENBEAT_TEST_POSTGRESQL to the URL of one to run these tests there too.");

/** The databases that every test of the store runs on: the embedded one always, PostgreSQL wherever one answers. */
export const databases: readonly { readonly name: string; readonly available: boolean; readonly create: () => Promise<TestDatabase> }[] = [
  { name: "embedded PGlite", available: true, create: createEmbedded },
  { name: "PostgreSQL", available: hasPostgresql, create: createPostgresql },
];
