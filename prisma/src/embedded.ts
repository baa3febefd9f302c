import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite, type Transaction as PGliteTransaction } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "../generated/client/client.ts";
import type { Database, DatabaseRole, Row } from "./database.ts";
import { lockFolder } from "./lock.ts";
import { migrate } from "./migrate.ts";

// The engine is compiled a second time, to be faster, when a part of it has run for long: most commands end before that pays. By V8's own measure,
// bytes executed, fifteen times as many as usual.
setFlagsFromString("--wasm-tiering-budget=200000000");

/** How many lines of COPY text are handed over at a time. */
const linesAtATime = 50_000;

function* inBatches(lines: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(line, "\n");
    if (batch.length >= 2 * linesAtATime) {
      yield batch.join("");
      batch = [];
    }
  }
  if (batch.length > 0) yield batch.join("");
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function run(client: PGlite | PGliteTransaction, sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
  // Only a statement without parameters may be a script of several.
  if (parameters.length === 0) return ((await client.exec(sql)).at(-1)?.rows ?? []) as Row[];
  return (await client.query<Row>(sql, [...parameters])).rows;
}

/** With less room than this the engine may not be able to start, to write or to stop. */
const leastRoom = 1 << 20;

/** Does something with the engine in a folder. What the engine says of a disk without room is often no more than that it failed: then it is told as Node does, `ENOSPC`. */
async function withRoom<Value>(folder: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const { bavail, bsize } = statfsSync(dirname(folder));
    // PostgreSQL's own errors have a code, and those of who works with it, too.
    if (bavail * bsize >= leastRoom || (error as { readonly code?: unknown } | null)?.code !== undefined) throw error;
    throw Object.assign(new Error("There is no room left on the disk of the embedded database.", { cause: error }), { code: "ENOSPC" });
  }
}

/** Does something with the engine. */
type Guard = <Value>(work: () => Promise<Value>) => Promise<Value>;
const alone: Guard = (work) => work();

async function wrap(engine: PGlite, role: DatabaseRole, release: () => void, guard = alone): Promise<Database> {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(engine) });
  const database: Database = {
    kind: "embedded",
    role,
    prisma,
    query: (sql, parameters) => guard(() => run(engine, sql, parameters)),
    transaction: (work) =>
      guard(() =>
        engine.transaction((transaction) =>
          work({
            query: (sql, parameters) => run(transaction, sql, parameters),
            async copy(table, columns, lines) {
              const statement = `COPY ${quoted(table)} (${columns.map(quoted).join(", ")}) FROM '/dev/blob'`;
              for (const batch of inBatches(lines)) await transaction.query(statement, [], { blob: new Blob([batch]) });
            },
          }),
        ),
      ),
    // One process has it open, and one engine never lags behind itself.
    keepUpWith: () => {},
    async close() {
      await prisma.$disconnect();
      await guard(() => engine.close());
      release();
    },
  };
  await migrate(database);
  // COPY reads the lines from a device inside the engine, for which PostgreSQL asks for the right to read the server's files.
  if (role === "publisher") await engine.exec("GRANT pg_read_server_files TO openbeat_publisher");
  if (role !== "owner") await engine.exec(`SET ROLE openbeat_${role}`);
  if (role === "reader") await engine.exec("SET default_transaction_read_only = on");
  return database;
}

/**
 * Opens the embedded database in a folder, making it where there is none, and migrates it.
 * One process owns a folder at a time.
 * @throws {DatabaseError} `DATABASE_BUSY` while another process has it open.
 */
export async function openEmbedded(folder: string, role: DatabaseRole): Promise<Database> {
  const release = lockFolder(folder);
  const guard: Guard = (work) => withRoom(folder, work);
  try {
    if (!existsSync(folder)) {
      // A cluster half made is no cluster: it gets its name when it is whole.
      const unfinished = `${folder}.unfinished`;
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(dirname(folder), { recursive: true });
      const cluster = await guard(() => PGlite.create(unfinished));
      await guard(() => cluster.close());
      renameSync(unfinished, folder);
    }
    return await wrap(await guard(() => PGlite.create(folder)), role, release, guard);
  } catch (error) {
    release();
    throw error;
  }
}

/** Opens a database that lives in memory only, from an archive of one where given. For tests and one-off looks. */
export async function openInMemory(role: DatabaseRole, archive?: Blob): Promise<Database & { readonly dump: () => Promise<Blob> }> {
  const engine = await PGlite.create(archive === undefined ? {} : { loadDataDir: archive });
  const database = await wrap(engine, role, () => {});
  return Object.assign(database, { dump: () => engine.dumpDataDir("none") });
}
