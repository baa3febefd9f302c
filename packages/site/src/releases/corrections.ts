import type { Changes } from "../data/changes.ts";
import type { Hub } from "../data/hub.ts";
import { anchor, type Edition } from "../edition.ts";
import { type ReleaseEntry, releasesOf } from "./release-pages.ts";

/** A correction, the release that it came with, and what that release changed. */
export interface ToldCorrection {
  readonly id: string;
  readonly entry: ReleaseEntry;
  readonly correction: Hub["corrections"][number];
  readonly changes: Changes | null;
}

/** The corrections of every release that an edition knows, newest first. */
export const correctionsOf = async (edition: Edition): Promise<readonly ToldCorrection[]> =>
  (await releasesOf(edition)).flatMap((entry) =>
    entry.hub.corrections.map((correction, at) => ({
      id: `correction-${anchor(entry.release.version)}-${at + 1}`,
      entry,
      correction,
      changes: entry.hub.changes,
    })),
  );
