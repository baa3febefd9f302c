import type { SurveyScale } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";
import { type Evidence, mean, proportion } from "./evidence.ts";
import type { DomainSums } from "./sums.ts";

/** What the answers to an item, or to one option of a multiple choice, say in one cell. */
export interface ItemCell {
  readonly shares: readonly Evidence[];
  readonly favourable: Evidence | null;
  readonly unfavourable: Evidence | null;
  readonly index: Evidence | null;
  readonly nonAnswer: Evidence | null;
}

const padded = (scores: readonly number[], places: number) => [
  ...scores,
  ...new Array<number>(Math.max(0, places - scores.length)).fill(Number.NaN),
];

/**
 * Estimates what the answers to an item, or to one option of a multiple choice, say in one cell.
 * @param option Place of the option; null where the item is no multiple choice.
 * @param places Places of answers that the sums have.
 */
export function itemCell(domain: DomainSums, scale: SurveyScale, option: number | null, places: number): ItemCell {
  const { answers, nonAnswers } = scale;
  if (option !== null) {
    const chosen = [0, 1];
    const shares = [proportion(domain, padded(chosen, places))];
    const asked = padded([...chosen.map(() => 0), 1], places);
    return {
      shares,
      favourable: null,
      unfavourable: null,
      index: null,
      nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked),
    };
  }
  const of = (counts: (place: number) => boolean) =>
    padded(
      answers.map((_, place) => (counts(place) ? 1 : 0)),
      places,
    );
  const shares = answers.map((_, answer) =>
    proportion(
      domain,
      of((place) => place === answer),
    ),
  );
  const isFavourable = (place: number) => answers[place]?.favourable === true;
  const hasFavourable = answers.some(({ favourable }) => favourable);
  const asked = padded([...answers.map(() => 0), ...nonAnswers.map(() => 1)], places);
  return {
    shares,
    favourable: hasFavourable ? proportion(domain, of(isFavourable)) : null,
    unfavourable: hasFavourable
      ? proportion(
          domain,
          of((place) => !isFavourable(place)),
        )
      : null,
    index: answers.some(({ score }) => score === null)
      ? null
      : mean(
          domain,
          padded(
            answers.map(({ score }) => score ?? Number.NaN),
            places,
          ),
        ),
    nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked),
  };
}

/** Whether a figure tells of few people, or of all but few. */
export const isFew = ({ n, x }: Evidence, { smallestAnswer }: Pick<SurveyPolicy, "smallestAnswer">): boolean =>
  x < smallestAnswer || n - x < smallestAnswer;
