import { fileName, isDraft } from "@openbeat/schema/domain";
import { type ChangedFigures, noFigures } from "./data/changes.ts";
import { type Hub, type ReleaseNote, readSite, type SiteData, type ToldRelease } from "./data/hub.ts";
import { withdrawnBy } from "./data/withdrawals.ts";
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
  /** Whether it is of no release but of a draft: it has no frozen copy, and says on every page what it is. */
  readonly isDraft: boolean;
  /** The releases there are; for a frozen edition, those there were. Newest first. */
  readonly releases: readonly ReleaseNote[];
  /** Versions that were withdrawn, as far as this edition knows. */
  readonly withdrawn: ReadonlySet<string>;
  /** Figures that this release changed, with what they were: on live pages only. */
  readonly changedFigures: ChangedFigures;
  /** Every language there is of this page, with its root. */
  readonly siblings: readonly { readonly language: string; readonly root: string }[];
}

// The pages and the writer of the files are loaded apart by the bundler. They share one reading of the data through the process.
const shared = globalThis as { openbeatSite?: Promise<SiteData> };

/** What the site is built from, read once. */
export function siteData(): Promise<SiteData> {
  const { OPENBEAT_DATABASE: database, OPENBEAT_API: api, OPENBEAT_SITE_KEEP: keep } = process.env;
  shared.openbeatSite ??= readSite({ database, api }, languages, keep);
  return shared.openbeatSite;
}

const frozenRoot = (version: string) => `r/${version}`;

interface Known {
  readonly releases: readonly ReleaseNote[];
  /** What the release may say of the one before it, in each language. */
  readonly told: readonly ToldRelease[];
}

function editionsOf(hubs: readonly Hub[], base: string, { releases, told }: Known): readonly Edition[] {
  const siblings = hubs.map(({ language }, at) => ({
    language,
    root: [base, at === 0 ? "" : language].filter((part) => part !== "").join("/"),
  }));
  const withdrawn = new Set(withdrawnBy(releases).keys());
  return hubs.map((hub, at) => ({
    hub,
    language: hub.language,
    words: wordsOf(hub.language),
    root: siblings[at]?.root ?? base,
    isFrozen: base !== "",
    isDraft: isDraft(hub.version),
    releases,
    withdrawn,
    changedFigures: told.find(({ language }) => language === hub.language)?.changedFigures ?? noFigures,
    siblings,
  }));
}

let all: Promise<readonly Edition[]> | undefined;

/**
 * Every edition that the site has pages to render of: the latest release at the root, its own language first, and under its own address
 * every release that no earlier site has kept, where it stays when the next one is published.
 */
export function editions(): Promise<readonly Edition[]> {
  all ??= siteData().then(({ releases, hubs, told, kept }) => {
    const [latest] = releases;
    const current = latest?.version ?? "";
    const live = editionsOf(hubs.get(current) ?? [], "", { releases, told: told.get(current) ?? [] });
    // What a draft is looked at beside has its own site already.
    if (isDraft(current)) return live;
    const frozen = releases.flatMap(({ version }, at) => {
      if (kept.has(version)) return [];
      const then = releases.slice(at).map((note) => ({ ...note, isLatest: false }));
      return editionsOf(hubs.get(version) ?? [], frozenRoot(version), { releases: then, told: [] });
    });
    return [...live, ...frozen];
  });
  return all;
}

/** The editions of the latest release at the root of the site, the hub's own language first. */
export const liveEditions = async (): Promise<readonly Edition[]> => (await editions()).filter(({ isFrozen }) => !isFrozen);

/** The same page where it never changes; of a draft, which is nowhere else, the page itself. */
export function permanent({ hub, root, isFrozen, isDraft, language, siblings }: Edition): Pick<Edition, "root"> {
  if (isFrozen || isDraft) return { root };
  return { root: language === siblings[0]?.language ? frozenRoot(hub.version) : `${frozenRoot(hub.version)}/${language}` };
}

/** Where the site stands, without a slash at the end; nothing where the hub does not know. */
export const siteAddress = ({ url }: Pick<Hub["hub"], "url">): string | undefined => url?.replace(/\/+$/, "");

/** The address of a page of an edition. @param path Without a slash at its beginning: `places/D1/`. */
export const href = ({ root }: Pick<Edition, "root">, path = ""): string => `/${root === "" ? "" : `${root}/`}${path}`;

/** A code as it stands in an address. */
export const slug = (code: string): string => encodeURIComponent(fileName(code));

export { anchor } from "@openbeat/schema/domain";

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
