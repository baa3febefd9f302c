import { globSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@openbeat/database";
import { buildSite } from "@openbeat/site/build";
import { pictureStore } from "../packages/site/src/picture-store.ts";
import { type Cost, costOf } from "./cost.ts";
import { buildObservable, observableSite, observableVersion, prepareObservable } from "./observable.ts";
import { publishBenchHub } from "./site-hub.ts";

// What a build of the site costs, by its own templates, and the same areas by Observable Framework.

const usualSizes = "333,1000,3333";
const digits = (value: number, after = 0) => value.toLocaleString("en", { minimumFractionDigits: after, maximumFractionDigits: after });

const pagesIn = (folder: string) => globSync("**/*.html", { cwd: folder }).length;
function row(what: string, { wall, processor, memory }: Cost, pages: number): void {
  const each = `${digits((1000 * processor) / pages, 1)} ms`;
  console.log(`| ${what} | ${digits(pages)} | ${digits(processor, 1)} s | ${each} | ${digits(wall, 1)} s | ${digits(memory)} MB |`);
}

/** Builds a city of that many neighbourhoods: for the first time, again, and after a release that changes one area in a hundred. */
async function measureSize(neighbourhoods: number): Promise<Cost> {
  const base = mkdtempSync(join(tmpdir(), "openbeat-bench-site-"));
  const database = `file:${join(base, "database")}`;
  const out = join(base, "site");
  const publish = async (version: string, publishedAt: string, every: number) => {
    const store = await openDatabase(database, { role: "publisher" });
    await publishBenchHub(store, version, publishedAt, neighbourhoods, every);
    await store.close();
  };
  const areas = `${digits(neighbourhoods)} areas`;
  try {
    await publish("1.0.0", "2026-01-15T12:00:00Z", 0);
    // The first build of a hub: no chart of it was drawn before.
    rmSync(pictureStore(), { recursive: true });
    const clean = await costOf(() => buildSite({ database, out }));
    row(`${areas}: clean`, clean, pagesIn(out));
    row(`${areas}: again, nothing changed`, await costOf(() => buildSite({ database, out })), pagesIn(out));
    await publish("1.1.0", "2026-02-15T12:00:00Z", 100);
    row(`${areas}: the next release, 1 % changed`, await costOf(() => buildSite({ database, out })), pagesIn(out));
    return clean;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Builds a thousand areas with Observable Framework. */
async function measureObservable(): Promise<Cost> {
  await prepareObservable(1000);
  const clean = await costOf(buildObservable);
  row(`Observable Framework ${observableVersion}, 1,000 areas`, clean, pagesIn(observableSite));
  return clean;
}

/** `pnpm bench site [--areas 333,1000] [--only openbeat|observable]`. */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: { areas: { type: "string", default: usualSizes }, only: { type: "string" } },
  });
  process.env.OPENBEAT_SITE_LANGUAGES = "en";
  console.log(
    `Load of the machine before: ${loadavg()
      .map((load) => digits(load, 1))
      .join(" ")}`,
  );
  console.log("| build | pages | processor | per page | wall | memory |\n|---|---:|---:|---:|---:|---:|");
  const ours = new Map<number, Cost>();
  if (values.only !== "observable") for (const size of values.areas.split(",").map(Number)) ours.set(size, await measureSize(size));
  if (values.only === "openbeat") return;
  const theirs = await measureObservable();
  const own = ours.get(1000);
  if (own === undefined) return;
  console.log(
    `Processor: ${digits(theirs.processor / own.processor, 1)} times ours, without charts, frozen copies, charts alone and files.`,
  );
}
