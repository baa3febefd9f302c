import type { Period } from "@openbeat/schema/domain";
import type { Hub } from "../data/hub.ts";
import type { Activity, Commitment, NotReached, Priority, Problem, ReportStatement } from "../data/records.ts";
import { activityState } from "../records/activities.ts";
import { openAt } from "../records/commitments.ts";
import { type Assessment, assessmentState } from "../records/problems.ts";
import type { QuarterRecords } from "./quarter-records.ts";

// What stood in the way, and what comes next: first what the agency says in its own words, then what stated rules find in the records. Each rule
// has its sentence in the words of reports.

/** Something that stood in the way in a quarter. */
export type Obstacle =
  | { readonly rule: "stated"; readonly statement: ReportStatement }
  | { readonly rule: "overdue" | "not kept" | "changed"; readonly commitment: Commitment }
  | { readonly rule: "cancelled" | "no report"; readonly activities: readonly Activity[] }
  | { readonly rule: "not reached"; readonly finding: NotReached; readonly areas: readonly string[] }
  | { readonly rule: "no answer"; readonly priority: Priority }
  | { readonly rule: "not measured"; readonly problem: Problem }
  | { readonly rule: "limitation"; readonly problem: Problem; readonly assessment: Assessment };

/** Something that was to come when the quarter ended. */
export type NextStep =
  | { readonly rule: "recommended"; readonly statement: ReportStatement }
  | { readonly rule: "next step"; readonly step: string; readonly activities: readonly Activity[] }
  | { readonly rule: "due"; readonly commitment: Commitment };

/** What stood in the way in a quarter: what the agency says, then by the rules, the promises first. */
export function obstaclesOf(hub: Hub, quarter: Period, here: QuarterRecords): readonly Obstacle[] {
  const { commitments, priorities, problems, lies } = here;
  const activities = [...here.meetings, ...here.others];
  const settled = (status: Commitment["status"]) =>
    commitments.filter((one) => one.status === status && one.statusOn >= quarter.start && one.statusOn <= quarter.end);
  const overdue = commitments.filter((commitment) => commitment.due <= quarter.end && openAt(commitment, quarter.end));
  const of = (rule: "cancelled" | "no report", state: "CANCELLED" | "NO_REPORT"): readonly Obstacle[] => {
    const own = activities.filter((activity) => activityState(activity, hub) === state);
    return own.length === 0 ? [] : [{ rule, activities: own }];
  };
  return [
    ...here.statements.filter(({ type }) => type === "OBSTACLE").map((statement) => ({ rule: "stated" as const, statement })),
    ...overdue.map((commitment) => ({ rule: "overdue" as const, commitment })),
    ...settled("NOT_KEPT").map((commitment) => ({ rule: "not kept" as const, commitment })),
    ...settled("CHANGED").map((commitment) => ({ rule: "changed" as const, commitment })),
    ...of("cancelled", "CANCELLED"),
    ...of("no report", "NO_REPORT"),
    ...hub.records.notReached
      .filter(({ period }) => period === quarter.code)
      .flatMap((finding): readonly Obstacle[] => {
        const areas = finding.areasNotReached
          .map(({ code }) => code)
          .filter((code) => ["inside", "in part"].includes(lies.get(code) ?? ""));
        return areas.length === 0 ? [] : [{ rule: "not reached", finding, areas }];
      }),
    ...priorities.filter(({ action }) => action === null).map((priority) => ({ rule: "no answer" as const, priority })),
    ...problems
      .filter(({ closedOn }) => closedOn !== null && closedOn <= quarter.end)
      .filter((problem) => ["CLOSED_WITHOUT", "NOT_MEASURED"].includes(assessmentState(problem, hub)))
      .map((problem) => ({ rule: "not measured" as const, problem })),
    ...problems.flatMap((problem) =>
      problem.assessments
        .filter(({ design, limitations }) => design !== "NONE" && limitations !== null)
        .map((assessment) => ({ rule: "limitation" as const, problem, assessment })),
    ),
  ];
}

/** What the agency recommends, promises that were open at the end of the quarter and due later, and next steps that the quarter's meetings ended with, each once. */
export function nextStepsOf(quarter: Period, here: QuarterRecords): readonly NextStep[] {
  return [
    ...here.statements.filter(({ type }) => type === "RECOMMENDATION").map((statement) => ({ rule: "recommended" as const, statement })),
    ...here.commitments
      .filter((commitment) => commitment.due > quarter.end && openAt(commitment, quarter.end))
      .toSorted((a, b) => a.due.localeCompare(b.due))
      .map((commitment) => ({ rule: "due" as const, commitment })),
    ...[...Map.groupBy(here.meetings, ({ nextSteps }) => nextSteps ?? "")]
      .filter(([step]) => step !== "")
      .map(([step, activities]) => ({ rule: "next step" as const, step, activities })),
  ];
}
