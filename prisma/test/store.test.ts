import { copyLine, type Database, type Transaction } from "@openbeat/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgresql, databases, hasPostgresql, type TestDatabase } from "../../test/support/databases.ts";

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
  const list = await id("INSERT INTO code_list (release_id, code, title) VALUES ($1, 'offences', '{}')", [release]);
  await transaction.query("INSERT INTO code (code_list_id, code, level, label, position) VALUES ($1, 'A', 'all', '{}', 0)", [list]);
  await transaction.query("INSERT INTO table_measure (table_id, measure_id, position) VALUES ($1, $2, 0)", [table, measure]);
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

    it.each([
      ["grouping", 2],
      ["measure", 3],
      ["area", 4],
    ])("refuses an observation of another release's %s", async (_, place) => {
      const wrong = publisher.transaction(async (transaction) => {
        const own = await writeUnsealed(transaction, 4);
        await transaction.copy("observation", columns, [observation(own.with(place, ids[place] ?? 0), 7, "AVAILABLE")]);
      });
      await expect(wrong).rejects.toThrow(/observation points at something of another release/);
    });

    it("refuses an observation of a measure that its table does not hold", async () => {
      const wrong = publisher.transaction(async (transaction) => {
        const own = await writeUnsealed(transaction, 4);
        const [measure] = await transaction.query(
          "INSERT INTO measure (release_id, code, title, description, kind, unit, direction, decimals, method) VALUES (4, 'OUT.02', '{}', '{}', 'COUNT', '{}', 'NEUTRAL', 0, '{}') RETURNING id",
        );
        await transaction.copy("observation", columns, [observation(own.with(3, Number(measure?.id)), 7, "AVAILABLE")]);
      });
      await expect(wrong).rejects.toThrow(/a measure that its table does not hold/);
    });

    it.each([
      [
        "level under another release's",
        "INSERT INTO geography_level (release_id, code, name, plural, parent_id, position) SELECT 4, 'beat', '{}', '{}', id, 1 FROM geography_level WHERE release_id = 1",
      ],
      [
        "area of another release's level",
        "INSERT INTO area (release_id, level_id, code, name, position) SELECT 4, id, 'B', '{}', 1 FROM geography_level WHERE release_id = 1",
      ],
      [
        "area under another release's",
        "INSERT INTO area (release_id, level_id, code, name, parent_id, position) SELECT 4, l.id, 'B', '{}', a.id, 1 FROM geography_level l, area a WHERE l.release_id = 4 AND a.release_id = 1",
      ],
      [
        "population of another release's area",
        `INSERT INTO population (release_id, area_id, "group", year, residents, source) SELECT 4, id, 'all', 2026, 1, '' FROM area WHERE release_id = 1`,
      ],
      [
        "table of another release's dataset",
        `INSERT INTO published_table (release_id, dataset_id, code, title, policy, row_count, suppressed_count, sha256, position) SELECT 4, id, 'other', '{}', '{}', 0, 0, '${hash}', 1 FROM dataset WHERE release_id = 1`,
      ],
      [
        "measure of another release in a table",
        "INSERT INTO table_measure (table_id, measure_id, position) SELECT t.id, m.id, 1 FROM published_table t, measure m WHERE t.release_id = 4 AND m.release_id = 1",
      ],
      [
        "dimension by another release's codes",
        "INSERT INTO dimension (table_id, code, title, kind, levels, code_list_id, position) SELECT t.id, 'offence', '{}', 'category', '{}', l.id, 2 FROM published_table t, code_list l WHERE t.release_id = 4 AND l.release_id = 1",
      ],
      [
        "code under another list's",
        "INSERT INTO code (code_list_id, code, level, label, parent_id, position) SELECT l.id, 'B', 'class', '{}', c.id, 1 FROM code_list l, code c JOIN code_list o ON o.id = c.code_list_id WHERE l.release_id = 4 AND o.release_id = 1",
      ],
    ])("refuses a %s", async (_, sql) => {
      const wrong = publisher.transaction(async (transaction) => {
        await writeUnsealed(transaction, 4);
        await transaction.query(sql);
      });
      await expect(wrong).rejects.toThrow(/points at something of another release/);
    });

    it.each(["[7]", "7", '"seven"', "null"])("refuses JSON that is not an object: %s", async (json) => {
      const wrong = publisher.transaction((transaction) =>
        transaction.query("INSERT INTO agency (release_id, code, name) VALUES (4, 'A', $1::jsonb)", [json]),
      );
      await expect(wrong).rejects.toThrow(/agency_json_is_an_object/);
    });

    it("checks every JSON column that way", async () => {
      const unchecked = await publisher.query(
        `SELECT c.table_name::text AS of, c.column_name::text AS name FROM information_schema.columns c
         WHERE c.table_schema = 'public' AND c.udt_name = 'jsonb' AND NOT EXISTS (
           SELECT 1 FROM pg_constraint k WHERE k.conname = c.table_name || '_json_is_an_object'
           AND pg_get_constraintdef(k.oid) LIKE '%jsonb_typeof(' || c.column_name || ') = ''object''%')`,
      );
      expect(unchecked).toEqual([]);
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

    it.each([
      "CREATE TEMPORARY TABLE note (text TEXT)",
      "SELECT lo_create(0)",
      "SELECT lo_creat(131072)",
      "SELECT lo_from_bytea(0, 'note')",
      "SELECT begin_publication()",
      "LOCK TABLE release IN SHARE ROW EXCLUSIVE MODE",
      "CREATE TABLE note (text TEXT)",
    ])("refuses the reader what it could leave behind or stop others with, although it may write again: %s", async (sql) => {
      const reader = await database.open("reader");
      await expect(
        reader.transaction(async (transaction) => {
          await transaction.query("SET TRANSACTION READ WRITE");
          await transaction.query(sql);
        }),
      ).rejects.toThrow(/permission denied/);
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

describe.skipIf(!hasPostgresql)("two connections to one store on PostgreSQL", () => {
  let database: TestDatabase;
  let first: Database;
  let second: Database;
  beforeAll(async () => {
    database = await createPostgresql();
    first = await database.open("publisher");
    second = await database.open("publisher");
  });
  afterAll(async () => {
    await Promise.all([first.close(), second.close()]);
    await database.drop();
  });

  it.each([
    ["READ COMMITTED", 11],
    ["REPEATABLE READ", 12],
    ["SERIALIZABLE", 13],
  ])("refuse rows that wait to commit, %s, until another connection has sealed their release", async (isolation, release) => {
    const late = first.transaction(async (transaction) => {
      await transaction.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
      await transaction.query("INSERT INTO agency (release_id, code, name) VALUES ($1, 'late', '{}')", [release]);
      const own = await writeUnsealed(transaction, release);
      await transaction.copy("observation", columns, [observation(own, 7, "AVAILABLE")]);
      await second.transaction((other) => seal(other, release));
    });
    await expect(late).rejects.toThrow(/sealed by another transaction|foreign key/);
    expect(
      await first.query("SELECT 1 FROM agency WHERE release_id = $1 UNION ALL SELECT 1 FROM published_table WHERE release_id = $1", [
        release,
      ]),
    ).toEqual([]);
  });

  it("look again at the commit at every table that names its release", async () => {
    const unguarded = await first.query(
      `SELECT c.table_name::text AS name FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.column_name = 'release_id' AND NOT EXISTS (
         SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.table_name::regclass AND t.tgdeferrable AND t.tginitdeferred
         AND t.tgfoid = 'refuse_rows_of_another_seal'::regproc)`,
    );
    expect(unguarded).toEqual([]);
  });

  it("let one publication begin at a time, whatever a reader holds", async () => {
    const reader = await database.open("reader");
    const order: string[] = [];
    await reader.transaction(async (reading) => {
      await reading.query("SELECT pg_advisory_xact_lock(67362328)");
      await reading.query("LOCK TABLE release IN ACCESS SHARE MODE");
      let next: Promise<void> | undefined;
      await first.transaction(async (transaction) => {
        await transaction.query("SELECT begin_publication()");
        next = second.transaction(async (other) => {
          await other.query("SELECT begin_publication()");
          order.push("second");
        });
        await new Promise((resolve) => setTimeout(resolve, 200));
        order.push("first");
      });
      await next;
    });
    expect(order).toEqual(["first", "second"]);
    await reader.close();
  });
});
