import { type CitationStyle, citationIn } from "@openbeat/schema/domain";
import type { Dataset, Hub } from "../data/hub.ts";
import { type Edition, href, permanent } from "../edition.ts";

/** How a page is cited. It points at the page that never changes. @param path The page's address within its edition. */
export function citationOf(edition: Edition, title: string, path: string, style: CitationStyle): string {
  const { hub } = edition;
  const base = hub.hub.url?.replace(/\/+$/, "") ?? "";
  return citationIn(style, {
    publisher: hub.hub.publisher,
    title,
    hub: hub.hub.title,
    version: hub.version,
    publishedAt: new Date(hub.publishedAt),
    url: `${base}${href(permanent(edition), path)}`,
  }).trim();
}

/** How a dataset of a release is cited. It points at the data of the release, which never change. */
export const datasetCitation = ({ hub, version, publishedAt }: Hub, { title }: Pick<Dataset, "title">, style: CitationStyle): string =>
  citationIn(style, {
    publisher: hub.publisher,
    title,
    hub: hub.title,
    version,
    publishedAt: new Date(publishedAt),
    url: hub.url == null ? null : `${hub.url.replace(/\/+$/, "")}/r/${version}/data/`,
  });
