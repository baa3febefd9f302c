import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@openbeat/database";
import { buildSite } from "@openbeat/site/build";
import { pngStore } from "../packages/site/src/cards/png-store.ts";
import { codeStore } from "../packages/site/src/compiled/compiled-site.ts";
import { pictureStore } from "../packages/site/src/picture-store.ts";
import { buildAreaPages } from "./area-pages.ts";
import { type Cost, costOf } from "./cost.ts";
import { buildObservable, observableSite, observableVersion, prepareObservable } from "./observable.ts";
import { publishBenchHub } from "./site-hub.ts";

// What a build of the site costs, by its own templates, and the same area pages by Observable Framework.

const compared = 1000;
const usualSizes = "136,1000,1350";
const digits = (value: number, after = 0) => value.toLocaleString("en", { minimumFractionDigits: after, maximumFractionDigits: after });
const loads = () => loadavg().map((load) => Number(load.toFixed(1)));

interface Measured extends Cost {
  readonly build: string;
  readonly pages: number;
  /** Of the machine, in the last one, five and fifteen minutes. */
  readonly load: readonly number[];
}
const measured: Measured[] = [];
const resultFile = join(import.meta.dirname, "results/site.json");

/** Measures a build, prints it as a row, and keeps it: what was measured stays where a later build fails. */
async function measure(build: string, folder: string, work: () => Promise<unknown>): Promise<Measured> {
  console.error(`${new Date().toISOString().slice(11, 19)} ${build} …`);
  const cost = await costOf(work);
  const one = { build, pages: globSync("**/*.html", { cwd: folder }).length, ...cost, load: loads() };
  measured.push(one);
  mkdirSync(join(resultFile, ".."), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify(measured, null, 1)}\n`);
  const each = `${digits((1000 * one.processor) / one.pages, 1)} ms`;
  const cells = [digits(one.pages), `${digits(one.processor, 1)} s`, each, `${digits(one.wall, 1)} s`, `${digits(one.memory)} MB`];
  console.log(`| ${[build, ...cells, digits(one.load[0] ?? 0, 1)].join(" | ")} |`);
  return one;
}

/** Forgets all that earlier builds have drawn. */
function forgetDrawings(): void {
  rmSync(pictureStore(), { recursive: true });
  rmSync(pngStore, { recursive: true, force: true });
}
const forgetCode = () => rmSync(codeStore, { recursive: true, force: true });

/** Publishes a city of so many neighbourhoods into an embedded database of a new folder, and works with it. */
async function withHub(neighbourhoods: number, work: (base: string, database: string) => Promise<void>): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), "openbeat-bench-site-"));
  const database = `file:${join(base, "database")}`;
  try {
    const store = await openDatabase(database, { role: "publisher" });
    await publishBenchHub(store, "1.0.0", "2026-01-15T12:00:00Z", neighbourhoods, 0);
    await store.close();
    forgetDrawings();
    await work(base, database);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Builds a whole site: for the first time, again, and after a release that changes one area in a hundred. */
const measureSize = (neighbourhoods: number): Promise<void> =>
  withHub(neighbourhoods, async (base, database) => {
    const out = join(base, "site");
    const areas = `${digits(neighbourhoods)} areas`;
    forgetCode();
    await measure(`${areas}: clean`, out, () => buildSite({ database, out }));
    await measure(`${areas}: again, nothing changed`, out, () => buildSite({ database, out }));
    const store = await openDatabase(database, { role: "publisher" });
    await publishBenchHub(store, "1.1.0", "2026-02-15T12:00:00Z", neighbourhoods, 100);
    await store.close();
    await measure(`${areas}: the next release, 1 % changed`, out, () => buildSite({ database, out }));
  });

/** The same area pages by both, one after the other: one table, one link, and on ours one chart. */
async function measureSideBySide(): Promise<void> {
  let own: Measured | undefined;
  await withHub(compared, async (base, database) => {
    const out = join(base, "site");
    const name = `the same area pages: ours, with charts, ${digits(compared)} areas`;
    forgetCode();
    own = await measure(`${name}, compiled anew`, out, () => buildAreaPages(database, out));
    forgetDrawings();
    rmSync(out, { recursive: true });
    await measure(`${name}, code kept`, out, () => buildAreaPages(database, out));
  });
  await prepareObservable(compared);
  const name = `the same area pages: Observable Framework ${observableVersion}, without charts`;
  const theirs = await measure(`${name}, from the figures`, observableSite, () => buildObservable("from figures"));
  const loaded = await measure(`${name}, from pages loaded before`, observableSite, () => buildObservable("from loaded pages"));
  if (own === undefined) return;
  const times = (their: Measured) => digits(their.processor / (own?.processor ?? 0), 1);
  console.error(
    `Observable Framework took ${times(theirs)} times the processor of ours from the figures, ${times(loaded)} times where its pages were loaded before.`,
  );
}

/** `pnpm bench site [--areas 136,1000] [--only areas|peer]`. */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: { areas: { type: "string", default: usualSizes }, only: { type: "string" } },
  });
  process.env.OPENBEAT_SITE_LANGUAGES = "en";
  console.log("| build | pages | processor | per page | wall | memory | load |\n|---|---:|---:|---:|---:|---:|---:|");
  if (values.only !== "areas") await measureSideBySide();
  if (values.only !== "peer") for (const size of values.areas.split(",").map(Number)) await measureSize(size);
  console.error(`All of it is in ${resultFile}.`);
}
