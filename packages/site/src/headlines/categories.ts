import { compareCounts, holm, measureByCode, obstacleOfFlags, significance } from "@openbeat/schema/domain";
import type { Measure } from "../data/hub.ts";
import { amountOf, type Row } from "../data/row.ts";
import { listText, numberText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { amountTexts } from "./amount.ts";
import { eventsBehind } from "./change.ts";
import { say } from "./say.ts";

interface Category {
  readonly label: string;
  readonly row: Row;
}

/** The parts of a measure in one period. */
interface Categories {
  readonly measure: Measure;
  readonly entries: readonly Category[];
  /** Whether all of them roll up into one code. */
  readonly isOneWhole: boolean;
  /** Whether they are spans of a time, of different lengths: then none of them is the most. */
  readonly isBands?: boolean;
  /** What they are told apart by, in the middle of a sentence. */
  readonly by: string;
  readonly period: string;
}

interface Shown extends Category {
  readonly value: number;
}

/**
 * Which part is the largest, where the measure is an exact amount and nothing is counted in two parts: with all that chance may have put in its
 * place, where there are such. Else from where to where the parts reach.
 */
export function categoriesHeadline(
  { measure, entries, isOneWhole, isBands = false, by, period }: Categories,
  words: Words,
  language: string,
): string {
  const title = measure.shortTitle;
  const shown = entries
    .flatMap(({ label, row }): readonly Shown[] => {
      const value = amountOf(row);
      return value === null ? [] : [{ label, row, value }];
    })
    .toSorted((a, b) => b.value - a.value);
  const [first] = shown;
  if (first === undefined) return say(words, "nothing", { title, period });
  const isAllShown = shown.length === entries.length;
  const [least, most] = [shown.at(-1)?.value ?? first.value, first.value];
  // "Attendees by group" says it already.
  const toldBy = title.toLocaleLowerCase(language).includes(by) ? undefined : by;
  const [leastText, mostText] = amountTexts(measure, [least, most], words, language);
  const parts = { title, unit: measure.unit, by: toldBy, period, now: mostText, least: leastText, most: mostText };
  const isOneValue = parts.least === parts.most;
  if (most === 0) return say(words, isAllShown ? "alone" : "whereShown", parts);
  if (shown.length === 1) return say(words, "onlyShown", { ...parts, label: first.label });
  // Parts of several wholes, or of spans of a time, say nothing side by side.
  if (isBands || !isDisjoint(measure, isOneWhole)) return say(words, "severalWholes", { title, period });
  if (!isRanked(measure, shown)) {
    if (isOneValue) return say(words, isAllShown ? "categoriesEach" : "whereShown", parts);
    return say(words, isAllShown ? "categoriesSpan" : "categoriesSpanShown", parts);
  }
  const top = leaders(shown);
  if (top.length === 1) return say(words, isAllShown ? "most" : "mostShown", { ...parts, label: first.label });
  const labels = listText(
    top.map(({ label }) => label),
    language,
  );
  const pairs = listText(
    top.map(({ label, value }) => `${label} (${numberText(value, language)})`),
    language,
  );
  const isTied = top.every(({ row }) => eventsBehind(row) === null);
  const count = numberText(top.length, language);
  if (isTied) return say(words, isAllShown ? "tied" : "tiedShown", { ...parts, labels, count });
  return say(words, isAllShown ? "close" : "closeShown", { ...parts, pairs, labels, count });
}

/**
 * Whether nothing is in two parts, of what is counted or summed. A record is in one category; people who are summed may have been asked several
 * things, and then each question counts all of them.
 */
function isDisjoint({ code, kind }: Measure, isOneWhole: boolean): boolean {
  const definition = measureByCode(code);
  return !["COUNT", "SUM"].includes(kind) || isOneWhole || (kind === "COUNT" && definition !== undefined && definition.sum === undefined);
}

/** Whether one part may be called the largest: amounts that are exact. */
const isRanked = ({ kind }: Measure, shown: readonly Shown[]): boolean =>
  (kind === "COUNT" || kind === "SUM") && shown.every(({ row }) => obstacleOfFlags(row.observation.flags) === undefined);

/** The largest part, with those that are as large, or that chance may have put in its place: each is set against it, all together (Holm). */
function leaders(shown: readonly Shown[]): readonly Shown[] {
  const [first, ...others] = shown;
  if (first === undefined) return [];
  const most = eventsBehind(first.row);
  const pValues = others.map(({ row, value }) => {
    const events = eventsBehind(row);
    if (most === null || events === null) return value === first.value ? 1 : 0;
    return compareCounts({ count: most.count }, { count: events.count }).pValue;
  });
  const adjusted = holm(pValues);
  return [first, ...others.filter((_, at) => (adjusted[at] ?? 1) >= significance)];
}
