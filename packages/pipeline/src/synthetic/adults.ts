import type { City } from "./city.ts";
import { ageBands, districts } from "./places.ts";
import { apportion } from "./random.ts";
import { at } from "./voronoi.ts";

/** Ages of those whom the survey asks: the bands of the population from 18 on. */
export const adultAges = ageBands.slice(1);
export const genders = ["woman", "man", "another"] as const;
export const raceEthnicities = ["white", "black", "hispanic", "asian", "mena", "native", "multiple"] as const;

/** Shares of the adults of an age, in percent, by `genders`. */
const gendersOf = [
  [48.8, 48.8, 2.4],
  [50.6, 48.4, 1],
  [55, 44.6, 0.4],
] as const;
/** Shares of a district's adults of middle age, in percent, by `raceEthnicities`. */
const raceEthnicitiesOf: Readonly<Record<string, readonly number[]>> = {
  D1: [51, 16, 16, 10, 1, 0.7, 5.3],
  D2: [48, 13, 25, 7, 0.9, 0.9, 5.2],
  D3: [61, 11, 14, 7.5, 0.9, 0.6, 5],
  D4: [49, 12, 26, 6, 0.8, 1.2, 5],
  D5: [23, 22, 44, 4.5, 0.9, 0.8, 4.8],
  D6: [64, 11, 12, 6.5, 1, 0.8, 4.7],
};
/** How much more or less often than in middle age, by `adultAges`. */
const tilts: readonly (readonly number[])[] = [
  [0.85, 1.1, 1.2, 1.1, 1.1, 1, 1.5],
  [1, 1, 1, 1, 1, 1, 1],
  [1.25, 0.85, 0.6, 0.8, 0.7, 0.8, 0.5],
];

/** Adults who live in a district and have the same age, gender and race or ethnicity. */
export interface Adults {
  readonly district: string;
  readonly age: string;
  readonly gender: string;
  readonly raceEthnicity: string;
  readonly adults: number;
}

/** The adults of the city, who add up to those of population.csv in each district and age. */
export function adultsOf({ streets }: City): readonly Adults[] {
  return districts.flatMap(({ code: district }) => {
    const own = streets.filter(({ beat }) => beat.district === district).map(({ beat, residents }) => apportion(residents, beat.ages));
    return adultAges.flatMap((age, place) => {
      const pairs = genders.flatMap((gender, ofGender) =>
        raceEthnicities.map((raceEthnicity, race) => ({
          gender,
          raceEthnicity,
          share: at(at(gendersOf, place), ofGender) * at(raceEthnicitiesOf[district] ?? [], race) * at(at(tilts, place), race),
        })),
      );
      const adults = own.reduce((sum, byAge) => sum + at(byAge, place + 1), 0);
      const counts = apportion(
        adults,
        pairs.map(({ share }) => share),
      );
      return pairs.map(({ gender, raceEthnicity }, pair) => ({ district, age, gender, raceEthnicity, adults: at(counts, pair) }));
    });
  });
}
