import { fileName } from "@openbeat/schema/domain";
import { type Hub, type ReleaseNote, readSite, type SiteData } from "./data/hub.ts";
import { languages, type Words, wordsOf } from "./words/words.ts";

/** The site as one reader sees it: one release, in one language, under one root of addresses. */
export interface Edition {
  readonly hub: Hub;
  readonly language: string;
  readonly words: Words;
  /** The beginning of every address: nothing, `es`, `r/1.0.0` or `r/1.0.0/es`. */
  readonly root: string;
  /** Whether it stands under the address of its release, where nothing of it ever changes. */
  readonly isFrozen: boolean;
  /** The releases there are; for a frozen edition, those there were. Newest first. */
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

const frozenRoot = (version: string) => `r/${version}`;

function editionsOf(hubs: readonly Hub[], releases: readonly ReleaseNote[], base: string): readonly Edition[] {
  const siblings = hubs.map(({ language }, at) => ({
    language,
    root: [base, at === 0 ? "" : language].filter((part) => part !== "").join("/"),
  }));
  return hubs.map((hub, at) => ({
    hub,
    language: hub.language,
    words: wordsOf(hub.language),
    root: siblings[at]?.root ?? base,
    isFrozen: base !== "",
    releases,
    siblings,
  }));
}

let all: Promise<readonly Edition[]> | undefined;

/**
 * Every edition that the site has pages of: the latest release at the root, its own language first, and every release under its own
 * address, where it stays when the next one is published.
 */
export function editions(): Promise<readonly Edition[]> {
  all ??= siteData().then(({ releases, hubs }) => {
    const [latest] = releases;
    const live = editionsOf(hubs.get(latest?.version ?? "") ?? [], releases, "");
    const frozen = releases.flatMap(({ version }, at) =>
      editionsOf(
        hubs.get(version) ?? [],
        releases.slice(at).map((note) => ({ ...note, isLatest: false })),
        frozenRoot(version),
      ),
    );
    return [...live, ...frozen];
  });
  return all;
}

/** The same page where it never changes. */
export function permanent({ hub, root, isFrozen, language, siblings }: Edition): Pick<Edition, "root"> {
  if (isFrozen) return { root };
  return { root: language === siblings[0]?.language ? frozenRoot(hub.version) : `${frozenRoot(hub.version)}/${language}` };
}

/** The address of a page of an edition. @param path Without a slash at its beginning: `places/D1/`. */
export const href = ({ root }: Pick<Edition, "root">, path = ""): string => `/${root === "" ? "" : `${root}/`}${path}`;

/** A code as it stands in an address. */
export const slug = (code: string): string => encodeURIComponent(fileName(code));

/** A code as the anchor of a place on a page. */
export const anchor = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The static paths of a page that every edition has once. */
export async function onePage() {
  return (await editions()).map((edition) => ({ params: { root: edition.root || undefined }, props: { edition } }));
}

/**
 * The static paths of a page that every edition has for each of its `entries`.
 * @throws {Error} Where two codes would stand at one address, which also holds for letters that differ in case alone: not every disk
 * tells those apart.
 */
export async function pageForEach<Entry>(name: string, entries: (edition: Edition) => Iterable<Entry>, code: (entry: Entry) => string) {
  return (await editions()).flatMap((edition) => {
    const taken = new Map<string, string>();
    return [...entries(edition)].map((entry) => {
      const address = fileName(code(entry));
      const other = taken.get(address.toLowerCase());
      if (other !== undefined)
        throw new Error(`The codes ${other} and ${code(entry)} would have the same address. Give one of them another code.`);
      taken.set(address.toLowerCase(), code(entry));
      return { params: { root: edition.root || undefined, [name]: address }, props: { edition, entry } };
    });
  });
}
