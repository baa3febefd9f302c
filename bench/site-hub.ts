import type { Database } from "@openbeat/database";
import { measureByCode, periodsBetween, type ReleaseManifest } from "@openbeat/schema/domain";
import { hub, words } from "../test/support/fixture-release.ts";
import {
  get,
  newIds,
  sha256,
  write,
  writeAgency,
  writeDatasets,
  writeGeography,
  writeMeasures,
  writePeriods,
  writeReleaseRow,
  writeTable,
} from "../test/support/release-rows.ts";

// A hub of many areas, for measuring the site: a city, districts of twenty neighbourhoods, and 24 months of one rate in each.

const perDistrict = 20;
const months = periodsBetween("2024-01-01", "2025-12-31", "month");
const levels = [
  { code: "city", name: words("City", "Ciudad"), plural: words("Cities", "Ciudades") },
  { code: "district", parent: "city", name: words("District", "Distrito"), plural: words("Districts", "Distritos") },
  { code: "neighbourhood", parent: "district", name: words("Neighbourhood", "Barrio"), plural: words("Neighbourhoods", "Barrios") },
];

export interface BenchArea {
  readonly code: string;
  readonly level: string;
  readonly parent: string | null;
  readonly name: string;
  readonly residents: number;
  /** West, south, east and north. */
  readonly box: readonly [number, number, number, number];
}

/** A city of some neighbourhoods, on a grid. */
export function benchAreas(neighbourhoods: number): readonly BenchArea[] {
  const districts = Math.ceil(neighbourhoods / perDistrict);
  const side = Math.ceil(Math.sqrt(districts));
  const place = (at: number, across: number, size: number, west: number, south: number) => {
    const [x, y] = [west + (at % across) * size, south + Math.floor(at / across) * size];
    return [x, y, x + size, y + size] as const;
  };
  const district = (at: number) => place(at, side, 0.05, -100, 40);
  return [
    {
      code: "city",
      level: "city",
      parent: null,
      name: "Testhaven",
      residents: 3000 * neighbourhoods,
      box: [-100, 40, -100 + side * 0.05, 40 + side * 0.05],
    },
    ...Array.from({ length: districts }, (_, at): BenchArea => {
      const inside = Math.min(perDistrict, neighbourhoods - at * perDistrict);
      return {
        code: `D${at + 1}`,
        level: "district",
        parent: "city",
        name: `District ${at + 1}`,
        residents: 3000 * inside,
        box: district(at),
      };
    }),
    ...Array.from({ length: neighbourhoods }, (_, at): BenchArea => {
      const [own, inside] = [Math.floor(at / perDistrict), at % perDistrict];
      const [west, south] = district(own);
      const box = place(inside, 5, 0.01, west, south);
      return { code: `N${at + 1}`, level: "neighbourhood", parent: `D${own + 1}`, name: `Neighbourhood ${at + 1}`, residents: 3000, box };
    }),
  ];
}

/** The four numbers of an area in a month: a formula with a season. @param changed Whether it is one of those that a later release mends. */
export function benchFigures({ residents }: BenchArea, at: number, month: number, changed: boolean) {
  const events =
    Math.round((residents / 300) * (1 + 0.3 * Math.sin((month / 6) * Math.PI)) + ((at * 7 + month * 13) % 11)) + (changed ? 5 : 0);
  const rate = (count: number) => (1000 * count) / residents;
  const spread = 1.96 * Math.sqrt(events);
  return { events, rate: rate(events), lower: rate(Math.max(0, events - spread)), upper: rate(events + spread) };
}

/** The months, as they are named. */
export const benchMonths: readonly string[] = months.map(({ code }) => code);

/** Publishes a release of such a hub. @param every Of how many areas one has other figures than in the release before; 0 for none. */
export async function publishBenchHub(
  database: Database,
  version: string,
  publishedAt: string,
  neighbourhoods: number,
  every: number,
): Promise<void> {
  const areas = benchAreas(neighbourhoods);
  const measure = measureByCode("OUT.01.R");
  if (measure === undefined) throw new Error("The catalogue has no measure OUT.01.R.");
  await database.transaction(async (transaction) => {
    const [release = 0] = await newIds(transaction, "release", 1);
    const periods = await writePeriods(transaction, months);
    await writeAgency(transaction, release, hub);
    const named = areas.map((area) => ({ ...area, name: words(area.name, area.name) }));
    const areaIds = await writeGeography(transaction, release, levels, named);
    await write(
      transaction,
      "population",
      ["release_id", "area_id", "group", "year", "residents", "source"],
      areas,
      ({ code }) => code,
      ({ code, residents }) => [release, get(areaIds, code), "all", 2024, residents, "A census, made up"],
    );
    const datasets = await writeDatasets(transaction, release, [
      {
        code: "incidents",
        title: words("Recorded incidents", "Incidentes registrados"),
        description: words("Made up.", "Inventados."),
        theme: "outcomes",
        from: "2024-01-01",
        to: "2025-12-31",
        source: { publisher: hub.publisher, recordsRead: 1, recordsUsed: 1, leftOut: [], notes: [] },
      },
    ]);
    const measures = await writeMeasures(transaction, release, [measure]);
    const hash = sha256(`${version} ${neighbourhoods} ${every}`);
    const observations = areas.flatMap((area, at) =>
      months.map((period, month) => {
        const { events, rate, lower, upper } = benchFigures(area, at, month, every > 0 && at % every === 1);
        return {
          ...{ grouping: levels.findIndex(({ code }) => code === area.level), measure: measure.code, area: area.code },
          ...{ period: period.code, codes: [], status: "AVAILABLE", flags: [] },
          figures: {
            ...{ value: rate, numerator: events, denominator: area.residents, lower, upper },
            ...{ interval_level: 0.95, interval_method: "made up" },
          },
        };
      }),
    );
    const table = await writeTable(
      transaction,
      release,
      {
        dataset: "incidents",
        code: "incidents",
        title: words("Incidents by area", "Incidentes por zona"),
        policy: { method: "none", explanation: words("Made up.", "Inventadas."), threshold: null, width: null },
        sha256: hash,
        position: 0,
        measures: [measure.code],
        dimensions: [
          { code: "area", title: words("Area", "Área"), kind: "geography", levels: levels.map(({ code }) => code), list: null },
          { code: "period", title: words("Period", "Período"), kind: "time", levels: ["month"], list: null },
        ],
        groupings: levels.map(({ code }) => [code, "month"]),
        observations,
      },
      { datasets, measures, areas: areaIds, periods },
    );
    const manifest: ReleaseManifest = {
      format: 1,
      tables: [table],
      records: [],
      codes: { area: areas.map(({ code }) => code) },
      wordsSha256: hash,
      referenceSha256: hash,
      certificateSha256: hash,
    };
    await writeReleaseRow(transaction, { release, version, publishedAt, hub }, manifest);
  });
}
