import type { Comparison } from "./comparison.ts";
import type { SampleDesign } from "./design.ts";
import { type SurveyEstimate, type SurveyMeasure, surveyMeasures } from "./estimate.ts";
import { inserted, quoted } from "./inserted.ts";
import { formatLocale, spokenLanguage } from "./languages.ts";
import { type ComparedKind, type SentenceWords, sentenceWords } from "./sentence-words.ts";

/** What was asked, in the words of the reader's language. Any may be empty. */
export interface AskedWords {
  /** The question: its exact wording, and its title where there is no wording. Null for a mean of several questions. */
  readonly item: { readonly title: string; readonly wording: string } | null;
  /** What the questions measure; said where there is no item. */
  readonly construct: string | null;
  /** The label of the answer whose share it is; null of other measures. */
  readonly answer: string | null;
  /** The labels of the answers that are counted as favourable. */
  readonly favourable: readonly string[];
}

/** An estimate, and the words of the reader's language to tell it in. */
export interface EstimateSentenceInput extends AskedWords {
  readonly estimate: SurveyEstimate;
  readonly area: string;
  /** Null for everybody. */
  readonly group: string | null;
  readonly period: string;
  /** Of whom it was asked. */
  readonly base: string;
  readonly weighted: boolean;
  /** Where there is an estimate from more answers: a longer period, a larger area ("the whole city"). */
  readonly pool: { readonly period: string | null; readonly area: string | null } | null;
}

/** A comparison, and the words of the reader's language to tell it in. */
export interface ComparisonSentenceInput extends AskedWords {
  readonly comparison: Comparison;
  readonly measure: SurveyMeasure;
  readonly compared: ComparedKind;
  /** What the two are called: their periods, areas or groups. */
  readonly first: string;
  readonly second: string;
  /** Of both, where they can be compared: without it nothing may be said of a range. */
  readonly design: SampleDesign;
  readonly weighted: boolean;
}

/**
 * What may be said of an estimate, in plain language: never without its range, its number of people and how they were chosen; where it is hidden,
 * why, and never by which rule. A figure that is no possible one is told as such.
 * @param language A BCP 47 tag, or any text: English where there are no words in it.
 */
export function estimateSentence(input: EstimateSentenceInput, language: string): string {
  const words = sentenceWords[spokenLanguage(language)];
  const { estimate } = input;
  const lead = leadOf(input, words, language);
  if (estimate.status !== "AVAILABLE") {
    const instead = estimate.status === "UNRELIABLE" ? insteadOf(input, words, language) : "";
    return sentences([sentence(lead, words.hidden[estimate.status], ": ", language), questionOf(input, words, language), instead]);
  }
  if (!isPossible(estimate)) return sentences([sentence(lead, words.broken, ": ", language), questionOf(input, words, language)]);
  const { value, interval, n, nEffective, design, measure } = estimate;
  const print = measure === surveyMeasures.index ? wholeNumber : percent;
  const answer = quoted(input.answer ?? "", language);
  return sentences([
    sentence(lead, words.found[measure](print(Math.round(value), language), toWhat(input, words, language), answer), words.comma, language),
    favourableOf(input, measure, words, language),
    words.range(print(Math.floor(interval.lower), language), print(Math.ceil(interval.upper), language)),
    words.people(Math.round(n), wholeNumber(n, language), wholeNumber(nEffective, language)),
    words.design[design][input.weighted ? "weighted" : "unweighted"],
    labelled(words.base, inserted(input.base, language)),
    ...new Set(estimate.flags.map((flag) => words.flags[flag])),
  ]);
}

/**
 * What may be said of a comparison, in plain language: up, down, or no clear change. A clear difference is never called better or worse.
 * @param language A BCP 47 tag, or any text: English where there are no words in it.
 */
export function comparisonSentence(input: ComparisonSentenceInput, language: string): string {
  const words = sentenceWords[spokenLanguage(language)];
  const { comparison, measure, compared } = input;
  const subject = words.subject[measure](toWhat(input, words, language), quoted(input.answer ?? "", language));
  const name = (text: string) => (compared === "PERIODS" ? inserted(text, language) : quoted(text, language));
  const [first, second] = [name(input.first), name(input.second)];
  const lead = [subject, first === "" || second === "" ? "" : words.compared[compared](first, second)].filter((part) => part !== "");
  const say = (told: string) => sentence(lead, told, ": ", language, words.comma);
  if (comparison.verdict === "NOT_COMPARABLE") return say(words.incomparable[comparison.reason]);
  const { difference, interval } = comparison;
  if (![difference, interval.lower, interval.upper].every(Number.isFinite) || interval.lower > interval.upper) return say(words.broken);
  return sentences([
    say(verdictOf(comparison, measure, words.verdict[compared], words, language)),
    words.differenceRange(signedNumber(Math.floor(interval.lower), language), signedNumber(Math.ceil(interval.upper), language)),
    words.design[input.design][input.weighted ? "weighted" : "unweighted"],
    comparison.overlapping ? words.overlapping : "",
  ]);
}

type Available = Extract<SurveyEstimate, { status: "AVAILABLE" }>;
type Comparable = Exclude<Comparison, { verdict: "NOT_COMPARABLE" }>;

const isPercent = (value: number) => value >= 0 && value <= 100;
const isPossible = ({ value, interval: { lower, upper }, n, nEffective }: Available) =>
  [value, lower, upper].every(isPercent) && lower <= upper && [n, nEffective].every((count) => count > 0 && count < 1e12);

// Zero is added because −0 is printed with its sign.
const formatted = (value: number, language: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(formatLocale(language), { maximumFractionDigits: 0, ...options }).format(value + 0);
const wholeNumber = (value: number, language: string) => formatted(value, language, {});
const percent = (value: number, language: string) => formatted(value / 100, language, { style: "percent" });
const signedNumber = (value: number, language: string) => formatted(value, language, { signDisplay: "exceptZero" });

const sentences = (parts: readonly string[]) => parts.filter((part) => part !== "").join(" ");
const labelled = (label: (words: string) => string, words: string) => (words === "" ? "" : label(words));

/** A beginning and what is told after it, as one sentence. */
function sentence(
  lead: readonly string[],
  told: string,
  between: string,
  language: string,
  comma = sentenceWords[spokenLanguage(language)].comma,
) {
  const whole = lead.length === 0 ? told : `${lead.join(comma)}${between}${told}`;
  return `${whole.charAt(0).toLocaleUpperCase(formatLocale(language))}${whole.slice(1)}.`;
}

const leadOf = ({ period, area, group }: EstimateSentenceInput, words: SentenceWords, language: string) =>
  [
    labelled(words.when, inserted(period, language)),
    labelled(words.where, inserted(area, language)),
    labelled(words.among, quoted(group ?? "", language)),
  ].filter((part) => part !== "");

const wordingOf = ({ item }: AskedWords, language: string) => quoted(item?.wording ?? "", language) || quoted(item?.title ?? "", language);

function toWhat(asked: AskedWords, words: SentenceWords, language: string): string {
  const wording = wordingOf(asked, language);
  return wording === "" ? labelled(words.toConstruct, quoted(asked.construct ?? "", language)) : words.toQuestion(wording);
}

function questionOf(asked: AskedWords, words: SentenceWords, language: string): string {
  const wording = wordingOf(asked, language);
  return wording === "" ? labelled(words.aboutConstruct, quoted(asked.construct ?? "", language)) : words.asked(wording);
}

function insteadOf({ pool }: EstimateSentenceInput, words: SentenceWords, language: string): string {
  const places = [pool?.period, pool?.area].map((place) => inserted(place ?? "", language)).filter((place) => place !== "");
  return places.length === 0 ? "" : words.instead(places);
}

/** What "favourable" means, wherever it is said. */
function favourableOf({ favourable }: AskedWords, measure: SurveyMeasure, words: SentenceWords, language: string): string {
  if (measure !== surveyMeasures.favourable && measure !== surveyMeasures.unfavourable) return "";
  const answers = favourable.map((answer) => quoted(answer, language)).filter((answer) => answer !== "");
  return answers.length === 0 ? "" : words.favourable(new Intl.ListFormat(formatLocale(language)).format(answers));
}

function verdictOf(
  { verdict, difference, adjustment, comparisons }: Comparable,
  measure: SurveyMeasure,
  say: SentenceWords["verdict"][ComparedKind],
  words: SentenceWords,
  language: string,
): string {
  if (verdict === "NO_CLEAR_CHANGE") {
    const several = adjustment !== "NONE" && Number.isFinite(comparisons) && comparisons > 1;
    return `${say.unclear}: ${several ? words.commonAmong(comparisons, wholeNumber(comparisons, language)) : words.common}`;
  }
  const size = Math.round(Math.abs(difference));
  const points = measure === surveyMeasures.index ? words.indexPoints : words.points;
  return `${verdict === "UP" ? say.up : say.down} ${size === 0 ? words.underOnePoint : points(size, wholeNumber(size, language))}`;
}
