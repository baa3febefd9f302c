import type { DuckDBConnection } from "@duckdb/node-api";
import { beats } from "./places.ts";
import { slots } from "./random.ts";
import { writeSlots } from "./tables.ts";

type Shares = Readonly<Record<string, number>>;

/** Shares of those who come, by their age; the very young and the old come more often than they live there. */
const ages = (beat: (typeof beats)[number]): Shares => ({
  under_18: 0.9 * beat.ages[0],
  "18_24": 0.25 * beat.ages[1],
  "25_34": 0.45 * beat.ages[1],
  "35_44": 0.3 * beat.ages[2],
  "45_54": 0.38 * beat.ages[2],
  "55_64": 0.42 * beat.ages[2],
  "65_plus": 1.5 * beat.ages[3],
  unknown: 9,
});
const languages = (beat: (typeof beats)[number]): Shares => ({
  en: beat.languages[0],
  es: 0.72 * beat.languages[1],
  other: 0.6 * beat.languages[2],
  unknown: 7,
});
/** Of districts, in percent. */
const raceEthnicities: Readonly<Record<string, Shares>> = {
  D1: { white: 52, black: 15, hispanic: 12, asian: 8, american_indian: 0.5, two_or_more: 3, other: 1.5, unknown: 14 },
  D2: { white: 50, black: 13, hispanic: 17, asian: 5, american_indian: 0.6, two_or_more: 3, other: 1.4, unknown: 13 },
  D3: { white: 62, black: 11, hispanic: 9, asian: 5, american_indian: 0.4, two_or_more: 3, other: 1.2, unknown: 13 },
  D4: { white: 50, black: 12, hispanic: 19, asian: 4, american_indian: 0.8, two_or_more: 3, other: 1.2, unknown: 14 },
  D5: { white: 24, black: 24, hispanic: 33, asian: 3, american_indian: 0.5, two_or_more: 3, other: 1.2, unknown: 18 },
  D6: { white: 64, black: 11, hispanic: 9, asian: 4, american_indian: 0.5, two_or_more: 3, other: 1, unknown: 13 },
};

/** Writes what `attendee-groups.sql` draws its records from. */
export async function prepareAttendeeGroups(connection: DuckDBConnection): Promise<void> {
  await writeSlots(
    connection,
    "attendee_slot",
    { beat: "VARCHAR", grouping: "VARCHAR" },
    { attendee_group: "VARCHAR" },
    beats.flatMap((beat) =>
      Object.entries({
        age_band: ages(beat),
        language: languages(beat),
        race_ethnicity: raceEthnicities[beat.district] ?? { unknown: 1 },
      }).map(([grouping, shares]) => ({
        beat: beat.code,
        grouping,
        attendee_group: slots(Object.keys(shares), Object.values(shares)),
      })),
    ),
  );
}
