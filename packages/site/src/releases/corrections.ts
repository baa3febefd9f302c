import type { ToldRelease } from "../data/hub.ts";
import { anchor, type Edition } from "../edition.ts";
import { type ReleaseEntry, releasesOf } from "./release-pages.ts";

/** A correction, and the release that it came with. */
export interface ToldCorrection {
  readonly id: string;
  readonly entry: ReleaseEntry;
  readonly correction: ToldRelease["corrections"][number];
}

/** The corrections of every release that an edition knows, newest first. */
export const correctionsOf = async (edition: Edition): Promise<readonly ToldCorrection[]> =>
  (await releasesOf(edition)).flatMap((entry) =>
    entry.told.corrections.map((correction, at) => ({
      id: `correction-${anchor(entry.release.version)}-${at + 1}`,
      entry,
      correction,
    })),
  );
