import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readGeography } from "../packages/pipeline/src/geography/areas.ts";
import { readHub } from "../packages/pipeline/src/hub/read-hub.ts";
import { cellsOf } from "../packages/pipeline/src/survey/cells.ts";
import { estimate } from "../packages/pipeline/src/survey/estimate.ts";
import { foldedGroups } from "../packages/pipeline/src/survey/groups.ts";
import { readMargins } from "../packages/pipeline/src/survey/margins.ts";
import { planSurvey } from "../packages/pipeline/src/survey/plan.ts";
import { prepareSurvey } from "../packages/pipeline/src/survey/prepare-survey.ts";
import { wavesAsPublished } from "../packages/pipeline/src/survey/published-waves.ts";
import { readAnswers } from "../packages/pipeline/src/survey/read-answers.ts";
import { reliabilityOf } from "../packages/pipeline/src/survey/reliability.ts";
import { sumAnswers } from "../packages/pipeline/src/survey/sums.ts";
import { weighAnswers } from "../packages/pipeline/src/survey/weigh.ts";
import { writeLargeSurvey } from "../packages/pipeline/test/support/large-survey.ts";

// From the answers of a million people to sixty questions, in 70 areas and twenty groups, to every estimate with its interval and what of it is shown:
// the pipeline's own functions one after the other, then all of them as they are run to publish. Each in a process of its own.

/** Does something, and says how long it took. */
async function timed<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${what.padEnd(34)} ${seconds.padStart(6)} s ${((user + system) / 1e6).toFixed(1).padStart(7)} s of processor`);
  return result;
}

async function stages(folder: string, isWhole: boolean): Promise<void> {
  const { hub } = readHub(folder);
  const [file] = hub?.surveys ?? [];
  if (hub === undefined || file === undefined) throw new Error("The bench's own hub is wrong.");
  const { geography } = await readGeography(folder, hub.spec);
  const { plan } = planSurvey(file, geography, "2026-11-30");
  const { margins } = await readMargins(hub, plan, geography);
  const began = performance.now();
  const { answers, problems } = await timed("readAnswers", () => readAnswers(hub, plan, geography, () => {}));
  if (answers === undefined) throw new Error(JSON.stringify(problems));
  if (isWhole) {
    const { ready } = await timed("prepareSurvey", () => prepareSurvey(hub, plan, answers, geography, margins, [], () => {}));
    console.log(`  ${ready.tables.reduce((sum, { rows }) => sum + rows, 0)} figures, shown or not`);
  } else {
    await timed("wavesAsPublished", () => wavesAsPublished(plan, answers, [], {}));
    const told = await timed("weighAnswers", () => weighAnswers(plan, answers, geography, margins, () => {}));
    await timed("reliabilityOf", () => reliabilityOf(plan, answers));
    const all = new Map(plan.groupings.flatMap(({ name, groups }) => groups.map(({ code }) => [`${name}.${code}`, 1_000_000] as const)));
    const folded = foldedGroups(plan, all, []);
    const sums = await timed("sumAnswers", () => sumAnswers(plan, answers, geography, folded));
    await timed("estimate", () => estimate(plan, geography, sums, folded));
    const cells = cellsOf(plan, geography, folded).length;
    console.log(
      `  ${cells} cells of ${plan.items.length} items; design effect ${told[0]?.designEffect}, ${told[0]?.iterations} iterations`,
    );
  }
  answers.workbench.close();
  const memory = process.resourceUsage().maxRSS / 1e6;
  console.log(`  all of it ${((performance.now() - began) / 1000).toFixed(1)} s; ${memory.toFixed(2)} GB of memory at the peak`);
}

/** `pnpm bench survey [--respondents N] [--items N]` */
export async function run(words: readonly string[]): Promise<void> {
  const options = { respondents: { type: "string", default: "1000000" }, items: { type: "string", default: "60" } } as const;
  const { values } = parseArgs({ args: [...words], options });
  const [respondents, items] = [Number(values.respondents), Number(values.items)];
  const began = performance.now();
  const folder = await writeLargeSurvey({ respondents, items, seed: 7 });
  console.log(`${respondents} answers to ${items} items, drawn in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  try {
    for (const what of ["stages", "whole"]) {
      console.log(what === "stages" ? "Stage by stage:" : "As it is published, from the answers to every figure:");
      spawnSync(process.execPath, [fileURLToPath(import.meta.url), what, folder], { stdio: "inherit" });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await stages(process.argv[3] ?? "", process.argv[2] === "whole");
