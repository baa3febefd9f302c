import { fileAt, fileName, siteDoors } from "@openbeat/schema/domain";
import { noFigures } from "../data/changes.ts";
import type { ReleaseNote, ToldRelease } from "../data/hub.ts";
import { type Edition, editions, siteData, slug } from "../edition.ts";

/** A release, and what it says of itself, as far as possible in a reader's language. */
export interface ReleaseEntry {
  readonly release: ReleaseNote;
  readonly told: ToldRelease;
}

/** The releases that an edition knows, newest first, each in the edition's language or else in the hub's own. */
export async function releasesOf({ releases, language, isFrozen }: Pick<Edition, "releases" | "language" | "isFrozen">) {
  const { told } = await siteData();
  return releases.flatMap((release): readonly ReleaseEntry[] => {
    const all = told.get(release.version) ?? [];
    const own = all.find((one) => one.language === language) ?? all[0];
    if (own === undefined) return [];
    return [{ release, told: isFrozen ? { ...own, changedFigures: noFigures } : own }];
  });
}

/** The releases that an edition knows, newest first, all in the hub's own language: what they say can be compared word by word. */
export async function releasesInOwnLanguage({ releases }: Pick<Edition, "releases">): Promise<readonly ToldRelease[]> {
  const { told } = await siteData();
  return releases.flatMap(({ version }) => told.get(version)?.[0] ?? []);
}

/** Where the pages of a release stand for ever, in the reader's language where it has them; of a draft, where it is looked at. */
export async function rootOf(
  { language, isDraft, root }: Pick<Edition, "language" | "isDraft" | "root">,
  version: string,
): Promise<Pick<Edition, "root">> {
  if (isDraft) return { root };
  const { told, kept } = await siteData();
  const isFurther = (told.get(version) ?? []).findIndex((one) => one.language === language) > 0;
  const held = kept.get(version);
  const further = `r/${version}/${language}`;
  return { root: isFurther && (held === undefined || held.files[`${further}/index.html`] !== undefined) ? further : `r/${version}` };
}

export const releasePath = (version: string): string => `releases/${slug(version)}/`;
/** The changes of a release as a file, from the root of the site. */
export const changesPath = (version: string): string => fileAt(siteDoors.changes, { version });

/** Whether an edition has a page of a release: the live one has them all, a frozen one that of its own. */
const hasPageOf = ({ isFrozen, hub }: Edition, version: string): boolean => !isFrozen || hub.version === version;

/** Where the page of a release stands, for an edition to lead to. */
export function rootOfPage(edition: Edition, version: string): Pick<Edition, "root"> {
  if (hasPageOf(edition, version)) return edition;
  return { root: edition.language === edition.siblings[0]?.language ? "" : edition.language };
}

/** The static paths of the pages of single releases. */
export async function releasePages() {
  const pages = (await editions()).map(async (edition) =>
    (await releasesOf(edition))
      .filter(({ release }) => hasPageOf(edition, release.version))
      .map((entry) => ({
        params: { root: edition.root || undefined, version: fileName(entry.release.version) },
        props: { edition, entry },
      })),
  );
  return (await Promise.all(pages)).flat();
}
