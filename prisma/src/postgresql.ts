import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { PrismaClient } from "../generated/client/client.ts";
import { cancellation } from "./cancellation.ts";
import type { Database, DatabaseRole, Row } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { listenForReleases } from "./listen.ts";
import { ReaderPool } from "./reader-pool.ts";

const sessionOptions: Readonly<Record<DatabaseRole, string | undefined>> = {
  owner: undefined,
  publisher: "-c role=openbeat_publisher",
  // A reader's query that runs for more than five seconds is stopped by the server.
  reader: "-c role=openbeat_reader -c default_transaction_read_only=on -c statement_timeout=5000",
};

/** How many bytes of COPY text are handed on at a time. */
const chunkSize = 1 << 16;

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length >= chunkSize) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

const unreachable = (error: unknown) =>
  new DatabaseError(
    "DATABASE_UNREACHABLE",
    `The PostgreSQL database does not answer (${(error as { code?: string }).code ?? "no code"}). Check that the server runs, and the URL, user and password.`,
    { cause: error },
  );

const run = async (client: pg.Pool | pg.PoolClient, sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> =>
  (await client.query<Row>(sql, parameters.length === 0 ? undefined : [...parameters])).rows;

/** How soon the server stops the statement of a connection that was hung up, in milliseconds; where it cannot tell, the time limit does. */
const noticesHangUp = "SET client_connection_check_interval = 200";

/**
 * Runs a statement that may become unwanted: its connection is hung up then, and the server stops it.
 * A cancel request could hit what somebody else runs next on the connection; this cannot.
 */
async function runWhileWanted(pool: pg.Pool, signal: AbortSignal, sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]> {
  signal.throwIfAborted();
  const client = await pool.connect();
  let isHungUp = false;
  const hangUp = () => {
    isHungUp = true;
    client.release(true);
  };
  if (signal.aborted) hangUp();
  signal.addEventListener("abort", hangUp, { once: true });
  try {
    return await run(client, sql, parameters);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", hangUp);
    if (!isHungUp) client.release();
  }
}

/** Opens a PostgreSQL database as one of the store's roles. The user of the URL must be a member of that role. */
export async function openPostgresql(url: string, role: DatabaseRole): Promise<Database> {
  const options = sessionOptions[role];
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    ...(options === undefined ? {} : { options }),
  };
  const pool = new ReaderPool({
    ...connection,
    max: 10,
    idleTimeoutMillis: 30_000,
    // Awaited by the pool, whatever its types say. Servers before version 14 and on Windows do not know the setting.
    onConnect: (client) =>
      client.query(noticesHangUp).then(
        () => {},
        () => {},
      ),
  });
  // A connection that breaks is replaced by the pool, and what ran on it fails; without a listener it would end the process, idle or not.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await pool.query("SELECT 1");
  } catch (error) {
    await pool.end();
    const { code } = error as { code?: string };
    if (code === "22023" || code === "42704" || code === "28000") {
      throw new DatabaseError(
        "DATABASE_NOT_MIGRATED",
        "The database does not know the store's roles, or the user of the URL is not a member of them. Run: openbeat migrate --database URL",
        { cause: error },
      );
    }
    throw unreachable(error);
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    kind: "postgresql",
    role,
    prisma,
    query(sql, parameters) {
      const signal = cancellation();
      if (signal === undefined) return run(pool, sql, parameters);
      return runWhileWanted(pool, signal, sql, parameters);
    },
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw error instanceof DatabaseError ? error : unreachable(error);
      });
      let broken = true;
      try {
        await client.query("BEGIN");
        const result = await work({
          query: (sql, parameters) => run(client, sql, parameters),
          copy: (table, columns, lines) =>
            pipeline(
              Readable.from(inChunks(lines), { objectMode: false }),
              client.query(copyFrom(`COPY ${pg.escapeIdentifier(table)} (${columns.map(pg.escapeIdentifier).join(", ")}) FROM STDIN`)),
            ),
        });
        await client.query("COMMIT");
        broken = false;
        return result;
      } catch (error) {
        await client.query("ROLLBACK").then(
          () => {
            broken = false;
          },
          () => {},
        );
        throw error;
      } finally {
        client.release(broken);
      }
    },
    keepUpWith: (release) => pool.keepUpWith(release),
    listen: (heard) => listenForReleases(connection, heard),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
