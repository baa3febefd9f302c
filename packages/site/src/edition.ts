import { type Hub, type ReleaseNote, readSite, type SiteData } from "./data/hub.ts";
import { languages, type Words, wordsOf } from "./words/words.ts";

/** The site as one reader sees it: one release, in one language, under one root of addresses. */
export interface Edition {
  readonly hub: Hub;
  readonly language: string;
  readonly words: Words;
  /** The beginning of every address: nothing, or `es`. */
  readonly root: string;
  readonly releases: readonly ReleaseNote[];
  /** Every language there is of this page, with its root. */
  readonly siblings: readonly { readonly language: string; readonly root: string }[];
}

// The pages and the writer of the files are loaded apart by the bundler. They share one reading of the data through the process.
const shared = globalThis as { openbeatSite?: Promise<SiteData> };

/** What the site is built from, read once. */
export function siteData(): Promise<SiteData> {
  shared.openbeatSite ??= readSite(process.env.OPENBEAT_DATABASE, languages);
  return shared.openbeatSite;
}

/** Every edition that the site has pages of; the first is the hub's own language, at the root. */
export async function editions(): Promise<readonly Edition[]> {
  const { hubs, releases } = await siteData();
  const siblings = hubs.map(({ language }, at) => ({ language, root: at === 0 ? "" : language }));
  return hubs.map((hub, at) => ({
    hub,
    language: hub.language,
    words: wordsOf(hub.language),
    root: siblings[at]?.root ?? "",
    releases,
    siblings,
  }));
}

/** The address of a page of an edition. @param path Without a slash at its beginning: `places/D1/`. */
export const href = ({ root }: Pick<Edition, "root">, path = ""): string => `/${root === "" ? "" : `${root}/`}${path}`;

/** A code as it stands in an address. */
export const slug = (code: string): string => encodeURIComponent(code.replace(/[\s/]+/g, "-"));

/** A code as the anchor of a place on a page. */
export const anchor = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The static paths of a page that every edition has once. */
export async function onePage() {
  return (await editions()).map((edition) => ({ params: { root: edition.root || undefined }, props: { edition } }));
}

/** The static paths of a page that every edition has for each of its `entries`. */
export async function pageForEach<Entry>(name: string, entries: (edition: Edition) => Iterable<Entry>, code: (entry: Entry) => string) {
  return (await editions()).flatMap((edition) =>
    [...entries(edition)].map((entry) => ({
      params: { root: edition.root || undefined, [name]: slug(code(entry)) },
      props: { edition, entry },
    })),
  );
}
