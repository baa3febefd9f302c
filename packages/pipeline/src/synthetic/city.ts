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
  const residents = apportion(
    residentsOfCity,
    blocks.map(({ site, squareKilometres, onIsland }) => (onIsland ? 0 : squareKilometres * density(site))),
  );
  const mainland = blocks.flatMap(({ onIsland }, block) => (onIsland ? [] : [block]));
  const beatOf = new Map<number, Beat>();
  for (const northOfRiver of [true, false]) {
    const own = districts.filter((district) => district.northOfRiver === northOfRiver);
    const side = mainland.filter((block) => at(blocks, block).northOfRiver === northOfRiver);
    const ofDistricts = divide(
      land,
      side,
      residents,
      own.map(({ seed }) => ({ point: seed, share: 1 })),
    );
    for (const [place, district] of own.entries()) {
      const inside = beats.filter((beat) => beat.district === district.code);
      const ofBeats = divide(
        land,
        at(ofDistricts, place),
        residents,
        inside.map(({ seed, share }) => ({ point: seed, share })),
      );
      for (const [number, members] of ofBeats.entries()) for (const block of members) beatOf.set(block, at(inside, number));
    }
  }
  const councilOf = new Map<number, string>();
  const ofCouncil = divide(
    land,
    mainland,
    residents,
    councilDistricts.map(({ seed }) => ({ point: seed, share: 1 })),
  );
  for (const [place, members] of ofCouncil.entries()) for (const block of members) councilOf.set(block, at(councilDistricts, place).code);
  const islandBeat = at(
    beats.filter(({ code }) => code === islandOf.beat),
    0,
  );
  const streets = blocks.map(
    ({ site }, block): Streets => ({
      beat: beatOf.get(block) ?? islandBeat,
      councilDistrict: councilOf.get(block) ?? islandOf.councilDistrict,
      residents: at(residents, block),
      point: toDegrees(site),
    }),
  );
  return { land, streets };
}
