import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import { createPostgresql, type TestDatabase } from "../../test/support/databases.ts";
import { hub } from "../../test/support/fixture-release.ts";
import { processorTimeOf } from "./processor-time.ts";

/** How many members each dimension has; there are two measures, so there are twice as many observations as combinations. */
export interface Shape {
  readonly areas: number;
  readonly periods: number;
  readonly codes: number;
}

const shapes: Readonly<Record<string, Shape>> = {
  "10000": { areas: 20, periods: 25, codes: 10 },
  "100000": { areas: 50, periods: 100, codes: 10 },
  "1000000": { areas: 100, periods: 100, codes: 50 },
  "10000000": { areas: 500, periods: 100, codes: 100 },
};
/** The numbers of observations that a bench store can have. */
export const sizes: readonly number[] = Object.keys(shapes).map(Number);

/** A database with the store's own tables, filled from a formula. */
export interface BenchStore extends TestDatabase {
  readonly observations: number;
  /** Of the whole database. */
  readonly bytes: number;
  /** Processor time of each of the server's processes that work on this database, in milliseconds; none where they are on another machine. */
  processorTimes(): Promise<ReadonlyMap<number, number>>;
}

const statements = readFileSync(new URL("fill.sql", import.meta.url), "utf8").split(/;\n/);

/**
 * Makes a database with one release of so many observations: areas × months × categories, two measures, every 19th cell hidden.
 * The rows are written as a superuser past the triggers that compare a publication with itself row by row: ten million would take an hour.
 * @throws {Error} Where `observations` is none of `sizes`.
 */
export async function createBenchStore(observations: number): Promise<BenchStore> {
  const shape = shapes[String(observations)];
  if (shape === undefined) throw new Error(`A bench store has one of these numbers of observations: ${sizes.join(", ")}.`);
  const database = await createPostgresql();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const settings = { ...shape, observations, hub: JSON.stringify(hub) };
    for (const [name, value] of Object.entries(settings))
      await client.query("SELECT set_config($1, $2, false)", [`bench.${name}`, String(value)]);
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE");
    const { rows } = await client.query<{ bytes: number }>("SELECT pg_database_size(current_database())::float8 AS bytes");
    return {
      ...database,
      observations,
      bytes: rows[0]?.bytes ?? Number.NaN,
      processorTimes: () => processorTimes(client),
      async drop() {
        await client.end();
        await database.drop();
      },
    };
  } catch (error) {
    await client.end();
    await database.drop();
    throw error;
  }
}

async function processorTimes(client: pg.Client): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  return new Map(rows.flatMap(({ pid }) => (existsSync(`/proc/${pid}`) ? [[pid, processorTimeOf(pid)] as const] : [])));
}
