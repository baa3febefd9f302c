import { editionDoors, encodedPath, fileAt, frozenFiles, type RecordValue, recordLine } from "@openbeat/schema/domain";
import { csvText } from "@openbeat/schema/formats";
import type { Hub } from "../data/hub.ts";
import type { RecordColumn, RecordSet } from "../data/records.ts";
import { type Edition, href, slug } from "../edition.ts";
import { publicationDay } from "../records/publication-day.ts";
import { listText } from "../words/formats.ts";
import { type CodeListName, codeText } from "../words/records-text.ts";
import type { Words } from "../words/words.ts";
import type { SiteFile } from "./files.ts";

/** The address of the file of a kind for people, within an edition. */
export const recordsPath = (kind: string): string => encodedPath(fileAt(editionDoors.records, { kind }));

/** The records of a kind as they were published, one line each: what the kind's hash in the release's manifest is of. */
export const recordLines = ({ rows }: RecordSet): string => rows.map((row) => `${recordLine(row)}\n`).join("");

/** Columns of areas that are not named so. */
const otherAreas: readonly string[] = ["hot", "cold", "neighbours", "areas_not_reached"];

/** Whether a column's values are areas: they are told by their names as well. */
export const isOfAreas = ({ name, type }: RecordColumn): boolean =>
  (type === "string" && name === "area") || (type === "list" && (/(^|_)areas$/.test(name) || otherAreas.includes(name)));

/** The columns of a kind's file: those of the standard, and one with words behind each whose values are codes. */
export const columnsOfFile = ({
  columns,
}: RecordSet): readonly { readonly name: string; readonly column: RecordColumn; readonly isLabel: boolean }[] =>
  columns.flatMap((column) => [
    { name: column.name, column, isLabel: false },
    ...(column.codes !== null || isOfAreas(column) ? [{ name: `${column.name}_label`, column, isLabel: true }] : []),
  ]);

/** A value as it stands in a file: words in the edition's language, or else in the hub's own. */
function valueText(value: RecordValue, { language, hub }: Hub): string {
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.join(";");
  const words = value as Readonly<Record<string, string>>;
  return words[language] ?? words[hub.languages[0] ?? ""] ?? Object.values(words)[0] ?? "";
}

/** The codes of a value in words. */
function labelText(value: RecordValue, column: RecordColumn, hub: Hub, words: Words): string {
  const codes = value === null ? [] : Array.isArray(value) ? (value as readonly string[]) : [String(value)];
  const label = (code: string) =>
    column.codes === null || column.codes === undefined
      ? (hub.areas.get(code)?.name ?? code)
      : codeText(words.recordPages, column.codes as CodeListName, code);
  return codes.length < 2 ? codes.map(label).join("") : listText(codes.map(label), hub.language);
}

/** The records of a kind for people: the columns of the standard, words in the language of the edition. */
export function recordsCsv({ hub, words }: Edition, set: RecordSet): string {
  const columns = columnsOfFile(set);
  return csvText([
    columns.map(({ name }) => name),
    ...set.rows.map(({ values }) =>
      columns.map(({ column, isLabel }) => {
        const value = values[column.name] ?? null;
        return isLabel ? labelText(value, column, hub, words) : valueText(value, hub);
      }),
    ),
  ]);
}

/** What the columns of a kind's file mean, for programs that find it beside the file. */
function recordsMetadata({ hub, words }: Edition, set: RecordSet): object {
  const { recordPages: told } = words;
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": hub.language }],
    url: `${slug(set.kind)}.csv`,
    "dc:title": told.kinds[set.kind] ?? set.kind,
    "dc:publisher": hub.hub.publisher,
    "dc:license": { "@id": hub.hub.licence.url },
    "dc:issued": publicationDay(hub),
    "dc:hasVersion": hub.version,
    "dc:conformsTo": `Openbeat standard ${set.standard}`,
    tableSchema: {
      columns: columnsOfFile(set).map(({ name, column, isLabel }) => ({
        name,
        titles: name,
        "dc:description": isLabel ? told.labelColumn(column.name) : column.description,
        ...(column.type === "list" && !isLabel ? { separator: ";" } : {}),
      })),
    },
  };
}

/** The files of an edition's records, for people. */
export function* recordFiles(edition: Edition): Generator<SiteFile> {
  for (const set of edition.hub.records.sets) {
    const path = decodeURIComponent(href(edition, recordsPath(set.kind))).slice(1);
    yield { path, text: recordsCsv(edition, set) };
    yield { path: `${path}-metadata.json`, text: `${JSON.stringify(recordsMetadata(edition, set), null, 2)}\n` };
  }
}

/** The records of a frozen release as they were published, for whoever checks it. */
export function* publishedRecords(hub: Hub): Generator<SiteFile> {
  for (const set of hub.records.sets) yield { path: frozenFiles(hub.version).records(set.kind), text: recordLines(set) };
}
