import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isFrozen, pagesOf, type SiteFolder } from "./site-folder.ts";

const sources = fileURLToPath(new URL("../src/pages/", import.meta.url));

/** A kind of page: one source file that makes many pages, in one language. */
export interface Template {
  /** The source, from the folder of pages: `places/[code].astro`, and where it makes pages of several kinds, which. */
  readonly name: string;
  readonly language: string;
  /** Its heaviest page, as a file of the site: what fits there fits the others. */
  readonly page: string;
}

/** What is left of a source file's path without the part that stands for releases and languages. */
const nameOf = (source: string) => source.replace(/^\[(\.\.\.root|language)\]\//, "");

/** Tells the pages apart that one source file makes at several depths: by the first part of those that lie deeper. */
function variantOf(source: string, page: string): string {
  const [start = ""] = nameOf(source).split("[...");
  const parts = nameOf(source).includes("[...page]") ? page.slice(start.length).split("/").slice(0, -1) : [];
  return parts.length > 1 ? ` (${parts[0]})` : parts.length === 1 ? " (one)" : "";
}

/** The pages that a source file makes, as a pattern of their files within an edition. */
function patternOf(source: string): RegExp {
  const path = nameOf(source).replace(/\.astro$/, "");
  const parts = path.split("/").filter((part) => part !== "index");
  const pattern = parts
    .map((part) => (part.startsWith("[...") ? "(?:[^/]+/)*" : part.startsWith("[") ? "[^/]+/" : `${part.replaceAll(".", "\\.")}/`))
    .join("");
  return source === "404.astro" ? /^404\.html$/ : new RegExp(`^${pattern}index\\.html$`);
}

/** How many parts of the address are names that the source leaves open: fewer fit better. */
const openness = (source: string) =>
  [...source.matchAll(/\[/g)].length + (source.includes("[...page]") || source.includes("[...chart]") ? 1 : 0);

/**
 * The kinds of pages that a site has, with the heaviest page of each in each language, frozen copies left out.
 * @returns Sorted by name and language; `unknown`: pages that no source file accounts for.
 */
export function templatesOf(
  site: SiteFolder,
  languages: readonly string[],
): { readonly templates: readonly Template[]; readonly unknown: readonly string[] } {
  const [own = "", ...others] = languages;
  const kinds = globSync("**/*.astro", { cwd: sources })
    .map((source) => ({ source, pattern: patternOf(source) }))
    .toSorted((a, b) => openness(a.source) - openness(b.source) || (a.source < b.source ? -1 : 1));
  const heaviest = new Map<string, Template & { readonly size: number }>();
  const unknown: string[] = [];
  for (const page of pagesOf(site)) {
    if (isFrozen(page)) continue;
    const language = others.find((other) => page.startsWith(`${other}/`)) ?? own;
    const within = language === own ? page : page.slice(language.length + 1);
    const kind = kinds.find(({ pattern }) => pattern.test(within));
    if (kind === undefined) {
      unknown.push(page);
      continue;
    }
    const name = `${nameOf(kind.source)}${variantOf(kind.source, within)}`;
    const size = site.bytes(page).length;
    const key = `${name} ${language}`;
    if (size > (heaviest.get(key)?.size ?? -1)) heaviest.set(key, { name, language, page, size });
  }
  const templates = [...heaviest.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : languages.indexOf(a.language) - languages.indexOf(b.language)))
    .map(({ name, language, page }) => ({ name, language, page }));
  return { templates, unknown };
}

/** The languages of a site, the hub's own first: those its start page offers. */
export function languagesOf(site: SiteFolder): readonly string[] {
  const html = site.read("index.html");
  const [, own = "en"] = /<html lang="([^"]+)"/.exec(html) ?? [];
  return [
    own,
    ...[...html.matchAll(/<a href="\/[^"]*" lang="([^"]+)"/g)].map(([, language = ""]) => language).filter((one) => one !== own),
  ];
}
