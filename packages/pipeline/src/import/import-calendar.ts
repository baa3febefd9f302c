import { existsSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import type { Progress } from "../prepare.ts";
import type { Window } from "./activity.ts";
import { countCodes } from "./counted-as.ts";
import { csvText, readCsvRows } from "./csv-rows.ts";
import { engagementColumns, engagementRows } from "./engagement-rows.ts";
import { type Counts, readRules, readText, writeWhole } from "./files.ts";
import { readHubGeography } from "./hub-geography.ts";
import { dayAfter, dayAt } from "./local-time.ts";
import { mergeEngagement } from "./merge-engagement.ts";
import { readCalendarCsv } from "./read-calendar-csv.ts";
import { readIcs } from "./read-ics.ts";
import { calendarRulesSchema } from "./rules.ts";

/** Where a hub keeps its activities. */
export const engagementFile = "records/engagement.csv";

export interface CalendarImport {
  /** The calendar: .ics, or .csv. */
  readonly file: string;
  readonly hub: string;
  /** First day; today where left out. */
  readonly from: string | undefined;
  /** Last day; a year after the first where left out. */
  readonly to: string | undefined;
  /** The area of activities that neither a rule nor the file gives one. */
  readonly area: string | undefined;
  /** A YAML file of rules. */
  readonly rules: string | undefined;
  readonly now: Date;
  readonly progress: Progress;
}

export interface CalendarReport {
  readonly entries: number;
  readonly activities: number;
  readonly window: Window;
  readonly leftOut: Counts;
  readonly notes: Counts;
  readonly added: number;
  readonly updated: number;
  readonly kept: number;
  readonly missing: number;
}

/** The window in which activities are taken. */
function windowOf({ from, to, now }: Pick<CalendarImport, "from" | "to" | "now">, zone: string): Window {
  const first = from ?? dayAt(now.getTime(), zone);
  const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay(first) || (to !== undefined && !isDay(to)))
    throw new PipelineError("COMMAND_INVALID", "--from and --to take a day, such as 2026-03-02.");
  const window = { from: first, to: to ?? dayAfter(first, 365) };
  if (window.to < window.from) throw new PipelineError("COMMAND_INVALID", "--to is earlier than --from.");
  return window;
}

/**
 * Takes the activities of a calendar into a hub's `records/engagement.csv`: all of them that can be taken, or on any error nothing. What cannot
 * be taken is counted by its reason.
 * @throws {PipelineError} `IMPORT_INVALID`, `IMPORT_EMPTY`, `HUB_HAS_PROBLEMS` or `COMMAND_INVALID`.
 */
export async function importCalendar(asked: CalendarImport): Promise<CalendarReport> {
  const { file, hub, now, progress } = asked;
  progress("reading the hub");
  const { spec, geography } = await readHubGeography(hub);
  const zone = spec.timezone;
  const window = windowOf(asked, zone);
  const rules = readRules(asked.rules, calendarRulesSchema, { columns: {}, rules: [] });
  for (const code of [asked.area, ...rules.rules.map(({ area }) => area)])
    if (code !== undefined && !geography.areas.has(code))
      throw new PipelineError("COMMAND_INVALID", "An area of --area or of the rules is none of the hub's. Check its code.");
  progress("reading the calendar");
  const isCsv = /\.csv(\.gz)?$/.test(file);
  if (!isCsv && !/\.(ics|ical)(\.gz)?$/.test(file)) throw new PipelineError("COMMAND_INVALID", "A calendar is an .ics or a .csv file.");
  const context = { zone, window };
  const read = isCsv ? readCalendarCsv(await readCsvRows(file), rules.columns, context) : readIcs(readText(file), context);
  const made = engagementRows(read.activities, {
    zone,
    areas: new Set(geography.areas.keys()),
    area: asked.area,
    rules: rules.rules,
    now: now.getTime(),
  });
  const leftOut = countCodes<string>([...read.leftOut, ...made.leftOut]);
  if (made.rows.length === 0) {
    const reasons = leftOut.map(({ code, records }) => `${records} ${code}`).join(", ");
    throw new PipelineError(
      "IMPORT_EMPTY",
      `No activity of the calendar can be taken, and nothing was written. Left out: ${reasons || "nothing"}.`,
    );
  }
  const path = join(hub, engagementFile);
  const before = existsSync(path) ? await readCsvRows(path) : { columns: engagementColumns, rows: [] };
  if (!before.columns.includes("id") || !before.columns.includes("status"))
    throw new PipelineError(
      "IMPORT_INVALID",
      "The hub's records/engagement.csv has no columns id and status. Write it as docs/standard says.",
    );
  const { table, missing, ...counts } = mergeEngagement(before, made.rows);
  progress("writing the activities");
  writeWhole(path, csvText(table));
  return {
    entries: read.entries,
    activities: made.rows.length,
    window,
    leftOut,
    notes: countCodes<string>(made.notes),
    ...counts,
    missing: missing.length,
  };
}
