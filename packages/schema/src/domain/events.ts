import { countsEvents, measureByCode } from "./catalogue.ts";
import { datasetSource } from "./release.ts";
import type { CountOver } from "./statistics/poisson.ts";

/** Events behind a published figure, and what they come from. */
export interface Events {
  /** A whole number ≥ 0. */
  readonly count: number;
  /** Residents, or a count of something else; 1 for a count. Above 0. */
  readonly base: number;
  /** The figure is for so many of the base. */
  readonly per: number;
  /** Days that they were counted for; null where the base grows with the days as they do. */
  readonly days: number | null;
}

/** A published figure, as far as its events can be told from it. */
interface EventFigure {
  /** Code of its measure. */
  readonly measure: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** First and last day of its period. */
  readonly start: Date;
  readonly end: Date;
}

const isCount = (count: number | null): count is number => count !== null && Number.isSafeInteger(count) && count >= 0;

/** The events behind a figure; null where it is of something else, or its measure is not in the catalogue. */
export function eventsOf({ measure, value, numerator, denominator, start, end }: EventFigure): Events | null {
  const definition = measureByCode(measure);
  if (definition === undefined) return null;
  const { per1000Of, ratioOf } = definition;
  const days = Math.round((end.getTime() - start.getTime()) / 86_400_000) + 1;
  if (per1000Of === undefined && ratioOf === undefined) {
    return countsEvents(definition) && isCount(value) ? { count: value, base: 1, per: 1, days } : null;
  }
  const counted = measureByCode(per1000Of ?? ratioOf?.count ?? "");
  if (counted === undefined || !countsEvents(counted)) return null;
  if (!isCount(numerator) || denominator === null || denominator <= 0) return null;
  return { count: numerator, base: denominator, per: ratioOf?.per ?? 1000, days: ratioOf === undefined ? days : null };
}

/** Events and what they were counted over, as the exact test of two counts takes them. */
export const countOver = ({ count, base, days }: Events): CountOver => ({ count, over: base * (days ?? 1) });

/** First days of changes in what a dataset records, or how, as its source tells them. */
export const breaksOf = (source: unknown): readonly string[] => (datasetSource.parse(source).breaks ?? []).map(({ from }) => from);

/**
 * First days of changes in what is recorded, or how, behind the figures of a measure: in its own records, and in those of the base of a rate.
 * @param own Code of the dataset that tells the figures.
 * @param datasets All datasets of the release, each with the first days of its own changes.
 */
export function breaksBehind(
  measure: string,
  own: string,
  datasets: readonly { readonly code: string; readonly breaks: readonly string[] }[],
): readonly string[] {
  const base = measureByCode(measure)?.ratioOf?.base.dataset;
  return datasets.filter(({ code }) => code === own || code === base).flatMap(({ breaks }) => breaks);
}
