import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, months, utcOffset, weekday } from "./calendar.ts";
import { drawCells, peculiar } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import { type Beat, beats } from "./places.ts";
import { lognormalSlots, slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface CallType {
  readonly code: string;
  readonly source: "community" | "officer" | "alarm" | "other";
  /** Share of all calls, in percent. */
  readonly share: number;
  /** By how much a summer has more of it than a winter. */
  readonly summer: number;
  /** Change in a year. */
  readonly yearly: number;
  readonly rhythm: "night" | "day";
  /** How urgent, in percent, by the priorities 1 to 4. */
  readonly priorities: readonly [number, number, number, number];
}

const callTypes: readonly CallType[] = [
  { code: "disturbance", source: "community", share: 11, summer: 0.25, yearly: 0.99, rhythm: "night", priorities: [6, 54, 40, 0] },
  { code: "noise", source: "community", share: 6, summer: 0.4, yearly: 1.02, rhythm: "night", priorities: [0, 2, 83, 15] },
  { code: "suspicious", source: "community", share: 9, summer: 0.1, yearly: 1.01, rhythm: "night", priorities: [4, 51, 45, 0] },
  { code: "domestic", source: "community", share: 7, summer: 0.1, yearly: 1, rhythm: "night", priorities: [38, 60, 2, 0] },
  { code: "violence", source: "community", share: 4, summer: 0.25, yearly: 0.98, rhythm: "night", priorities: [71, 28, 1, 0] },
  { code: "theft_report", source: "community", share: 9, summer: 0.1, yearly: 0.97, rhythm: "day", priorities: [1, 9, 55, 35] },
  { code: "traffic_crash", source: "community", share: 7, summer: -0.05, yearly: 1.01, rhythm: "day", priorities: [28, 47, 25, 0] },
  { code: "traffic_hazard", source: "community", share: 7, summer: 0.05, yearly: 1.03, rhythm: "day", priorities: [3, 27, 60, 10] },
  { code: "welfare_check", source: "community", share: 6, summer: -0.05, yearly: 1.05, rhythm: "day", priorities: [14, 64, 22, 0] },
  { code: "crisis", source: "community", share: 3, summer: 0.05, yearly: 1.08, rhythm: "day", priorities: [36, 60, 4, 0] },
  { code: "alarm", source: "alarm", share: 6, summer: 0, yearly: 0.95, rhythm: "night", priorities: [2, 58, 40, 0] },
  { code: "assist", source: "other", share: 3, summer: 0, yearly: 1, rhythm: "day", priorities: [12, 48, 40, 0] },
  { code: "traffic_stop", source: "officer", share: 9, summer: 0.1, yearly: 0.97, rhythm: "day", priorities: [0, 0, 100, 0] },
  { code: "premises_check", source: "officer", share: 7, summer: 0, yearly: 1.02, rhythm: "night", priorities: [0, 0, 100, 0] },
  { code: "foot_patrol", source: "officer", share: 4, summer: 0.3, yearly: 1.1, rhythm: "day", priorities: [0, 0, 100, 0] },
  { code: "follow_up", source: "officer", share: 2, summer: 0, yearly: 1.04, rhythm: "day", priorities: [0, 0, 100, 0] },
];

/** Median minutes until somebody is sent, and until the first officer is there after that, by priority. Nobody is sent to the fourth. */
const waits = [
  { priority: "1", dispatch: 1.4, travel: 4.8 },
  { priority: "2", dispatch: 4.5, travel: 6.5 },
  { priority: "3", dispatch: 19, travel: 8.5 },
] as const;
/** How much longer the way is, by district: the marshes have one bridge, the moor is large. */
const farther: Readonly<Record<string, number>> = { D1: 0.85, D2: 1, D3: 1, D4: 1.3, D5: 0.95, D6: 1.25 };

const hourShares = {
  night: [7, 6, 5, 3.5, 2, 1.5, 1.5, 2, 2.5, 3, 3, 3.5, 4, 4, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8, 8.5, 8],
  day: [1.5, 1, 0.8, 0.6, 0.6, 1, 2.5, 5, 6.5, 6, 5.5, 5.5, 6, 5.5, 5.5, 6.5, 7.5, 7.5, 6, 4.5, 3.5, 3, 2.5, 2],
};
/** Monday first. */
const dayShares = { night: [0.92, 0.9, 0.93, 0.96, 1.12, 1.18, 1.05], day: [1.04, 1.02, 1.02, 1.02, 1.08, 0.98, 0.84] };

function weight(month: Month, beat: Beat, type: CallType, residents: ReadonlyMap<Beat, number>): number {
  const summer = Math.cos(((month.month - 7.5) * Math.PI) / 6);
  return (
    type.share *
    (residents.get(beat) ?? 0) *
    (0.4 + 0.6 * beat.incidents) *
    peculiar(5, beats.indexOf(beat), callTypes.indexOf(type), 0.18) *
    (1 + type.summer * summer) *
    type.yearly ** (month.index / 12) *
    month.days.length
  );
}

/** Writes what `calls.sql` draws its records from. */
export async function prepareCalls(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 5, 36_000 * scale, callTypes, (month, beat, type) => weight(month, beat, type, residents));
  await writeTable(
    connection,
    "call_cell",
    {
      cell: "INTEGER",
      file: "VARCHAR",
      month: "VARCHAR",
      beat: "VARCHAR",
      type: "VARCHAR",
      source: "VARCHAR",
      rhythm: "VARCHAR",
      farther: "DOUBLE",
      records: "INTEGER",
    },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: String(month.year),
      month: month.code,
      beat: beat.code,
      type: kind.code,
      source: kind.source,
      rhythm: kind.rhythm,
      farther: farther[beat.district] ?? 1,
      records,
    })),
  );
  await writeSlots(
    connection,
    "call_day",
    { month: "VARCHAR", rhythm: "VARCHAR" },
    { day: "DATE", utc_offset: "VARCHAR" },
    months.flatMap(({ code, days }) =>
      Object.entries(dayShares).map(([rhythm, shares]) => {
        const day = slots(
          days,
          days.map((day) => shares[weekday(day)] ?? 1),
        );
        return { month: code, rhythm, day, utc_offset: day.map(utcOffset) };
      }),
    ),
  );
  await writeSlots(
    connection,
    "call_slot",
    { type: "VARCHAR" },
    { hour: "INTEGER", priority: "VARCHAR", handle_minutes: "DOUBLE" },
    callTypes.map(({ code, rhythm, priorities }) => ({
      type: code,
      hour: slots([...hourShares[rhythm].keys()], hourShares[rhythm]),
      priority: slots(["1", "2", "3", "4"], priorities),
      handle_minutes: lognormalSlots(26, 0.8),
    })),
  );
  await writeSlots(
    connection,
    "call_wait",
    { priority: "VARCHAR" },
    { dispatch_minutes: "DOUBLE", travel_minutes: "DOUBLE" },
    waits.map(({ priority, dispatch, travel }) => ({
      priority,
      dispatch_minutes: lognormalSlots(dispatch, 0.75),
      travel_minutes: lognormalSlots(travel, 0.45),
    })),
  );
}
