import type { Hub } from "../data/hub.ts";
import type { Goal, GoalFinding } from "../data/records.ts";

/** Every verdict, in the order in which pages tell them: what is not reached first. */
export const goalVerdicts: readonly GoalFinding["verdict"][] = ["NOT_MET", "NOT_ON_THE_WAY", "CANNOT_TELL", "ON_THE_WAY", "MET"];

const unjudged = {
  ...{ verdict: "CANNOT_TELL", reason: null, latestPeriod: null, method: "" },
  ...{ baseline: null, baselineLower: null, baselineUpper: null, latest: null, latestLower: null, latestUpper: null },
} as const satisfies Omit<GoalFinding, "code">;

/** Whether the release has a finding for a goal. */
export const isJudged = ({ records }: Pick<Hub, "records">, { code }: Goal): boolean =>
  records.goalFindings.some((finding) => finding.code === code);

/** How a goal stands. A goal without a finding is not judged. */
export const goalVerdict = ({ records }: Pick<Hub, "records">, { code }: Goal): Omit<GoalFinding, "code"> =>
  records.goalFindings.find((finding) => finding.code === code) ?? unjudged;

/** The goals of a verdict, those that are due first before the others. */
export const goalsOf = (hub: Pick<Hub, "records">, verdict: GoalFinding["verdict"]): readonly Goal[] =>
  hub.records.goals.filter((goal) => goalVerdict(hub, goal).verdict === verdict).toSorted((a, b) => a.due.localeCompare(b.due));
