import { isDraft, observationStatuses } from "@openbeat/schema/domain";
import { columnsOf, tableSchema } from "@openbeat/schema/formats";
import type { Hub, PublishedTable } from "../data/hub.ts";
import type { Words } from "../words/words.ts";
import type { DataFile } from "./data-files.ts";

/** A file of a table that a package names. */
export interface PackagedFile {
  readonly table: PublishedTable;
  /** From where the package stands. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a column of a table's files means: the title of a dimension, or the words for those that every file has. */
export const columnMeaning = (table: PublishedTable, column: string, words: Words): string | undefined =>
  table.dimensions.find(({ code }) => column === code || column === `${code}_label`)?.title ??
  words.columns[column as keyof typeof words.columns];

/** Each status of a cell without a value, its letter of the SDMX code list OBS_STATUS, and what it means. */
export const statusMeanings = (words: Words): readonly string[] =>
  Object.entries(words.marks).map(
    ([status, meaning]) => `${status} (${observationStatuses[status as keyof typeof words.marks].sdmx}): ${meaning}`,
  );

/** What must be said wherever figures are shown that were made up, or are not published; nothing for others. */
export const saidOfAll = ({ hub, version }: Hub, words: Words): readonly string[] => [
  ...(isDraft(version) ? [`${words.draft} ${words.draftMore}`] : []),
  ...(hub.fictional ? [`${words.fictional} ${words.fictionalMore}`] : []),
];

/** The columns of a table's files. */
export const columnsOfTable = (table: PublishedTable) => columnsOf(table.dimensions.map(({ code }) => code));

/** The columns that name a row of a table. */
export const keyOfTable = (table: PublishedTable): readonly string[] => ["measure", ...table.dimensions.map(({ code }) => code)];

/** Tables as a Frictionless Data Package of CSV files, with their columns. @see Data Package 2.0, datapackage.org. */
export function dataPackage(
  hub: Hub,
  words: Words,
  { name, title, description, files }: { name: string; title: string; description: string; files: readonly PackagedFile[] },
): object {
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: packageName(name),
    title,
    description: [description, ...saidOfAll(hub, words)].join(" "),
    version: hub.version,
    created: new Date(hub.publishedAt).toISOString(),
    ...(hub.hub.url == null ? {} : { homepage: hub.hub.url }),
    contributors: [{ title: hub.hub.publisher, roles: ["creator"] }],
    licenses: [{ title: hub.hub.licence.name, path: hub.hub.licence.url }],
    resources: files.map(({ table, path, bytes, sha256 }) => ({
      name: packageName(table.code),
      title: table.title,
      path,
      format: "csv",
      mediatype: "text/csv",
      encoding: "utf-8",
      bytes,
      hash: `sha256:${sha256}`,
      schema: tableSchema(columnsOfTable(table), keyOfTable(table), (column) => columnMeaning(table, column, words)),
    })),
  };
}

/** All tables of a release as one package. They stand in `data/` beside it. @param files Those of the release. */
export const packageOfRelease = (hub: Hub, words: Words, files: readonly DataFile[]): object =>
  dataPackage(hub, words, {
    name: hub.hub.code,
    title: hub.hub.title,
    description: hub.hub.description,
    files: hub.tables.flatMap((table) =>
      files
        .filter((file) => file.format === "CSV" && file.table === table.code)
        .map(({ path, bytes, sha256 }) => ({ table, path: path.slice(path.indexOf("data/")), bytes, sha256 })),
    ),
  });

/** A code as the standard wants names: small letters, digits, and few signs. */
const packageName = (code: string): string => code.toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
