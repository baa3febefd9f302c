import type { LeftOutCode } from "./counted-as.ts";

/** An activity as a calendar has it, before the hub's rules: its words are not yet fit to be published. */
export interface FoundActivity {
  /** What tells the calendar's entries apart; of a series, with the time of the occurrence. */
  readonly key: string;
  readonly title: string;
  readonly place: string;
  /** What the calendar, or the row's `source`, is called. */
  readonly source: string;
  /** What the row has for an area, if it has one. */
  readonly area: string;
  /** Milliseconds since 1970 in UTC. */
  readonly start: number;
  readonly end: number | undefined;
  readonly isCancelled: boolean;
  readonly isWholeDay: boolean;
  readonly isLocalTimeAssumed: boolean;
  readonly isOfSeries: boolean;
}

/** What was read of a calendar. Every entry has activities, or one reason why not. */
export interface ReadCalendar {
  readonly entries: number;
  readonly activities: readonly FoundActivity[];
  readonly leftOut: readonly LeftOutCode[];
}

/** Days in the hub's time zone between which activities begin, both among them. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

export type ReadEntry = { readonly activities: readonly FoundActivity[] } | { readonly leftOut: LeftOutCode };

/** Puts together what each entry gave. */
export const gather = (entries: readonly ReadEntry[]): ReadCalendar => ({
  entries: entries.length,
  activities: entries.flatMap((entry) => ("activities" in entry ? entry.activities : [])),
  leftOut: entries.flatMap((entry) => ("leftOut" in entry ? [entry.leftOut] : [])),
});

const cancelled = /cancel(?:l?ed|lation notice)/i;
const cancelledMark = /\s*[([]?\bcancel(?:l?ed|lation notice)\b[)\]]?\s*/i;

/** Whether a title says that the activity is cancelled, as many calendars do instead of a status. */
export const saysCancelled = (title: string): boolean => cancelled.test(title);

/** The title without that word, and the signs around it. */
export const withoutCancelled = (title: string): string =>
  title
    .replace(cancelledMark, " ")
    .replaceAll(/^[\s:–—-]+|[\s:–—-]+$/g, "")
    .trim();
