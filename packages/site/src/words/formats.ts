import { dayIn, parsePeriod, spokenPeriod } from "@openbeat/schema/domain";

/**
 * Formatters by the way they write and the language. Making one costs more than a thousand uses of it, and so would writing down in what way, for
 * every cell of a table: ways are constants.
 */
function memoised<Way extends object, Formatter>(
  make: (language: string, way: Way) => Formatter,
): (language: string, way: Way) => Formatter {
  const made = new WeakMap<Way, Map<string, Formatter>>();
  return (language, way) => {
    const own = made.get(way) ?? new Map<string, Formatter>();
    made.set(way, own);
    const found = own.get(language) ?? make(language, way);
    own.set(language, found);
    return found;
  };
}
/** A way for each number or word that it depends on. */
function eachOnce<Key, Way>(make: (key: Key) => Way): (key: Key) => Way {
  const made = new Map<Key, Way>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}
const numbers = memoised((language, way: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, way));
const dates = memoised((language, way: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...way }));
const lists = memoised((language, way: Intl.ListFormatOptions) => new Intl.ListFormat(language, way));
const plurals = memoised((language, way: Intl.PluralRulesOptions) => new Intl.PluralRules(language, way));

const withDecimals = eachOnce((decimals: number) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }) as const);
const percentWithDecimals = eachOnce((decimals: number) => ({ style: "percent", ...withDecimals(decimals) }) as const);
const share = { style: "percent", maximumFractionDigits: 1 } as const;
const significant = { maximumSignificantDigits: 6 } as const;
const duration = {
  day: { style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: 0 },
  minute: { style: "unit", unit: "minute", unitDisplay: "long", maximumFractionDigits: 0 },
} as const;
const size = {
  byte: { style: "unit", unit: "byte", unitDisplay: "long" },
  kilobyte: { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 },
  megabyte: { style: "unit", unit: "megabyte", maximumFractionDigits: 1 },
} as const;
const wholeDay = { day: "numeric", month: "long", year: "numeric" } as const;
const shortDay = { day: "numeric", month: "short", year: "numeric" } as const;
const month = { month: "short" } as const;
const year = { year: "numeric" } as const;
const inZone = eachOnce(
  (timeZone: string) =>
    ({
      weekday: { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" },
      clock: { timeZone, hour: "numeric", minute: "2-digit" },
      dayAndClock: { timeZone, dateStyle: "medium", timeStyle: "short" },
    }) as const,
);
const all = { type: "conjunction" } as const;
const either = { type: "disjunction" } as const;
const names = { type: "language" } as const;
const usual = {};

/** The same figure stands in a chart, its table, its words, and beside every area of its city. */
const mostSaid = 10_000;
const said = memoised((): Map<number, string> => new Map());

/** A number as people write it in a language: 1,234.5 or 1.234,5. */
export function numberText(value: number, language: string, decimals = 0): string {
  const way = withDecimals(decimals);
  const known = said(language, way);
  // A map does not tell -0 from 0.
  const found = value === 0 ? undefined : known.get(value);
  if (found !== undefined) return found;
  const text = numbers(language, way).format(value);
  if (known.size >= mostSaid) known.clear();
  known.set(value, text);
  return text;
}

/** A number of any size with the digits that matter: 0.000001, 2.25. */
export const significantText = (value: number, language: string): string => numbers(language, significant).format(value);

/** A share of a whole, from 0 to 1: 12.5%. */
export const shareText = (part: number, language: string): string => numbers(language, share).format(part);

/** A percentage, from 0 to 100, with so many decimals: 66.7%. */
export const exactPercentText = (value: number, language: string, decimals: number): string =>
  numbers(language, percentWithDecimals(decimals)).format(value / 100);

/** A share of a whole with one decimal, so that several stand under each other: 19.0%. */
export const rateText = (part: number, language: string): string => numbers(language, percentWithDecimals(1)).format(part);

/** A length of time in whole units: 1 day, 4 days. */
export const durationText = (value: number, unit: "day" | "minute", language: string): string =>
  numbers(language, duration[unit]).format(value);

/** A size of a file. */
export const sizeText = (bytes: number, language: string): string =>
  bytes < 1000
    ? numbers(language, size.byte).format(bytes)
    : bytes < 1e6
      ? numbers(language, size.kilobyte).format(bytes / 1000)
      : numbers(language, size.megabyte).format(bytes / 1e6);

const day = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`);

/** A day (ISO 8601) in words: 30 September 2026. */
export const dateText = (date: string, language: string): string => dates(language, wholeDay).format(day(date));

/** The days from one to another (ISO 8601), in short: Aug 3 – Sep 11, 2026. */
export const daysText = (from: string, to: string, language: string): string => dates(language, shortDay).formatRange(day(from), day(to));

/** The day of an instant in a time zone, in words: Thursday, 2 April 2026. */
export const weekdayText = (instant: string, language: string, timeZone: string): string =>
  dates(language, inZone(timeZone).weekday).format(new Date(instant));

/** The hours from one instant to another in a time zone: 6:30 – 8:00 PM. With the days where they are not the same. */
export function hoursText(start: string, end: string | null, language: string, timeZone: string): string {
  const clock = dates(language, inZone(timeZone).clock);
  if (end === null) return clock.format(new Date(start));
  if (dayIn(start, timeZone) === dayIn(end, timeZone)) return clock.formatRange(new Date(start), new Date(end));
  return dates(language, inZone(timeZone).dayAndClock).formatRange(new Date(start), new Date(end));
}

const languageNames = memoised((language, way: Intl.DisplayNamesOptions) => new Intl.DisplayNames(language, way));

/** What a language is called: Spanish. @param tag BCP 47. One that is none stands as it is. */
export function languageText(tag: string, language: string): string {
  try {
    return languageNames(language, names).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What one should know of a file before taking it: its size, and its language where that is not the reader's. */
export const fileFacts = (bytes: number, own: string, language: string): readonly string[] => [
  sizeText(bytes, language),
  ...(own === language ? [] : [languageText(own, language)]),
];

/** A period in words: 2026, Jul – Sep 2026, September 2026. */
export function periodText(code: string, language: string): string {
  const period = parsePeriod(code);
  return period === undefined ? code : spokenPeriod(period, language);
}

const shortMonthsSaid = new Map<string, string>();

/** The months of a period in short: Sep, or Jul – Sep. */
export function shortMonths(start: string, end: string, language: string): string {
  // Every chart over time has the same few periods, and a range of dates is dear to format.
  const key = `${language} ${start} ${end}`;
  const said = shortMonthsSaid.get(key) ?? dates(language, month).formatRange(day(start), day(end));
  shortMonthsSaid.set(key, said);
  return said;
}

/** The year of a day, in the digits of a language. */
export const yearText = (start: string, language: string): string => dates(language, year).format(day(start));

/** The words with a capital at their beginning, where the script has capitals: for a heading. */
export const capitalised = (text: string, language: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

/** A text whose ranges stay on one line: a dash and the spaces beside it are no place to break it. */
export const joinedRanges = (text: string): string => text.replaceAll("\u2009", "\u202f").replaceAll("–", "\u2060–\u2060");

/** A short text that stays on one line. */
export const unbroken = (text: string): string => joinedRanges(text).replaceAll(" ", "\u00a0");

/** A list in words: a, b and c. */
export const listText = (items: readonly string[], language: string): string => lists(language, all).format(items);

/** A list to choose from in words: a, b or c. */
export const choiceText = (items: readonly string[], language: string): string => lists(language, either).format(items);

/** Chooses among the forms that a language has for a number. */
export const pluralForm = (
  count: number,
  language: string,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>,
): string => forms[plurals(language, usual).select(count)] ?? forms.other;
