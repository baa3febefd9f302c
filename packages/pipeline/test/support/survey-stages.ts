import { readGeography } from "../../src/geography/areas.ts";
import { readHub } from "../../src/hub/read-hub.ts";
import { estimate } from "../../src/survey/estimate.ts";
import { foldedGroups } from "../../src/survey/groups.ts";
import { readMargins } from "../../src/survey/margins.ts";
import { planSurvey } from "../../src/survey/plan.ts";
import { readAnswers } from "../../src/survey/read-answers.ts";
import { sumAnswers } from "../../src/survey/sums.ts";
import { weighAnswers } from "../../src/survey/weigh.ts";

/** Takes the one survey of a hub folder through the stages of the pipeline and keeps what each made. The caller closes `answers.workbench`. */
export async function surveyStages(folder: string, largest: ReadonlyMap<string, number> = new Map()) {
  const { hub, problems } = readHub(folder);
  const [file] = hub?.surveys ?? [];
  if (hub === undefined || file === undefined) throw new Error(`The hub has no survey: ${JSON.stringify(problems)}`);
  const { geography } = await readGeography(folder, hub.spec);
  const { plan, problems: unplanned } = planSurvey(file, geography, "2026-11-30");
  if (unplanned.length > 0) throw new Error(JSON.stringify(unplanned));
  const { margins, problems: wrong } = await readMargins(hub, plan, geography);
  const { answers, problems: unread } = await readAnswers(hub, plan, geography, () => {});
  if (answers === undefined || wrong.length > 0) throw new Error(JSON.stringify([...wrong, ...unread]));
  const weightings = await weighAnswers(plan, answers, geography, margins, () => {});
  const folded = foldedGroups(plan, largest, []);
  const sums = await sumAnswers(plan, answers, geography, folded);
  const { figures } = estimate(plan, geography, sums, folded);
  return { hub, geography, plan, answers, margins, weightings, folded, sums, figures };
}
