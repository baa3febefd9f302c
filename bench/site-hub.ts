import { copyLine, type Database } from "@openbeat/database";
import { measureByCode, periodsBetween, type ReleaseManifest } from "@openbeat/schema/domain";
import { fixtureCertificate } from "../test/support/fixture-certificate.ts";
import { get, hub, newIds, sha256, text, words, write } from "../test/support/fixture-release.ts";

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
    for (const { code, start, end } of months)
      await transaction.query(
        `INSERT INTO period (code, grain, "start", "end") VALUES ($1, 'month', $2::date, $3::date) ON CONFLICT (code) DO NOTHING`,
        [code, start, end],
      );
    const periods = new Map((await transaction.query("SELECT id, code FROM period")).map(({ id, code }) => [String(code), Number(id)]));
    const outline = ([west, south, east, north]: BenchArea["box"]) =>
      text({
        type: "Polygon",
        coordinates: [
          [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
          ],
        ],
      });
    const known = new Set((await transaction.query("SELECT sha256 FROM boundary")).map((row) => String(row.sha256)));
    const outlines = new Map(areas.map(({ box }) => [sha256(outline(box)), outline(box)]));
    await transaction.copy("boundary", ["sha256", "geojson"], [...outlines].filter(([hash]) => !known.has(hash)).map(copyLine));
    await write(
      transaction,
      "agency",
      ["release_id", "code", "name", "contact"],
      ["tpd"],
      (code) => code,
      (code) => [release, code, text(hub.publisher), null],
    );
    const levelIds = await write(
      transaction,
      "geography_level",
      ["release_id", "code", "name", "plural", "parent_id", "position"],
      levels,
      ({ code }) => code,
      (level, ids, at) => [
        release,
        level.code,
        text(level.name),
        text(level.plural),
        level.parent === undefined ? null : get(ids, level.parent),
        at,
      ],
    );
    const areaIds = await write(
      transaction,
      "area",
      ["release_id", "level_id", "code", "name", "parent_id", "boundary_sha256", "position"],
      areas,
      ({ code }) => code,
      (area, ids, at) => [
        release,
        get(levelIds, area.level),
        area.code,
        text(words(area.name, area.name)),
        area.parent === null ? null : get(ids, area.parent),
        sha256(outline(area.box)),
        at,
      ],
    );
    await write(
      transaction,
      "population",
      ["release_id", "area_id", "group", "year", "residents", "source"],
      areas,
      ({ code }) => code,
      ({ code, residents }) => [release, get(areaIds, code), "all", 2024, residents, "A census, made up"],
    );
    const datasets = await write(
      transaction,
      "dataset",
      ["release_id", "code", "title", "description", "theme", "coverage_from", "coverage_to", "source", "position"],
      ["incidents"],
      (code) => code,
      (code) => [
        release,
        code,
        text(words("Recorded incidents", "Incidentes registrados")),
        text(words("Made up.", "Inventados.")),
        "outcomes",
        "2024-01-01",
        "2025-12-31",
        text({ publisher: hub.publisher, recordsRead: 1, recordsUsed: 1, leftOut: [], notes: [] }),
        0,
      ],
    );
    const measures = await write(
      transaction,
      "measure",
      ["release_id", "code", "title", "description", "kind", "unit", "direction", "decimals", "method"],
      [measure],
      ({ code }) => code,
      (one) => [
        release,
        one.code,
        text(one.title),
        text(one.description),
        one.kind,
        text(one.unit),
        one.higherIs,
        one.decimals,
        text(one.method),
      ],
    );
    const rows = areas.length * months.length;
    const [table = 0] = await newIds(transaction, "published_table", 1);
    const policy = { method: "none", explanation: words("Made up.", "Inventadas."), threshold: null, width: null };
    const hash = sha256(`${version} ${neighbourhoods} ${every}`);
    await transaction.copy(
      "published_table",
      ["id", "release_id", "dataset_id", "code", "title", "policy", "row_count", "suppressed_count", "sha256", "position"],
      [
        copyLine([
          table,
          release,
          get(datasets, "incidents"),
          "incidents",
          text(words("Incidents by area", "Incidentes por zona")),
          text(policy),
          rows,
          0,
          hash,
          0,
        ]),
      ],
    );
    const dimensions = [
      { code: "area", title: words("Area", "Área"), kind: "geography", levels: levels.map(({ code }) => code) },
      { code: "period", title: words("Period", "Período"), kind: "time", levels: ["month"] },
    ];
    await write(
      transaction,
      "dimension",
      ["table_id", "code", "title", "kind", "levels", "code_list_id", "position"],
      dimensions,
      ({ code }) => code,
      (one, _, at) => [table, one.code, text(one.title), one.kind, one.levels, null, at],
    );
    const groupings = await write(
      transaction,
      "grouping",
      ["table_id", "levels", "cell_count", "suppressed_count", "position"],
      levels,
      ({ code }) => code,
      ({ code }, _, at) => [table, [code, "month"], areas.filter(({ level }) => level === code).length * months.length, 0, at],
    );
    await transaction.copy("table_measure", ["table_id", "measure_id", "position"], [copyLine([table, get(measures, measure.code), 0])]);
    const cells = areas.flatMap((area, at) =>
      months.map((period, month) => ({ area, period, figures: benchFigures(area, at, month, every > 0 && at % every === 1) })),
    );
    await transaction.copy(
      "observation",
      [
        "table_id",
        "seq",
        "grouping_id",
        "measure_id",
        "area_id",
        "period_id",
        "codes",
        "value",
        "status",
        "flags",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "interval_level",
        "interval_method",
      ],
      cells.map(({ area, period, figures }, row) =>
        copyLine([
          ...[
            table,
            row + 1,
            get(groupings, area.level),
            get(measures, measure.code),
            get(areaIds, area.code),
            get(periods, period.code),
            [],
          ],
          ...[figures.rate, "AVAILABLE", [], figures.events, area.residents, figures.lower, figures.upper, 0.95, "made up"],
        ]),
      ),
    );
    const manifest: ReleaseManifest = {
      format: 1,
      tables: [
        {
          dataset: "incidents",
          code: "incidents",
          dimensions: dimensions.map(({ code, levels: own }) => ({ code, levels: [...own] })),
          measures: [measure.code],
          rows,
          suppressed: 0,
          sha256: hash,
        },
      ],
      records: [],
      codes: { area: areas.map(({ code }) => code) },
      wordsSha256: hash,
      referenceSha256: hash,
      certificateSha256: hash,
    };
    await transaction.query(
      "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, $3::timestamptz, $4::jsonb, $5::jsonb, $6::jsonb, $7)",
      [release, version, publishedAt, text(hub), text(manifest), text(fixtureCertificate(version)), sha256(text(manifest))],
    );
  });
}
