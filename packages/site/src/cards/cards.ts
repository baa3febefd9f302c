import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Edition, href } from "../edition.ts";
import { releaseLineOf } from "../words/release-line.ts";
import { cardOf } from "./card-path.ts";
import { type Card, cardSvgs } from "./card-svg.ts";
import { cachedPng } from "./draw-png.ts";

const characters: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'" };
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#34|#39);/g, (entity) => characters[entity] ?? entity)
    .replace(/\s+/g, " ")
    .trim();

/**
 * What the card of a page shows: read from the page itself, so that it says nothing else.
 * @throws {Error} Where the page has no title to be shared by.
 */
export function cardFrom(html: string, { hub, words, language }: Pick<Edition, "hub" | "words" | "language">): Card {
  const meta = (name: string) => plain(new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(html)?.[1] ?? "");
  const title = meta("title");
  if (title === "") throw new Error("A page that is shared has no title.");
  const figures = html.split('<figure class="figure"').slice(1);
  // What a chart shows over time can be told from its shape alone.
  const figure = figures.find((one) => one.includes("&quot;kind&quot;:&quot;line&quot;")) ?? figures[0] ?? "";
  const [, headline = "", subtitle = ""] = /<h[1-4] id="[^"]*-headline"[^>]*>(.*?)<\/h[1-4]>\s*<p[^>]*>(.*?)<\/p>/s.exec(figure) ?? [];
  const [, width = "", height = "", drawing = ""] = /<svg class="narrow" viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)<\/svg>/s.exec(figure) ?? [];
  return {
    direction: words.direction,
    site: hub.hub.title,
    title,
    description: meta("description"),
    ...(drawing === ""
      ? {}
      : { chart: { headline: plain(headline), subtitle: plain(subtitle), viewBox: [Number(width), Number(height)], drawing } }),
    foot: `${hub.hub.publisher} · ${releaseLineOf({ hub, words, language })}`,
    ...(hub.hub.fictional ? { notice: words.fictional } : {}),
  };
}

/** A picture of the site, by its path from the root. */
export interface ImageFile {
  readonly path: string;
  readonly png: Buffer;
}

/**
 * The cards of a frozen edition; the live pages show the same ones. None where the hub does not know its address, which a card needs.
 * @param root The folder of the built site. @param pages Addresses within the edition.
 */
export async function* cardsOf(edition: Edition, root: string, pages: readonly string[]): AsyncGenerator<ImageFile> {
  if (edition.hub.hub.url == null) return;
  const drawn = new Set<string>();
  for (const page of pages) {
    const card = cardOf(page);
    // The home page comes first: its card is that of all pages without one.
    if (drawn.has(card)) continue;
    drawn.add(card);
    const place = (path: string) => decodeURIComponent(href(edition, path)).slice(1);
    const html = readFileSync(join(root, place(page), "index.html"), "utf8");
    yield { path: place(card), png: await cachedPng(...cardSvgs(cardFrom(html, edition))) };
  }
}
