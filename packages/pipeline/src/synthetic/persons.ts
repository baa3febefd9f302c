import type { DuckDBConnection } from "@duckdb/node-api";
import { slots } from "./random.ts";
import { writeSlots } from "./tables.ts";

type Shares = Readonly<Record<string, number>>;

/** Who is stopped, and against whom force is used, in percent, in the codes of the standard. Residents are asked in the survey instead. */
const personShares: Readonly<Record<"stops" | "force", { readonly race: Shares; readonly gender: Shares; readonly age: Shares }>> = {
  stops: {
    race: {
      white: 43,
      hispanic: 25,
      black: 21,
      asian: 5,
      two_or_more: 1.6,
      other: 1.6,
      american_indian: 0.6,
      pacific_islander: 0.2,
      unknown: 2,
    },
    gender: { man: 65, woman: 33.5, other: 0.3, unknown: 1.2 },
    age: { under_18: 4, "18_24": 21, "25_34": 28, "35_44": 20, "45_54": 13, "55_64": 8, "65_plus": 4, unknown: 2 },
  },
  force: {
    race: { white: 39, hispanic: 27, black: 26, asian: 2.5, two_or_more: 2, other: 1.2, american_indian: 0.8, unknown: 1.5 },
    gender: { man: 80, woman: 19.5, unknown: 0.5 },
    age: { under_18: 6, "18_24": 24, "25_34": 34, "35_44": 20, "45_54": 9, "55_64": 4, "65_plus": 1, unknown: 2 },
  },
};

/** Writes the slots that persons in records are drawn from, by dataset. */
export async function preparePersons(connection: DuckDBConnection): Promise<void> {
  const drawn = (shares: Shares) => slots(Object.keys(shares), Object.values(shares));
  await writeSlots(
    connection,
    "person_slot",
    { dataset: "VARCHAR" },
    { race_ethnicity: "VARCHAR", gender: "VARCHAR", age_band: "VARCHAR" },
    Object.entries(personShares).map(([dataset, { race, gender, age }]) => ({
      dataset,
      race_ethnicity: drawn(race),
      gender: drawn(gender),
      age_band: drawn(age),
    })),
  );
}
