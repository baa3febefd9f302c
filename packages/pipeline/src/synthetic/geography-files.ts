import { adultsOf } from "./adults.ts";
import type { City } from "./city.ts";
import { toDegrees } from "./city.ts";
import { area } from "./land.ts";
import { ageBands, beats, councilDistricts, districts, homeLanguages } from "./places.ts";
import { apportion } from "./random.ts";
import { outlines } from "./regions.ts";
import { at, type Point } from "./voronoi.ts";

/** The year that the residents were counted in. */
const year = 2025;

/** The committed files of the city's geography and population: path in the hub folder, and text. */
export function geographyFiles(city: City): ReadonlyMap<string, string> {
  const where = (belongs: (streets: City["streets"][number]) => boolean) =>
    city.streets.flatMap((streets, block) => (belongs(streets) ? [block] : []));
  const feature = (properties: Readonly<Record<string, string>>, blocks: readonly number[]) =>
    JSON.stringify({ type: "Feature", properties, geometry: geometryOf(city, blocks) });
  return new Map([
    [
      "geography/city.geojson",
      collection([
        feature(
          { code: "ALD", name_en: "Alderport", name_es: "Alderport" },
          where(() => true),
        ),
      ]),
    ],
    [
      "geography/districts.geojson",
      collection(
        districts.map(({ code, name }) =>
          feature(
            { code, name_en: `${name} District`, name_es: `Distrito ${name}`, parent: "ALD" },
            where(({ beat }) => beat.district === code),
          ),
        ),
      ),
    ],
    [
      "geography/beats.geojson",
      collection(
        beats.map(({ code, name, district }) =>
          feature(
            { code, name_en: `Beat ${code.slice(1)}, ${name}`, name_es: `Sector ${code.slice(1)}, ${name}`, parent: district },
            where(({ beat }) => beat.code === code),
          ),
        ),
      ),
    ],
    [
      "geography/council-districts.geojson",
      collection(
        councilDistricts.map(({ code }) =>
          feature(
            { code, name_en: `Council District ${code.slice(2)}`, name_es: `Distrito del concejo ${code.slice(2)}`, parent: "ALD" },
            where(({ councilDistrict }) => councilDistrict === code),
          ),
        ),
      ),
    ],
    ["geography/beats-in-council-districts.csv", crosswalkCsv(city)],
    ["population.csv", populationCsv(city)],
    ["survey-targets.csv", surveyTargetsCsv(city)],
  ]);
}

/** One feature a line, so that a changed boundary shows as a changed line. */
const collection = (features: readonly string[]) => `{"type":"FeatureCollection","features":[\n${features.join(",\n")}\n]}\n`;

function geometryOf({ land }: City, blocks: readonly number[]) {
  const rings = outlines(land, blocks).map((ring) => closed(ring.map(toDegrees)));
  const shells = rings.filter((ring) => area(ring) > 0);
  const holes = rings.filter((ring) => area(ring) < 0);
  if (holes.length > 0) throw new Error("An area of the sample city has a hole in it.");
  return shells.length === 1
    ? { type: "Polygon", coordinates: shells }
    : { type: "MultiPolygon", coordinates: shells.map((shell) => [shell]) };
}

/** A ring without points that became one by rounding, its first point repeated as its last. */
function closed(ring: readonly Point[]): Point[] {
  const isSame = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1];
  const open = ring.filter((point, i) => !isSame(point, at(ring, (i + 1) % ring.length)));
  return [...open, at(open, 0)];
}

/** Residents by beat and by council district, of everybody and of each group. Both add up to the same city. */
function populationCsv({ streets }: City): string {
  const counted = new Map<string, number>();
  const add = (area: string, group: string, residents: number) =>
    counted.set(`${area},${group}`, (counted.get(`${area},${group}`) ?? 0) + residents);
  for (const { beat, councilDistrict, residents } of streets) {
    const byAge = apportion(residents, beat.ages);
    const byLanguage = apportion(residents, beat.languages);
    for (const area of [beat.code, councilDistrict]) {
      add(area, "all", residents);
      for (const [place, band] of ageBands.entries()) add(area, band, at(byAge, place));
      for (const [place, language] of homeLanguages.entries()) add(area, language, at(byLanguage, place));
    }
  }
  const areas = [...beats, ...councilDistricts].map(({ code }) => code);
  const lines = areas.flatMap((area) =>
    ["all", ...ageBands, ...homeLanguages].map((group) => `${area},${group},${year},${counted.get(`${area},${group}`) ?? 0}`),
  );
  return `area,group_code,year,residents\n${lines.join("\n")}\n`;
}

/** Residents of each beat by the council district that they live in. */
function crosswalkCsv({ streets }: City): string {
  const lines = beats.flatMap(({ code }) =>
    councilDistricts.flatMap((council) => {
      const residents = streets
        .filter((block) => block.beat.code === code && block.councilDistrict === council.code)
        .reduce((sum, block) => sum + block.residents, 0);
      return residents === 0 ? [] : [`${code},${council.code},${residents}`];
    }),
  );
  return `beat,council_district,residents\n${lines.join("\n")}\n`;
}

/** Adults by police district, age, gender and race or ethnicity, for the weighting of the survey. */
function surveyTargetsCsv(city: City): string {
  const lines = adultsOf(city).map(({ district, age, gender, raceEthnicity, adults }) =>
    [district, age, gender, raceEthnicity, year, adults].join(","),
  );
  return `district,age,gender,race_ethnicity,year,adults\n${lines.join("\n")}\n`;
}
