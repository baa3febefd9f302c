import { type CitationStyle, citationIn } from "@openbeat/schema/domain";
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
