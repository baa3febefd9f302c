import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createPostgresql, hasPostgresql, type TestDatabase } from "../test/support/databases.ts";
import { copiedTable, writeCopied } from "./publish/copied-rows.ts";
import type { StageCost } from "./publish/meter.ts";
import { stages } from "./publish/stage.ts";
import { writeWideHub } from "./publish/wide-hub.ts";

// What a publication costs, stage by stage, and how it grows: with the records that are read, from the sample city at several scales, beside DuckDB alone; and
// with the rows that are written, beside psql. Every run is a process of its own. Linux, with a PostgreSQL server and psql.

interface Measured {
  readonly stages: Readonly<Record<string, StageCost>>;
}
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const openbeat = file("../packages/pipeline/src/bin/openbeat.ts");
const nothing: StageCost = { wall: 0, processor: 0, memory: 0 };
const results: unknown[] = [];

/** Runs one measured run in a process of its own. */
function measured<Result extends Measured>(...words: readonly string[]): Result {
  const run = spawnSync(process.execPath, [file("publish/one-run.ts"), ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (run.status !== 0) throw new Error(`The run of ${words[0]} failed.`);
  const result = JSON.parse(run.stdout) as Result;
  results.push({ run: words[0], load: loadavg(), ...result });
  return result;
}

const sum = (costs: readonly StageCost[]): StageCost => ({
  wall: costs.reduce((total, { wall }) => total + wall, 0),
  processor: costs.reduce((total, { processor }) => total + processor, 0),
  memory: Math.max(0, ...costs.map(({ memory }) => memory)),
});
const told = ({ wall, processor, memory }: StageCost) => `${wall.toFixed(1)} s | ${processor.toFixed(1)} s | ${Math.round(memory)} MB`;
const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const times = (ours: number, theirs: number) => (ours / theirs).toFixed(2);

async function withDatabase<Result>(work: (database: TestDatabase) => Promise<Result> | Result): Promise<Result> {
  const database = await createPostgresql();
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** Publishes the sample city at a scale, after DuckDB has counted the same files. */
async function atScale(scale: number, kept: string | undefined): Promise<void> {
  const base = kept ?? mkdtempSync(join(tmpdir(), "openbeat-bench-publish-"));
  const hub = join(base, `scale-${scale}`);
  try {
    cpSync(file("../samples/alderport"), hub, {
      recursive: true,
      filter: (path) => !/\.openbeat$|\.generated\.json$|\.csv\.gz$/.test(path),
    });
    execFileSync(process.execPath, [openbeat, "synthesise", "--hub", hub, "--scale", String(scale)], { stdio: "ignore" });
    const bare = sum(Object.values(measured("group", hub).stages));
    type Publication = Measured & { readonly records: number; readonly answers: number; readonly rows: number };
    const { records, answers, rows, stages: own } = await withDatabase(({ url }) => measured<Publication>("publish", hub, url));
    console.log(
      `\nScale ${scale}: ${records} records and ${answers} answers to ${rows} rows (wall, processor, memory; load ${loadavg()[0]?.toFixed(1)})`,
    );
    for (const stage of stages) row(stage, told(own[stage] ?? nothing));
    row("all", told(sum(Object.values(own))));
    row("DuckDB alone, GROUP BY of the records", told(bare));
    const tabulate = own.tabulate ?? nothing;
    const toTables = sum([own.read ?? nothing, own.validate ?? nothing, tabulate]);
    for (const [what, { wall, processor }] of [
      ["tabulate", tabulate],
      ["read, validate and tabulate", toTables],
    ] as const)
      console.log(
        `${what} beside DuckDB alone: ${times(processor, bare.processor)} of its processor time, ${times(wall, bare.wall)} of its wall time`,
      );
  } finally {
    if (kept === undefined) rmSync(base, { recursive: true, force: true });
    else rmSync(join(hub, ".openbeat"), { recursive: true, force: true });
  }
}

/** COPY of so many rows by the pipeline's own code, and of the same by psql, in turns. */
async function copy(rows: number): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), "openbeat-bench-copy-"));
  const lines = join(base, "rows.txt");
  try {
    writeCopied(lines, rows);
    await withDatabase(async (database) => {
      const psql = (...commands: readonly string[]) => {
        const began = performance.now();
        execFileSync("psql", ["-qv", "ON_ERROR_STOP=1", database.url, ...commands.flatMap((one) => ["-c", one])], {
          stdio: ["ignore", "ignore", "inherit"],
        });
        return (performance.now() - began) / 1000;
      };
      const rounds = Array.from({ length: 3 }, () => {
        psql("DROP TABLE IF EXISTS copied", copiedTable, "CHECKPOINT");
        const ours = measured("copy", String(rows), database.url).stages.copy ?? nothing;
        psql("DROP TABLE copied", copiedTable, "CHECKPOINT");
        return { ours, theirs: psql(`\\copy copied FROM '${lines}'`) };
      });
      const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[1] ?? Number.NaN;
      const [ours, theirs] = [middle(rounds.map((round) => round.ours.wall)), middle(rounds.map((round) => round.theirs))];
      const memory = Math.max(...rounds.map((round) => round.ours.memory));
      const megabytes = (statSync(lines).size / 1e6).toFixed(0);
      row(rows, `${megabytes} MB`, `${ours.toFixed(1)} s`, `${theirs.toFixed(1)} s`, times(theirs, ours), `${memory.toFixed(0)} MB`);
    });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** What is done with a public record of one table with so many cells. */
async function record(cells: number): Promise<void> {
  const hub = writeWideHub(cells);
  const archive = join(dirname(hub), "hub.openbeat");
  try {
    await withDatabase(async ({ url }) => {
      const { rows, stages: own } = measured<Measured & { readonly rows: number }>("publish", hub, url);
      const did = (name: string, ...words: readonly string[]) => row(rows, name, told(sum(Object.values(measured(name, ...words).stages))));
      for (const stage of ["write", "read back", "seal"]) row(rows, stage, told(own[stage] ?? nothing));
      did("verify", "--database", url);
      did("export", hub, archive, "--database", url);
      await withDatabase(async ({ url: empty }) => did("restore", archive, "--database", empty));
    });
  } finally {
    rmSync(dirname(hub), { recursive: true, force: true });
  }
}

const numbers = (text: string) => text.split(",").filter(Boolean).map(Number);

/** `pnpm bench publish [--scales 1,10,100] [--keep FOLDER] [--rows 100000,1000000] [--cells 10000,100000,1000000]` */
export async function run(words: readonly string[]): Promise<void> {
  if (!hasPostgresql) return console.log("SKIPPED: no PostgreSQL server answers.");
  const { values } = parseArgs({
    args: [...words],
    options: {
      scales: { type: "string", default: "1,10,100" },
      /** Where the records stay, so that they need not be generated again. */
      keep: { type: "string" },
      rows: { type: "string", default: "100000,1000000,3000000" },
      cells: { type: "string", default: "10000,100000,1000000" },
    },
  });
  for (const scale of numbers(values.scales)) await atScale(scale, values.keep);
  if (values.rows !== "") {
    console.log("\nCOPY (rows, their text, ours, psql's, ours as a part of psql's speed, our memory)");
    for (const rows of numbers(values.rows)) await copy(rows);
  }
  if (values.cells !== "") {
    console.log("\nOne table (rows, what is done, wall, processor, memory)");
    for (const cells of numbers(values.cells)) await record(cells);
  }
  const kept = file("results/publish.json");
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, `${JSON.stringify(results, null, 1)}\n`);
}
