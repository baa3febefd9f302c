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

/** Code that decides what a release holds, or how the store keeps it. */
const pipelineCode = [
  "packages/pipeline/src/**/*.{ts,sql}",
  "packages/disclosure/src/**/*.ts",
  "packages/schema/src/domain/*.ts",
  "prisma/src/*.ts",
  "prisma/migrations/**/*.sql",
];
const siteCode = ["packages/site/src/**/*", "packages/site/public/**/*", "packages/site/astro.config.ts", "packages/schema/src/**/*.ts"];

await step("Generating code", async () => {
  await generate();
  return true;
});
const { openDatabase } = await import("@openbeat/database");
await step("Generating the records of the fictional city Alderport", () =>
  whenChanged("records", hashFiles(["packages/pipeline/src/synthetic/**/*"]), ["samples/alderport/incidents"], () =>
    run(".", process.execPath, [openbeat, "synthesise", "--hub", "samples/alderport"], { quiet: true }),
  ),
);
const published = hashFiles(["samples/alderport/**/*", ...pipelineCode, "pnpm-lock.yaml"]);
await step("Publishing them into the embedded database", () =>
  whenChanged("publish", published, [join(folder, "database")], async () => {
    // The demonstration is made anew when its inputs change: it is no agency's record, and nobody keeps its releases. Opening the database
    // first refuses while another demonstration runs on it.
    if (existsSync(join(root, folder, "database"))) await (await openDatabase(database)).close();
    for (const made of [join(folder, "database"), "samples/alderport/.openbeat"])
      rmSync(join(root, made), { recursive: true, force: true });
    mkdirSync(join(root, folder), { recursive: true });
    await run(".", process.execPath, [openbeat, "publish", "samples/alderport", "--database", database], { quiet: true });
  }),
);
await step("Building the site", () =>
  whenChanged("site", `${published} ${hashFiles(siteCode)}`, [site], async () => {
    const { buildSite } = await import("@openbeat/site/build");
    await buildSite({ database, out: join(root, site) });
  }),
);

const { startApi } = await import("@openbeat/api");
const { startSite } = await import("@openbeat/site");
const store = await openDatabase(database);
const [release] = await store.query(
  "SELECT r.version, (SELECT count(*) FROM published_table t WHERE t.release_id = r.id)::int AS tables, (SELECT sum(row_count) FROM published_table t WHERE t.release_id = r.id)::int AS cells, (SELECT sum(suppressed_count) FROM published_table t WHERE t.release_id = r.id)::int AS hidden FROM release r ORDER BY r.id DESC LIMIT 1",
);
const port = (name: string, usual: number) => Number(process.env[name] ?? usual);
const api = await startApi({ database: store, host: "localhost", port: port("OPENBEAT_API_PORT", 4000) });
const pages = await startSite({ folder: join(root, site), port: port("OPENBEAT_SITE_PORT", 4321) });
console.log(`
Alderport (a fictional city), release ${String(release?.version)}: ${String(release?.tables)} tables, ${String(release?.cells)} figures, ${String(release?.hidden)} of them hidden to protect people.
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
