import type { Hub, PublishedTable } from "../data/hub.ts";
import { slug } from "../edition.ts";
import { publicationDay } from "../records/publication-day.ts";
import type { Words } from "../words/words.ts";
import { columnMeaning, columnsOfTable, keyOfTable } from "./package.ts";

/**
 * What the columns of a table's file mean, for people and for programs that find it beside the file.
 * @see Model for Tabular Data and Metadata on the Web, W3C, 2015; the file's name is the one that the standard looks for.
 */
export function csvMetadata(hub: Hub, table: PublishedTable, words: Words): object {
  const dataset = hub.datasets.find(({ code }) => code === table.dataset);
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": hub.language }],
    url: `${slug(table.code)}.csv`,
    "dc:title": table.title,
    "dc:description": `${dataset?.description ?? ""} ${table.policy.explanation}`.trim(),
    "dc:publisher": hub.hub.publisher,
    "dc:license": { "@id": hub.hub.licence.url },
    "dc:issued": publicationDay(hub),
    "dc:hasVersion": hub.version,
    "dc:temporal": dataset === undefined ? undefined : `${dataset.coverageFrom}/${dataset.coverageTo}`,
    notes: Object.entries(words.marks).map(([status, meaning]) => ({ status, meaning })),
    tableSchema: {
      columns: columnsOfTable(table).map(({ name, type }) => ({
        name,
        titles: name,
        datatype: type,
        "dc:description": columnMeaning(table, name, words),
        ...(type === "string" ? {} : { null: "" }),
      })),
      primaryKey: keyOfTable(table),
    },
  };
}
