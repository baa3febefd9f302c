import type { DuckDBConnection } from "@duckdb/node-api";
import { type Adults, adultAges, adultsOf, genders, raceEthnicities } from "./adults.ts";
import type { City } from "./city.ts";
import { districts } from "./places.ts";
import { normalQuantile, normalSlots, slots, uniform } from "./random.ts";
import { type Question, questions, sources } from "./survey-questions.ts";
import { fieldDays, type Wave, waves } from "./survey-waves.ts";
import { writeSlots, writeTable } from "./tables.ts";
import { at } from "./voronoi.ts";

/** What is felt about the police in a district against the city, in standard deviations of an answer. */
const trustIn: Readonly<Record<string, number>> = { D1: -0.1, D2: 0, D3: 0.2, D4: -0.02, D5: -0.34, D6: 0.24 };
/** By `adultAges` and by `raceEthnicities`, in standard deviations of a person's trust. */
const trustOfAge = [-0.32, 0.02, 0.38];
const trustOfRace = [0.16, -0.38, -0.14, 0.08, -0.2, -0.5, -0.1];

/** An officer's car chase in April 2024 ended with the death of somebody who only walked by: trust falls everywhere, and most of it comes back. */
const dips: Readonly<Record<string, number>> = { "2024-Q2": -0.36, "2024-Q3": -0.2, "2024-Q4": -0.12 };
const dipThatStays = { from: "2025-Q1", dip: -0.08 };
/** Where concerns are answered faster since September 2025, people notice. */
const improved = {
  district: "D5",
  by: { "2025-Q4": 0.2, "2026-Q1": 0.34, "2026-Q2": 0.44, "2026-Q3": 0.48 } as Readonly<Record<string, number>>,
};
/** The question was put in words that are easier to agree with. */
const reworded = { item: "neutrality", from: "2025-Q1", shift: 0.2 };
/** Who answers an open call has seen or heard more. */
const openCall = { item: "seen_or_heard", shift: 0.9 };

/** How much likelier or less likely an answer is, by `adultAges`: from those who are asked, and from those who come by themselves. */
const responseOfAge = { asked: [0.6, 1, 1.42], open: [0.7, 1.15, 1] };
const responseOfRenter = { asked: 0.75, open: 0.8 };
const responseInSpanish = { asked: 0.62, open: 0.3 };
/** How many in 100 rent: by district, and by how much more or less, by `adultAges`. */
const renters: Readonly<Record<string, number>> = { D1: 62, D2: 48, D3: 33, D4: 41, D5: 63, D6: 27 };
const rentersOfAge = [24, -5, -14];
/** Of those who are Hispanic, how many in 100 speak Spanish best, by `adultAges`. */
const spanish = [28, 52, 60];
/** How many in 100 had to do with the police in the last year, by `adultAges`. */
const contact = [31, 27, 18];
const modes = [
  { online: 76, mail: 14, telephone: 10 },
  { online: 58, mail: 28, telephone: 14 },
  { online: 30, mail: 49, telephone: 21 },
];
/** When answers come in a field period, by fifths of it: online first, by telephone from those who had not answered. */
const pace = { online: [40, 25, 15, 12, 8], mail: [0, 30, 38, 21, 11], telephone: [0, 5, 20, 40, 35] };
/** Adults in a household, three standing for more, in the households that are drawn. */
const householdAdults = { 1: 42, 2: 46, 3: 12 };
const adultsOfHousehold = 1.9;

/** Standard deviation of an answer that neither trust nor the construct explains. */
const own = ({ trust, shared }: Question) => Math.sqrt(1 - trust ** 2 - shared ** 2);

/** Answers are steps of something felt, which is normal: the bounds between them. */
function thresholds({ shares }: Question): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.slice(0, -1).map((_, place) => normalQuantile(shares.slice(0, place + 1).reduce((a, b) => a + b, 0) / sum));
}

function shift(wave: Wave, district: string, question: Question): number {
  const dip = dips[wave.code] ?? (wave.code >= dipThatStays.from ? dipThatStays.dip : 0);
  const improvement = district === improved.district ? (improved.by[wave.code] ?? 0) : 0;
  const words = question.item === reworded.item && wave.code >= reworded.from ? reworded.shift : 0;
  const open = question.item === openCall.item && wave.optIn ? openCall.shift : 0;
  return question.district * (trustIn[district] ?? 0) + question.dip * dip + question.improvement * improvement + words + open;
}

/** Ups and downs of a district in a quarter that nobody can explain. */
const mood = (seed: number, wave: number, district: number) => 0.03 * normalQuantile(uniform(seed, 5, wave, district));

const share = (adults: readonly Adults[], belongs: (some: Adults) => boolean) =>
  adults.filter(belongs).reduce((sum, some) => sum + some.adults, 0);

/** Writes what `survey.sql` draws its records from. */
export async function prepareSurvey(connection: DuckDBConnection, city: City, seed: number, scale: number): Promise<void> {
  const adults = adultsOf(city);
  await connection.run(`SET VARIABLE normal = [${normalSlots().join(", ")}]::DOUBLE[]`);
  await writeTable(
    connection,
    "survey_stratum",
    {
      cell: "INTEGER",
      file: "VARCHAR",
      district: "VARCHAR",
      open: "BOOLEAN",
      invited: "INTEGER",
      response: "DOUBLE",
      households: "DOUBLE",
      asks_sources: "BOOLEAN",
    },
    waves.flatMap((wave, number) =>
      districts.map(({ code: district }, place) => ({
        cell: number * districts.length + place,
        file: wave.code,
        district,
        open: wave.optIn,
        invited: Math.round(scale * (typeof wave.invited === "number" ? wave.invited : (wave.invited[district] ?? 0))),
        response: wave.response,
        households: share(adults, (some) => some.district === district) / adultsOfHousehold,
        asks_sources: wave.code >= "2025-Q1",
      })),
    ),
  );
  await writeSlots(
    connection,
    "survey_age_slot",
    { district: "VARCHAR" },
    { age: "VARCHAR" },
    districts.map(({ code: district }) => ({
      district,
      age: slots(
        adultAges,
        adultAges.map((age) => share(adults, (some) => some.district === district && some.age === age)),
      ),
    })),
  );
  await writeSlots(
    connection,
    "survey_slot",
    { district: "VARCHAR", age: "VARCHAR" },
    { gender: "VARCHAR", race_ethnicity: "VARCHAR", tenure: "VARCHAR", mode: "VARCHAR", household_adults: "INTEGER" },
    districts.flatMap(({ code: district }) =>
      adultAges.map((age, place) => {
        const peers = adults.filter((some) => some.district === district && some.age === age);
        const rent = (renters[district] ?? 0) + at(rentersOfAge, place);
        const way = at(modes, place);
        return {
          district,
          age,
          gender: slots(
            genders,
            genders.map((gender) => share(peers, (some) => some.gender === gender)),
          ),
          race_ethnicity: slots(
            raceEthnicities,
            raceEthnicities.map((race) => share(peers, (some) => some.raceEthnicity === race)),
          ),
          tenure: slots(["rent", "own"], [rent, 100 - rent]),
          mode: slots(Object.keys(way), Object.values(way)),
          household_adults: slots(Object.keys(householdAdults).map(Number), Object.values(householdAdults)),
        };
      }),
    ),
  );
  await writeTable(
    connection,
    "survey_group",
    { age: "VARCHAR", race_ethnicity: "VARCHAR", trust: "DOUBLE", spanish: "DOUBLE", contact: "DOUBLE" },
    adultAges.flatMap((age, place) =>
      raceEthnicities.map((race, number) => ({
        age,
        race_ethnicity: race,
        trust: at(trustOfAge, place) + at(trustOfRace, number),
        spanish: race === "hispanic" ? at(spanish, place) / 100 : 0,
        contact: at(contact, place) / 100,
      })),
    ),
  );
  await writeTable(
    connection,
    "survey_response",
    { open: "BOOLEAN", age: "VARCHAR", tenure: "VARCHAR", speaks_spanish: "BOOLEAN", factor: "DOUBLE" },
    (["asked", "open"] as const).flatMap((how) =>
      adultAges.flatMap((age, place) =>
        ["rent", "own"].flatMap((tenure) =>
          [true, false].map((speaks) => ({
            open: how === "open",
            age,
            tenure,
            speaks_spanish: speaks,
            factor: at(responseOfAge[how], place) * (tenure === "rent" ? responseOfRenter[how] : 1) * (speaks ? responseInSpanish[how] : 1),
          })),
        ),
      ),
    ),
  );
  await writeSlots(
    connection,
    "survey_day",
    { file: "VARCHAR", mode: "VARCHAR" },
    { day: "DATE" },
    waves.flatMap((wave) =>
      Object.entries(pace).map(([mode, fifths]) => {
        const days = fieldDays(wave);
        return {
          file: wave.code,
          mode,
          day: slots(
            days,
            days.map((_, day) => at(fifths, Math.floor((5 * day) / days.length))),
          ),
        };
      }),
    ),
  );
  await writeTable(
    connection,
    "survey_question",
    {
      item: "VARCHAR",
      codes: ["VARCHAR"],
      thresholds: ["DOUBLE"],
      trust: "DOUBLE",
      construct: "INTEGER",
      shared: "DOUBLE",
      own: "DOUBLE",
      dont_know: "DOUBLE",
      refused: "DOUBLE",
      dont_know_code: "VARCHAR",
      refused_code: "VARCHAR",
      of_contacts_only: "BOOLEAN",
      of_woman: "DOUBLE",
    },
    questions.map((question) => ({
      item: question.item,
      codes: question.codes,
      thresholds: thresholds(question),
      trust: question.trust,
      construct: question.construct,
      shared: question.shared,
      own: own(question),
      dont_know: question.dontKnow / 100,
      refused: question.refused / 100,
      dont_know_code: question.nonAnswers[0],
      refused_code: question.nonAnswers[1],
      of_contacts_only: question.ofContactsOnly,
      of_woman: question.item === "safe_after_dark" ? -0.45 : 0,
    })),
  );
  await writeTable(
    connection,
    "survey_shift",
    { file: "VARCHAR", district: "VARCHAR", item: "VARCHAR", shift: "DOUBLE" },
    waves.flatMap((wave, number) =>
      districts.flatMap(({ code: district }, place) =>
        questions.map((question) => ({
          file: wave.code,
          district,
          item: question.item,
          shift: shift(wave, district, question) + question.trust * mood(seed, number, place),
        })),
      ),
    ),
  );
  await writeTable(
    connection,
    "survey_source",
    { age: "VARCHAR", source: "VARCHAR", share: "DOUBLE" },
    adultAges.flatMap((age, place) => Object.entries(sources).map(([source, shares]) => ({ age, source, share: at(shares, place) / 100 }))),
  );
}
