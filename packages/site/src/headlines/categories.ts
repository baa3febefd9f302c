import { compareCounts } from "@openbeat/schema/domain";
import type { Measure } from "../data/hub.ts";
import { amountOf, type Row } from "../data/row.ts";
import type { Words } from "../words/words.ts";
import { amountText } from "./amount.ts";
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
  /** What they are told apart by, in the middle of a sentence. */
  readonly by: string;
  readonly period: string;
}

/** Which part is the largest, where the measure is an amount: with the next one, where chance may have put either first. */
export function categoriesHeadline({ measure, entries, by, period }: Categories, words: Words, language: string): string {
  const title = measure.shortTitle;
  const shown = entries.flatMap(({ label, row }) => {
    const value = amountOf(row);
    return value === null ? [] : [{ label, row, value }];
  });
  const amount = (value: number) => amountText(measure, value, words, language);
  const [first, second] = shown.toSorted((a, b) => b.value - a.value);
  if (first === undefined) return say(words, "nothing", { title, period });
  if (first.value === 0) return say(words, "alone", { title, now: amount(0), period });
  if (measure.kind !== "COUNT" && measure.kind !== "SUM") {
    const values = shown.map(({ value }) => value);
    return say(words, "categoriesSpan", { title, least: amount(Math.min(...values)), most: amount(Math.max(...values)), by, period });
  }
  const parts = { title, unit: measure.unit, label: first.label, now: amount(first.value), period };
  if (second !== undefined && isClose(first.row, second.row)) {
    return say(words, "close", { ...parts, next: second.label, other: amount(second.value) });
  }
  return say(words, shown.length < entries.length ? "mostShown" : "most", parts);
}

/** Whether chance may have put either of two counts first. */
function isClose(first: Row, second: Row): boolean {
  const [one, other] = [eventsBehind(first), eventsBehind(second)];
  return one !== null && other !== null && compareCounts({ count: one.count }, { count: other.count }).pValue >= 0.05;
}
