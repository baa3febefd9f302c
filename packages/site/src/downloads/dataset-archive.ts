import { observationFlags } from "@openbeat/schema/domain";
import type { ArchiveFile } from "@openbeat/schema/formats";
import type { Dataset, Hub, PublishedTable } from "../data/hub.ts";
import { publicationDay } from "../records/publication-day.ts";
import { dateText } from "../words/formats.ts";
import { releaseLineOf } from "../words/release-line.ts";
import { type Words, wordsOf } from "../words/words.ts";
import { datasetCitation } from "./citation.ts";
import { csvColumns, tableCsv } from "./csv.ts";
import { csvMetadata } from "./csvw.ts";
import type { DataFile } from "./data-files.ts";
import { dataPackage, saidOfAll, statusMeanings } from "./package.ts";
import { jsonText } from "./release-files.ts";

type CsvFiles = ReadonlyMap<PublishedTable, Pick<DataFile, "path" | "bytes" | "sha256">>;

/** A table's file within the archive. */
const nameIn = ({ path }: Pick<DataFile, "path">) => `data/${path.slice(path.lastIndexOf("/") + 1)}`;

/** What whoever opens the archive reads first: what is in it, what each column and status means, how to cite it. */
function readme(hub: Hub, dataset: Dataset, files: CsvFiles, words: Words): string {
  const tables = [...files.keys()];
  const { archive } = words.files;
  const section = (title: string, lines: readonly string[]) => [`## ${title}`, "", ...lines, ""];
  const dimensions = new Map(tables.flatMap((table) => table.dimensions.map(({ code, title }) => [code, title] as const)));
  const [first = "", ...others] = csvColumns;
  const meaning = (column: string) => `- ${column}: ${words.columns[column as keyof typeof words.columns]}`;
  const measures = hub.measures.filter(({ code }) => tables.some((table) => table.measures.includes(code)));
  return [
    `# ${dataset.title}`,
    "",
    `${hub.hub.title}. ${words.publishedBy(hub.hub.publisher)}. ${releaseLineOf({ hub, words, language: hub.language })}.`,
    ...saidOfAll(hub, words),
    "",
    dataset.description,
    `${words.coverage(dateText(dataset.coverageFrom, hub.language), dateText(dataset.coverageTo, hub.language))}.`,
    "",
    ...section(words.csvTitle, [
      words.csvText,
      ...[...files].map(([{ title }, file]) => `- ${nameIn(file)}: ${title}`),
      `- *.csv-metadata.json: ${words.columnsFile}`,
      ...Object.entries(archive.files).map(([name, what]) => `- ${name}: ${what}`),
    ]),
    ...section(archive.columns, [
      meaning(first),
      ...[...dimensions].map(([code, title]) => `- ${code}, ${code}_label: ${archive.codeAndName(title)}`),
      ...others.map(meaning),
    ]),
    ...section(
      words.measuresHeading,
      measures.map(({ code, title, unit, description }) => `- ${code}: ${title} (${unit}). ${description}`),
    ),
    ...section(words.statusTitle, [words.statusLede, ...statusMeanings(words).map((text) => `- ${text}`)]),
    ...section(
      words.flagsTitle,
      Object.keys(observationFlags).map((flag) => `- ${flag}: ${words.flags[flag as keyof typeof words.flags]}`),
    ),
    ...section(
      words.protection,
      tables.map(({ title, policy }) => `- ${title}: ${policy.explanation}`),
    ),
    ...section(words.licence, [`${hub.hub.licence.name}: ${hub.hub.licence.url}`]),
    ...section(words.cite, [datasetCitation(hub, dataset, "TEXT")]),
  ].join("\n");
}

/** The dataset as programs for citations know it. Words in quotes by the rules of JSON are words of YAML as well. @see CFF 1.2.0. */
function citationFile(hub: Hub, dataset: Dataset): string {
  const quoted = JSON.stringify;
  return [
    "cff-version: 1.2.0",
    `message: ${quoted(datasetCitation(hub, dataset, "TEXT"))}`,
    "type: dataset",
    `title: ${quoted(`${hub.hub.title}: ${dataset.title}`)}`,
    `abstract: ${quoted(dataset.description)}`,
    "authors:",
    `  - name: ${quoted(hub.hub.publisher)}`,
    `version: ${quoted(hub.version)}`,
    `date-released: ${publicationDay(hub)}`,
    `license-url: ${quoted(hub.hub.licence.url)}`,
    ...(hub.hub.url == null ? [] : [`url: ${quoted(hub.hub.url)}`]),
    "",
  ].join("\n");
}

/** What the archive of a dataset holds: its tables, what they mean, under what terms, and how to cite them. */
export function* archiveFiles(hub: Hub, dataset: Dataset, files: CsvFiles): Generator<ArchiveFile> {
  const words = wordsOf(hub.language);
  yield { name: "README.txt", text: readme(hub, dataset, files, words) };
  yield { name: "LICENSE.txt", text: `${hub.hub.licence.name}\n${words.files.archive.licenceAt(hub.hub.licence.url)}\n` };
  yield { name: "CITATION.cff", text: citationFile(hub, dataset) };
  yield { name: "citation.bib", text: datasetCitation(hub, dataset, "BIBTEX") };
  const packaged = [...files].map(([table, file]) => ({ ...file, table, path: nameIn(file) }));
  yield {
    name: "datapackage.json",
    text: jsonText(
      dataPackage(hub, words, {
        name: `${hub.hub.code}-${dataset.code}`,
        title: dataset.title,
        description: dataset.description,
        files: packaged,
      }),
    ),
  };
  for (const { table, path } of packaged) {
    yield { name: path, text: tableCsv(hub, table) };
    yield { name: `${path}-metadata.json`, text: jsonText(csvMetadata(hub, table, words)) };
  }
}
