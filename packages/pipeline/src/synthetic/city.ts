import { alderportLand, type Land } from "./land.ts";
import { type Beat, beats, councilDistricts, density, districts, islandOf } from "./places.ts";
import { apportion } from "./random.ts";
import { divide } from "./regions.ts";
import { at, type Point } from "./voronoi.ts";

/** A few streets: where they are, to whom they belong and who lives there. */
export interface Streets {
  readonly beat: Beat;
  readonly councilDistrict: string;
  readonly residents: number;
  /** Longitude and latitude of a point inside. */
  readonly point: Point;
}

/** The fictional city: its land, how it is divided, and its people. */
export interface City {
  readonly land: Land;
  /** Parallel to the blocks of the land. */
  readonly streets: readonly Streets[];
}

/** Who lives in Alderport, in 2025. */
const residentsOfCity = 181_400;
/** The middle of the map lies in the open Atlantic, where no city is. */
const origin = { longitude: -68.4, latitude: 40.6 };
const kilometresPerDegree = 111.2;

/** How many live in each beat. */
export const residentsOf = ({ streets }: City): ReadonlyMap<Beat, number> =>
  new Map(beats.map((beat) => [beat, streets.filter((street) => street.beat === beat).reduce((sum, { residents }) => sum + residents, 0)]));

/** Longitude and latitude of a point of the map, to five decimals (about one metre). */
export function toDegrees([x, y]: Point): Point {
  const longitude = origin.longitude + (x - 6) / (kilometresPerDegree * Math.cos((origin.latitude * Math.PI) / 180));
  const latitude = origin.latitude + (y - 6) / kilometresPerDegree;
  return [Math.round(longitude * 1e5) / 1e5, Math.round(latitude * 1e5) / 1e5];
}

/** Alderport: always the same, whatever the seed of its records. */
export function alderport(): City {
  const land = alderportLand();
  const { blocks } = land;
  const weights = blocks.map(({ site, squareKilometres, onIsland }) => (onIsland ? 0 : squareKilometres * density(site)));
  const residents = apportion(residentsOfCity, weights);
  const beatOf = assignBeats(land, residents);
  const councilOf = assignCouncil(land, residents, beatOf);
  const streets = blocks.map(({ site }, block): Streets => {
    const code = beatOf.get(block) ?? islandOf.beat;
    const beat = beats.find((candidate) => candidate.code === code);
    if (beat === undefined) throw new Error("The island belongs to a beat that does not exist.");
    const councilDistrict = councilOf.get(block) ?? islandOf.councilDistrict;
    return { beat, councilDistrict, residents: at(residents, block), point: toDegrees(site) };
  });
  return { land, streets };
}

const mainland = ({ blocks }: Land) => blocks.flatMap(({ onIsland }, block) => (onIsland ? [] : [block]));

/** The blocks of the mainland divided among districts, which the river parts, and each district among its beats. */
function assignBeats(land: Land, residents: readonly number[]): Map<number, string> {
  const assigned = new Map<number, string>();
  for (const northOfRiver of [true, false]) {
    const own = districts.filter((district) => district.northOfRiver === northOfRiver);
    const side = mainland(land).filter((block) => at(land.blocks, block).northOfRiver === northOfRiver);
    const seeds = own.map(({ seed }) => ({ point: seed, share: 1 }));
    for (const [place, members] of divide(land, side, residents, seeds).entries()) {
      const inside = beats.filter((beat) => beat.district === at(own, place).code);
      const ofBeats = divide(
        land,
        members,
        residents,
        inside.map(({ seed, share }) => ({ point: seed, share })),
      );
      for (const [number, few] of ofBeats.entries()) for (const block of few) assigned.set(block, at(inside, number).code);
    }
  }
  return assigned;
}

/** A smaller part of a beat than this is not cut off by a council district: its few residents would be told apart by comparing the two. */
const smallestCut = 0.15;

/** The blocks of the mainland divided among council districts with as many residents each, without regard for beats but for the smallest cut. */
function assignCouncil(land: Land, residents: readonly number[], beatOf: ReadonlyMap<number, string>): Map<number, string> {
  const assigned = new Map<number, string>();
  const seeds = councilDistricts.map(({ seed }) => ({ point: seed, share: 1 }));
  for (const [place, members] of divide(land, mainland(land), residents, seeds).entries()) {
    for (const block of members) assigned.set(block, at(councilDistricts, place).code);
  }
  for (const { code } of beats) {
    const own = [...assigned.keys()].filter((block) => beatOf.get(block) === code);
    const parts = councilDistricts.map(({ code: council }) => {
      const blocks = own.filter((block) => assigned.get(block) === council);
      return { council, blocks, residents: blocks.reduce((sum, block) => sum + at(residents, block), 0) };
    });
    const whole = parts.reduce((sum, part) => sum + part.residents, 0);
    const largest = parts.reduce((a, b) => (b.residents > a.residents ? b : a));
    for (const part of parts)
      if (part.residents < smallestCut * whole) for (const block of part.blocks) assigned.set(block, largest.council);
  }
  return assigned;
}
