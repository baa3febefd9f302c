import type { DuckDBConnection } from "@duckdb/node-api";
import type { Month } from "./calendar.ts";
import { drawCells } from "./cells.ts";
import { type City, residentsOf } from "./city.ts";
import type { Beat } from "./places.ts";
import { lognormalSlots, slots } from "./random.ts";
import { writeSlots, writeTable } from "./tables.ts";

interface Allegation {
  readonly code: string;
  /** Share of all allegations, in percent. */
  readonly share: number;
  /** How it is decided, in percent. */
  readonly dispositions: Readonly<Record<string, number>>;
  /** Median days until it is decided. */
  readonly days: number;
}

const allegations: readonly Allegation[] = [
  {
    code: "discourtesy",
    share: 34,
    dispositions: { sustained: 17, not_sustained: 36, exonerated: 14, unfounded: 21, withdrawn: 12 },
    days: 62,
  },
  { code: "neglect", share: 25, dispositions: { sustained: 24, not_sustained: 22, exonerated: 24, unfounded: 21, withdrawn: 9 }, days: 70 },
  { code: "force", share: 13, dispositions: { sustained: 8, not_sustained: 22, exonerated: 46, unfounded: 20, withdrawn: 4 }, days: 118 },
  { code: "search", share: 11, dispositions: { sustained: 12, not_sustained: 26, exonerated: 42, unfounded: 15, withdrawn: 5 }, days: 96 },
  { code: "bias", share: 8, dispositions: { sustained: 6, not_sustained: 42, exonerated: 8, unfounded: 37, withdrawn: 7 }, days: 124 },
  {
    code: "dishonesty",
    share: 2,
    dispositions: { sustained: 22, not_sustained: 34, exonerated: 6, unfounded: 33, withdrawn: 5 },
    days: 140,
  },
  { code: "other", share: 7, dispositions: { sustained: 25, not_sustained: 22, exonerated: 21, unfounded: 20, withdrawn: 12 }, days: 66 },
];
/** Complaints are written down as the standard has it since this year. */
const recordedSince = 2024;
const sources = { community: 80, internal: 13, anonymous: 7 };

const weight = (month: Month, beat: Beat, { share }: Allegation, residents: ReadonlyMap<Beat, number>) =>
  month.year < recordedSince
    ? 0
    : share * (residents.get(beat) ?? 0) * (0.5 + 0.5 * beat.incidents) * 0.97 ** (month.index / 12) * month.days.length;

/** Writes what `complaints.sql` draws its records from. One in five complaints has two allegations. */
export async function prepareComplaints(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const residents = residentsOf(city);
  const cells = drawCells(seed, 7, 255 * scale, allegations, (month, beat, allegation) => weight(month, beat, allegation, residents));
  await writeTable(
    connection,
    "complaint_cell",
    { cell: "INTEGER", file: "VARCHAR", month: "VARCHAR", beat: "VARCHAR", allegation: "VARCHAR", records: "INTEGER" },
    cells.map(({ cell, month, beat, kind, records }) => ({
      cell,
      file: String(month.year),
      month: month.code,
      beat: beat.code,
      allegation: kind.code,
      records,
    })),
  );
  await writeSlots(
    connection,
    "complaint_slot",
    { allegation: "VARCHAR" },
    { disposition: "VARCHAR", days: "INTEGER", source: "VARCHAR", second: "VARCHAR" },
    allegations.map(({ code, dispositions, days }) => {
      const others = allegations.filter((other) => other.code !== code);
      return {
        allegation: code,
        disposition: slots(Object.keys(dispositions), Object.values(dispositions)),
        days: lognormalSlots(days, 0.55).map((wait) => Math.min(Math.max(5, Math.round(wait)), 300)),
        source: slots(Object.keys(sources), Object.values(sources)),
        second: slots(
          others.map((other) => other.code),
          others.map(({ share }) => share),
        ),
      };
    }),
  );
}
