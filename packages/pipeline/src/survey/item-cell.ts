import type { SurveyScale } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";
import { type Evidence, mean, proportion } from "./evidence.ts";
import { openWidths } from "./open-answers.ts";
import type { DomainSums } from "./sums.ts";

/** Kinds of figures of one item: what is hidden of one kind is hidden of all its figures. */
const families = ["shares", "favourable", "index", "nonAnswer"] as const;
export type Family = (typeof families)[number];

/** What the answers to an item, or to one option of a multiple choice, say in one cell. */
export interface ItemCell {
  readonly shares: readonly Evidence[];
  readonly favourable: Evidence | null;
  readonly unfavourable: Evidence | null;
  readonly index: Evidence | null;
  readonly nonAnswer: Evidence | null;
  /** Families that tell of few people, or of nearly all: by this cell alone. */
  readonly sensitive: ReadonlySet<Family>;
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
export function itemCell(domain: DomainSums, scale: SurveyScale, option: number | null, places: number, policy: SurveyPolicy): ItemCell {
  const { answers, nonAnswers } = scale;
  if (option !== null) {
    const chosen = [0, 1];
    const shares = [proportion(domain, padded(chosen, places))];
    const asked = padded([...chosen.map(() => 0), 1], places);
    return marked(
      { shares, favourable: null, unfavourable: null, index: null, nonAnswer: nonAnswers.length === 0 ? null : proportion(domain, asked) },
      policy,
      scale,
    );
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
  return marked(
    {
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
    },
    policy,
    scale,
  );
}

/**
 * Marks what tells of few people: every figure of a small base; the answers, where few gave one of them or all but few; a share of which the same is
 * so, or of what is left of it; and the mean, where nearly all answered alike, or where with the share of favourable answers it would tell how many
 * those few are.
 */
function marked(
  cell: Pick<ItemCell, "shares" | "favourable" | "unfavourable" | "index" | "nonAnswer">,
  policy: SurveyPolicy,
  { answers }: SurveyScale,
): ItemCell {
  const { shares, favourable, index, nonAnswer } = cell;
  const { smallestAnswer, smallestBase, width } = policy;
  const isFew = ({ n, x }: Evidence) => n > 0 && ((x > 0 && x < smallestAnswer) || n - x < smallestAnswer);
  const isOneSided = ({ n, x }: Evidence) => n > 0 && (x < smallestAnswer || n - x < smallestAnswer);
  const sensitive = new Set<Family>();
  if (favourable !== null && isOneSided(favourable)) sensitive.add("favourable").add("shares");
  if (shares.some(isFew)) sensitive.add("shares");
  if (shares.some(({ n, x }) => n > 0 && n - x < smallestAnswer)) sensitive.add("index");
  if (index !== null && sensitive.has("shares")) {
    const open = openWidths({
      x: shares.map(({ x }) => x),
      scores: answers.map(({ score }) => score ?? 0),
      isFavourable: answers.map((answer) => favourable !== null && answer.favourable),
    });
    if (shares.some((share, place) => isFew(share) && (open[place] ?? 0) < width)) sensitive.add("index");
  }
  if (nonAnswer !== null && isFew(nonAnswer)) sensitive.add("nonAnswer");
  if ((shares[0]?.n ?? 0) < smallestBase) for (const family of families) sensitive.add(family);
  return { ...cell, sensitive };
}

/** The figure by which a family's base is told. */
export const evidenceOf = (cell: ItemCell, family: Family): Evidence | null =>
  family === "shares" ? (cell.shares[0] ?? null) : cell[family];
