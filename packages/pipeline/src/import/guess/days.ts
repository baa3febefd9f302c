import { literal, quoted } from "../../read/workbench.ts";

/** A way in which files write days. */
export interface DayForm {
  readonly name: string;
  /** What a text of this form looks like (RE2). */
  readonly pattern: string;
  /** SQL: the day of a column's text. */
  readonly day: (column: string) => string;
  /** What a reader of the guess should know. */
  readonly note?: string;
}

const clock12 = "[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? ?[AaPp][Mm]";
const clock24 = "[0-9]{1,2}:[0-9]{2}";
const parsed = (format: string) => (column: string) => `strptime(${quoted(column)}, ${literal(format)})::DATE`;

/** Days with slashes, the one or the other part first; told apart only by a part above twelve. */
const slashed = (name: string, first: string, note: string): readonly DayForm[] => [
  { name, pattern: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$", day: parsed(`${first}/%Y`), note },
  { name: `${name}, a.m. and p.m.`, pattern: `^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} ${clock12}$`, day: parsed(`${first}/%Y %I:%M:%S %p`), note },
  { name: `${name} and time`, pattern: `^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} ${clock24}$`, day: parsed(`${first}/%Y %H:%M`), note },
  {
    name: `${name} and time to the second`,
    pattern: `^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} ${clock24}:[0-9]{2}$`,
    day: parsed(`${first}/%Y %H:%M:%S`),
    note,
  },
];

/** The forms that are looked for, in the order in which they are preferred. */
export const dayForms: readonly DayForm[] = [
  { name: "year-month-day", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day: (column) => `${quoted(column)}::DATE` },
  {
    name: "year-month-day and time",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$",
    day: (column) => `${quoted(column)}::TIMESTAMP::DATE`,
  },
  {
    name: "year-month-day and time with its zone",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$",
    day: (column) => `${quoted(column)}::TIMESTAMPTZ::DATE`,
    note: "the day is the one it was where the agency is",
  },
  {
    name: "year-month",
    pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$",
    day: (column) => `(${quoted(column)} || '-01')::DATE`,
    note: "only the month is known: do not show anything finer",
  },
  ...slashed("month/day/year", "%m/%d", "as in the United States"),
  ...slashed("day/month/year", "%d/%m", "as in most countries"),
  { name: "yearmonthday", pattern: "^(19|20)[0-9]{6}$", day: parsed("%Y%m%d") },
];

/** SQL over a column: the day of a text of this form, NULL of any other. */
export const dayOf = ({ pattern, day }: DayForm, column: string): string =>
  `CASE WHEN regexp_matches(${quoted(column)}, ${literal(pattern)}) THEN TRY(${day(column)}) END`;

/** SQL over a column: whether its text is a day of this form. */
export const isOfForm = (form: DayForm, column: string): string => `(${dayOf(form, column)}) IS NOT NULL`;
