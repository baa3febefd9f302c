import { parsePeriod } from "@openbeat/schema/domain";
import type { Measure } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { numberText, periodText } from "./formats.ts";
import type { Words } from "./words.ts";

/** The same period of the year before: 2026-Q3 becomes 2025-Q3. */
export const yearBefore = (period: string): string => String(Number(period.slice(0, 4)) - 1) + period.slice(4);

/** Whether two counts differ by more than chance would often make them. @see Wheeler (2016), doi:10.1177/1461355716642781. */
export function countsDiffer(now: number, before: number): "rose" | "fell" | "unclear" {
  const z = 2 * (Math.sqrt(now) - Math.sqrt(before));
  return z >= 3 ? "rose" : z <= -3 ? "fell" : "unclear";
}

const incomparable: readonly Row["observation"]["flags"][number][] = ["PARTIAL_COVERAGE", "ESTIMATED", "DEFINITION_DIFFERS"];

/** Whether a period may be compared with the same of the year before: both whole and counted, and no break in the series between them or in the later. */
function areComparable(rows: readonly Row[], period: string): boolean {
  const before = yearBefore(period);
  const ends = rows.filter((row) => row.period === period || row.period === before);
  const later = rows.filter((row) => row.period > before && row.period <= period);
  return (
    !ends.some(({ observation: { flags } }) => incomparable.some((flag) => flags.includes(flag))) &&
    !later.some(({ observation: { flags } }) => flags.includes("BREAK_IN_SERIES"))
  );
}

/** What a series says of its last whole period, in a sentence of about twelve words. */
export function headlineOf(measure: Measure, rows: readonly Row[], coverageTo: string, words: Words, language: string): string {
  const whole = rows.filter(({ period }) => (parsePeriod(period)?.end ?? "9") <= coverageTo.slice(0, 10));
  const now = whole.at(-1) ?? rows.at(-1);
  if (now === undefined) return measure.title;
  const period = periodText(now.period, language);
  const { observation } = now;
  if (observation.status === "NOT_REPORTED") return words.headlineNotReported(measure.title, period);
  if (observation.status !== "AVAILABLE") return words.headlineHidden(measure.title, period);
  if (observation.value === 0) return words.headlineNone(measure.title, period);
  const text = (value: number) => numberText(value, language, measure.decimals);
  const before = rows.find((row) => row.period === yearBefore(now.period))?.observation;
  const value = text(observation.value);
  if (before?.status !== "AVAILABLE" || !areComparable(rows, now.period)) return words.headlineValue(measure.title, value, period);
  if (measure.kind === "COUNT") {
    const verdict = countsDiffer(observation.value, before.value);
    if (verdict === "rose") return words.headlineRose(measure.title, value, period, text(before.value));
    if (verdict === "fell") return words.headlineFell(measure.title, value, period, text(before.value));
    return words.headlineUnclear(measure.title, value, period, periodText(yearBefore(now.period).slice(0, 4), language));
  }
  return words.headlineBefore(measure.title, value, period, text(before.value));
}
