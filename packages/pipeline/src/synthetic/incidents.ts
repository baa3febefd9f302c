import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, monthIndex, months, weekday } from "./calendar.ts";
import { drawCells, peculiar } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import { type Beat, beats } from "./places.ts";
import { lognormalSlots, slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface Offence {
  readonly code: string;
  readonly nibrsClass: "persons" | "property" | "society";
  /** Share of all incidents, in percent. */
  readonly share: number;
  /** By how much a summer has more of it than a winter. */
  readonly summer: number;
  /** Change in a year: 1.05 is five percent more. */
  readonly yearly: number;
  readonly rhythm: "night" | "day" | "office";
  /** Median days until it is reported. */
  readonly lag: number;
}

const offences: readonly Offence[] = [
  { code: "aggravated_assault", nibrsClass: "persons", share: 5.5, summer: 0.3, yearly: 0.97, rhythm: "night", lag: 0.1 },
  { code: "simple_assault", nibrsClass: "persons", share: 15, summer: 0.22, yearly: 0.99, rhythm: "night", lag: 0.2 },
  { code: "intimidation", nibrsClass: "persons", share: 5, summer: 0.1, yearly: 1.04, rhythm: "day", lag: 0.8 },
  { code: "other_persons", nibrsClass: "persons", share: 2.4, summer: 0.1, yearly: 1, rhythm: "night", lag: 2 },
  { code: "robbery", nibrsClass: "property", share: 3.4, summer: 0.12, yearly: 0.92, rhythm: "night", lag: 0.05 },
  { code: "burglary", nibrsClass: "property", share: 7, summer: 0.1, yearly: 0.93, rhythm: "day", lag: 0.5 },
  { code: "larceny_theft", nibrsClass: "property", share: 27, summer: 0.15, yearly: 0.98, rhythm: "day", lag: 0.4 },
  { code: "motor_vehicle_theft", nibrsClass: "property", share: 8.5, summer: -0.08, yearly: 1.22, rhythm: "night", lag: 0.3 },
  { code: "vandalism", nibrsClass: "property", share: 11, summer: 0.2, yearly: 0.98, rhythm: "night", lag: 0.6 },
  { code: "fraud", nibrsClass: "property", share: 7.2, summer: -0.03, yearly: 1.06, rhythm: "office", lag: 9 },
  { code: "drugs", nibrsClass: "society", share: 4, summer: 0.08, yearly: 0.95, rhythm: "night", lag: 0.02 },
  { code: "weapons_public_order", nibrsClass: "society", share: 4, summer: 0.25, yearly: 1.01, rhythm: "night", lag: 0.02 },
];

/** What was more or less somewhere, from the first month on and until the last, where there is one. */
interface Turn {
  /** Everywhere where left out. */
  readonly beats?: readonly string[];
  readonly offence: string;
  readonly from?: string;
  readonly to?: string;
  readonly factor: number;
}

/** The problems of records/problems.csv, as the counts have them. Vandalism at Kiln Square has many and no change: nothing had an effect there. */
const turns: readonly Turn[] = [
  // Solved: break-ins in Millpond and Weir Bank.
  { beats: ["B301", "B302"], offence: "burglary", to: "2024-12", factor: 2.6 },
  { beats: ["B301", "B302"], offence: "burglary", from: "2025-01", factor: 0.75 },
  // Moved next door: thefts at Customs Quay.
  { beats: ["B102"], offence: "larceny_theft", to: "2024-12", factor: 1.35 },
  { beats: ["B102"], offence: "larceny_theft", from: "2025-01", factor: 0.75 },
  { beats: ["B101", "B103"], offence: "larceny_theft", from: "2025-01", factor: 1.4 },
  // Not solved: vandalism in Kiln Square and Foundry.
  { beats: ["B502", "B503"], offence: "vandalism", factor: 1.5 },
  // Too few to tell: robberies in Long Acre.
  { beats: ["B604"], offence: "robbery", factor: 0.3 },
  // Everywhere: stolen cars, from when wheel locks were given out.
  { offence: "motor_vehicle_theft", from: "2025-07", factor: 0.62 },
];
const holds = ({ beats: codes, offence, from, to }: Turn, month: Month, beat: Beat, code: string) =>
  offence === code &&
  (codes?.includes(beat.code) ?? true) &&
  (from === undefined || month.index >= monthIndex(from)) &&
  (to === undefined || month.index <= monthIndex(to));

/** Change in a year of everything in a beat. */
const drift: Readonly<Record<string, number>> = { B401: 1.13, B403: 1.08, B203: 0.9, B502: 0.94, B103: 0.95 };

function weight(month: Month, beat: Beat, offence: Offence, residents: ReadonlyMap<Beat, number>): number {
  const summer = Math.cos(((month.month - 7.5) * Math.PI) / 6);
  const years = month.index / 12;
  const christmas = offence.code === "larceny_theft" && month.month === 12 ? 1.12 : 1;
  const turned = turns.filter((turn) => holds(turn, month, beat, offence.code));
  return (
    offence.share *
    (residents.get(beat) ?? 0) *
    beat.incidents *
    peculiar(1, beats.indexOf(beat), offences.indexOf(offence), 0.22) *
    (1 + offence.summer * summer) *
    offence.yearly ** years *
    (drift[beat.code] ?? 1) ** years *
    christmas *
    turned.reduce((product, { factor }) => product * factor, 1) *
    month.days.length
  );
}

const hourShares = {
  night: [9, 8, 7, 4, 2, 1.5, 1.5, 2, 2.5, 3, 3, 3.5, 4, 4, 4, 4.5, 5, 6, 6.5, 7, 8, 9, 10, 10],
  day: [1.5, 1, 0.8, 0.6, 0.6, 1, 2, 4, 6, 6, 6, 6, 6, 6, 6, 6.5, 7, 7, 6, 5, 4, 3, 2.5, 2],
  office: [0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 2, 8, 12, 12, 11, 9, 9, 10, 9, 7, 4, 2, 1.5, 1, 0.6, 0.4, 0.3],
};
const dayShares = {
  night: [0.92, 0.9, 0.92, 0.96, 1.12, 1.2, 1.08],
  day: [1.02, 1, 1, 1.01, 1.08, 1.03, 0.86],
  office: [1.3, 1.2, 1.15, 1.1, 1.1, 0.5, 0.35],
};
const placeShares = { residence: 38, street: 26, shop: 13, parking: 9, bar_restaurant: 5, school: 2, park: 3, other: 4 };
const statusShares = { cleared: 23, suspended: 55, open: 22 };

/** Writes what `incidents.sql` draws its records from. */
export async function prepareIncidents(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 1, 45_000 * scale, offences, (month, beat, offence) => weight(month, beat, offence, residents));
  await writeTable(
    connection,
    "incident_cell",
    {
      cell: "INTEGER",
      file: "VARCHAR",
      beat: "VARCHAR",
      offence: "VARCHAR",
      nibrs_class: "VARCHAR",
      rhythm: "VARCHAR",
      records: "INTEGER",
    },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: month.code,
      beat: beat.code,
      offence: kind.code,
      nibrs_class: kind.nibrsClass,
      rhythm: kind.rhythm,
      records,
    })),
  );
  await writeSlots(
    connection,
    "incident_day",
    { file: "VARCHAR", rhythm: "VARCHAR" },
    { day: "DATE" },
    months.flatMap(({ code, days }) =>
      Object.entries(dayShares).map(([rhythm, shares]) => ({
        file: code,
        rhythm,
        day: slots(
          days,
          days.map((day) => shares[weekday(day)] ?? 1),
        ),
      })),
    ),
  );
  await writeSlots(
    connection,
    "incident_slot",
    { offence: "VARCHAR" },
    { hour: "INTEGER", lag: "INTEGER", place_type: "VARCHAR", case_status: "VARCHAR" },
    offences.map(({ code, rhythm, lag }) => ({
      offence: code,
      hour: slots([...hourShares[rhythm].keys()], hourShares[rhythm]),
      lag: lognormalSlots(lag, 1.3).map((days) => Math.min(Math.floor(days), 365)),
      place_type: slots(Object.keys(placeShares), Object.values(placeShares)),
      case_status: slots(Object.keys(statusShares), Object.values(statusShares)),
    })),
  );
}
