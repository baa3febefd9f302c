import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generate } from "./generate.ts";
import { run } from "./run.ts";
import { hashFiles, root, whenChanged } from "./stamp.ts";

/** The demonstration's own folder: a hub of one's own is published elsewhere. */
const folder = ".openbeat/demonstration";
const database = `file:${join(root, folder, "database")}`;
const site = join(folder, "site");
const openbeat = "packages/pipeline/src/bin/openbeat.ts";
const began = performance.now();

async function step(what: string, work: () => Promise<boolean>): Promise<boolean> {
  const start = performance.now();
  process.stdout.write(`${what} … `);
  const done = await work();
  console.log(done ? `${((performance.now() - start) / 1000).toFixed(1)} s` : "nothing changed");
  return done;
}

// What is generated must be there before anything that imports it.
await step("Generating code", async () => {
  await generate();
  return true;
});
const { openDatabase } = await import("@openbeat/database");

/** Another demonstration that runs holds the database; what else may be wrong with an old one goes with it. */
async function refuseWhileInUse(): Promise<void> {
  if (!existsSync(join(root, folder, "database"))) return;
  try {
    await (await openDatabase(database)).close();
  } catch (error) {
    if ((error as { code?: string }).code === "DATABASE_BUSY") throw error;
  }
}

/** Starts a server, or says which port is taken. */
async function listen<Server>(variable: string, usual: number, start: (port: number) => Promise<Server>): Promise<Server> {
  const port = Number(process.env[variable] ?? usual);
  try {
    return await start(port);
  } catch (error) {
    if ((error as { code?: string }).code !== "EADDRINUSE") throw error;
    console.error(`Port ${port} is taken. Stop what uses it, or name another one: ${variable}=${port + 1}`);
    process.exit(1);
  }
}

/** Code that decides what a release holds, or how the store keeps it. */
const pipelineCode = [
  "packages/pipeline/src/**/*.{ts,sql}",
  "packages/disclosure/src/**/*.ts",
  "packages/schema/src/domain/**/*.ts",
  "prisma/src/*.ts",
  "prisma/migrations/**/*.sql",
];
const siteCode = ["packages/site/src/**/*", "packages/site/public/**/*", "packages/site/astro.config.ts", "packages/schema/src/**/*.ts"];

await step("Generating the records of the fictional city Alderport", () =>
  whenChanged("records", hashFiles(["packages/pipeline/src/synthetic/**/*"]), ["samples/alderport/incidents"], () =>
    run(".", process.execPath, [openbeat, "synthesise", "--hub", "samples/alderport"], { quiet: true }),
  ),
);
const published = hashFiles(["samples/alderport/**/*", ...pipelineCode, "pnpm-lock.yaml"]);
await step("Publishing them into the embedded database", () =>
  whenChanged("publish", published, [join(folder, "database")], async () => {
    // The demonstration is made anew when its inputs change: it is no agency's record, and nobody keeps its releases.
    await refuseWhileInUse();
    for (const made of [join(folder, "database"), site, "samples/alderport/.openbeat"])
      rmSync(join(root, made), { recursive: true, force: true });
    mkdirSync(join(root, folder), { recursive: true });
    await run(".", process.execPath, [openbeat, "publish", "samples/alderport", "--database", database], { quiet: true });
  }),
);
await step("Building the site", () =>
  whenChanged("site", `${published} ${hashFiles(siteCode)}`, [site], async () => {
    const { buildSite } = await import("@openbeat/site/build");
    // Its frozen releases stay as they were first built, as an agency's do: they are built anew with the database only.
    const progress = (what: string) => process.stdout.isTTY && process.stdout.write(`\r\x1b[KBuilding the site … ${what} `);
    await buildSite({ database, out: join(root, site), progress });
  }),
);

const { startApi } = await import("@openbeat/api");
const { startSite } = await import("@openbeat/site");
const store = await openDatabase(database);
const [release] = await store.query(
  "SELECT r.version, (SELECT count(*) FROM published_table t WHERE t.release_id = r.id)::int AS tables, (SELECT sum(row_count) FROM published_table t WHERE t.release_id = r.id)::int AS cells, (SELECT sum(suppressed_count) FROM published_table t WHERE t.release_id = r.id)::int AS hidden FROM release r ORDER BY r.id DESC LIMIT 1",
);
const api = await listen("OPENBEAT_API_PORT", 4000, (port) => startApi({ database: store, host: "localhost", port }));
const pages = await listen("OPENBEAT_SITE_PORT", 4321, (port) => startSite({ folder: join(root, site), port }));
console.log(`
Alderport (a fictional city), release ${String(release?.version)}: ${String(release?.tables)} tables, ${String(release?.cells)} rows, ${String(release?.hidden)} of them with a figure that is hidden to protect people.
  Site  ${pages.url}
  API   ${api.url}/graphql
Ready after ${((performance.now() - began) / 1000).toFixed(1)} s. Stop with Ctrl+C.`);

const stop = async () => {
  await Promise.all([api.close(), pages.close()]);
  await store.close();
  process.exit(0);
};
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());
