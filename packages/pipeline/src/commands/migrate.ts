import { parseArgs } from "node:util";
import { migrate as migrateStore, openDatabase } from "@openbeat/database";
import type { Terminal } from "./terminal.ts";

/** `openbeat migrate [--database URL]`: brings the public store's tables, checks and roles up to date. */
export async function migrate(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { database: { type: "string" } } });
  const store = await openDatabase(values.database ?? process.env.DATABASE_URL, { role: "owner" });
  try {
    const applied = await migrateStore(store);
    for (const name of applied) terminal.out(`Applied ${name}.`);
    terminal.out("The database is up to date.");
    return 0;
  } finally {
    await store.close();
  }
}
