import { type Database, uncancellable } from "@openbeat/database";
import type { Area, Dataset, Period, Population } from "@openbeat/database/client";
import type { SurveyMeasure } from "../domain/index.ts";
import { QueryError } from "../errors.ts";
import { type Catalogue, type CatalogueTable, catalogueOf, readCatalogue } from "./catalogue.ts";
import { readCellKey } from "./cell-key.ts";
import { type CellPage, countCells, type Extent, type Run, readCells, readExtent, readPeriods } from "./cells.ts";
import { type ChangePage, countChanges, type PlacedCell, readChanges } from "./changes.ts";
import { didYouMean, quoted } from "./did-you-mean.ts";
import { editionOf, readEdition } from "./edition.ts";
import { gather } from "./gather.ts";
import { readOrderedCells } from "./ordered-cells.ts";
import { areasAt, type Outline, readOutlines } from "./outlines.ts";
import { readRecords, type StoredRecords } from "./records.ts";
import { type ReleaseRow, readReleases } from "./releases.ts";
import { type CellQuestion, type Selection, select } from "./selection.ts";
import { type FoundPair, findPairs, type PairQuestion } from "./survey-comparison.ts";
import {
  countEstimates,
  type EstimateAddress,
  type EstimatePage,
  type EstimateSelection,
  type FoundEstimate,
  readEstimates,
  readEstimatesAt,
} from "./survey-estimates.ts";
import { firstShown, poolsOf } from "./survey-pool.ts";
import { readSurveys, type Survey } from "./surveys.ts";

/** How many releases are kept in memory: the latest, and those that are asked for. */
const mostCatalogues = 8;
/** Of how many releases the outlines and residents of areas are kept: they are large. */
const mostReferences = 2;
const mostExtents = 5000;

const isTimeout = (code: unknown) => code === "57014";
const isUnavailable = (code: unknown) =>
  typeof code === "string" && /^(08|53|57P0|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1002|P1008|P1017|P2024|DATABASE_BEHIND)/.test(code);

/** The codes that an error and its causes carry: Prisma and the driver say theirs in different places. */
function* codesOf(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 6; depth++) {
    const { code, originalCode, meta, cause } = at as { code?: unknown; originalCode?: unknown; meta?: unknown; cause?: unknown };
    yield code;
    yield originalCode;
    at =
      cause ??
      (typeof meta === "object" && meta !== null
        ? ((meta as { driverAdapterError?: unknown }).driverAdapterError ?? undefined)
        : undefined);
  }
}

/** Tells a database that is slow or gone from a bug. */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof QueryError) return error;
  const codes = [...codesOf(error)];
  if (codes.some(isTimeout)) {
    return new QueryError(
      "TIMEOUT",
      "The question took too long and was stopped.",
      { hint: "Ask for fewer measures, periods or areas, or for a smaller page." },
      { cause: error },
    );
  }
  const said = error instanceof Error ? error.message : "";
  if (codes.some(isUnavailable) || /timeout exceeded when trying to connect|Connection terminated|terminating connection/.test(said)) {
    return new QueryError(
      "DATABASE_UNAVAILABLE",
      "The database does not answer at the moment.",
      { hint: "Try again shortly." },
      { cause: error },
    );
  }
  return error;
}

/** Everything there is to read, as the reader. Releases never change, so what was read of one is kept. */
export class Store {
  readonly database: Database;
  readonly #releases = new Map<string, Promise<readonly ReleaseRow[]>>();
  readonly #catalogues = new Map<number, Promise<Catalogue>>();
  readonly #outlines = new Map<number, Promise<ReadonlyMap<number, Outline>>>();
  readonly #populations = new Map<number, Promise<ReadonlyMap<number, readonly Population[]>>>();
  readonly #records = new Map<number, Promise<StoredRecords>>();
  readonly #surveys = new Map<number, Promise<readonly Survey[]>>();
  readonly #gathered = new WeakMap<Survey, (addresses: readonly EstimateAddress[]) => Promise<readonly (FoundEstimate | undefined)[]>>();
  readonly #extents = new Map<string, Promise<Extent>>();
  #reading: Promise<unknown> = Promise.resolve();
  /** The last edition, and when it was asked for. */
  #seen: { readonly edition: string; readonly at: number } | undefined;
  readonly #periods = new Map<string, Promise<readonly number[]>>();

  constructor(database: Database) {
    this.database = database;
  }

  async #guard<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      throw databaseProblem(error);
    }
  }

  readonly #run: Run = (sql, parameters) => this.#guard(this.database.query(sql, parameters));

  /** Keeps a promise under a key, dropping the oldest beyond the limit and whatever failed. */
  #keep<Key, Value>(map: Map<Key, Promise<Value>>, most: number, key: Key, make: () => Promise<Value>): Promise<Value> {
    const kept = map.get(key);
    if (kept !== undefined) {
      map.delete(key);
      map.set(key, kept);
      return kept;
    }
    const made = uncancellable(make);
    map.set(key, made);
    made.catch(() => map.delete(key));
    for (const oldest of map.keys()) {
      if (map.size <= most) break;
      map.delete(oldest);
    }
    return made;
  }

  /** Whether the database answers. */
  async ready(): Promise<boolean> {
    try {
      await this.database.query("SELECT 1");
      return true;
    } catch {
      return false;
    }
  }

  /** Which releases there are (see `editionOf`). */
  async edition(): Promise<string> {
    const at = performance.now();
    const edition = await readEdition(this.#run);
    if (this.#seen === undefined || at > this.#seen.at) this.#seen = { edition, at };
    return edition;
  }

  /**
   * Every release, newest first: read again whenever one was added. From then on nothing is read from a server that lacks one of them.
   * @param age How old the list may be, in milliseconds.
   */
  async releases(age = 0): Promise<readonly ReleaseRow[]> {
    const seen = this.#seen;
    const edition = seen !== undefined && performance.now() - seen.at < age ? seen.edition : await this.edition();
    return this.#keep(this.#releases, 1, edition, async () => {
      const releases = await this.#guard(readReleases(this.database));
      const newest = releases.reduce<ReleaseRow | undefined>(
        (last, one) => (last === undefined || one.id > last.id ? one : last),
        undefined,
      );
      if (newest !== undefined) this.database.keepUpWith(newest);
      // A release came in between, or another server answered: the list is good for this once.
      if (editionOf(releases) !== edition) this.#releases.delete(edition);
      return releases;
    });
  }

  catalogue(release: ReleaseRow): Promise<Catalogue> {
    return this.#keep(this.#catalogues, mostCatalogues, release.id, () => {
      // One after the other, so that who opens many releases does not take the whole database for it.
      const read = this.#reading.then(() => this.#guard(readCatalogue(this.database, release)));
      this.#reading = read.catch(() => undefined);
      return read;
    });
  }

  /** Ids of the releases that mend something of a version. */
  async releasesCorrecting(affectedVersion: string): Promise<ReadonlySet<number>> {
    const rows = await this.#run("SELECT DISTINCT release_id FROM correction WHERE affected_version = $1", [affectedVersion]);
    return new Set(rows.map(({ release_id }) => Number(release_id)));
  }

  /** The surveys of a release: read once, and kept as catalogues are. */
  surveys(catalogue: Catalogue): Promise<readonly Survey[]> {
    return this.#keep(this.#surveys, mostCatalogues, catalogue.release.id, () => this.#guard(readSurveys(this.database, catalogue)));
  }

  /** The curated public records of a release: read once, and kept as catalogues are. */
  records(catalogue: Catalogue): Promise<StoredRecords> {
    return this.#keep(this.#records, mostCatalogues, catalogue.release.id, () => this.#guard(readRecords(this.database, catalogue)));
  }

  /** Reads a page of a survey's estimates. @throws {QueryError} */
  estimates(
    selection: EstimateSelection,
    page: { readonly first: number; readonly after?: string | null | undefined },
  ): Promise<EstimatePage> {
    return readEstimates(this.#run, selection, page);
  }

  countEstimates(selection: EstimateSelection): Promise<number> {
    return countEstimates(this.#run, selection);
  }

  /** Reads estimates one by one: `undefined` where there is no such cell. What is asked for in the same moment is read together. */
  estimatesAt(survey: Survey, addresses: readonly EstimateAddress[]): Promise<readonly (FoundEstimate | undefined)[]> {
    const found =
      this.#gathered.get(survey) ??
      gather((all: readonly EstimateAddress[]) => uncancellable(() => readEstimatesAt(this.#run, survey, all)));
    this.#gathered.set(survey, found);
    return found(addresses);
  }

  /** The smallest published pool that shows what a hidden estimate cannot; `undefined` where it is shown, or no pool is. */
  async poolOf(estimate: FoundEstimate): Promise<FoundEstimate | undefined> {
    const pools = poolsOf(estimate);
    return pools.length === 0 ? undefined : firstShown(await this.estimatesAt(estimate.survey, pools));
  }

  /** Finds the estimates that pairs name, with what is known of how they hang together. @throws {QueryError} */
  pairs(survey: Survey, pairs: readonly PairQuestion[], measure: SurveyMeasure | null | undefined): Promise<readonly FoundPair[]> {
    return findPairs(survey, pairs, measure, (addresses) => this.estimatesAt(survey, addresses));
  }

  #periodsAt = (table: CatalogueTable, grain: string): Promise<readonly number[]> =>
    this.#keep(this.#periods, mostExtents, `${table.row.id} ${grain}`, () => readPeriods(this.#run, table, grain));

  /** The periods that tables of one release hold at a grain, in order. */
  async periodsOf(tables: readonly CatalogueTable[], grain: string): Promise<readonly Period[]> {
    const ids = new Set((await Promise.all(tables.map((table) => this.#periodsAt(table, grain)))).flat());
    return tables[0] === undefined ? [] : catalogueOf(tables[0]).periods.filter(({ id }) => ids.has(id));
  }

  /** Understands a question to a dataset. @throws {QueryError} */
  select(dataset: Dataset, question: CellQuestion): Promise<Selection> {
    return select(dataset, question, async (table, grain) => (await this.#periodsAt(table, grain)).length);
  }

  #extent(selection: Selection): Promise<Extent> {
    const key = `${selection.grouping.id} ${selection.measures.map(({ id }) => id).join()}`;
    return this.#keep(this.#extents, mostExtents, key, () => readExtent(this.#run, selection));
  }

  /** Reads a page of cells. @throws {QueryError} */
  async cells(selection: Selection, page: { readonly first: number; readonly after?: string | null | undefined }): Promise<CellPage> {
    const read = selection.orderBy === "PUBLISHED" ? readCells : readOrderedCells;
    return read(this.#run, selection, await this.#extent(selection), page);
  }

  #readOutlines(catalogue: Catalogue): Promise<ReadonlyMap<number, Outline>> {
    return this.#keep(this.#outlines, mostReferences, catalogue.release.id, () => readOutlines(this.#run, catalogue));
  }

  /** The areas that hold a place. */
  async areasAt(catalogue: Catalogue, latitude: number, longitude: number): Promise<readonly Area[]> {
    return areasAt(await this.#readOutlines(catalogue), latitude, longitude);
  }

  /** The outline of an area as GeoJSON, or null. */
  async outlineOf(area: Area): Promise<unknown> {
    return (await this.#readOutlines(catalogueOf(area))).get(area.id)?.geojson ?? null;
  }

  /** The residents of an area, by year and group. All of a release are read at once: a map or a list asks for all. */
  async populationsOf(area: Area): Promise<readonly Population[]> {
    const { releaseId } = area;
    const all = await this.#keep(this.#populations, mostReferences, releaseId, async () => {
      const orderBy = [{ year: "asc" }, { group: "asc" }] as const;
      const rows = await this.#guard(this.database.prisma.population.findMany({ where: { releaseId }, orderBy: [...orderBy] }));
      return Map.groupBy(rows, ({ areaId }) => areaId);
    });
    return all.get(area.id) ?? [];
  }

  /** The cell of a key, in one release. @throws {QueryError} Where that release does not hold it. */
  async cellOfKey(catalogue: Catalogue, key: string): Promise<PlacedCell | undefined> {
    const { dataset, question } = readCellKey(key);
    const selection = await this.select(findDataset(catalogue, dataset), question);
    const { cells } = await this.cells(selection, { first: 1 });
    return cells[0] === undefined ? undefined : { selection, cell: cells[0] };
  }

  /** Reads a page of what changed from one release to another. @throws {QueryError} */
  changes(before: Catalogue, after: Catalogue, page: Parameters<typeof readChanges>[3]): Promise<ChangePage> {
    return readChanges(this.#run, before, after, page);
  }

  countChanges(before: Catalogue, after: Catalogue, dataset: string | null | undefined): Promise<number> {
    return countChanges(this.#run, before, after, dataset);
  }

  async countCells(selection: Selection): Promise<number> {
    return countCells(this.#run, selection, await this.#extent(selection));
  }
}

/** The release of a version, or the latest; `undefined` where nothing was published yet. @throws {QueryError} `RELEASE_NOT_FOUND` */
export function findRelease(releases: readonly ReleaseRow[], version?: string | null): ReleaseRow | undefined {
  if (version == null) return releases[0];
  const found = releases.find((release) => release.version === version);
  if (found !== undefined) return found;
  const available = releases.map((release) => release.version);
  throw new QueryError("RELEASE_NOT_FOUND", `There is no release ${quoted(version)}.`, {
    ...didYouMean(version, available),
    available: available.slice(0, 50),
  });
}

/** The dataset of a code. @throws {QueryError} `UNKNOWN_DATASET` */
export function findDataset(catalogue: Catalogue, code: string): Dataset {
  const found = catalogue.datasets.find((dataset) => dataset.code === code);
  if (found !== undefined) return found;
  throw new QueryError(
    "UNKNOWN_DATASET",
    `Release ${catalogue.release.version} has no dataset ${quoted(code)}.`,
    didYouMean(
      code,
      catalogue.datasets.map((dataset) => dataset.code),
    ),
  );
}

const stores = new WeakMap<Database, Store>();

/** The store on a database: one for all who ask, so that they share what is kept in memory. */
export function storeOf(database: Database): Store {
  const found = stores.get(database) ?? new Store(database);
  stores.set(database, found);
  return found;
}
