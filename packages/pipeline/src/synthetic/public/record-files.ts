import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { csvText } from "../../import/csv-rows.ts";
import { type Activity, activityColumns, publicActivity } from "./activity-records.ts";
import { contributionColumns, contributionRecords } from "./contribution-records.ts";
import { coverageColumns, coverageRecords } from "./coverage-records.ts";
import { plannedActivities } from "./planned-activities.ts";

/** Activities from this day on are shown one by one; those before are in the figures. */
const firstShown = "2026-05-01";

/**
 * The committed public records that are not written by hand: the path in the hub folder, and its text.
 * @param activities Those of 2026, as the records of engagement have them at seed 1 and scale 1.
 */
export function publicRecordFiles(activities: readonly Activity[]): ReadonlyMap<string, string> {
  const sorted = activities.toSorted((a, b) => a.id.localeCompare(b.id, "en"));
  const lastId = sorted.at(-1)?.id ?? "";
  const recent = sorted.filter(({ date }) => date >= firstShown);
  const shown = [...recent, ...plannedActivities(lastId)].map(publicActivity);
  return new Map([
    ["records/engagement.csv", csvText({ columns: activityColumns, rows: shown })],
    ["records/contributions.csv", csvText({ columns: contributionColumns, rows: contributionRecords(recent) })],
    ["records/coverage.csv", csvText({ columns: coverageColumns, rows: coverageRecords() })],
  ]);
}

/** The activities of 2026 in a folder of generated records: what is public of them. No field of these files is quoted. */
export const readActivities = (folder: string): readonly Activity[] =>
  ["held", "cancelled"].flatMap((status) => {
    const [header = "", ...lines] = gunzipSync(readFileSync(join(folder, `engagement/${status}-2026.csv.gz`)))
      .toString("utf8")
      .trim()
      .split("\n");
    const columns = header.split(",");
    return lines.map((line): Activity => {
      const fields = line.split(",");
      const of = (column: string) => fields[columns.indexOf(column)] ?? "";
      return {
        id: of("activity_id"),
        date: of("date"),
        startTime: of("start_time"),
        hours: Number(of("duration_hours")),
        beat: of("beat"),
        type: of("activity_type"),
        status: status === "held" ? "held" : "cancelled",
        mode: of("mode"),
        iap2Level: of("iap2_level"),
        languages: of("languages"),
        interpretation: of("interpretation") === "true",
        hosts: of("hosts"),
        partners: of("partners"),
        noticeDays: Number(of("notice_days")),
        hasNextSteps: of("next_steps_recorded") === "true",
      };
    });
  });
