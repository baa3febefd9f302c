import type { Hub } from "../data/hub.ts";
import type { Problem } from "../data/records.ts";
import { areasAbout } from "./areas-about.ts";
import { type Published, publicationDay } from "./publication-day.ts";

export type Stage = Problem["stages"][number]["stage"];
export type Assessment = Problem["assessments"][number];
export type Verdict = NonNullable<Assessment["evaluation"]>["verdict"];

/** The stages of SARA, in their order. */
export const stages: readonly Stage[] = ["SCANNING", "ANALYSIS", "RESPONSE", "ASSESSMENT"];

/** What may be said of whether the work on a problem was assessed. */
export type AssessmentState = "NOT_YET" | "CLOSED_WITHOUT" | "RUNNING" | "COMPARED" | "NOT_MEASURED";

/**
 * Whether a problem was assessed when its release was published: a comparison counts only once its time after is over, and one that measured
 * nothing is none.
 */
export function assessmentState({ assessments, closedOn }: Problem, release: Published): AssessmentState {
  if (assessments.length === 0) return closedOn === null ? "NOT_YET" : "CLOSED_WITHOUT";
  const measured = assessments.filter(({ design }) => design !== "NONE");
  if (measured.length === 0) return "NOT_MEASURED";
  return measured.some(({ afterTo }) => afterTo < publicationDay(release)) ? "COMPARED" : "RUNNING";
}

/** What the comparisons of a problem came to, each verdict once; none that could not be assessed while another could. */
export function verdictsOf({ assessments }: Problem): readonly Verdict[] {
  const found = [...new Set(assessments.flatMap(({ evaluation }) => evaluation?.verdict ?? []))];
  const told = found.filter((verdict) => verdict !== "NOT_ASSESSABLE");
  return told.length > 0 ? told : found;
}

const furthest = (told: Problem["stages"]): Problem["stages"][number] | undefined =>
  told.toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage)).at(-1);

/** What is told of the stage that a problem is at: the furthest one that goes on, or where none does, the furthest one that ended. */
export const stageNow = ({ stages: told }: Problem): Problem["stages"][number] | undefined =>
  furthest(told.filter(({ to }) => to === null)) ?? furthest(told);

/** Whether a stage was reached: it is told, or a later one is. */
export const isReached = ({ stages: told }: Problem, stage: Stage): boolean => {
  const last = furthest(told);
  return last !== undefined && stages.indexOf(stage) <= stages.indexOf(last.stage);
};

/** Problems that are worked on, by the stage they are at, the furthest first. */
export const openProblems = ({ records }: Hub): readonly Problem[] =>
  records.problems
    .filter(({ closedOn }) => closedOn === null)
    .toSorted((a, b) => stages.indexOf(stageNow(b)?.stage ?? "SCANNING") - stages.indexOf(stageNow(a)?.stage ?? "SCANNING"));

const states: readonly AssessmentState[] = ["COMPARED", "RUNNING", "NOT_MEASURED", "CLOSED_WITHOUT", "NOT_YET"];

/** Problems that are closed: those that were assessed first, then by the day they were closed, the latest first. */
export const closedProblems = (hub: Hub): readonly Problem[] =>
  hub.records.problems
    .filter(({ closedOn }) => closedOn !== null)
    .toSorted(
      (a, b) =>
        states.indexOf(assessmentState(a, hub)) - states.indexOf(assessmentState(b, hub)) ||
        (b.closedOn ?? "").localeCompare(a.closedOn ?? ""),
    );

/** Those of some problems that are about an area. */
export function problemsAbout(hub: Hub, problems: readonly Problem[], area: string): readonly Problem[] {
  const areas = areasAbout(hub, area);
  return problems.filter((problem) => problem.areas.some(({ code }) => areas.has(code)));
}

/**
 * What a category of a measure is called: by the code lists of the tables that the measure is published in. The code where none has it, or several have it for
 * different things.
 */
export function categoryLabel({ tables, codeLists }: Hub, measure: string, category: string): string {
  const lists = tables
    .filter(({ measures }) => measures.includes(measure))
    .flatMap(({ dimensions }) => dimensions.flatMap(({ codeList }) => codeList?.code ?? []));
  const codes = codeLists.filter(({ code }) => lists.includes(code)).flatMap((list) => list.codes);
  const [label = category, ...others] = new Set(codes.flatMap(({ code, label: own }) => (code === category ? [own] : [])));
  return others.length === 0 ? label : category;
}
