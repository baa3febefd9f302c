import { globSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@openbeat/database";
import { publish } from "@openbeat/pipeline";
import { commands } from "../../packages/pipeline/src/commands/all.ts";
import { readGeography } from "../../packages/pipeline/src/geography/areas.ts";
import { planDataset } from "../../packages/pipeline/src/hub/plan.ts";
import { readHub } from "../../packages/pipeline/src/hub/read-hub.ts";
import { defineMacros } from "../../packages/pipeline/src/read/macros.ts";
import { literal, Workbench } from "../../packages/pipeline/src/read/workbench.ts";
import { atomsSql } from "../../packages/pipeline/src/tabulate/tabulate.ts";
import { copiedColumns, copiedLines } from "./copied-rows.ts";
import { meter } from "./meter.ts";
import { stageOf } from "./stage.ts";

// One measured run in a process of its own, so that its peak of memory is its own. Prints one line of JSON.

const now = () => new Date("2026-11-26T12:00:00Z");

function hubOf(folder: string) {
  const { hub } = readHub(folder);
  if (hub === undefined) throw new Error("The bench's own hub is wrong.");
  return hub;
}

/** Publishes the hub, stage by stage. */
async function published(folder: string, database: string) {
  const surveys = hubOf(folder).surveys.map(({ spec }) => spec.survey);
  const stages = meter();
  const { datasets } = await publish(folder, {
    openStore: () => openDatabase(database, { role: "publisher" }),
    now,
    progress(line) {
      const stage = stageOf(line, surveys);
      if (stage !== undefined) stages.enter(stage);
    },
  });
  const isSurvey = ({ dataset }: { readonly dataset: string }) => surveys.includes(dataset);
  const records = datasets.filter((dataset) => !isSurvey(dataset)).reduce((sum, { read }) => sum + read, 0);
  const answers = datasets.filter(isSurvey).reduce((sum, { read }) => sum + read, 0);
  const rows = datasets.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
  return { records, answers, rows, stages: stages.end() };
}

/** DuckDB alone: each dataset counted by its finest codes, in one query from its files to the counts, checked for nothing. */
async function grouped(folder: string) {
  const hub = hubOf(folder);
  const { geography } = await readGeography(folder, hub.spec);
  const plans = await Promise.all(hub.datasets.map((file) => planDataset(hub, file, geography, now().toISOString().slice(0, 10))));
  const stages = meter();
  stages.enter("group by");
  for (const { plan } of plans) {
    const { select, source, coverage } = plan.file.spec;
    const files = globSync(source.files, { cwd: folder }).map((file) => join(folder, file));
    const workbench = await Workbench.open(files, hub.spec.timezone);
    await defineMacros(workbench, plan.standards, coverage.to);
    const read = `read_csv([${files.map(literal).join(", ")}], header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
    const query = `WITH records AS (SELECT ${select} FROM ${read}) ${atomsSql({ ...plan, hasKeys: false }, null)}`;
    await workbench.run(`CREATE TABLE counted AS ${query}`);
    workbench.close();
  }
  return { stages: stages.end() };
}

/** A command on what was published, as one stage. */
async function commanded(name: string, words: readonly string[]) {
  const command = commands.find((own) => own.name === name);
  const stages = meter();
  stages.enter(name);
  const quiet = { out: () => {}, err: () => {}, progress: () => {} };
  const done = await command?.run(words, quiet, now);
  if (done?.exitCode !== 0) throw new Error(`${name} failed.`);
  return { stages: stages.end() };
}

/** COPY of so many rows into a table, from observations to the commit, as the pipeline does it. */
async function copied(rows: number, database: string) {
  const store = await openDatabase(database, { role: "owner" });
  const stages = meter();
  stages.enter("copy");
  await store.transaction((transaction) => transaction.copy("copied", copiedColumns, copiedLines(rows)));
  const cost = stages.end();
  await store.close();
  return { stages: cost };
}

const [what = "", ...words] = process.argv.slice(2);
const [folder = "", database = ""] = words;
const run: Readonly<Record<string, () => Promise<object>>> = {
  publish: () => published(folder, database),
  group: () => grouped(folder),
  copy: () => copied(Number(folder), database),
};
console.log(JSON.stringify(await (run[what]?.() ?? commanded(what, words))));
