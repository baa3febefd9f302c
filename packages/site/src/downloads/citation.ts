import { anchor, type CitationStyle, citationIn } from "@openbeat/schema/domain";
import type { Dataset, Hub } from "../data/hub.ts";
import { type Edition, href, permanent, siteAddress } from "../edition.ts";
import { publicationDay } from "../records/publication-day.ts";

/** The whole address of a page; from the root of the site where the hub does not know its own. */
export const wholeAddress = ({ hub, root }: Pick<Edition, "hub" | "root">, path: string): string =>
  `${siteAddress(hub.hub) ?? ""}${href({ root }, path)}`;

/** The whole address of a page where it never changes. */
export const permanentAddress = (edition: Edition, path: string): string => wholeAddress({ hub: edition.hub, ...permanent(edition) }, path);

/** How a page is cited. It points at the page that never changes. @param path The page's address within its edition. */
export function citationOf(edition: Edition, title: string, path: string, style: CitationStyle): string {
  const { hub } = edition;
  return citationIn(style, {
    publisher: hub.hub.publisher,
    title,
    hub: hub.hub.title,
    version: hub.version,
    release: edition.words.releaseTitle(hub.version),
    publishedOn: publicationDay(hub),
    url: permanentAddress(edition, path),
  }).trim();
}

/** How a dataset of a release is cited. It points at the data of the release, which never change. */
export const datasetCitation = (
  { hub, version, publishedAt }: Hub,
  { code, title }: Pick<Dataset, "code" | "title">,
  style: CitationStyle,
): string =>
  citationIn(style, {
    publisher: hub.publisher,
    title,
    hub: hub.title,
    version,
    publishedOn: publicationDay({ publishedAt, hub }),
    url: siteAddress(hub) === undefined ? null : `${siteAddress(hub)}/r/${version}/data/#${anchor(code)}`,
  });
