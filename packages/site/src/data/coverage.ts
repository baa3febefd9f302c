import { measureByCode, parsePeriod } from "@openbeat/schema/domain";

/** From when to when the records of a dataset are. */
export interface Coverage {
  readonly coverageFrom: string;
  readonly coverageTo: string;
}

/** Whether the records cover a period from its first day to its last. */
export function isWhole(code: string, { coverageFrom, coverageTo }: Coverage): boolean {
  const period = parsePeriod(code);
  return period !== undefined && period.start >= coverageFrom.slice(0, 10) && period.end <= coverageTo.slice(0, 10);
}

/** The days of a dataset's records for which all of a measure can have been counted: fewer where it takes time to show. */
export function coverageOf(dataset: Coverage, measure: string): Coverage {
  const days = measureByCode(measure)?.ripeAfterDays ?? 0;
  if (days === 0) return dataset;
  const last = new Date(dataset.coverageTo.slice(0, 10));
  last.setUTCDate(last.getUTCDate() - days);
  return { coverageFrom: dataset.coverageFrom, coverageTo: last.toISOString().slice(0, 10) };
}
