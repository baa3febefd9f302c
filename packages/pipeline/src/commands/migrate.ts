import { command, databaseOption } from "./form/command.ts";

export const migrate = command(
  {
    name: "migrate",
    purpose: "Bring a database up to date: its tables, checks and roles.",
    details: "Run it as the owner of the database. The embedded one does it by itself.",
    arguments: [],
    options: databaseOption,
    examples: [
      { line: "openbeat migrate --database postgresql://hub_owner@localhost/hub", does: "Make the tables, or bring them up to date." },
    ],
  },
  async ({ values }, terminal) => {
    const { migrate: migrateStore, openDatabase } = await import("@openbeat/database");
    const store = await openDatabase(values.database ?? process.env.DATABASE_URL, { role: "owner" });
    try {
      const applied = await migrateStore(store);
      for (const name of applied) terminal.out(`Applied ${name}.`);
      terminal.out("The database is up to date.");
      return { exitCode: 0, result: { applied } };
    } finally {
      await store.close();
    }
  },
);
