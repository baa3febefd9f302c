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
import { buildObservable, observableSite, observableVersion, prepareObservable, startObservable } from "./observable.ts";
import { publishBenchHub } from "./site-hub.ts";

// What a build of the site costs, by its own templates, and the same area pages by Observable Framework. Each build has a folder of its own, and
// nothing is removed in between: ext4 takes a millisecond to make a file where thousands were removed a minute ago.

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

/** Builds a whole site: for the first time, again, and after a release that changes one area in a hundred. Each takes over from the one before. */
const measureSize = (neighbourhoods: number): Promise<void> =>
  withHub(neighbourhoods, async (base, database) => {
    const areas = `${digits(neighbourhoods)} areas`;
    const [first, second, third] = ["first", "second", "third"].map((name) => join(base, name)) as [string, string, string];
    forgetCode();
    await measure(`${areas}: clean`, first, () => buildSite({ database, out: first }));
    await measure(`${areas}: again, nothing changed`, second, () => buildSite({ database, out: second, keep: first }));
    const store = await openDatabase(database, { role: "publisher" });
    await publishBenchHub(store, "1.1.0", "2026-02-15T12:00:00Z", neighbourhoods, 100);
    await store.close();
    await measure(`${areas}: the next release, 1 % changed`, third, () => buildSite({ database, out: third, keep: second }));
  });

/** Of builds of the same name, the one that took the least: what else a shared machine does only ever adds. */
const least = (builds: readonly Measured[]): Measured => builds.reduce((one, other) => (other.processor < one.processor ? other : one));

/** The same area pages by both, in turn: one table, one link, and on ours one chart. */
const measureSideBySide = (rounds: number): Promise<void> =>
  withHub(compared, async (base, database) => {
    let folders = 0;
    const anotherFolder = () => join(base, `folder-${++folders}`);
    await prepareObservable(compared, anotherFolder());
    const own = `the same area pages: ours, with charts, ${digits(compared)} areas`;
    const their = `the same area pages: Observable Framework ${observableVersion}, without charts`;
    const measureOwn = (build: string) => {
      forgetDrawings();
      const out = anotherFolder();
      return measure(build, out, () => buildAreaPages(database, out));
    };
    const measureTheirs = (build: string, made: Parameters<typeof startObservable>[0]) => {
      startObservable(made, anotherFolder());
      return measure(build, observableSite, buildObservable);
    };
    const all: Measured[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      forgetCode();
      all.push([
        await measureOwn(`${own}, compiled anew`),
        await measureOwn(`${own}, code kept`),
        await measureTheirs(`${their}, from the figures`, "from figures"),
        await measureTheirs(`${their}, from pages loaded before`, "from loaded pages"),
      ]);
    }
    const [anew, kept, figures, loaded] = [0, 1, 2, 3].map((at) => least(all.flatMap((builds) => builds[at] ?? [])).processor);
    const times = (theirs = 0, ours = 0) => digits(theirs / ours, 1);
    console.error(
      `The least of ${rounds} each: Observable Framework takes ${times(figures, anew)} times the processor of ours from the figures ` +
        `(${times(figures, kept)} with our code kept), ${times(loaded, anew)} times where its pages were loaded before (${times(loaded, kept)}).`,
    );
  });

/** `pnpm bench site [--areas 136,1000] [--only areas|peer] [--rounds 3]`. */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: { areas: { type: "string", default: usualSizes }, only: { type: "string" }, rounds: { type: "string", default: "3" } },
  });
  process.env.OPENBEAT_SITE_LANGUAGES = "en";
  console.log("| build | pages | processor | per page | wall | memory | load |\n|---|---:|---:|---:|---:|---:|---:|");
  if (values.only !== "areas") await measureSideBySide(Number(values.rounds));
  if (values.only !== "peer") for (const size of values.areas.split(",").map(Number)) await measureSize(size);
  console.error(`All of it is in ${resultFile}.`);
}
