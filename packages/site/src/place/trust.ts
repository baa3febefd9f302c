import type { Area } from "../data/hub.ts";
import { keyOf, type Survey } from "../data/surveys.ts";
import type { Edition } from "../edition.ts";
import { headlineItem } from "../figures/survey-figures.ts";
import { wholeOfSurvey } from "../figures/survey-pages.ts";
import { periodText } from "../words/formats.ts";
import { verdictText } from "../words/survey-text.ts";

/** How an area's answers to the headline question of a survey compare with those of the whole, as a sentence. Nothing for the whole. */
export function trustOf({ hub, words, language }: Edition, survey: Survey, area: Area): string | undefined {
  const whole = wholeOfSurvey(hub, survey);
  if (whole === undefined || whole.code === area.code) return undefined;
  const compared = (survey.againstWhole.get(headlineItem(survey)?.code ?? "") ?? []).find(({ second }) => second === area.code);
  return compared === undefined
    ? words.near.trustNotCompared(whole.name)
    : words.near.againstWhole(whole.name, verdictText(compared, "other", words, language));
}

/** How the answers to the headline question of a survey changed in an area, against each earlier wave that they are compared with. */
export const trustChanges = ({ words, language }: Edition, survey: Survey, area: string): readonly string[] =>
  (survey.changes.get(keyOf(area, headlineItem(survey)?.code ?? "")) ?? []).map(
    (one) => `${words.trust.against(periodText(one.first, language))}: ${verdictText(one, "period", words, language)}`,
  );
