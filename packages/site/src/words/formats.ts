import { dayIn, parsePeriod, spokenPeriod } from "@openbeat/schema/domain";

// Making an Intl formatter costs more than a thousand uses of one.
function memoised<Formatter>(make: (language: string, options: string) => Formatter): (language: string, options: object) => Formatter {
  const made = new Map<string, Formatter>();
  return (language, options) => {
    const key = JSON.stringify(options);
    const found = made.get(language + key) ?? make(language, key);
    made.set(language + key, found);
    return found;
  };
}
const numbers = memoised((language, options) => new Intl.NumberFormat(language, JSON.parse(options)));
const dates = memoised((language, options) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...JSON.parse(options) }));
const lists = memoised((language, options) => new Intl.ListFormat(language, JSON.parse(options)));
const plurals = memoised((language, options) => new Intl.PluralRules(language, JSON.parse(options)));

/** Of the numbers in cells, thousands on a page: found without writing down what they are found by. */
const plainNumbers = new Map<string, Intl.NumberFormat[]>();

/** A number as people write it in a language: 1,234.5 or 1.234,5. */
export function numberText(value: number, language: string, decimals = 0): string {
  const own = plainNumbers.get(language) ?? [];
  const format = own[decimals] ?? numbers(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  own[decimals] = format;
  plainNumbers.set(language, own);
  return format.format(value);
}

/** A number of any size with the digits that matter: 0.000001, 2.25. */
export const significantText = (value: number, language: string): string =>
  numbers(language, { maximumSignificantDigits: 6 }).format(value);

/** A share of a whole, from 0 to 1: 12.5%. */
export const shareText = (share: number, language: string): string =>
  numbers(language, { style: "percent", maximumFractionDigits: 1 }).format(share);

/** A percentage, from 0 to 100, with so many decimals: 66.7%. */
export const exactPercentText = (value: number, language: string, decimals: number): string =>
  numbers(language, { style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value / 100);

/** A share of a whole with one decimal, so that several stand under each other: 19.0%. */
export const rateText = (share: number, language: string): string =>
  numbers(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);

/** A length of time in whole units: 1 day, 4 days. */
export const durationText = (value: number, unit: "day" | "minute", language: string): string =>
  numbers(language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(value);

/** A size of a file. */
export const sizeText = (bytes: number, language: string): string =>
  bytes < 1000
    ? numbers(language, { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes)
    : bytes < 1e6
      ? numbers(language, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }).format(bytes / 1000)
      : numbers(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1e6);

const day = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`);

/** A day (ISO 8601) in words: 30 September 2026. */
export const dateText = (date: string, language: string): string =>
  dates(language, { day: "numeric", month: "long", year: "numeric" }).format(day(date));

/** The days from one to another (ISO 8601), in short: Aug 3 – Sep 11, 2026. */
export const daysText = (from: string, to: string, language: string): string =>
  dates(language, { day: "numeric", month: "short", year: "numeric" }).formatRange(day(from), day(to));

/** The day of an instant in a time zone, in words: Thursday, 2 April 2026. */
export const weekdayText = (instant: string, language: string, timeZone: string): string =>
  dates(language, { timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(new Date(instant));

/** The hours from one instant to another in a time zone: 6:30 – 8:00 PM. With the days where they are not the same. */
export function hoursText(start: string, end: string | null, language: string, timeZone: string): string {
  const clock = dates(language, { timeZone, hour: "numeric", minute: "2-digit" });
  if (end === null) return clock.format(new Date(start));
  if (dayIn(start, timeZone) === dayIn(end, timeZone)) return clock.formatRange(new Date(start), new Date(end));
  return dates(language, { timeZone, dateStyle: "medium", timeStyle: "short" }).formatRange(new Date(start), new Date(end));
}

const languageNames = memoised((language, options) => new Intl.DisplayNames(language, { type: "language", ...JSON.parse(options) }));

/** What a language is called: Spanish. @param tag BCP 47. One that is none stands as it is. */
export function languageText(tag: string, language: string): string {
  try {
    return languageNames(language, {}).of(tag) ?? tag;
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
  const said = shortMonthsSaid.get(key) ?? dates(language, { month: "short" }).formatRange(day(start), day(end));
  shortMonthsSaid.set(key, said);
  return said;
}

/** The year of a day, in the digits of a language. */
export const yearText = (start: string, language: string): string => dates(language, { year: "numeric" }).format(day(start));

/** The words with a capital at their beginning, where the script has capitals: for a heading. */
export const capitalised = (text: string, language: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

/** A text whose ranges stay on one line: a dash and the spaces beside it are no place to break it. */
export const joinedRanges = (text: string): string => text.replaceAll("\u2009", "\u202f").replaceAll("–", "\u2060–\u2060");

/** A short text that stays on one line. */
export const unbroken = (text: string): string => joinedRanges(text).replaceAll(" ", "\u00a0");

/** A list in words: a, b and c. */
export const listText = (items: readonly string[], language: string): string => lists(language, { type: "conjunction" }).format(items);

/** A list to choose from in words: a, b or c. */
export const choiceText = (items: readonly string[], language: string): string => lists(language, { type: "disjunction" }).format(items);

/** Chooses among the forms that a language has for a number. */
export const pluralForm = (
  count: number,
  language: string,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>,
): string => forms[plurals(language, {}).select(count)] ?? forms.other;
