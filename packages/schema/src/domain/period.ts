/** Grains of calendar periods, finest first. */
export const periodGrains = ["month", "quarter", "year"] as const;
/** A grain of the calendar, whose periods do not overlap. */
export type CalendarGrain = (typeof periodGrains)[number];
/** A calendar grain, or the twelve months that end with a period: those overlap. */
export type PeriodGrain = CalendarGrain | "rolling_year";

/** A period: 2026, 2026-Q3, 2026-09, or the twelve months up to the end of one, 2026-Q3-12M. Days are ISO 8601 dates; `end` is its last day. */
export interface Period {
  readonly code: string;
  readonly grain: PeriodGrain;
  readonly start: string;
  readonly end: string;
}

const pattern = /^(?<year>\d{4})(?:-(?:Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])))?$/;
const two = (part: number) => String(part).padStart(2, "0");
const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

const rolling = /^(?<last>\d{4}-(?:Q[1-4]|0[1-9]|1[0-2]))-12M$/;

/** The code of the twelve months that end with a month or quarter. */
export const rollingYearOf = (code: string): string => `${code}-12M`;

const mostKnown = 10_000;
const known = new Map<string, Period>();

/** Reads a period's code (SDMX: 2026, 2026-Q3, 2026-09; or 2026-Q3-12M). @returns `undefined` where it is none. */
export function parsePeriod(code: string): Period | undefined {
  const found = known.get(code);
  if (found !== undefined) return found;
  const period = readPeriod(code);
  // A release has some hundred of them, in every row.
  if (known.size >= mostKnown) known.clear();
  if (period !== undefined) known.set(code, period);
  return period;
}

function readPeriod(code: string): Period | undefined {
  const last = rolling.exec(code)?.groups?.last;
  if (last !== undefined) {
    const end = parseCalendarPeriod(last)?.end ?? "";
    const begin = new Date(`${end}T00:00:00Z`);
    begin.setUTCDate(begin.getUTCDate() + 1);
    begin.setUTCFullYear(begin.getUTCFullYear() - 1);
    return { code, grain: "rolling_year", start: begin.toISOString().slice(0, 10), end };
  }
  return parseCalendarPeriod(code);
}

function parseCalendarPeriod(code: string): Period | undefined {
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
export function periodOf(day: string, grain: CalendarGrain): string {
  const year = day.slice(0, 4);
  if (grain === "year") return year;
  if (grain === "month") return day.slice(0, 7);
  return `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

const monthsIn: Readonly<Record<CalendarGrain, number>> = { month: 1, quarter: 3, year: 12 };

/** Every period of a grain that overlaps the days from `from` to `to` (ISO 8601 dates, both included), in order. */
export function periodsBetween(from: string, to: string, grain: CalendarGrain): readonly Period[] {
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
