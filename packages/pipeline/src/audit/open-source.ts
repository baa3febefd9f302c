import { PipelineError } from "../errors.ts";
import { releasesFromFiles } from "./from-files.ts";
import { releasesFromStore } from "./from-store.ts";
import type { PublicSource } from "./public-release.ts";

/**
 * Opens where releases are read from.
 * @param place The folder or address of a site; left out, the public store is read.
 * @param database The URL of the store; left out, DATABASE_URL or the embedded one.
 * @throws {PipelineError} `COMMAND_INVALID` where both are named.
 */
export async function openSource(
  place: string | undefined,
  database: string | undefined,
  progress: (what: string) => void,
): Promise<PublicSource> {
  if (place === undefined) return releasesFromStore(database ?? process.env.DATABASE_URL);
  if (database !== undefined) throw new PipelineError("COMMAND_INVALID", "Name one place: a folder, an address, or --database.");
  return releasesFromFiles(place, progress);
}

/** The versions that a source has, or the one that was asked for. @throws {PipelineError} `COMMAND_INVALID` where there is none. */
export function versionsOf({ versions }: PublicSource, wanted: readonly string[]): readonly string[] {
  if (versions.length === 0) throw new PipelineError("COMMAND_INVALID", "There is no release here. Publish one, or name another place.");
  for (const version of wanted)
    if (!versions.includes(version))
      throw new PipelineError("COMMAND_INVALID", `There is no such release. There are: ${versions.join(", ")}.`);
  return wanted.length === 0 ? versions : versions.filter((version) => wanted.includes(version));
}
