import { engine } from "@openbeat/disclosure";
import type { Geography } from "../geography/areas.ts";
import type { PastDataset } from "../history/past.ts";
import type { HubFolder } from "../hub/read-hub.ts";
import { quoted } from "../read/workbench.ts";
import { type ReadyDataset, toldLeftOut } from "../release/content.ts";
import { hashOf } from "../release/hash.ts";
import { cellKey, cellsOf } from "./cells.ts";
import { estimate } from "./estimate.ts";
import { foldedGroups } from "./groups.ts";
import type { PopulationMargin } from "./margins.ts";
import type { SurveyPlan } from "./plan.ts";
import {
  type PublishedWaves,
  peopleOf,
  refuseMissingCells,
  refuseOtherPolicy,
  refuseSmallCorrections,
  wavesAsPublished,
} from "./published-waves.ts";
import type { SurveyAnswers } from "./read-answers.ts";
import { readySurvey } from "./ready-survey.ts";
import { reliabilityOf } from "./reliability.ts";
import { sumAnswers } from "./sums.ts";
import { codeLists, tablesOf } from "./survey-tables.ts";
import { weighAnswers } from "./weigh.ts";

/** A survey made ready for release, and what the next release must know of it. */
export interface PreparedSurvey {
  readonly ready: ReadyDataset;
  readonly past: PastDataset;
  /** What is worth knowing: design effects, folded groups, how many figures have which status. */
  readonly notes: readonly string[];
}

type Past = readonly { readonly version: string; readonly dataset: PastDataset }[];

/**
 * Takes the answers of a survey to estimates that may be released: weighs them, adds them up, estimates, and decides what is precise enough and tells
 * of nobody.
 * @throws {PipelineError} `UNPROTECTABLE`, `WAVE_CHANGED`, or what weighing refuses.
 */
export async function prepareSurvey(
  hub: HubFolder,
  plan: SurveyPlan,
  answers: SurveyAnswers,
  geography: Geography,
  margins: readonly PopulationMargin[],
  past: Past,
  progress: (what: string) => void,
): Promise<PreparedSurvey> {
  const { spec } = plan.file;
  const before = past.flatMap(({ dataset }) => dataset.survey ?? []);
  // A wave or a grouping may have been left out of a release in between.
  const published: PublishedWaves = Object.assign({}, ...before.map((release) => release.waves));
  refuseOtherPolicy(plan, before);
  const folded = foldedGroups(plan, await largestGroups(plan, answers), new Set(before.flatMap((release) => release.folded)));
  const told = new Set(before.flatMap(({ counts }) => Object.values(counts).flatMap((cells) => Object.keys(cells))));
  refuseMissingCells(plan, told, new Set(cellsOf(plan, geography, folded).map(cellKey)));
  const people = await peopleOf(plan, answers);
  const weightings = await weighAnswers(plan, answers, geography, margins, progress);
  const waves = await wavesAsPublished(plan, answers, people, published);
  progress(`${spec.survey}: adding up the answers`);
  const reliability = await reliabilityOf(plan, answers);
  const sums = await sumAnswers(plan, answers, geography, folded);
  progress(`${spec.survey}: estimating`);
  const { figures, counts: made } = estimate(plan, geography, sums, folded, told);
  refuseSmallCorrections(plan, before, made);
  const completes = await completesOf(plan, answers);
  const survey = readySurvey(hub, plan, completes, weightings, reliability);
  const lists = codeLists(plan, folded);
  const tables = plan.tables.flatMap((table) => tablesOf(plan, geography, table, lists, figures));
  const counts: Record<string, number> = {};
  const byMeasure = new Map<string, { cells: number; hidden: number }>();
  for (const table of tables) {
    for (const observation of table.observations()) {
      counts[observation.status] = (counts[observation.status] ?? 0) + 1;
      const code = table.measures[observation.measure]?.code ?? "";
      const own = byMeasure.get(code) ?? { cells: 0, hidden: 0 };
      byMeasure.set(code, { cells: own.cells + 1, hidden: own.hidden + (observation.status === "SUPPRESSED" ? 1 : 0) });
    }
  }
  const policySha256 = hashOf(spec.policy);
  const ready: ReadyDataset = {
    code: spec.survey,
    title: spec.title,
    description: spec.description,
    theme: "trust",
    coverage: { from: plan.waves[0]?.spec.field.from ?? "", to: plan.waves.at(-1)?.spec.field.to ?? "" },
    codeLists: lists,
    source: {
      publisher: spec.source.publisher ?? hub.spec.publisher,
      recordsRead: null,
      recordsUsed: answers.used,
      leftOut: answers.leftOut.map(toldLeftOut),
      notes: [],
      standards: [],
    },
    tables,
    certificates: [...byMeasure].map(([measure, { cells, hidden }]) => ({
      measure,
      policySha256,
      certificate: certificateOf(plan, policySha256, cells, hidden),
    })),
    drawings: [],
    survey,
  };
  return {
    ready,
    past: {
      ...{ format: 1, dataset: spec.survey, keys: [], codes: [], values: {}, nodes: {}, tables: [] },
      survey: { waves, folded: [...folded].sort(), policy: spec.policy, counts: made },
    },
    notes: [
      ...plan.waves.map(({ code }, place) => `${spec.survey} ${code}: design effect ${weightings[place]?.designEffect.toFixed(2)}`),
      `${spec.survey}: ${counts.AVAILABLE ?? 0} figures are shown, ${counts.UNRELIABLE ?? 0} rest on too few answers to be reliable, ${counts.SUPPRESSED ?? 0} are hidden to protect people`,
      ...(folded.size === 0 ? [] : [`${spec.survey}: ${folded.size} groups are folded into “another group or not stated”`]),
    ],
  };
}

/** How many people each group has in the wave that has most of them. */
async function largestGroups(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<ReadonlyMap<string, number>> {
  const largest = new Map<string, number>();
  for (const { name, groups } of plan.groupings) {
    const rows = await workbench.rows(
      `SELECT place, max(n)::INT AS n FROM (SELECT wave, ${quoted(name)}::INT AS place, count(*) AS n FROM answers WHERE ${quoted(name)} IS NOT NULL GROUP BY ALL) GROUP BY place`,
    );
    for (const { place, n } of rows) largest.set(`${name}.${groups[Number(place)]?.code ?? ""}`, Number(n));
  }
  return largest;
}

async function completesOf(plan: SurveyPlan, { workbench }: SurveyAnswers): Promise<readonly number[]> {
  const rows = await workbench.rows("SELECT wave::INT AS wave, count(*)::INT AS n FROM answers GROUP BY wave");
  const counts = new Map(rows.map(({ wave, n }) => [Number(wave), Number(n)]));
  return plan.waves.map((_, wave) => counts.get(wave) ?? 0);
}

function certificateOf(
  plan: SurveyPlan,
  policyHash: string,
  cells: number,
  hidden: number,
): ReadyDataset["certificates"][number]["certificate"] {
  const { smallestBase, width, smallestAnswer, roundPercentTo, roundBaseTo, reliability } = plan.file.spec.policy;
  return {
    method: "survey",
    engine,
    policyHash,
    groupings: plan.tables.length,
    cells,
    suppressed: hidden,
    attacker: "knows every published figure and how it is rounded",
    attacks: [],
    ...{ smallestBase, width, smallestAnswer, roundPercentTo, roundBaseTo, reliability },
  };
}
