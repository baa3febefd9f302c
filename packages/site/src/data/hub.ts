import type { Geometry } from "geojson";
import type { AreasQuery, ChangesQuery, ReleaseQuery, ReleasesQuery, TableQuery } from "../generated/graphql.ts";
import { type Kept, keptReleases } from "../permanence/kept.ts";
import { changesQuery } from "../queries/changes.ts";
import { areasQuery, releaseQuery, releasesQuery } from "../queries/release.ts";
import { tableQuery } from "../queries/table.ts";
import { type Ask, type HubSource, withHub } from "./ask.ts";
import { type Records, readRecordSets, readRecords } from "./records.ts";
import type { Row } from "./row.ts";
import { readSurveys, type Survey } from "./surveys.ts";
import { tableRows } from "./table-rows.ts";
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

export type ChangeNode = NonNullable<ChangesQuery["release"]>["changes"]["nodes"][number];

/** What a release changed of the one before it. */
/** Figures that a release changed, with what they were. */
export interface ChangedFigures {
  /** The first of them, in the order of the release. */
  readonly first: readonly ChangeNode[];
  /** The largest changes of a figure, each measured by the figure before: the largest first. */
  readonly largest: readonly ChangeNode[];
}

export interface Changes {
  readonly since: string;
  /** Whether every change was counted: of very many, only the first are. */
  readonly isComplete: boolean;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly addedTables: readonly string[];
  readonly removedTables: readonly string[];
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
}

/** What the site is built from: every release, newest first, and the hub as it was then, in each of its languages. */
export interface SiteData {
  readonly releases: readonly ReleaseNote[];
  /** By version, the hub's own language first: the latest, and every other one that has to be rendered. */
  readonly hubs: ReadonlyMap<string, readonly Hub[]>;
  /** Releases that an earlier site has, and that are not rendered again. */
  readonly kept: Kept;
  readonly withdrawals: readonly Withdrawal[];
  /**
   * Figures of the latest release that are not what they were in the one before, by language. They quote an older
   * release: none where that one was withdrawn, and never on a page that is frozen, which could not forget them.
   */
  readonly changedFigures: ReadonlyMap<string, ChangedFigures>;
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
  const nodes: AreaNode[] = [];
  let after: string | null | undefined = null;
  do {
    const { release }: AreasQuery = await ask(areasQuery, { version, language, first: areasPerPage, after });
    nodes.push(...(release?.areas.nodes ?? []));
    after = release?.areas.pageInfo.hasNextPage ? release.areas.pageInfo.endCursor : null;
  } while (after != null);
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

const mostChanges = 10_000;
const changesPerPage = 500;
const mostExamples = 30;
const mostLargest = 5;

/** The size of a change of a figure, measured by the figure before; nothing where one of the two is not shown. */
function sizeOf({ kind, before, after }: ChangeNode): number | undefined {
  const [was, is] = [before?.estimate?.value, after?.estimate?.value];
  if (kind !== "CHANGED" || was == null || is == null || was === is) return undefined;
  return was === 0 ? Number.POSITIVE_INFINITY : Math.abs((is - was) / was);
}

/** The largest changes of figures, the largest first. */
export const largestChanges = (nodes: readonly ChangeNode[], most: number): readonly ChangeNode[] =>
  nodes
    .flatMap((node) => {
      const size = sizeOf(node);
      return size === undefined ? [] : [{ node, size }];
    })
    .toSorted((a, b) => (a.size === b.size ? 0 : b.size - a.size) || a.node.key.localeCompare(b.node.key, "en"))
    .slice(0, most)
    .map(({ node }) => node);

async function readChanges(
  ask: Ask,
  version: string,
  since: string,
  language: string,
): Promise<{ readonly changes: Changes; readonly figures: ChangedFigures }> {
  const nodes: ChangeNode[] = [];
  let after: string | null | undefined = null;
  for (;;) {
    const answer: ChangesQuery = await ask(changesQuery, { version, since, language, first: changesPerPage, after });
    const page: NonNullable<ChangesQuery["release"]>["changes"] | undefined = answer.release?.changes;
    if (page === undefined) throw new Error(`There is no release ${version}.`);
    nodes.push(...page.nodes);
    after = page.pageInfo.endCursor;
    const isComplete = !page.pageInfo.hasNextPage;
    if (!isComplete && nodes.length < mostChanges) continue;
    const told = nodes.slice(0, mostChanges);
    const count = (kind: ChangeNode["kind"]) => told.filter((node) => node.kind === kind).length;
    return {
      changes: {
        since,
        isComplete,
        added: count("ADDED"),
        removed: count("REMOVED"),
        changed: count("CHANGED"),
        addedTables: page.addedTables,
        removedTables: page.removedTables,
      },
      figures: {
        first: told.filter(({ kind }) => kind === "CHANGED").slice(0, mostExamples),
        largest: largestChanges(told, mostLargest),
      },
    };
  }
}

/** Codes of areas: those that are part of no other first, else in the order of the list. */
const widestFirst = (areas: readonly Area[]): readonly string[] =>
  areas.toSorted((a, b) => Number(a.parent !== null) - Number(b.parent !== null)).map(({ code }) => code);

interface ReadHub {
  readonly hub: Hub;
  readonly figures: ChangedFigures;
}

export const noFigures: ChangedFigures = { first: [], largest: [] };

async function readHubs(ask: Ask, version: string, since: string | undefined, known: readonly string[]): Promise<readonly ReadHub[]> {
  const read = async (language: string) => {
    const { release } = await ask(releaseQuery, { version, language });
    if (release == null) throw new Error(`There is no release ${version}.`);
    return release;
  };
  const first = await read("en");
  const cubes = new Map<string, readonly Cube[]>();
  for (const table of first.tables) {
    const own: Cube[] = [];
    for (const grouping of table.groupings) own.push(await readCube(ask, version, table, grouping));
    cubes.set(table.code, own);
  }
  const recordSets = await readRecordSets(ask, version);
  const [own = "en"] = first.hub.languages;
  // A language that the hub's own texts are not in yet can be asked for: its pages tell them in the hub's language.
  const wanted = process.env.OPENBEAT_SITE_LANGUAGES?.split(",") ?? first.hub.languages;
  const spoken = [own, ...wanted.filter((language) => language !== own && known.includes(language))];
  const hubs: ReadHub[] = [];
  for (const language of spoken) {
    const { tables: nodes, ...content } = await read(language);
    const areas = await readAreas(ask, version, language);
    const tables = nodes.map(({ dataset, measures, groupings, ...table }) => ({
      ...table,
      dataset: dataset.code,
      measures: measures.map(({ code }) => code),
      cubes: cubes.get(table.code) ?? [],
    }));
    const { changes, figures } =
      since === undefined ? { changes: null, figures: noFigures } : await readChanges(ask, version, since, language);
    const hub: Hub = {
      ...content,
      language,
      changes,
      areas,
      tables,
      surveys: await readSurveys({ ask, version, language, tables, areas: widestFirst([...areas.values()]) }),
      records: await readRecords(ask, version, language, recordSets),
    };
    hubs.push({ hub, figures });
  }
  return hubs;
}

/**
 * Reads everything the site shows, in bulk: a handful of questions for each table and none for a page.
 * @param source Where to ask. @param languages Languages that the site has words in.
 * @param keep The folder of an earlier site: releases that stand there are not read again.
 */
export function readSite(source: HubSource, languages: readonly string[], keep: string | undefined): Promise<SiteData> {
  return withHub(source, async (ask) => {
    const releases = await readReleases(ask);
    const [latest] = releases;
    if (latest === undefined) throw new Error("The hub holds no release yet. Publish one first: openbeat publish HUB.");
    const withdrawals = await readWithdrawals(ask, releases, languages);
    const withdrawn = new Set(withdrawals.map(({ version }) => version));
    const kept = keptReleases(keep, releases, withdrawn);
    const hubs = new Map<string, readonly Hub[]>();
    const changedFigures = new Map<string, ChangedFigures>();
    for (const { version, supersedes } of releases) {
      const isLatest = version === latest.version;
      if (withdrawn.has(version) || (kept.has(version) && !isLatest)) continue;
      const since = supersedes?.version;
      const read = await readHubs(ask, version, since, languages);
      hubs.set(
        version,
        read.map(({ hub }) => hub),
      );
      if (isLatest && since !== undefined && !withdrawn.has(since))
        for (const { hub, figures } of read) changedFigures.set(hub.language, figures);
    }
    const after = await readReleases(ask);
    if (after[0]?.sha256 !== latest.sha256) throw new Error("A release was published while the site was read. Build again.");
    return { releases, hubs, kept, withdrawals, changedFigures };
  });
}
