import { createHash } from "node:crypto";
import { copyLine, type Transaction } from "@openbeat/database";
import type { HubDescription, LocalisedText, Period, ReleaseManifest } from "@openbeat/schema/domain";
import { fixtureCertificate } from "./fixture-certificate.ts";

// The rows of a made-up release, as they stand in the public store. Fixtures and benches say what is in them.

type Value = Parameters<typeof copyLine>[0][number];
type Ids = ReadonlyMap<string, number>;

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
export const text = (value: unknown) => JSON.stringify(value);
export const get = <Key, Found>(map: ReadonlyMap<Key, Found>, key: Key): Found => {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The fixture has no ${String(key)}.`);
  return value;
};

export async function newIds(transaction: Transaction, table: string, howMany: number): Promise<readonly number[]> {
  const rows = await transaction.query(
    "SELECT nextval(pg_get_serial_sequence($1::text, 'id'))::int AS id FROM generate_series(1, $2::int)",
    [`"${table}"`, howMany],
  );
  return rows.map(({ id }) => Number(id));
}

/** Gives new ids to entries and writes them. @returns Their ids, by `key`. */
export async function write<Entry>(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  entries: readonly Entry[],
  key: (entry: Entry) => string,
  values: (entry: Entry, ids: Ids, at: number) => Parameters<typeof copyLine>[0],
): Promise<Ids> {
  const fresh = await newIds(transaction, table, entries.length);
  const ids = new Map(entries.map((entry, at) => [key(entry), fresh[at] ?? 0]));
  await transaction.copy(
    table,
    ["id", ...columns],
    entries.map((entry, at) => copyLine([fresh[at] ?? 0, ...values(entry, ids, at)])),
  );
  return ids;
}

/** Writes periods that are not there yet. @returns The ids of all that are there, by their codes. */
export async function writePeriods(transaction: Transaction, periods: Iterable<Period>): Promise<Ids> {
  for (const { code, grain, start, end } of periods)
    await transaction.query(
      `INSERT INTO period (code, grain, "start", "end") VALUES ($1, $2::period_grain, $3::date, $4::date) ON CONFLICT (code) DO NOTHING`,
      [code, grain, start, end],
    );
  return new Map((await transaction.query("SELECT id, code FROM period")).map(({ id, code }) => [String(code), Number(id)]));
}

/** West, south, east and north edge of a rectangle. */
export type Box = readonly [number, number, number, number];

/** A rectangle as GeoJSON. */
export const outlineOf = ([west, south, east, north]: Box): string =>
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

interface Level {
  readonly code: string;
  readonly name: LocalisedText;
  readonly plural: LocalisedText;
  readonly parent?: string;
}
interface AreaRow {
  /** By which others name it as what they are part of. */
  readonly code: string;
  readonly level: string;
  readonly name: LocalisedText;
  readonly parent?: string | null;
  readonly box?: Box;
}

/** Writes levels and areas, with their outlines. @param codeOf The code under which an area is published. @returns The ids of the areas. */
export async function writeGeography(
  transaction: Transaction,
  release: number,
  levels: readonly Level[],
  areas: readonly AreaRow[],
  codeOf: (code: string) => string = (code) => code,
): Promise<Ids> {
  const known = new Set((await transaction.query("SELECT sha256 FROM boundary")).map((row) => String(row.sha256)));
  const outlines = new Map(areas.flatMap(({ box }) => (box === undefined ? [] : [[sha256(outlineOf(box)), outlineOf(box)] as const])));
  const fresh = [...outlines].filter(([hash]) => !known.has(hash));
  await transaction.copy("boundary", ["sha256", "geojson"], fresh.map(copyLine));
  const levelIds = await write(
    transaction,
    "geography_level",
    ["release_id", "code", "name", "plural", "parent_id", "position"],
    levels,
    ({ code }) => code,
    ({ code, name, plural, parent }, ids, at) => [
      release,
      code,
      text(name),
      text(plural),
      parent === undefined ? null : get(ids, parent),
      at,
    ],
  );
  return write(
    transaction,
    "area",
    ["release_id", "level_id", "code", "name", "parent_id", "boundary_sha256", "position"],
    areas,
    ({ code }) => code,
    ({ code, level, name, parent, box }, ids, at) => [
      ...[release, get(levelIds, level), codeOf(code), text(name), parent == null ? null : get(ids, parent)],
      ...[box === undefined ? null : sha256(outlineOf(box)), at],
    ],
  );
}

export const writeAgency = (transaction: Transaction, release: number, { publisher, contact }: HubDescription): Promise<Ids> =>
  write(
    transaction,
    "agency",
    ["release_id", "code", "name", "contact"],
    ["tpd"],
    (code) => code,
    (code) => [release, code, text(publisher), contact],
  );

interface DatasetRow {
  readonly code: string;
  readonly title: LocalisedText;
  readonly description: LocalisedText;
  readonly theme: string;
  readonly from: string;
  readonly to: string;
  readonly source: unknown;
}
export const writeDatasets = (transaction: Transaction, release: number, datasets: readonly DatasetRow[]): Promise<Ids> =>
  write(
    transaction,
    "dataset",
    ["release_id", "code", "title", "description", "theme", "coverage_from", "coverage_to", "source", "position"],
    datasets,
    ({ code }) => code,
    ({ code, title, description, theme, from, to, source }, _, at) => [
      ...[release, code, text(title), text(description), theme, from, to, text(source), at],
    ],
  );

interface MeasureRow {
  readonly code: string;
  readonly title: LocalisedText;
  readonly shortTitle?: LocalisedText | undefined;
  readonly description: LocalisedText;
  readonly kind: string;
  readonly unit: LocalisedText;
  readonly higherIs: string;
  readonly decimals: number;
  readonly method: LocalisedText;
}
export const writeMeasures = (transaction: Transaction, release: number, measures: readonly MeasureRow[]): Promise<Ids> =>
  write(
    transaction,
    "measure",
    ["release_id", "code", "title", "short_title", "description", "kind", "unit", "direction", "decimals", "method"],
    measures,
    ({ code }) => code,
    ({ code, title, shortTitle, description, kind, unit, higherIs, decimals, method }) => [
      ...[release, code, text(title), shortTitle === undefined ? null : text(shortTitle), text(description)],
      ...[kind, text(unit), higherIs, decimals, text(method)],
    ],
  );

interface ObservationRow {
  /** Its place among the groupings of the table. */
  readonly grouping: number;
  readonly measure: string;
  readonly area: string;
  readonly period: string;
  readonly codes: readonly string[];
  readonly status: string;
  readonly flags: readonly string[];
  /** Its figures, by their columns. */
  readonly figures: Readonly<Record<string, Value>>;
}
interface TableRow {
  readonly dataset: string;
  readonly code: string;
  readonly title: LocalisedText;
  readonly policy: unknown;
  readonly sha256: string;
  readonly position: number;
  readonly measures: readonly string[];
  readonly dimensions: readonly {
    readonly code: string;
    readonly title: LocalisedText;
    readonly kind: string;
    readonly levels: readonly string[];
    readonly list: number | null;
  }[];
  /** The levels of each. */
  readonly groupings: readonly (readonly string[])[];
  readonly observations: readonly ObservationRow[];
}
/** The ids of what tables name. */
interface Named {
  readonly datasets: Ids;
  readonly measures: Ids;
  readonly areas: Ids;
  readonly periods: Ids;
}

/** Writes a table with all its cells. @returns What the manifest says of it. */
export async function writeTable(
  transaction: Transaction,
  release: number,
  { dataset, code, title, policy, sha256: hash, position, measures, dimensions, groupings, observations }: TableRow,
  known: Named,
): Promise<ReleaseManifest["tables"][number]> {
  const [table = 0] = await newIds(transaction, "published_table", 1);
  const isSuppressed = ({ status }: ObservationRow) => status === "SUPPRESSED";
  const suppressed = observations.filter(isSuppressed).length;
  await transaction.copy(
    "published_table",
    ["id", "release_id", "dataset_id", "code", "title", "policy", "row_count", "suppressed_count", "sha256", "position"],
    [
      copyLine([
        ...[table, release, get(known.datasets, dataset), code, text(title), text(policy), observations.length, suppressed, hash, position],
      ]),
    ],
  );
  await write(
    transaction,
    "dimension",
    ["table_id", "code", "title", "kind", "levels", "code_list_id", "position"],
    dimensions,
    (dimension) => dimension.code,
    (one, _, at) => [table, one.code, text(one.title), one.kind, [...one.levels], one.list, at],
  );
  const cells = Map.groupBy(observations, ({ grouping }) => grouping);
  const groupingIds = await newIds(transaction, "grouping", groupings.length);
  await transaction.copy(
    "grouping",
    ["id", "table_id", "levels", "cell_count", "suppressed_count", "position"],
    groupings.map((levels, at) => {
      const own = cells.get(at) ?? [];
      return copyLine([groupingIds[at] ?? 0, table, [...levels], own.length, own.filter(isSuppressed).length, at]);
    }),
  );
  await transaction.copy(
    "table_measure",
    ["table_id", "measure_id", "position"],
    measures.map((measure, at) => copyLine([table, get(known.measures, measure), at])),
  );
  const columns = Object.keys(observations[0]?.figures ?? {});
  await transaction.copy(
    "observation",
    ["table_id", "seq", "grouping_id", "measure_id", "area_id", "period_id", "codes", "status", "flags", ...columns],
    observations.map(({ grouping, measure, area, period, codes, status, flags, figures }, row) =>
      copyLine([
        ...[table, row + 1, groupingIds[grouping] ?? 0, get(known.measures, measure), get(known.areas, area), get(known.periods, period)],
        ...[[...codes], status, [...flags], ...columns.map((column) => figures[column] ?? null)],
      ]),
    ),
  );
  return {
    dataset,
    code,
    dimensions: dimensions.map((one) => ({ code: one.code, levels: [...one.levels] })),
    measures: [...measures],
    rows: observations.length,
    suppressed,
    sha256: hash,
  };
}

/** Writes the release itself, which is there for readers from then on. */
export async function writeReleaseRow(
  transaction: Transaction,
  { release, version, publishedAt, hub }: { release: number; version: string; publishedAt: string; hub: HubDescription },
  manifest: ReleaseManifest,
): Promise<void> {
  await transaction.query(
    "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, $3::timestamptz, $4::jsonb, $5::jsonb, $6::jsonb, $7)",
    [release, version, publishedAt, text(hub), text(manifest), text(fixtureCertificate(version)), sha256(text(manifest))],
  );
}
