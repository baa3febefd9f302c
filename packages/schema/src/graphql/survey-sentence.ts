import { type AskedWords, comparisonSentence, estimateSentence, itemBase, surveyMeasures } from "../domain/index.ts";
import type { FoundEstimate } from "../store/index.ts";
import { domainEstimate } from "../store/survey-comparison.ts";
import { addressOf, itemOf, itemsBehind, wavesBehind } from "../store/survey-estimates.ts";
import { everyone, questionOf } from "../store/surveys.ts";
import { periodWords } from "./period.ts";
import type { ComparedPair } from "./survey-comparison.ts";
import { words } from "./words.ts";

/** What was asked, in words of a language. */
function askedWords(estimate: FoundEstimate, language: string): AskedWords {
  const { survey } = estimate;
  const { item: code } = addressOf(estimate);
  const item = itemOf(survey, code);
  if (item === undefined) return { item: null, construct: words(code, code.label, language), answer: null, favourable: [] };
  const question = wavesBehind(estimate)
    .map((wave) => questionOf(survey, item, wave))
    .find((one) => one !== undefined);
  const construct = survey.constructs.find(({ id }) => id === item.constructId);
  return {
    item: { title: words(item, item.title, language), wording: question === undefined ? "" : words(item, question.row.wording, language) },
    construct: construct === undefined ? null : words(construct, construct.title, language),
    answer: code.level === "answer" ? words(code, code.label, language) : null,
    favourable: (question?.scale.answers ?? []).filter(({ favourable }) => favourable).map(({ label }) => words(item, label, language)),
  };
}

/** Of whom an estimate's items are asked, where all are asked of the same. */
function baseOf(estimate: FoundEstimate, language: string): string {
  const { survey } = estimate;
  const items = itemsBehind(survey, addressOf(estimate).item);
  const bases = new Set(items.map((one) => words(one, itemBase.parse(one.base).text, language)));
  return bases.size === 1 ? ([...bases][0] ?? "") : "";
}

const isWeighted = (estimate: FoundEstimate) => wavesBehind(estimate).some(({ weighting }) => weighting.method !== "none");
const areaName = ({ cell }: FoundEstimate, language: string) => words(cell.area, cell.area.name, language);
function groupName(estimate: FoundEstimate, language: string): string | null {
  const { group } = addressOf(estimate);
  return group.level === everyone ? null : words(group, group.label, language);
}

/** The nearest pool as a sentence may offer it: more months, a wider area. Everyone is no pool of a group to a reader. */
function poolWords(estimate: FoundEstimate, pool: FoundEstimate | undefined, language: string) {
  if (pool === undefined || addressOf(pool).group.code !== addressOf(estimate).group.code) return null;
  const isLonger = pool.cell.period.id !== estimate.cell.period.id;
  const isWider = pool.cell.area.id !== estimate.cell.area.id;
  return { period: isLonger ? periodWords(pool.cell.period, language) : null, area: isWider ? areaName(pool, language) : null };
}

/** What may be said of an estimate, in a language. */
export const sentenceOf = (estimate: FoundEstimate, pool: FoundEstimate | undefined, language: string): string =>
  estimateSentence(
    {
      ...askedWords(estimate, language),
      estimate: domainEstimate(estimate),
      area: areaName(estimate, language),
      group: groupName(estimate, language),
      period: periodWords(estimate.cell.period, language),
      base: baseOf(estimate, language),
      weighted: isWeighted(estimate),
      pool: poolWords(estimate, pool, language),
    },
    language,
  );

/** What a figure is called beside another: what tells the two apart first, and what else must be known in brackets. */
function nameOf(estimate: FoundEstimate, compared: "PERIODS" | "AREAS" | "GROUPS", isElsewhere: boolean, language: string): string {
  const group = groupName(estimate, language);
  const { group: code } = addressOf(estimate);
  const period = periodWords(estimate.cell.period, language);
  const area = areaName(estimate, language);
  const widest = estimate.cell.area.parentId === null && !isElsewhere ? null : area;
  const [name, rest] = {
    PERIODS: [period, [widest, group]] as const,
    AREAS: [area, [period, group]] as const,
    GROUPS: [group ?? words(code, code.label, language), [period, widest]] as const,
  }[compared];
  const context = rest.filter((part) => part !== null);
  return context.length === 0 ? name : `${name} (${context.join(", ")})`;
}

/** What may be said of a comparison, in a language. */
export function comparedSentence({ pair, comparison }: ComparedPair, language: string): string {
  const [first, second] = pair.found;
  const isElsewhere = first.cell.area.id !== second.cell.area.id;
  const compared = isElsewhere ? "AREAS" : addressOf(first).group.code !== addressOf(second).group.code ? "GROUPS" : "PERIODS";
  const measure = Object.values(surveyMeasures).find((code) => code === first.cell.measure.code);
  if (measure === undefined) throw new Error("An estimate is of no measure of surveys.");
  return comparisonSentence(
    {
      ...askedWords(second, language),
      comparison,
      measure,
      design: pair.second.design,
      weighted: pair.found.some(isWeighted),
      compared,
      first: nameOf(first, compared, isElsewhere, language),
      second: nameOf(second, compared, isElsewhere, language),
    },
    language,
  );
}
