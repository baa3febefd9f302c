import type { Row } from "../data/row.ts";
import { keyOf, type Survey } from "../data/surveys.ts";
import { yearBefore } from "../data/year-before.ts";
import type { Edition } from "../edition.ts";
import { periodText } from "../words/formats.ts";
import { verdictText } from "../words/survey-text.ts";
import { type Parts, say } from "./say.ts";
import { hiddenHeadline } from "./series.ts";

type Kind = "favourable" | "waves" | "wavesHigher" | "wavesLower" | "wavesUnclear" | "index";

const kinds = { UP: "wavesHigher", DOWN: "wavesLower", NO_CLEAR_CHANGE: "wavesUnclear", NOT_COMPARABLE: "waves" } as const;
const verdicts = { UP: "HIGHER", DOWN: "LOWER", NO_CLEAR_CHANGE: "UNCLEAR" } as const;

/** What may be said of a wave against that of a year before, as the hub compares the two: a kind of headline, and a sentence with the difference. */
export function surveyChange(
  { words, language }: Pick<Edition, "words" | "language">,
  survey: Survey,
  { area, item, wave }: { readonly area: string; readonly item: string; readonly wave: string },
): { readonly kind: Kind; readonly reading?: string } {
  const compared = survey.changes.get(keyOf(area, item))?.find(({ first, second }) => first === yearBefore(wave) && second === wave);
  if (compared === undefined) return { kind: "waves" };
  const difference = `${words.trust.against(periodText(compared.first, language))}: ${verdictText(compared, "period", words, language)}.`;
  const why = compared.verdict === "NOT_COMPARABLE" ? "" : words.headlines.told[verdicts[compared.verdict]];
  return { kind: kinds[compared.verdict], reading: `${difference} ${why}`.trim() };
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
