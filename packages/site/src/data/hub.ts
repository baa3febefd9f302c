import type { Geometry } from "geojson";
import type { AreasQuery, ChangesQuery, ReleaseQuery, ReleasesQuery, TableQuery } from "../generated/graphql.ts";
import { changesQuery } from "../queries/changes.ts";
import { areasQuery, releaseQuery, releasesQuery } from "../queries/release.ts";
import { tableQuery } from "../queries/table.ts";
import { type Ask, withHub } from "./ask.ts";
import { type Records, readRecordSets, readRecords } from "./records.ts";
import type { Row } from "./row.ts";
import { readSurveys, type Survey } from "./surveys.ts";
import { tableRows } from "./table-rows.ts";

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
export interface Changes {
  readonly since: string;
  /** Whether every change was counted: of very many, only the first are. */
  readonly isComplete: boolean;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The first of the cells whose figure is not what it was. */
  readonly examples: readonly ChangeNode[];
  /** The largest changes of a figure, each measured by the figure before: the largest first. */
  readonly largest: readonly ChangeNode[];
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
  /** By version; the hub's own language first. */
  readonly hubs: ReadonlyMap<string, readonly Hub[]>;
}

const areasPerPage = 500;
const rowsPerPage = 10_000;

async function readReleases(ask: Ask): Promise<readonly ReleaseNote[]> {
  const notes: ReleaseNote[] = [];
  let after: string | null | undefined = null;
  do {
    const { releases }: ReleasesQuery = await ask(releasesQuery, { first: 100, after });
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

const mostChangePages = 20;
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

async function readChanges(ask: Ask, version: string, since: string, language: string): Promise<Changes> {
  const nodes: ChangeNode[] = [];
  let after: string | null | undefined = null;
  for (let page = 0; page < mostChangePages; page += 1) {
    const answer: ChangesQuery = await ask(changesQuery, { version, since, language, after });
    const changes: NonNullable<ChangesQuery["release"]>["changes"] | undefined = answer.release?.changes;
    if (changes === undefined) throw new Error(`There is no release ${version}.`);
    nodes.push(...changes.nodes);
    after = changes.pageInfo.endCursor;
    if (changes.pageInfo.hasNextPage && page + 1 < mostChangePages) continue;
    const count = (kind: ChangeNode["kind"]) => nodes.filter((node) => node.kind === kind).length;
    return {
      since,
      isComplete: !changes.pageInfo.hasNextPage,
      added: count("ADDED"),
      removed: count("REMOVED"),
      changed: count("CHANGED"),
      examples: nodes.filter(({ kind }) => kind === "CHANGED").slice(0, mostExamples),
      largest: largestChanges(nodes, mostLargest),
      addedTables: changes.addedTables,
      removedTables: changes.removedTables,
    };
  }
  throw new Error("No page of changes was asked for.");
}

/** Codes of areas: those that are part of no other first, else in the order of the list. */
const widestFirst = (areas: readonly Area[]): readonly string[] =>
  areas.toSorted((a, b) => Number(a.parent !== null) - Number(b.parent !== null)).map(({ code }) => code);

async function readHubs(ask: Ask, version: string, since: string | undefined, known: readonly string[]): Promise<readonly Hub[]> {
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
  const hubs: Hub[] = [];
  for (const language of spoken) {
    const { tables: nodes, ...content } = await read(language);
    const areas = await readAreas(ask, version, language);
    const tables = nodes.map(({ dataset, measures, groupings, ...table }) => ({
      ...table,
      dataset: dataset.code,
      measures: measures.map(({ code }) => code),
      cubes: cubes.get(table.code) ?? [],
    }));
    hubs.push({
      ...content,
      language,
      changes: since === undefined ? null : await readChanges(ask, version, since, language),
      areas,
      tables,
      surveys: await readSurveys({ ask, version, language, tables, areas: widestFirst([...areas.values()]) }),
      records: await readRecords(ask, version, language, recordSets),
    });
  }
  return hubs;
}

/**
 * Reads everything the site shows, in bulk: a handful of questions for each table and none for a page.
 * @param url The database. @param languages Languages that the site has words in.
 */
export function readSite(url: string | undefined, languages: readonly string[]): Promise<SiteData> {
  return withHub(url, async (ask) => {
    const releases = await readReleases(ask);
    if (releases.length === 0) throw new Error("The database holds no release yet. Publish one first: openbeat publish HUB.");
    const hubs = new Map<string, readonly Hub[]>();
    for (const { version, supersedes } of releases) hubs.set(version, await readHubs(ask, version, supersedes?.version, languages));
    return { releases, hubs };
  });
}
