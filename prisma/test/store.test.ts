import { copyLine, type Database, type Transaction } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../test/support/databases.ts";

const hash = "a".repeat(64);
const columns = ["table_id", "seq", "grouping_id", "measure_id", "area_id", "period_id", "codes", "value", "status", "flags", "n"] as const;

/** Everything that one observation needs, with a release still to be sealed. Returns the ids an observation points at. */
async function writeUnsealed(transaction: Transaction, release: number): Promise<readonly number[]> {
  const id = async (sql: string, parameters: readonly unknown[]) =>
    Number((await transaction.query(`${sql} RETURNING id`, parameters))[0]?.id);
  const level = await id("INSERT INTO geography_level (release_id, code, name, plural, position) VALUES ($1, 'city', '{}', '{}', 0)", [
    release,
  ]);
  const area = await id("INSERT INTO area (release_id, level_id, code, name, position) VALUES ($1, $2, 'C', '{}', 0)", [release, level]);
  const dataset = await id(
    "INSERT INTO dataset (release_id, code, title, description, theme, coverage_from, coverage_to, source, position) VALUES ($1, 'incidents', '{}', '{}', 'outcomes', '2026-01-01', '2026-12-31', '{}', 0)",
    [release],
  );
  const measure = await id(
    "INSERT INTO measure (release_id, code, title, description, kind, unit, direction, decimals, method) VALUES ($1, 'OUT.01', '{}', '{}', 'COUNT', '{}', 'NEUTRAL', 0, '{}')",
    [release],
  );
  const table = await id(
    "INSERT INTO published_table (release_id, dataset_id, code, title, policy, row_count, suppressed_count, sha256, position) VALUES ($1, $2, 'table', '{}', '{}', 1, 0, $3, 0)",
    [release, dataset, hash],
  );
  const grouping = await id(
    `INSERT INTO "grouping" (table_id, levels, cell_count, suppressed_count, position) VALUES ($1, '{city,year}', 1, 0, 0)`,
    [table],
  );
  const period = await id(`INSERT INTO period (code, grain, "start", "end") VALUES ($1, 'year', '2026-01-01', '2026-12-31')`, [
    `2026-${release}`,
  ]);
  return [table, 1, grouping, measure, area, period];
}

const seal = (transaction: Transaction, release: number) =>
  transaction.query(
    "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, now(), '{}', '{}', '{}', $3)",
    [release, `${release}.0.0`, String(release).padStart(64, "0")],
  );

const observation = (ids: readonly number[], value: number | null, status: string, n: number | null = null) => {
  const [table = 0, seq = 0, ...rest] = ids;
  return copyLine([table, seq, ...rest, [], value, status, [], n]);
};

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`the public store on ${name}`, () => {
    let database: TestDatabase;
    let publisher: Database;
    let ids: readonly number[];

    beforeAll(async () => {
      database = await create();
      publisher = await database.open("publisher");
      await publisher.transaction(async (transaction) => {
        ids = await writeUnsealed(transaction, 1);
        await transaction.copy("observation", columns, [observation(ids, 7, "AVAILABLE")]);
        await seal(transaction, 1);
      });
    });
    afterAll(async () => {
      await publisher.close();
      await database.drop();
    });

    it("gives Prisma what SQL wrote", async () => {
      const release = await publisher.prisma.release.findFirstOrThrow({ include: { tables: { include: { observations: true } } } });
      expect(release.version).toBe("1.0.0");
      expect(release.tables[0]?.observations).toMatchObject([{ value: 7, status: "AVAILABLE", codes: [], flags: [] }]);
    });

    it.each([
      ["UPDATE observation SET value = 8"],
      ["UPDATE release SET version = '9.0.0'"],
      ["DELETE FROM observation"],
      ["DELETE FROM area"],
      ["TRUNCATE observation"],
      ["DROP TABLE observation"],
    ])("refuses the publisher: %s", async (sql) => {
      await expect(publisher.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    });

    it("refuses another observation for a sealed release", async () => {
      const late = publisher.transaction((transaction) =>
        transaction.copy("observation", columns, [observation([ids[0] ?? 0, 2, ...ids.slice(2)], 9, "AVAILABLE")]),
      );
      await expect(late).rejects.toThrow(/sealed/);
    });

    it("refuses a release whose parts were never sealed", async () => {
      const unsealed = publisher.transaction(async (transaction) => {
        await writeUnsealed(transaction, 2);
      });
      await expect(unsealed).rejects.toThrow(/foreign key/);
    });

    it.each([
      ["a figure on a hidden cell", 3, "SUPPRESSED", null],
      ["a base on a hidden cell", null, "SUPPRESSED", 3],
      ["a figure on an unreliable cell", 3, "UNRELIABLE", null],
      ["a shown cell without a figure", null, "AVAILABLE", null],
      ["a figure that is not a number", Number.NaN, "AVAILABLE", null],
      ["an endless figure", Number.POSITIVE_INFINITY, "AVAILABLE", null],
    ])("refuses %s", async (_, value, status, n) => {
      const wrong = publisher.transaction(async (transaction) => {
        const own = await writeUnsealed(transaction, 3);
        await transaction.copy("observation", columns, [observation(own, value, status, n)]);
        await seal(transaction, 3);
      });
      await expect(wrong).rejects.toThrow(/observation_(hidden_has_no_figure|shown_is_a_number)/);
    });

    it("leaves nothing of a transaction that failed", async () => {
      const [count] = await publisher.query("SELECT count(*)::int AS releases FROM release");
      expect(count?.releases).toBe(1);
    });
  });

  describe.skipIf(!available)(`the roles of the store on ${name}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await create();
    });
    afterAll(() => database.drop());

    it("lets the reader read, and refuses it INSERT, UPDATE, DELETE and TRUNCATE on every table", async () => {
      const reader = await database.open("reader");
      const tables = await reader.query(
        "SELECT table_name::text AS name, min(column_name::text) AS column FROM information_schema.columns WHERE table_schema = 'public' GROUP BY 1 ORDER BY 1",
      );
      expect(tables.length).toBeGreaterThan(15);
      for (const { name: table, column } of tables) {
        await expect(reader.query(`SELECT * FROM "${String(table)}"`)).resolves.toBeDefined();
        for (const sql of [
          `INSERT INTO "${String(table)}" DEFAULT VALUES`,
          `UPDATE "${String(table)}" SET "${String(column)}" = NULL`,
          `DELETE FROM "${String(table)}"`,
          `TRUNCATE "${String(table)}"`,
        ]) {
          await expect(reader.query(sql), sql).rejects.toThrow(/permission denied|read-only transaction/);
        }
        const [rights] = await reader.query(
          "SELECT has_table_privilege(current_user, $1, 'INSERT, UPDATE, DELETE, TRUNCATE') AS any_right, current_user::text AS who",
          [`public.${JSON.stringify(table)}`],
        );
        expect(rights).toEqual({ any_right: false, who: "openbeat_reader" });
      }
      await reader.close();
    });

    it("refuses even the owner: what is released stays", async () => {
      const owner = await database.open("owner");
      await expect(owner.query("DELETE FROM release")).rejects.toThrow(/never changed/);
      await expect(owner.query("TRUNCATE observation")).rejects.toThrow(/never changed/);
      await owner.close();
    });
  });
}
