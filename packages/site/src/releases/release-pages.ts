import { fileAt, fileName, releaseDoors } from "@openbeat/schema/domain";
import type { Hub, ReleaseNote } from "../data/hub.ts";
import { type Edition, editions, siteData, slug } from "../edition.ts";

/** A release, and what it held, as far as possible in a reader's language. */
export interface ReleaseEntry {
  readonly release: ReleaseNote;
  readonly hub: Hub;
}

/** The releases that an edition knows, newest first, each with its content in the edition's language or else in the hub's own. */
export async function releasesOf({ releases, language }: Edition): Promise<readonly ReleaseEntry[]> {
  const { hubs } = await siteData();
  return releases.flatMap((release) => {
    const all = hubs.get(release.version) ?? [];
    const hub = all.find((one) => one.language === language) ?? all[0];
    return hub === undefined ? [] : [{ release, hub }];
  });
}

/** Where the pages of a release stand for ever, in the language that they are told in. */
export async function rootOf(edition: Pick<Edition, "language">, version: string): Promise<Pick<Edition, "root">> {
  const all = (await siteData()).hubs.get(version) ?? [];
  return { root: all.findIndex(({ language }) => language === edition.language) > 0 ? `r/${version}/${edition.language}` : `r/${version}` };
}

export const releasePath = (version: string): string => `releases/${slug(version)}/`;
/** The changes of a release as a file, from the root of the site. */
export const changesPath = (version: string): string => fileAt(releaseDoors.changes, { version });

/** Whether an edition has a page of a release: the live one has them all, a frozen one that of its own. */
export const hasPageOf = ({ isFrozen, hub }: Edition, version: string): boolean => !isFrozen || hub.version === version;

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
