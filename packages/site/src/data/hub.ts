import type { FrozenManifest } from "@openbeat/schema/domain";
import type { Geometry } from "geojson";
import type { AreasQuery, ReleaseQuery, ReleasesQuery, TableQuery } from "../generated/graphql.ts";
import { type Kept, keptReleases } from "../permanence/kept.ts";
import { areasQuery, releaseQuery, releasesQuery } from "../queries/release.ts";
import { tableQuery } from "../queries/table.ts";
import { type Answer, readAnswers } from "./answers.ts";
import { type Ask, type HubSource, withHub } from "./ask.ts";
import { type ChangedFigures, type Changes, noFigures, readChanges } from "./changes.ts";
import { type Intervals, readIntervals } from "./intervals.ts";
import { type Records, readRecordSets, readRecords } from "./records.ts";
import type { Row } from "./row.ts";
import { readSurveys, type Survey } from "./surveys.ts";
import { tableRows } from "./table-rows.ts";
import { wholeList } from "./whole-list.ts";
import { readWithdrawals, type Withdrawal } from "./withdrawals.ts";

export type ReleaseContent = NonNullable<ReleaseQuery["release"]>;
export type ReleaseNote = ReleasesQuery["releases"]["nodes"][number];
export type Dataset = ReleaseContent["datasets"][number];
export type Measure = ReleaseContent["measures"][number];
export type Level = ReleaseContent["levels"][number];
export type CodeList = ReleaseContent["codeLists"][number];
type AreaNode = NonNullable<AreasQuery["release"]>["areas"]["nodes"][number];
type TableNode = ReleaseContent["tables"][number];

/** A place, with what lies around it. */
export interface Area extends Omit<AreaNode, "boundary" | "level" | "parent"> {
  readonly level: string;
  readonly parent: string | null;
  readonly children: readonly string[];
  readonly boundary: Geometry | null;
}

/** A combination of levels of a published table, with its cells. */
export interface Cube {
  readonly areaLevel: string;
  readonly grain: "month" | "quarter" | "year" | "rolling_year";
  /** The level of each category dimension. */
  readonly levels: readonly string[];
  readonly by: readonly string[];
  readonly rows: readonly Row[];
}

/** A published table, with its cells. */
export interface PublishedTable extends Omit<TableNode, "dataset" | "measures" | "groupings"> {
  readonly dataset: string;
  readonly measures: readonly string[];
  readonly cubes: readonly Cube[];
}

/** What a release says of itself and of the one before it, in one language, without its cells. */
export interface ToldRelease extends ReleaseContent {
  readonly language: string;
  /** Nothing for the first release. */
  readonly changes: Changes | null;
  /**
   * They quote an older release: none where one of the two was withdrawn, and never on a page that is frozen, which
   * could not forget them.
   */
  readonly changedFigures: ChangedFigures;
}

/** All that a release says, in one language. */
export interface Hub extends Omit<ReleaseContent, "tables"> {
  /** Nothing for the first release. */
  readonly changes: Changes | null;
  readonly language: string;
  readonly areas: ReadonlyMap<string, Area>;
  readonly tables: readonly PublishedTable[];
  readonly surveys: readonly Survey[];
  readonly records: Records;
  /** How the interval of a figure is computed, by its dataset and measure; none for a measure without. */
  readonly intervals: Intervals;
}

/** What the site is built from: every release, newest first, and the hub as it was then, in each of its languages. */
export interface SiteData {
  readonly releases: readonly ReleaseNote[];
  /** By version, the hub's own language first: the latest, and every other one that has to be rendered or compared with. */
  readonly hubs: ReadonlyMap<string, readonly Hub[]>;
  /** By version, every release in each of its languages, the hub's own first. */
  readonly told: ReadonlyMap<string, readonly ToldRelease[]>;
  /** Releases that an earlier site has, and that are not rendered again. */
  readonly kept: Kept;
  readonly withdrawals: readonly Withdrawal[];
  /** The examples of the API, with what it answers about the latest release. */
  readonly answers: readonly Answer[];
}

// Each release that is told of is opened: the API allows few of them in one question.
const releasesPerPage = 25;
const areasPerPage = 500;
const rowsPerPage = 10_000;

async function readReleases(ask: Ask): Promise<readonly ReleaseNote[]> {
  const notes: ReleaseNote[] = [];
  let after: string | null | undefined = null;
  do {
    const { releases }: ReleasesQuery = await ask(releasesQuery, { first: releasesPerPage, after });
    notes.push(...releases.nodes);
    after = releases.pageInfo.hasNextPage ? releases.pageInfo.endCursor : null;
  } while (after != null);
  return notes;
}

async function readAreas(ask: Ask, version: string, language: string): Promise<ReadonlyMap<string, Area>> {
  const nodes: readonly AreaNode[] = await wholeList(
    async (after) => (await ask(areasQuery, { version, language, first: areasPerPage, after })).release?.areas,
  );
  const children = Map.groupBy(nodes, ({ parent }) => parent?.code ?? "");
  return new Map(
    nodes.map((node) => [
      node.code,
      {
        ...node,
        level: node.level.code,
        parent: node.parent?.code ?? null,
        children: (children.get(node.code) ?? []).map(({ code }) => code),
        boundary: (node.boundary ?? null) as Geometry | null,
      },
    ]),
  );
}

/** The dimension and the level that an entry of `by` names: `area.district`. */
const levelOf = (entry: string): readonly [string, string] => {
  const [dimension = "", ...level] = entry.split(".");
  return [dimension, level.join(".")];
};

async function readCube(ask: Ask, version: string, table: TableNode, grouping: TableNode["groupings"][number]): Promise<Cube> {
  const by = [...grouping.by];
  const levels = new Map(by.map(levelOf));
  const place = (kind: string) => by.findIndex((entry) => table.dimensions.find(({ code }) => code === levelOf(entry)[0])?.kind === kind);
  const [areaAt, periodAt] = [place("GEOGRAPHY"), place("TIME")];
  const rows: Row[] = [];
  let after: string | null | undefined = null;
  do {
    const answer: TableQuery = await ask(tableQuery, {
      version,
      dataset: table.dataset.code,
      measures: [...grouping.measures],
      by,
      table: table.code,
      limit: rowsPerPage,
      after,
    });
    const page = answer.release?.dataset?.table;
    if (page === undefined) throw new Error(`The dataset ${table.dataset.code} gave no table.`);
    rows.push(...tableRows(page, areaAt, periodAt));
    after = page.truncated ? page.endCursor : null;
  } while (after != null);
  return {
    areaLevel: levelOf(by[areaAt] ?? "")[1],
    grain: levelOf(by[periodAt] ?? "")[1] as Cube["grain"],
    levels: table.dimensions.flatMap(({ code, kind }) => (kind === "CATEGORY" ? [levels.get(code) ?? ""] : [])),
    by,
    rows,
  };
}

/** Areas: those that are part of no other first, else in the order of the list. */
const widestFirst = (areas: ReadonlyMap<string, Area>): ReadonlyMap<string, Area> =>
  new Map([...areas].toSorted(([, a], [, b]) => Number(a.parent !== null) - Number(b.parent !== null)));

async function readRelease(ask: Ask, version: string, language: string): Promise<ReleaseContent> {
  const { release } = await ask(releaseQuery, { version, language });
  if (release == null) throw new Error(`There is no release ${version}.`);
  return release;
}

async function readTold(
  ask: Ask,
  { version, supersedes }: ReleaseNote,
  known: readonly string[],
  withdrawn: ReadonlySet<string>,
): Promise<readonly ToldRelease[]> {
  const since = supersedes?.version;
  const { hub } = await readRelease(ask, version, "en");
  const [own = "en"] = hub.languages;
  // A language that the hub's own texts are not in yet can be asked for: its pages tell them in the hub's language.
  const asked = process.env.OPENBEAT_SITE_LANGUAGES?.split(",").map((language) => language.trim());
  if (asked?.some((language) => language !== own && !known.includes(language)))
    throw new Error(`OPENBEAT_SITE_LANGUAGES names a language that the site has no words in. It has: ${known.join(", ")}.`);
  const wanted = asked ?? hub.languages;
  const spoken = [own, ...wanted.filter((language) => language !== own && known.includes(language))];
  const told: ToldRelease[] = [];
  for (const language of spoken) {
    const content = await readRelease(ask, version, language);
    const { changes, figures } =
      since === undefined ? { changes: null, figures: noFigures } : await readChanges(ask, version, since, language);
    const isQuotable = !withdrawn.has(version) && (since === undefined || !withdrawn.has(since));
    told.push({ ...content, language, changes, changedFigures: isQuotable ? figures : noFigures });
  }
  return told;
}

async function readHubs(ask: Ask, told: readonly ToldRelease[]): Promise<readonly Hub[]> {
  const [own] = told;
  if (own === undefined) return [];
  const { version } = own;
  const cubes = new Map<string, readonly Cube[]>();
  for (const table of own.tables) {
    const found: Cube[] = [];
    for (const grouping of table.groupings) found.push(await readCube(ask, version, table, grouping));
    cubes.set(table.code, found);
  }
  const intervals = await readIntervals(ask, version, own.tables, cubes);
  const recordSets = await readRecordSets(ask, version);
  const hubs: Hub[] = [];
  for (const { tables: nodes, changedFigures: _, ...content } of told) {
    const { language } = content;
    const areas = await readAreas(ask, version, language);
    const tables = nodes.map(({ dataset, measures, groupings, ...table }) => ({
      ...table,
      dataset: dataset.code,
      measures: measures.map(({ code }) => code),
      cubes: cubes.get(table.code) ?? [],
    }));
    hubs.push({
      ...content,
      areas,
      tables,
      surveys: await readSurveys({ ask, version, language, tables, areas: widestFirst(areas) }),
      records: await readRecords(ask, version, language, recordSets),
      intervals,
    });
  }
  return hubs;
}

/** Whether nothing is told any more of a release that an earlier site has. Reports are compared over all releases that have them. */
const isOnlyKept = (manifest: FrozenManifest | undefined): boolean =>
  manifest !== undefined && !Object.keys(manifest.files).some((file) => file.startsWith(`r/${manifest.release}/reports/`));

/**
 * Reads everything the site shows, in bulk: a handful of questions for each table and none for a page.
 * @param source Where to ask. @param languages Languages that the site has words in.
 * @param keep The folder of an earlier site: releases that stand there are not rendered again.
 */
export function readSite(source: HubSource, languages: readonly string[], keep: string | undefined): Promise<SiteData> {
  return withHub(source, async (ask) => {
    const releases = await readReleases(ask);
    const [latest] = releases;
    if (latest === undefined) throw new Error("The hub holds no release yet. Publish one first: openbeat publish HUB.");
    const withdrawals = await readWithdrawals(ask, releases, languages);
    const withdrawn = new Set(withdrawals.map(({ version }) => version));
    const kept = keptReleases(keep, releases, withdrawn);
    const told = new Map<string, readonly ToldRelease[]>();
    const hubs = new Map<string, readonly Hub[]>();
    for (const note of releases) {
      const { version } = note;
      const own = await readTold(ask, note, languages, withdrawn);
      told.set(version, own);
      if (withdrawn.has(version) || (version !== latest.version && isOnlyKept(kept.get(version)))) continue;
      hubs.set(version, await readHubs(ask, own));
    }
    const answers = await readAnswers(ask, withdrawn.size > 0);
    const after = await readReleases(ask);
    if (after[0]?.sha256 !== latest.sha256) throw new Error("A release was published while the site was read. Build again.");
    return { releases, hubs, told, kept, withdrawals, answers };
  });
}
