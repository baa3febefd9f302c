import { openDatabase, type Queryable, type Row } from "@openbeat/database";
import { type PublicRecord, type ReleaseStructure, releaseManifest, releaseStructure } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { storedNotices } from "../notices/stored.ts";
import { storedRecords } from "../release/read-back.ts";
import { type OpenRelease, type PublicCell, type PublicRelease, type PublicSource, wholeRelease } from "./public-release.ts";

const text = (value: unknown): string => String(value);
const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));
const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const list = (value: unknown): readonly string[] => JSON.parse(text(value)) as string[];

/** Opens the public store as a source of releases. */
export async function releasesFromStore(url: string | undefined): Promise<PublicSource> {
  const store = await openDatabase(url);
  const versions = (await store.query("SELECT version FROM release ORDER BY id")).map(({ version }) => text(version));
  return {
    versions,
    checkFiles: async () => ({ checked: null, wrong: [] }),
    open: (version) => openFromStore(store, version),
    close: () => store.close(),
  };
}

/** Reads the whole of a release from the public store. @param store As for `openFromStore`. */
export const readFromStore = async (store: Queryable, version: string): Promise<PublicRelease> =>
  wholeRelease(await openFromStore(store, version));

/**
 * Opens a release of the public store.
 * @param store Opened as reader: nothing but what everybody may read is used.
 */
export async function openFromStore(store: Queryable, version: string): Promise<OpenRelease> {
  const [release] = await store.query(
    `SELECT id, version, sha256, hub->>'code' AS hub, manifest::text AS manifest, certificate::text AS certificate,
       to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS published_at FROM release WHERE version = $1`,
    [version],
  );
  if (release === undefined)
    throw new PipelineError("COMMAND_INVALID", "The database has no such release. Leave --release out for all that it has.");
  const rawManifest: unknown = JSON.parse(text(release.manifest));
  const manifest = releaseManifest.safeParse(rawManifest);
  if (!manifest.success)
    throw new PipelineError("PUBLIC_FILE_INVALID", `The manifest of release ${version} in the database is not one. Ask its publisher.`);
  const structure = await readStructure(store, release);
  const records = new Map<string, readonly PublicRecord[]>();
  for (const { kind } of manifest.data.records ?? []) records.set(kind, await storedRecords(store, Number(release.id), kind));
  return {
    head: {
      structure,
      manifest: manifest.data,
      rawManifest,
      certificate: JSON.parse(text(release.certificate)),
      records,
      notices: await storedNotices(store, Number(release.id)),
    },
    cellsOf: ({ code }) => readCells(store, Number(release.id), code),
  };
}

const rowsAtOnce = 5_000;

async function* readCells(store: Queryable, release: number, code: string): AsyncGenerator<readonly PublicCell[]> {
  const [table] = await store.query("SELECT id FROM published_table WHERE release_id = $1 AND code = $2", [release, code]);
  // By the place of the last row and not by number of rows: what somebody put between them is found.
  for (let [after, isLast]: [number | null, boolean] = [null, false]; !isLast; ) {
    const rows = await store.query(cellsQuery, [Number(table?.id), after]);
    if (rows.length > 0) yield rows.map(cellOf);
    after = Number(rows.at(-1)?.seq);
    isLast = rows.length < rowsAtOnce;
  }
}

const cellsQuery = `
  SELECT o.seq, m.code AS measure, a.code AS area, p.code AS period, to_json(o.codes)::text AS codes, o.status::text AS status, o.value,
    to_json(o.flags)::text AS flags, o.numerator, o.denominator, o.n, o.n_effective, o.lower, o.upper
  FROM (SELECT * FROM observation WHERE table_id = $1 AND ($2::int IS NULL OR seq > $2) ORDER BY seq LIMIT ${rowsAtOnce}) o
    JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id ORDER BY o.seq`;

const cellOf = (row: Row): PublicCell => ({
  measure: text(row.measure),
  area: text(row.area),
  period: text(row.period),
  codes: list(row.codes),
  status: text(row.status),
  value: numberOrNull(row.value),
  flags: list(row.flags),
  numerator: numberOrNull(row.numerator),
  denominator: numberOrNull(row.denominator),
  n: numberOrNull(row.n),
  nEffective: numberOrNull(row.n_effective),
  interval: row.lower == null ? null : { lower: Number(row.lower), upper: Number(row.upper) },
});

/** The shape of a release, as a site writes it beside its files. */
async function readStructure(store: Queryable, release: Row): Promise<ReleaseStructure> {
  const id = Number(release.id);
  const ask = (query: string) => store.query(query, [id]);
  const levels = await ask(
    "SELECT l.code, p.code AS parent FROM geography_level l LEFT JOIN geography_level p ON p.id = l.parent_id WHERE l.release_id = $1 ORDER BY l.position",
  );
  const areas = await ask(
    "SELECT a.code, p.code AS parent, l.code AS level FROM area a JOIN geography_level l ON l.id = a.level_id LEFT JOIN area p ON p.id = a.parent_id WHERE a.release_id = $1 ORDER BY a.position",
  );
  const codes = await ask(
    "SELECT l.code AS list, c.code, p.code AS parent, c.level FROM code c JOIN code_list l ON l.id = c.code_list_id LEFT JOIN code p ON p.id = c.parent_id WHERE l.release_id = $1 ORDER BY l.code, c.position",
  );
  const datasets = await ask(
    "SELECT code, coverage_from::text AS first, coverage_to::text AS last, source->>'recordsUsed' AS used FROM dataset WHERE release_id = $1 ORDER BY position",
  );
  const measures = await ask("SELECT code, kind::text AS kind FROM measure WHERE release_id = $1 ORDER BY code");
  const tables = await ask(
    "SELECT t.id, t.code, d.code AS dataset, t.policy->>'method' AS method, t.policy->>'threshold' AS threshold, t.policy->>'width' AS width FROM published_table t JOIN dataset d ON d.id = t.dataset_id WHERE t.release_id = $1 ORDER BY t.position",
  );
  const dimensions = await ask(
    "SELECT d.table_id, d.code, d.kind::text AS kind, to_json(d.levels)::text AS levels, l.code AS list FROM dimension d JOIN published_table t ON t.id = d.table_id LEFT JOIN code_list l ON l.id = d.code_list_id WHERE t.release_id = $1 ORDER BY d.position",
  );
  const tableMeasures = await ask(
    "SELECT x.table_id, m.code FROM table_measure x JOIN published_table t ON t.id = x.table_id JOIN measure m ON m.id = x.measure_id WHERE t.release_id = $1 ORDER BY x.position",
  );
  const groupings = await ask(
    "SELECT g.table_id, to_json(g.levels)::text AS levels FROM grouping g JOIN published_table t ON t.id = g.table_id WHERE t.release_id = $1 ORDER BY g.position",
  );
  const of = (rows: readonly Row[], table: unknown) => rows.filter(({ table_id: own }) => own === table);
  const node = ({ code, level, parent }: Row) => ({ code: text(code), level: text(level), parent: textOrNull(parent) });
  return releaseStructure.parse({
    format: 1,
    hub: text(release.hub),
    version: text(release.version),
    publishedAt: text(release.published_at),
    sha256: text(release.sha256),
    levels: levels.map(({ code, parent }) => ({ code: text(code), parent: textOrNull(parent) })),
    areas: areas.map(node),
    codeLists: [...Map.groupBy(codes, ({ list: code }) => text(code))].map(([code, rows]) => ({ code, codes: rows.map(node) })),
    datasets: datasets.map(({ code, first, last, used }) => ({
      code: text(code),
      coverage: { from: text(first), to: text(last) },
      recordsUsed: numberOrNull(used),
    })),
    measures: measures.map(({ code, kind }) => ({ code: text(code), kind: text(kind) })),
    tables: tables.map(({ id: table, code, dataset, method, threshold, width }) => ({
      code: text(code),
      dataset: text(dataset),
      file: "",
      policy: { method: text(method), threshold: numberOrNull(threshold), width: numberOrNull(width) },
      dimensions: of(dimensions, table).map((row) => ({
        code: text(row.code),
        kind: text(row.kind).toUpperCase(),
        levels: list(row.levels),
        codeList: textOrNull(row.list),
      })),
      measures: of(tableMeasures, table).map((row) => text(row.code)),
      groupings: of(groupings, table).map(({ levels: own }) => list(own)),
    })),
  });
}
