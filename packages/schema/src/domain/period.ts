/** Grains of calendar periods, finest first. */
export const periodGrains = ["month", "quarter", "year"] as const;
export type PeriodGrain = (typeof periodGrains)[number];

/** A calendar period: 2026, 2026-Q3 or 2026-09. Days are ISO 8601 dates; `end` is its last day. */
export interface Period {
  readonly code: string;
  readonly grain: PeriodGrain;
  readonly start: string;
  readonly end: string;
}

const pattern = /^(?<year>\d{4})(?:-(?:Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])))?$/;
const two = (part: number) => String(part).padStart(2, "0");
const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Reads a period's code (SDMX: 2026, 2026-Q3, 2026-09). @returns `undefined` where it is none. */
export function parsePeriod(code: string): Period | undefined {
  const found = pattern.exec(code)?.groups;
  if (found?.year === undefined) return undefined;
  const year = Number(found.year);
  const quarter = found.quarter === undefined ? undefined : Number(found.quarter);
  const month = found.month === undefined ? undefined : Number(found.month);
  const first = month ?? (quarter === undefined ? 1 : 3 * quarter - 2);
  const last = month ?? (quarter === undefined ? 12 : 3 * quarter);
  return {
    code,
    grain: month !== undefined ? "month" : quarter !== undefined ? "quarter" : "year",
    start: `${code.slice(0, 4)}-${two(first)}-01`,
    end: `${code.slice(0, 4)}-${two(last)}-${two(lastDay(year, last))}`,
  };
}

/** The code of the period of a grain that holds a day (ISO 8601 date). */
export function periodOf(day: string, grain: PeriodGrain): string {
  const year = day.slice(0, 4);
  if (grain === "year") return year;
  if (grain === "month") return day.slice(0, 7);
  return `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

const monthsIn: Readonly<Record<PeriodGrain, number>> = { month: 1, quarter: 3, year: 12 };

/** Every period of a grain that overlaps the days from `from` to `to` (ISO 8601 dates, both included), in order. */
export function periodsBetween(from: string, to: string, grain: PeriodGrain): readonly Period[] {
  const periods: Period[] = [];
  let year = Number(from.slice(0, 4));
  let month = Number(from.slice(5, 7));
  for (;;) {
    const period = parsePeriod(periodOf(`${String(year).padStart(4, "0")}-${two(month)}-01`, grain));
    if (period === undefined || period.start > to) return periods;
    periods.push(period);
    month = Number(period.start.slice(5, 7)) + monthsIn[grain];
    year = Number(period.start.slice(0, 4)) + Math.floor((month - 1) / 12);
    month = ((month - 1) % 12) + 1;
  }
}
