import { copyLine, type Database, type Queryable, type Transaction } from "@openbeat/database";
import { draftVersion, parsePeriod, type ReleaseManifest, releaseManifest } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { KnownRelease } from "../history/past.ts";
import { writeLogHead } from "../log/heads.ts";
import type { LogHead } from "../log/log.ts";
import { noticesSha256 } from "../notices/notice.ts";
import { storedNotices } from "../notices/stored.ts";
import type { ReadyCodeList, ReadyTable, ReleaseContent } from "./content.ts";
import type { Observation } from "./observations.ts";
import { readBack, readRecordsBack, storeDiffers } from "./read-back.ts";
import type { Signature, Statement } from "./sign.ts";
import type { ReadySurvey } from "./survey.ts";
import { changeBetween, nextVersion } from "./version.ts";

/** What became of a publication. */
export interface Published {
  readonly version: string;
  readonly sha256: string;
  /** ISO 8601 instant. */
  readonly publishedAt: string;
  /** False where the latest release already holds exactly this. */
  readonly isNew: boolean;
}

type Value = string | number | null | readonly string[];

/** Ids of rows to come, from the table's own sequence. */
async function takeIds(transaction: Transaction, table: string, count: number): Promise<readonly number[]> {
  const rows = await transaction.query("SELECT nextval(pg_get_serial_sequence($1, 'id'))::int AS id FROM generate_series(1, $2::int)", [
    `public."${table}"`,
    count,
  ]);
  return rows.map(({ id }) => Number(id));
}

/** Adds rows with ids of their own. @returns The ids, in the order of the rows. */
async function add(
  transaction: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<readonly number[]> {
  const ids = await takeIds(transaction, table, rows.length);
  if (rows.length > 0)
    await transaction.copy(
      table,
      ["id", ...columns],
      rows.map((row, place) => copyLine([ids[place] ?? 0, ...row])),
    );
  return ids;
}

const json = JSON.stringify;
const idOf = (ids: ReadonlyMap<string, number>, code: string): number => {
  const id = ids.get(code);
  if (id === undefined) throw new Error("A released row points at a code that the release does not have.");
  return id;
};
const byCode = (codes: readonly string[], ids: readonly number[]): ReadonlyMap<string, number> =>
  new Map(codes.map((code, place) => [code, ids[place] ?? 0]));

async function writeGeography(
  transaction: Transaction,
  release: number,
  { geography, population }: ReleaseContent,
): Promise<ReadonlyMap<string, number>> {
  const { levels } = geography;
  const levelIds = await takeIds(transaction, "geography_level", levels.length);
  const levelId = byCode(
    levels.map(({ code }) => code),
    levelIds,
  );
  const levelRow = ({ code, name, plural, parent }: (typeof levels)[number], place: number) =>
    copyLine([idOf(levelId, code), release, code, json(name), json(plural), parent === undefined ? null : idOf(levelId, parent), place]);
  await transaction.copy("geography_level", ["id", "release_id", "code", "name", "plural", "parent_id", "position"], levels.map(levelRow));
  const areas = levels.flatMap(({ code }) => geography.atLevel(code));
  const boundaries = new Map(areas.flatMap(({ boundary }) => (boundary === undefined ? [] : [[boundary.sha256, boundary]])));
  for (const { sha256, geometry } of boundaries.values()) {
    await transaction.query("INSERT INTO boundary (sha256, geojson) VALUES ($1, $2::jsonb) ON CONFLICT DO NOTHING", [
      sha256,
      json(geometry),
    ]);
  }
  const areaId = byCode(
    areas.map(({ code }) => code),
    await takeIds(transaction, "area", areas.length),
  );
  await transaction.copy(
    "area",
    ["id", "release_id", "level_id", "code", "name", "parent_id", "boundary_sha256", "position"],
    areas.map(({ code, level, name, parent, boundary }, place) =>
      copyLine([
        idOf(areaId, code),
        release,
        idOf(levelId, level),
        code,
        json(name),
        parent === undefined ? null : idOf(areaId, parent),
        boundary?.sha256 ?? null,
        place,
      ]),
    ),
  );
  await add(
    transaction,
    "population",
    ["release_id", "area_id", "group", "year", "residents", "source"],
    population.map(({ area, group, year, residents, source }) => [release, idOf(areaId, area), group, year, residents, source]),
  );
  return areaId;
}

async function writePeriods(transaction: Transaction, codes: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  for (const code of codes) {
    const period = parsePeriod(code);
    if (period === undefined) throw new Error("A period has no calendar.");
    await transaction.query(
      'INSERT INTO period (code, grain, "start", "end") VALUES ($1, $2::period_grain, $3::date, $4::date) ON CONFLICT DO NOTHING',
      [code, period.grain, period.start, period.end],
    );
  }
  const rows = await transaction.query("SELECT id, code FROM period");
  return new Map(rows.map(({ id, code }) => [String(code), Number(id)]));
}

interface Known {
  readonly areas: ReadonlyMap<string, number>;
  readonly measures: ReadonlyMap<string, number>;
  readonly codeLists: ReadonlyMap<string, number>;
}

const dimensionKind = (code: string) => (code === "area" ? "geography" : code === "period" ? "time" : "category");
const dimensionTitles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  area: { en: "Area", es: "Área" },
  period: { en: "Period", es: "Período" },
};

/** Ids of the rows that an observation points at: of groupings and measures by their places in its table, of areas and periods by their codes. */
export interface ObservationIds {
  readonly table: number;
  readonly groupings: readonly number[];
  readonly measures: readonly number[];
  readonly areas: ReadonlyMap<string, number>;
  readonly periods: ReadonlyMap<string, number>;
}

/** The columns of an observation, in the order in which `observationLine` gives their values. */
export const observationColumns = [
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
  "n",
  "n_effective",
  "lower",
  "upper",
  "interval_level",
  "interval_method",
];

async function writeTable(
  transaction: Transaction,
  release: number,
  dataset: { readonly id: number; readonly code: string; readonly codeLists: readonly ReadyCodeList[] },
  table: ReadyTable,
  place: number,
  known: Known,
  progress: (rows: number) => void,
): Promise<void> {
  const [id = 0] = await add(
    transaction,
    "published_table",
    ["release_id", "dataset_id", "code", "title", "policy", "row_count", "suppressed_count", "sha256", "position"],
    [[release, dataset.id, table.code, json(table.title), json(table.policy), table.rows, table.suppressed, table.sha256, place]],
  );
  const listOf = (code: string) => known.codeLists.get(`${dataset.code}.${code}`);
  await add(
    transaction,
    "dimension",
    ["table_id", "code", "title", "kind", "levels", "code_list_id", "position"],
    table.dimensions.map(({ code, levels }, position) => [
      id,
      code,
      json(dimensionTitles[code] ?? dataset.codeLists.find((list) => list.code === code)?.title ?? { en: code }),
      dimensionKind(code),
      levels,
      listOf(code) ?? null,
      position,
    ]),
  );
  const groupings = await add(
    transaction,
    "grouping",
    ["table_id", "levels", "cell_count", "suppressed_count", "position"],
    table.groupings.map(({ levels, cells, suppressed }, position) => [id, levels, cells, suppressed, position]),
  );
  const measures = table.measures.map(({ code }) => idOf(known.measures, code));
  await transaction.copy(
    "table_measure",
    ["table_id", "measure_id", "position"],
    measures.map((measure, position) => copyLine([id, measure, position])),
  );
  const codes = new Set<string>();
  for (const { period } of table.observations()) codes.add(period);
  const periods = await writePeriods(transaction, codes);
  const ids = { table: id, groupings, measures, areas: known.areas, periods };
  const line = (observation: Observation, seq: number) => observationLine(ids, observation, seq);
  await transaction.copy("observation", observationColumns, linesOf(table.observations(), line, progress));
}

/** An observation as COPY takes it. @param seq Its place in its table, from 1. */
export const observationLine = (
  { table, groupings, measures, areas, periods }: ObservationIds,
  observation: Observation,
  seq: number,
): string =>
  copyLine([
    table,
    seq,
    groupings[observation.grouping] ?? 0,
    measures[observation.measure] ?? 0,
    idOf(areas, observation.area),
    idOf(periods, observation.period),
    observation.codes,
    observation.value,
    observation.status,
    observation.flags,
    observation.numerator,
    observation.denominator,
    observation.n,
    observation.nEffective,
    observation.interval?.lower ?? null,
    observation.interval?.upper ?? null,
    observation.interval?.level ?? null,
    observation.interval?.method ?? null,
  ]);

function* linesOf(
  observations: Iterable<Observation>,
  line: (observation: Observation, seq: number) => string,
  progress: (rows: number) => void,
): Generator<string> {
  let seq = 0;
  for (const observation of observations) {
    seq += 1;
    if (seq % 10_000 === 0) progress(seq);
    yield line(observation, seq);
  }
}

async function writeDatasets(
  transaction: Transaction,
  release: number,
  content: ReleaseContent,
  areas: ReadonlyMap<string, number>,
  progress: (what: string) => void,
): Promise<void> {
  const measures = byCode(
    content.measures.map(({ code }) => code),
    await add(
      transaction,
      "measure",
      ["release_id", "code", "title", "short_title", "description", "kind", "unit", "direction", "decimals", "method"],
      content.measures.map((measure) => [
        release,
        measure.code,
        json(measure.title),
        measure.shortTitle === undefined ? null : json(measure.shortTitle),
        json(measure.description),
        measure.kind,
        json(measure.unit),
        measure.higherIs,
        measure.decimals,
        json(measure.method),
      ]),
    ),
  );
  let place = 0;
  for (const [position, dataset] of content.datasets.entries()) {
    const { source, tables, coverage } = dataset;
    const codeLists = new Map<string, number>();
    for (const list of dataset.codeLists) {
      const name = `${dataset.code}.${list.code}`;
      const [listId = 0] = await add(transaction, "code_list", ["release_id", "code", "title"], [[release, name, json(list.title)]]);
      codeLists.set(name, listId);
      const codes = [...list.codes.values()];
      const codeId = byCode(
        codes.map(({ code }) => code),
        await takeIds(transaction, "code", codes.length),
      );
      await transaction.copy(
        "code",
        ["id", "code_list_id", "code", "level", "label", "parent_id", "position"],
        codes.map(({ code, level, label, parent }, at) =>
          copyLine([idOf(codeId, code), listId, code, level, json(label), parent === undefined ? null : idOf(codeId, parent), at]),
        ),
      );
    }
    const [id = 0] = await add(
      transaction,
      "dataset",
      ["release_id", "code", "title", "description", "theme", "coverage_from", "coverage_to", "source", "position"],
      [
        [
          ...[release, dataset.code, json(dataset.title), json(dataset.description), dataset.theme],
          ...[coverage.from, coverage.to, json(source), position],
        ],
      ],
    );
    if (dataset.survey !== null) await writeSurvey(transaction, release, id, dataset.survey);
    for (const table of tables) {
      const told = (rows: number) => progress(`writing ${table.code}, ${rows} of ${table.rows} rows`);
      told(0);
      await writeTable(
        transaction,
        release,
        { id, code: dataset.code, codeLists: dataset.codeLists },
        table,
        place++,
        { areas, measures, codeLists },
        told,
      );
    }
  }
}

/** Writes what a survey asked and how, beside its figures. */
async function writeSurvey(transaction: Transaction, release: number, dataset: number, survey: ReadySurvey): Promise<void> {
  const own = ["release_id", "dataset_id", "code"];
  const ids = async (
    table: string,
    columns: readonly string[],
    rows: readonly { readonly code: string; readonly values: readonly Value[] }[],
  ) =>
    byCode(
      rows.map(({ code }) => code),
      await add(
        transaction,
        table,
        [...own, ...columns, "position"],
        rows.map(({ code, values }, position) => [release, dataset, code, ...values, position]),
      ),
    );
  const constructs = await ids(
    "survey_construct",
    ["kind", "title", "description"],
    survey.constructs.map(({ code, kind, title, description }) => ({ code, values: [kind, json(title), json(description)] })),
  );
  const items = await ids(
    "survey_item",
    ["construct_id", "title", "base"],
    survey.items.map(({ code, construct, title, base }) => ({
      code,
      values: [construct === null ? null : idOf(constructs, construct), json(title), json(base)],
    })),
  );
  const instruments = await ids(
    "survey_instrument",
    ["title", "permission"],
    survey.instruments.map(({ code, title, permission }) => ({ code, values: [json(title), json(permission)] })),
  );
  await transaction.copy(
    "survey_wording",
    ["item_id", "instrument_id", "wording", "scale", "reversed", "series", "change", "position"],
    survey.instruments.flatMap(({ code, wordings }) =>
      wordings.map(({ item, wording, scale, reversed, series, change }, position) =>
        copyLine([
          ...[idOf(items, item), idOf(instruments, code), json(wording), json(scale)],
          ...[reversed ? "t" : "f", series, change === null ? null : json(change), position],
        ]),
      ),
    ),
  );
  const periods = await writePeriods(transaction, new Set(survey.waves.map(({ period }) => period)));
  await ids(
    "survey_wave",
    ["instrument_id", "period_id", "title", "field_from", "field_to", "sample_design", "series", "method", "weighting", "reliability"],
    survey.waves.map(({ code, instrument, period, title, field, sampleDesign, series, method, weighting, reliability }) => ({
      code,
      values: [
        ...[idOf(instruments, instrument), idOf(periods, period), json(title), field.from, field.to, sampleDesign, series],
        ...[json(method), json(weighting), json(reliability)],
      ],
    })),
  );
}

const chargeColumns = [
  ...["release_id", "dataset", "measure", "grouping", "period", "first_day", "last_day"],
  ...["unit", "rho_billionths", "budget_billionths", "variance_numerator", "variance_denominator"],
];

/** Enters into the ledger what noise the release carries that is not in it yet. The store refuses what its budget does not allow. */
async function writeCharges(transaction: Transaction, release: number, content: ReleaseContent): Promise<void> {
  const drawings = content.datasets.flatMap((dataset) => dataset.drawings);
  if (drawings.length === 0) return;
  const name = (...parts: readonly unknown[]) => JSON.stringify(parts.map(String));
  const rows = await transaction.query('SELECT dataset, measure, "grouping", period FROM privacy_charge');
  const known = new Set(rows.map((row) => name(row.dataset, row.measure, row.grouping, row.period)));
  const added = drawings.filter(({ dataset, measure, grouping, period }) => !known.has(name(dataset, measure, grouping, period)));
  await add(
    transaction,
    "privacy_charge",
    chargeColumns,
    added.map((drawing) => [
      ...[release, drawing.dataset, drawing.measure, drawing.grouping, drawing.period, drawing.firstDay, drawing.lastDay, drawing.unit],
      ...[String(drawing.rhoBillionths), String(drawing.budgetBillionths), drawing.variance.numerator, drawing.variance.denominator],
    ]),
  );
}

/** Writes what a release says of earlier ones, and reads it back. */
async function writeNotices(transaction: Transaction, release: number, { notices, manifest }: ReleaseContent): Promise<void> {
  if (notices.length === 0) return;
  await add(
    transaction,
    "correction",
    ["release_id", "affected_version", "kind", "what", "why", "impact", "noticed_on"],
    notices.map(({ affects, class: kind, what, why, impact, noticed_on: noticedOn }) => [
      ...[release, affects, kind, json(what), json(why), json(impact), noticedOn],
    ]),
  );
  if (noticesSha256(await storedNotices(transaction, release)) !== manifest.noticesSha256)
    throw storeDiffers("what the release says of earlier ones");
}

/** The instant of a release as ISO 8601: the two drivers give dates differently. */
const publishedAtIso = `to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS published_at`;

/** The store's releases, oldest first. */
export async function releasesOf(store: Queryable): Promise<readonly KnownRelease[]> {
  const rows = await store.query(`SELECT version, sha256, ${publishedAtIso} FROM release ORDER BY id`);
  return rows.map(({ version, sha256, published_at: publishedAt }) => ({
    version: String(version),
    sha256: String(sha256),
    publishedAt: String(publishedAt),
  }));
}

/** The manifest of the store's latest release, where there is one. */
export async function latestManifest(store: Queryable): Promise<ReleaseManifest | undefined> {
  const [latest] = await store.query("SELECT manifest::text AS manifest FROM release ORDER BY id DESC LIMIT 1");
  return latest === undefined ? undefined : releaseManifest.parse(JSON.parse(String(latest.manifest)));
}

/** PostgreSQL's code for a lock that was not given in time. */
const lockNotAvailable = "55P03";

/** What writing a release needs to know and does besides. */
export interface WriteEffects {
  /** The latest release that the content was checked against. */
  readonly latest: string | undefined;
  /** Called before anything is written, where something will be. */
  readonly keep: () => void;
  /** The head of the steward's log, which the store notes; null where nobody keeps one. */
  readonly head: LogHead | null;
  /** Signs the release once its number is known. */
  readonly sign: (statement: Statement) => Signature;
  /** Waited for when all is written and nothing can be seen yet. */
  readonly beforeSeal?: (() => Promise<void>) | undefined;
  /** Whether it is a draft to be looked at, which is written even where nothing changed. No public store takes its version. */
  readonly draft?: boolean;
  readonly now: () => Date;
  readonly progress: (what: string) => void;
}

/** One publication at a time: waits a little for another that is being written. */
async function beginPublication(transaction: Transaction): Promise<void> {
  try {
    await transaction.query("SELECT begin_publication()");
  } catch (error) {
    if ((error as { code?: string }).code !== lockNotAvailable) throw error;
    const told = "Another release is being written at this moment. Run the command again when it is published.";
    throw new PipelineError("RELEASE_MEANWHILE", told, { cause: error });
  }
}

/**
 * Writes a release in one transaction: all of it, or on any error nothing. The row of the release is written last and seals it.
 * Where the latest release already holds exactly this content, nothing is written.
 * @throws {PipelineError} `RELEASE_MEANWHILE` where another release was published since the content was checked.
 */
export async function writeRelease(
  database: Database,
  content: ReleaseContent,
  { latest: known, keep, head, sign, beforeSeal, draft = false, now, progress }: WriteEffects,
): Promise<Published> {
  return database.transaction(async (transaction) => {
    await beginPublication(transaction);
    const [latest] = await transaction.query(`SELECT version, sha256, manifest, ${publishedAtIso} FROM release ORDER BY id DESC LIMIT 1`);
    if (latest?.version !== known) {
      throw new PipelineError("RELEASE_MEANWHILE", "Another release was published while this one was being made. Run the command again.");
    }
    let version = "1.0.0";
    if (latest !== undefined) {
      const change = changeBetween(releaseManifest.parse(latest.manifest), content.manifest);
      if (change === "none" && !draft)
        return { version: String(latest.version), sha256: String(latest.sha256), publishedAt: String(latest.published_at), isNew: false };
      version = nextVersion(String(latest.version), change === "none" ? "patch" : change);
    }
    if (draft) version = draftVersion(version);
    keep();
    const [release = 0] = await takeIds(transaction, "release", 1);
    await add(
      transaction,
      "agency",
      ["release_id", "code", "name", "contact"],
      content.agencies.map(({ code, name, contact }) => [release, code, json(name), contact ?? null]),
    );
    const areas = await writeGeography(transaction, release, content);
    await writeDatasets(transaction, release, content, areas, progress);
    for (const { kind, records } of content.records) {
      progress(`writing ${kind}`);
      await add(
        transaction,
        "public_record",
        ["release_id", "kind", "code", "areas", "given", "position"],
        records.map(({ code, areas: named, values }, position) => [release, kind, code, named, json(values), position]),
      );
    }
    await writeCharges(transaction, release, content);
    await writeNotices(transaction, release, content);
    for (const records of content.records) await readRecordsBack(transaction, release, records);
    for (const table of content.datasets.flatMap(({ tables }) => tables)) {
      progress(`reading ${table.code} back`);
      await readBack(transaction, release, table);
    }
    progress("sealing the release");
    if (head !== null) await writeLogHead(transaction, release, head);
    await beforeSeal?.();
    const publishedAt = now().toISOString();
    const certificate = {
      ...content.certificate,
      signature: sign({ hub: content.hub.code, version, publishedAt, sha256: content.sha256 }),
    };
    await transaction.query(
      "INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256) VALUES ($1, $2, $3::timestamptz, $4::jsonb, $5::jsonb, $6::jsonb, $7)",
      [release, version, publishedAt, json(content.hub), json(content.manifest), json(certificate), content.sha256],
    );
    return { version, sha256: content.sha256, publishedAt, isNew: true };
  });
}
