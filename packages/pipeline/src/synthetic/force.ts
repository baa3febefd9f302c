import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, months } from "./calendar.ts";
import { drawCells } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import type { Beat } from "./places.ts";
import { slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface ForceType {
  readonly code: string;
  /** Share of all incidents, in percent: the most serious that was used. */
  readonly share: number;
  /** Change in a year. */
  readonly yearly: number;
  readonly injuries: Readonly<Record<string, number>>;
}

const forceTypes: readonly ForceType[] = [
  { code: "physical", share: 55, yearly: 0.95, injuries: { none: 58, minor: 39, serious: 2, unknown: 1 } },
  { code: "electronic", share: 14, yearly: 0.92, injuries: { none: 22, minor: 74, serious: 4 } },
  { code: "chemical", share: 6, yearly: 0.9, injuries: { none: 40, minor: 58, serious: 1, unknown: 1 } },
  { code: "impact", share: 3.4, yearly: 0.95, injuries: { none: 15, minor: 75, serious: 10 } },
  { code: "canine", share: 2, yearly: 0.9, injuries: { minor: 80, serious: 20 } },
  { code: "firearm_shown", share: 17, yearly: 0.97, injuries: { none: 97, minor: 3 } },
  { code: "firearm_fired", share: 0.4, yearly: 1, injuries: { serious: 60, fatal: 40 } },
  { code: "other", share: 2.2, yearly: 1, injuries: { none: 60, minor: 40 } },
];

/** Use of force is written down as the standard has it since this year. */
const recordedSince = 2024;

const weight = (month: Month, beat: Beat, type: ForceType, residents: ReadonlyMap<Beat, number>) =>
  month.year < recordedSince
    ? 0
    : type.share * (residents.get(beat) ?? 0) * (0.3 + 0.7 * beat.incidents) * type.yearly ** (month.index / 12) * month.days.length;

/** Writes what `force.sql` draws its records from. One in twelve incidents is with two people. */
export async function prepareForce(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 6, 316 * scale, forceTypes, (month, beat, type) => weight(month, beat, type, residents));
  await writeTable(
    connection,
    "force_cell",
    { cell: "INTEGER", file: "VARCHAR", month: "VARCHAR", beat: "VARCHAR", type: "VARCHAR", records: "INTEGER" },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: String(month.year),
      month: month.code,
      beat: beat.code,
      type: kind.code,
      records,
    })),
  );
  await writeSlots(
    connection,
    "month_day",
    { month: "VARCHAR" },
    { day: "DATE" },
    months.map(({ code, days }) => ({
      month: code,
      day: slots(
        days,
        days.map(() => 1),
      ),
    })),
  );
  await writeSlots(
    connection,
    "force_slot",
    { type: "VARCHAR" },
    { officers: "INTEGER", injury: "VARCHAR" },
    forceTypes.map(({ code, injuries }) => ({
      type: code,
      officers: slots([1, 2, 3, 4, 5], [24, 46, 19, 8, 3]),
      injury: slots(Object.keys(injuries), Object.values(injuries)),
    })),
  );
}
