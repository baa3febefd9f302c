import { dataFormats, encodedPath } from "@openbeat/schema/domain";
import type { Dataset, Hub } from "../data/hub.ts";
import { type Edition, slug } from "../edition.ts";
import { publicationDay } from "../records/publication-day.ts";
import type { DataFile } from "./data-files.ts";
import { saidOfAll } from "./package.ts";

/** A file as the catalogue lists it. Size and checksum are words of DCAT 3, which version 1.1 has none for. */
const distribution = (base: string, language: string) => (file: DataFile) => {
  const { mediaType, name, meaning } = dataFormats[file.format];
  const downloadURL = `${base}/${encodedPath(file.path)}`;
  return {
    "@type": "dcat:Distribution",
    title: name,
    description: meaning,
    format: name,
    mediaType,
    downloadURL,
    language,
    ...(file.format === "CSV" ? { describedBy: `${downloadURL}-metadata.json`, describedByType: "application/csvm+json" } : {}),
    "dcat:byteSize": file.bytes,
    "spdx:checksum": { "spdx:algorithm": "spdx:checksumAlgorithm_sha256", "spdx:checksumValue": file.sha256 },
  };
};

/** What every entry of the catalogue says. */
function common(hub: Hub, dataset: Dataset): object {
  const { publisher, contact, licence } = hub.hub;
  return {
    "@type": "dcat:Dataset",
    accessLevel: "public",
    modified: publicationDay(hub),
    issued: publicationDay(hub),
    temporal: `${dataset.coverageFrom}/${dataset.coverageTo}`,
    publisher: { "@type": "org:Organization", name: publisher },
    ...(contact == null ? {} : { contactPoint: { "@type": "vcard:Contact", fn: publisher, hasEmail: `mailto:${contact}` } }),
    license: licence.url,
    theme: [dataset.theme],
    language: hub.hub.languages,
    keyword: [...new Set([dataset.theme, dataset.code, "policing"])],
  };
}

/**
 * The catalogue as DCAT-US 1.1, which open data portals harvest from `/data.json`: an entry for each dataset, with everything in one archive,
 * and one for each of its tables. A hub that names no contact has entries without one, which a strict portal refuses.
 * @param base Where the site stands, without a slash at the end. @param files Those of the release.
 */
export function catalogue({ hub, words, language }: Edition, base: string, files: readonly DataFile[]): object {
  const listed = distribution(base, language);
  const identifierOf = (dataset: Dataset) => `${hub.hub.code}/dataset/${dataset.code}`;
  return {
    "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
    "@id": `${base}/data.json`,
    "@type": "dcat:Catalog",
    conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
    describedBy: "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
    dataset: hub.datasets.flatMap((dataset) => [
      {
        ...common(hub, dataset),
        identifier: identifierOf(dataset),
        title: dataset.title,
        description: [dataset.description, ...saidOfAll(hub, words)].join(" "),
        landingPage: `${base}/data/`,
        distribution: files.filter((file) => file.dataset === dataset.code && file.table === undefined).map(listed),
      },
      ...hub.tables
        .filter((table) => table.dataset === dataset.code)
        .map((table) => ({
          ...common(hub, dataset),
          identifier: `${hub.hub.code}/${table.code}`,
          isPartOf: identifierOf(dataset),
          title: table.title,
          description: [dataset.description, table.policy.explanation, ...saidOfAll(hub, words)].join(" "),
          landingPage: `${base}/data/${slug(table.code)}/`,
          distribution: files.filter((file) => file.table === table.code).map(listed),
        })),
    ]),
  };
}
