import type { SurveyScale } from "@openbeat/schema/domain";
import type { PlannedItem, PlannedPeriod, SurveyPlan } from "./plan.ts";

/** What the waves of a period asked: the wording, where all asked the same. */
export function askedIn(
  { wordings }: PlannedItem,
  { waves }: PlannedPeriod,
): { readonly scale: SurveyScale } | "NOT_COLLECTED" | "NOT_APPLICABLE" {
  if (waves.length === 0) return "NOT_APPLICABLE";
  const asked = waves.map((wave) => wordings[wave] ?? null);
  const [first] = asked;
  if (asked.every((wording) => wording === null)) return "NOT_COLLECTED";
  if (first == null || !asked.every((wording) => wording !== null && wording.series === first.series)) return "NOT_APPLICABLE";
  return first;
}

/** Whether the first wave of a new wording or way of collecting is in this single wave. */
export function isBreak(plan: SurveyPlan, items: readonly PlannedItem[], { waves, level }: PlannedPeriod): boolean {
  const [wave = 0] = waves;
  if (level === "rolling_year" || wave === 0) return false;
  const before = plan.waves[wave - 1];
  return (
    before?.series !== plan.waves[wave]?.series ||
    items.some(({ wordings }) => {
      const [then, now] = [wordings[wave - 1], wordings[wave]];
      return then != null && now != null && then.series !== now.series;
    })
  );
}
