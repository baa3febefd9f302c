import type { DuckDBConnection } from "@duckdb/node-api";
import type { Month } from "./calendar.ts";
import { drawCells, peculiar } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import { type Beat, beats } from "./places.ts";
import { slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface StopReason {
  readonly code: string;
  /** Share of all stops, in percent. */
  readonly share: number;
  /** Change in a year. */
  readonly yearly: number;
  /** How often the person is in a vehicle, and how often somebody or something is searched. */
  readonly vehicle: number;
  readonly searched: number;
  /** What comes of it, in percent. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const reasons: readonly StopReason[] = [
  {
    code: "moving_violation",
    share: 45,
    yearly: 1.02,
    vehicle: 0.98,
    searched: 0.02,
    outcomes: { none: 4, warning: 50, citation: 44, arrest: 1.4, other: 0.6 },
  },
  {
    code: "equipment",
    share: 15,
    yearly: 0.8,
    vehicle: 1,
    searched: 0.03,
    outcomes: { none: 6, warning: 76, citation: 16, arrest: 1.5, other: 0.5 },
  },
  {
    code: "registration",
    share: 12,
    yearly: 0.88,
    vehicle: 1,
    searched: 0.03,
    outcomes: { none: 6, warning: 54, citation: 36, arrest: 3, other: 1 },
  },
  {
    code: "suspicion",
    share: 14,
    yearly: 0.93,
    vehicle: 0.28,
    searched: 0.3,
    outcomes: { none: 52, warning: 22, citation: 5, arrest: 18, other: 3 },
  },
  {
    code: "warrant",
    share: 5,
    yearly: 1,
    vehicle: 0.4,
    searched: 0.62,
    outcomes: { none: 8, warning: 3, citation: 3, arrest: 83, other: 3 },
  },
  {
    code: "consensual",
    share: 6,
    yearly: 1,
    vehicle: 0.1,
    searched: 0.06,
    outcomes: { none: 82, warning: 9, citation: 1, arrest: 3, other: 5 },
  },
  {
    code: "other",
    share: 3,
    yearly: 1,
    vehicle: 0.5,
    searched: 0.08,
    outcomes: { none: 48, warning: 28, citation: 8, arrest: 6, other: 10 },
  },
];

const weight = (month: Month, beat: Beat, reason: StopReason, residents: ReadonlyMap<Beat, number>) =>
  reason.share *
  (residents.get(beat) ?? 0) *
  (0.4 + 0.6 * beat.incidents) *
  peculiar(8, beats.indexOf(beat), reasons.indexOf(reason), 0.2) *
  reason.yearly ** (month.index / 12) *
  month.days.length;

/** Writes what `stops.sql` draws its records from. */
export async function prepareStops(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 8, 12_000 * scale, reasons, (month, beat, reason) => weight(month, beat, reason, residents));
  await writeTable(
    connection,
    "stop_cell",
    {
      cell: "INTEGER",
      file: "VARCHAR",
      month: "VARCHAR",
      beat: "VARCHAR",
      reason: "VARCHAR",
      vehicle: "DOUBLE",
      searched: "DOUBLE",
      records: "INTEGER",
    },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: String(month.year),
      month: month.code,
      beat: beat.code,
      reason: kind.code,
      vehicle: kind.vehicle,
      searched: kind.searched,
      records,
    })),
  );
  await writeSlots(
    connection,
    "stop_slot",
    { reason: "VARCHAR" },
    { outcome: "VARCHAR" },
    reasons.map(({ code, outcomes }) => ({ reason: code, outcome: slots(Object.keys(outcomes), Object.values(outcomes)) })),
  );
}
