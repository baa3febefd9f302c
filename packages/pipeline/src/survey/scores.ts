import type { PlannedItem } from "./plan.ts";

const isScored = ({ wordings }: PlannedItem) => wordings.some((wording) => wording?.scale.answers.some(({ score }) => score !== null));

/** The places of the items that make a construct's score. */
export const scoredItems = (construct: string, items: readonly PlannedItem[]): readonly number[] =>
  items.flatMap((item, place) => (item.construct === construct && isScored(item) ? [place] : []));

/** SQL: the score of an answer, from 0 to 100, by the scale of its wave. NULL for what is no answer. */
export function itemScore({ wordings }: PlannedItem, column: string): string {
  const scales = wordings.flatMap((wording, wave) =>
    wording === null ? [] : [{ wave, scores: wording.scale.answers.map(({ score }) => score ?? 0).join(", ") }],
  );
  const branches = [...Map.groupBy(scales, ({ scores }) => scores)].map(
    ([scores, waves]) => `WHEN wave IN (${waves.map(({ wave }) => wave).join(", ")}) THEN [${scores}][${column} + 1]`,
  );
  return `CASE ${branches.join(" ")} END::DOUBLE`;
}

/** SQL: the mean of a respondent's scores over the items of a construct, where at least half of those asked were answered. */
export function constructScore(places: readonly number[], items: readonly PlannedItem[]): string {
  const scores = places.map((place) => itemScore(items[place] as PlannedItem, `i${place}`)).join(", ");
  const asked = places.map((place) => `(i${place} IS NOT NULL)::INT`).join(" + ");
  return `CASE WHEN 2 * list_count([${scores}]) >= greatest(1, ${asked}) THEN round(list_avg([${scores}]), 6) END`;
}
