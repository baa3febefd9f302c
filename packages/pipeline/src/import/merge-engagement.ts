import type { CsvRows } from "./csv-rows.ts";
import { type EngagementRow, engagementColumns } from "./engagement-rows.ts";

/** What a calendar knows better than the hub while an activity is planned. */
const ofTheCalendar = ["title", "status", "start", "end"];

/** What became of each row. */
export interface Merged {
  readonly table: CsvRows;
  readonly added: number;
  readonly updated: number;
  /** As they were: the calendar says the same, or the hub knows that the activity is over or cancelled. */
  readonly kept: number;
  /** Planned in the hub and come from a calendar, but not from this one, or no longer. */
  readonly missing: readonly string[];
}

/**
 * Brings a hub's activities up to date by those of a calendar. Of a planned activity the title, times and status are the calendar's, and what else
 * somebody wrote stays; one that was held or cancelled stays as it is; one that the calendar does not have stays too, and is told.
 */
export function mergeEngagement(before: CsvRows, rows: readonly EngagementRow[]): Merged {
  const fresh = new Map(rows.map((row) => [row.id ?? "", row]));
  let updated = 0;
  const missing: string[] = [];
  const old = before.rows.map((row): EngagementRow => {
    const id = row.id ?? "";
    const found = fresh.get(id);
    if (found === undefined) {
      if (row.status === "planned" && id.startsWith("cal-")) missing.push(id);
      return row;
    }
    fresh.delete(id);
    if (row.status !== "planned") return row;
    const merged = Object.fromEntries(
      [...new Set([...Object.keys(row), ...Object.keys(found)])].map((name) => {
        const own = row[name] ?? "";
        return [name, ofTheCalendar.includes(name) || own === "" ? (found[name] ?? "") : own];
      }),
    );
    if (Object.keys(merged).some((name) => merged[name] !== (row[name] ?? ""))) updated += 1;
    return merged;
  });
  const added = [...fresh.values()];
  const columns = [...before.columns, ...engagementColumns.filter((name) => !before.columns.includes(name))];
  return {
    table: { columns, rows: [...old, ...added] },
    added: added.length,
    updated,
    kept: rows.length - added.length - updated,
    missing,
  };
}
