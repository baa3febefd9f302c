import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
// The engine's own entry point fetches its WebAssembly by URL, which Node cannot do for files; its two halves are joined here instead.
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { readMigrations } from "../src/migrations.ts";

export const schemaPath = fileURLToPath(new URL("../schema.prisma", import.meta.url));
const wasm = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm"));
const everything = { externalTables: [], externalEnums: [] };

// Node's types know WebAssembly as a namespace of types only.
const { instantiate } = (
  globalThis as unknown as { WebAssembly: { instantiate(code: Uint8Array, imports: object): Promise<Instantiated> } }
).WebAssembly;
interface Instantiated {
  readonly instance: { readonly exports: Readonly<Record<string, unknown>> };
}

let loaded: Promise<void> | undefined;
const load = () => {
  loaded ??= instantiate(readFileSync(wasm), { "./schema_engine_bg.js": bindings }).then(({ instance }) => {
    bindings.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  });
  return loaded;
};

/** The adapter cuts a script at every semicolon, also inside a function's body; the native engine sends it whole, and so does this. */
class WholeScripts extends PrismaPg {
  override async connect() {
    const connection = await super.connect();
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script);
    };
    return connection;
  }
}

/** Prisma's own schema engine, as WebAssembly, on a PostgreSQL database: for writing migrations and for checking ours against it. */
export async function openSchemaEngine(url: string) {
  await load();
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(url));
  const datamodels: [string, string][] = [[schemaPath, readFileSync(schemaPath, "utf8")]];
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
  const migrationsList = {
    baseDir: "migrations",
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: readMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
  return {
    /** SQL that makes the tables of schema.prisma in an empty database. */
    async schemaSql(): Promise<string> {
      const to = { tag: "schemaDatamodel" as const, files: datamodels.map(([path, content]) => ({ path, content })) };
      return (await engine.diff({ from: { tag: "empty" }, to, script: true, exitCode: null, filters: everything })).stdout ?? "";
    },
    /** Names of the migrations that the engine applied. */
    async applyMigrations(): Promise<readonly string[]> {
      return (await engine.applyMigrations({ migrationsList, filters: everything })).appliedMigrationNames;
    },
    diagnose: () => engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: everything }),
  };
}
