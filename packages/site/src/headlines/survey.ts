import type { Row } from "../data/row.ts";
import { keyOf, type Survey } from "../data/surveys.ts";
import { yearBefore } from "../data/year-before.ts";
import type { Edition } from "../edition.ts";
import { type Parts, say } from "./say.ts";
import { hiddenHeadline } from "./series.ts";

type Kind = "favourable" | "waves" | "wavesHigher" | "wavesLower" | "wavesUnclear" | "index";

/** What may be said of the latest wave against that of a year before, as the hub compares the two. */
export function surveyChange(survey: Survey, area: string, item: string, wave: string): Kind {
  const compared = survey.changes.get(keyOf(area, item))?.find(({ first, second }) => first === yearBefore(wave) && second === wave);
  if (compared?.verdict === "UP") return "wavesHigher";
  if (compared?.verdict === "DOWN") return "wavesLower";
  return compared?.verdict === "NO_CLEAR_CHANGE" ? "wavesUnclear" : "waves";
}

/** The headline of an answer or an index. @param told.parts Its value and range; nothing where it is not shown. */
export function surveyHeadline(
  { words, language }: Pick<Edition, "words" | "language">,
  {
    title,
    row,
    period,
    parts,
  }: { readonly title: string; readonly row: Row | undefined; readonly period: string; readonly parts: Parts | undefined },
  kind: Kind,
): string {
  if (parts !== undefined) return say(words, kind, { title, period, ...parts });
  return row === undefined || row.observation.status === "AVAILABLE"
    ? say(words, "nothing", { title, period })
    : hiddenHeadline(title, row, words, language);
}
