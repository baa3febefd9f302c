import type { Database } from "@openbeat/database";
import type {
  Agency,
  Area,
  Code,
  CodeList,
  Correction,
  Dataset,
  Dimension,
  GeographyLevel,
  Grouping,
  Measure,
  Period,
  PublishedTable,
} from "@openbeat/database/client";
import { type HubDescription, hubDescription } from "../domain/index.ts";
import type { ReleaseRow } from "./releases.ts";

/** A published table with what it is made of. */
export interface CatalogueTable {
  readonly row: PublishedTable;
  readonly dataset: Dataset;
  /** By position: area, period, then the categories. */
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
  readonly groupings: readonly Grouping[];
}

/** Everything a release holds but its figures, outlines and populations. Immutable, like the release. */
export interface Catalogue {
  readonly release: ReleaseRow;
  readonly hub: HubDescription;
  /** The hub's own language, in which words are given when none is asked for. */
  readonly language: string;
  readonly agencies: readonly Agency[];
  readonly levels: readonly GeographyLevel[];
  readonly levelById: ReadonlyMap<number, GeographyLevel>;
  readonly areas: readonly Area[];
  readonly areaById: ReadonlyMap<number, Area>;
  readonly areaByCode: ReadonlyMap<string, Area>;
  readonly areasByLevel: ReadonlyMap<number, readonly Area[]>;
  readonly areaChildren: ReadonlyMap<number, readonly Area[]>;
  readonly codeLists: readonly CodeList[];
  readonly codeListById: ReadonlyMap<number, CodeList>;
  readonly codesByList: ReadonlyMap<number, readonly Code[]>;
  readonly codeById: ReadonlyMap<number, Code>;
  readonly codeChildren: ReadonlyMap<number, readonly Code[]>;
  readonly datasets: readonly Dataset[];
  readonly measures: readonly Measure[];
  readonly measureById: ReadonlyMap<number, Measure>;
  readonly tables: readonly CatalogueTable[];
  readonly tablesByDataset: ReadonlyMap<number, readonly CatalogueTable[]>;
  readonly corrections: readonly Correction[];
  readonly periods: readonly Period[];
  readonly periodById: ReadonlyMap<number, Period>;
}

const byId = <Entry extends { readonly id: number }>(entries: readonly Entry[]): ReadonlyMap<number, Entry> =>
  new Map(entries.map((entry) => [entry.id, entry]));
const groupBy = <Entry>(entries: readonly Entry[], key: (entry: Entry) => number | null): ReadonlyMap<number, readonly Entry[]> => {
  const groups = new Map<number, Entry[]>();
  for (const entry of entries) {
    const at = key(entry);
    if (at === null) continue;
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [entry]);
    else group.push(entry);
  }
  return groups;
};

const owners = new WeakMap<object, Catalogue>();

/** The catalogue that a row was read into. Every row that the GraphQL types are made of comes out of one. */
export function catalogueOf(row: object): Catalogue {
  const catalogue = owners.get(row);
  if (catalogue === undefined) throw new Error("This row was not read from a catalogue.");
  return catalogue;
}

/** Says of rows that were read later which catalogue they belong to. */
export function adopt(catalogue: Catalogue, rows: Iterable<object>): void {
  for (const row of rows) owners.set(row, catalogue);
}

/** Reads the catalogue of a release. */
export async function readCatalogue(database: Database, release: ReleaseRow): Promise<Catalogue> {
  const { prisma } = database;
  const where = { releaseId: release.id };
  const orderBy = { position: "asc" } as const;
  const [agencies, levels, areas, codeLists, codes, datasets, measures, tables, corrections, periods] = await Promise.all([
    prisma.agency.findMany({ where, orderBy: { code: "asc" } }),
    prisma.geographyLevel.findMany({ where, orderBy }),
    prisma.area.findMany({ where, orderBy }),
    prisma.codeList.findMany({ where, orderBy: { code: "asc" } }),
    prisma.code.findMany({ where: { codeList: where }, orderBy }),
    prisma.dataset.findMany({ where, orderBy }),
    prisma.measure.findMany({ where, orderBy: { code: "asc" } }),
    prisma.publishedTable.findMany({
      where,
      orderBy,
      include: { dimensions: { orderBy }, groupings: { orderBy }, measures: { orderBy } },
    }),
    prisma.correction.findMany({ where, orderBy: { id: "asc" } }),
    prisma.period.findMany({ orderBy: [{ start: "asc" }, { end: "asc" }] }),
  ]);
  const measureById = byId(measures);
  const datasetById = byId(datasets);
  const found = <Entry>(map: ReadonlyMap<number, Entry>, id: number): Entry => {
    const entry = map.get(id);
    if (entry === undefined) throw new Error("The release's own rows do not agree.");
    return entry;
  };
  const catalogueTables = tables.map(
    ({ dimensions, groupings, measures, ...row }): CatalogueTable => ({
      row,
      dataset: found(datasetById, row.datasetId),
      dimensions,
      groupings,
      measures: measures.map(({ measureId }) => found(measureById, measureId)),
    }),
  );
  const hub = hubDescription.parse(release.hub);
  const catalogue: Catalogue = {
    release,
    hub,
    language: hub.languages[0] ?? "en",
    agencies,
    levels,
    levelById: byId(levels),
    areas,
    areaById: byId(areas),
    areaByCode: new Map(areas.map((area) => [area.code, area])),
    areasByLevel: groupBy(areas, ({ levelId }) => levelId),
    areaChildren: groupBy(areas, ({ parentId }) => parentId),
    codeLists,
    codeListById: byId(codeLists),
    codesByList: groupBy(codes, ({ codeListId }) => codeListId),
    codeById: byId(codes),
    codeChildren: groupBy(codes, ({ parentId }) => parentId),
    datasets,
    measures,
    measureById,
    tables: catalogueTables,
    tablesByDataset: groupBy(catalogueTables, ({ dataset }) => dataset.id),
    corrections,
    periods,
    periodById: byId(periods),
  };
  const rows: readonly object[] = [
    release,
    ...agencies,
    ...levels,
    ...areas,
    ...codeLists,
    ...codes,
    ...datasets,
    ...measures,
    ...catalogueTables,
    ...catalogueTables.map(({ row }) => row),
    ...catalogueTables.flatMap(({ dimensions }) => dimensions),
    ...corrections,
  ];
  adopt(catalogue, rows);
  return catalogue;
}

/** The codes of an area's level, of its parent's level, and so on up: what it lies in. */
export function* levelsAbove(catalogue: Catalogue, level: GeographyLevel): Generator<GeographyLevel> {
  for (let at: GeographyLevel | undefined = level; at !== undefined; ) {
    yield at;
    at = at.parentId === null ? undefined : catalogue.levelById.get(at.parentId);
  }
}
