import { bandEnds } from "../hub/standard-lists.ts";
import { literal, type Workbench } from "./workbench.ts";

/** A time that an agency promises, as far as its macros need it. */
export interface PromisedTime {
  readonly hours: number;
  /** ISO 8601 date: what began before was promised nothing. */
  readonly from?: string | undefined;
}

/** The functions that a `select` may use besides DuckDB's own. */
export const ownMacros: readonly string[] = [
  "wait_band",
  "closing_band",
  "arrival_band",
  "notice_band",
  "closing_state",
  "within_standard",
  "response_in_time",
];

/** An instant or a day, of whatever type or as text, as an instant: the start of the day where the agency is. */
const instant = (name: string) => `CAST(nullif(trim(CAST(${name} AS VARCHAR)), '') AS TIMESTAMPTZ)`;
const seconds = (from: string, to: string) => `(epoch(${to}) - epoch(${from}))`;

/** The first band whose end is not passed, and `over_…` beyond the last. */
const bandSql = (ends: readonly number[], unit: number, value: string, prefix: string) =>
  `CASE ${ends.map((end) => `WHEN ${value} <= ${end * unit} THEN ${literal(`${prefix === "" ? "within" : prefix}_${end}`)}`).join(" ")} ELSE ${literal(`${prefix === "" ? "" : `${prefix}_`}over_${ends.at(-1)}`)} END`;

const day = 86_400;

const [started, ended] = [instant("started"), instant("ended")];

/** What ended by when the watching ends falls in a band by how long it took; what had not, in one by how long it was watched. What ends before it begins is nothing. */
const watchedSql = (ends: readonly number[], seen: string) =>
  `CASE WHEN ${started} IS NULL OR ${started} > ${seen} OR ${ended} < ${started} THEN NULL
    WHEN ${ended} <= ${seen} THEN ${bandSql(ends, day, seconds(started, ended), "")}
    ELSE ${bandSql(ends, day, seconds(started, seen), "open")} END`;

/** Where the time was up when the watching ended: whether it was answered by then. Else it is too recent, answered or not: to count only the answered ones would flatter. */
const inTimeSql = (hours: string, seen: string) =>
  `CASE WHEN ${started} IS NULL OR ${started} > ${seen} OR ${ended} < ${started} THEN NULL
    WHEN ${seconds(started, seen)} < (${hours}) * 3600 THEN 'too_recent'
    WHEN ${ended} IS NULL OR ${ended} > ${seen} THEN 'none'
    WHEN ${seconds(started, ended)} <= (${hours}) * 3600 THEN 'in_time' ELSE 'late' END`;

const closingSql = (seen: string) =>
  `CASE WHEN ${started} IS NULL OR ${started} > ${seen} OR ${ended} < ${started} THEN NULL
    WHEN ${ended} <= ${seen} THEN CASE WHEN nullif(trim(CAST(outcome AS VARCHAR)), '') IS NULL THEN 'no_outcome' ELSE 'outcome_stated' END
    WHEN ${seconds(started, seen)} <= ${90 * day} THEN 'open_to_90' ELSE 'open_over_90' END`;

const arrivalSql = `CASE WHEN ${started} IS NULL OR ${ended} < ${started} THEN NULL WHEN ${ended} IS NULL THEN 'not_arrived'
  ELSE ${bandSql(bandEnds.arrival_minutes, 60, seconds(started, ended), "")} END`;

const noticeDays = `date_diff('day', CAST(${started} AS DATE), CAST(${ended} AS DATE))`;
const noticeSql = `CASE WHEN ${ended} IS NULL THEN NULL WHEN ${started} IS NULL OR ${noticeDays} < 0 THEN 'not_announced'
  ELSE ${bandSql(bandEnds.notice_days, 1, noticeDays, "")} END`;

/** Of the standard of a name: what began before it was promised is told apart. */
function standardSql(standards: ReadonlyMap<string, PromisedTime>, seen: string): string {
  const cases = [...standards].map(([name, { hours, from }]) => {
    const before = from === undefined ? "false" : `${started} < CAST(DATE ${literal(from)} AS TIMESTAMPTZ)`;
    return `WHEN name = ${literal(name)} THEN CASE WHEN ${before} THEN 'before_standard' ELSE ${inTimeSql(String(hours), seen)} END`;
  });
  return `CASE ${["WHEN name IS NULL THEN NULL", ...cases].join(" ")} END`;
}

/**
 * Puts the functions of times into a workbench, for the `select` of a dataset.
 * @param standards Times that the agency promises, by name.
 * @param lastDay The last day of the dataset's coverage: what came after is not looked at, whenever the files were written.
 */
export async function defineMacros(workbench: Workbench, standards: ReadonlyMap<string, PromisedTime>, lastDay: string): Promise<void> {
  const end = `CAST(CAST(DATE ${literal(lastDay)} + INTERVAL 1 DAY AS DATE) AS TIMESTAMPTZ)`;
  const given = instant("seen_until");
  const { wait_days: waits, closing_days: closings } = bandEnds;
  for (const sql of [
    `wait_band(started, ended, seen_until) AS ${watchedSql(waits, given)}, (started, ended) AS ${watchedSql(waits, end)}`,
    `closing_band(started, ended, seen_until) AS ${watchedSql(closings, given)}, (started, ended) AS ${watchedSql(closings, end)}`,
    `closing_state(started, ended, outcome, seen_until) AS ${closingSql(given)}, (started, ended, outcome) AS ${closingSql(end)}`,
    `response_in_time(started, ended, hours, seen_until) AS ${inTimeSql("hours", given)}, (started, ended, hours) AS ${inTimeSql("hours", end)}`,
    `within_standard(name, started, ended) AS ${standardSql(standards, end)}`,
    `arrival_band(started, ended) AS ${arrivalSql}`,
    `notice_band(started, ended) AS ${noticeSql}`,
  ])
    await workbench.run(`CREATE MACRO ${sql}`);
}
