import { type Database, migrate, openDatabase } from "@openbeat/database";
import { describe, expect, it } from "vitest";
import { createPostgresql, hasPostgresql } from "../../test/support/databases.ts";
import { readMigrations } from "../src/migrations.ts";
import { openSchemaEngine } from "../tools/schema-engine.ts";

const names = readMigrations().map(({ name }) => name);

describe.skipIf(!hasPostgresql)("migrate(database), beside Prisma's own engine", () => {
  it("leaves a history in which `prisma migrate deploy` finds nothing to do", async () => {
    const database = await createPostgresql({ migrated: false });
    const owner = await database.open("owner");
    expect(await migrate(owner)).toEqual(names);
    expect(await migrate(owner)).toEqual([]);
    await owner.close();
    const engine = await openSchemaEngine(database.url);
    expect(await engine.diagnose()).toMatchObject({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    expect(await engine.applyMigrations()).toEqual([]);
    await database.drop();
  });

  it("makes the tables, columns, keys and indexes of schema.prisma, no more and no fewer", async () => {
    const shape = async (owner: Database) => ({
      columns: await owner.query(
        "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2",
      ),
      keys: await owner.query(
        "SELECT conrelid::regclass::text AS of, conname::text AS name, replace(pg_get_constraintdef(oid), ' DEFERRABLE INITIALLY DEFERRED', '') AS definition FROM pg_constraint WHERE contype IN ('p', 'f', 'u') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2",
      ),
      indexes: await owner.query(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
      ),
      enums: await owner.query(
        "SELECT t.typname::text AS name, e.enumlabel::text AS label FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ORDER BY t.typname, e.enumsortorder",
      ),
    });
    const [migrated, bySchema] = [await createPostgresql(), await createPostgresql({ migrated: false })];
    const [ours, theirs] = [await migrated.open("owner"), await bySchema.open("owner")];
    await theirs.query(await (await openSchemaEngine(bySchema.url)).schemaSql());
    const made = await shape(ours);
    expect(made.columns.length).toBeGreaterThan(100);
    expect(made).toEqual(await shape(theirs));
    await Promise.all([ours.close(), theirs.close()]);
    await Promise.all([migrated.drop(), bySchema.drop()]);
  });

  it("finds nothing to do after `prisma migrate deploy`", async () => {
    const database = await createPostgresql({ migrated: false });
    const engine = await openSchemaEngine(database.url);
    expect(await engine.applyMigrations()).toEqual(names);
    const owner = await database.open("owner");
    expect(await migrate(owner)).toEqual([]);
    await owner.close();
    await database.drop();
  });

  it("refuses to read a database that was never migrated, and says what to run", async () => {
    const database = await createPostgresql({ migrated: false });
    await expect(database.open("publisher")).rejects.toMatchObject({
      code: "DATABASE_NOT_MIGRATED",
      message: expect.stringContaining("openbeat migrate"),
    });
    await database.drop();
  });

  it("refuses a history with a migration that was edited, or that it does not know", async () => {
    const database = await createPostgresql();
    const owner = await database.open("owner");
    await owner.query("UPDATE _prisma_migrations SET checksum = 'edited' WHERE migration_name = $1", [names[0]]);
    await expect(migrate(owner)).rejects.toMatchObject({ code: "MIGRATION_EDITED" });
    await owner.query("UPDATE _prisma_migrations SET migration_name = '29991231000000_later' WHERE migration_name = $1", [names[0]]);
    await expect(database.open("reader")).rejects.toMatchObject({ code: "DATABASE_NEWER" });
    await owner.close();
    await database.drop();
  });
});

describe("openDatabase(url?)", () => {
  it("says what to check when no server answers", async () => {
    await expect(openDatabase("postgresql://nobody@127.0.0.1:1/none")).rejects.toMatchObject({ code: "DATABASE_UNREACHABLE" });
  });
  it("refuses an address that is neither PostgreSQL nor a folder", async () => {
    await expect(openDatabase("mysql://localhost/x")).rejects.toMatchObject({ code: "DATABASE_URL_INVALID" });
  });
});
