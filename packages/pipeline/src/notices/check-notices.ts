import type { ReleaseManifest } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { ReleaseContent } from "../release/content.ts";
import { changeBetween } from "../release/version.ts";

/**
 * Refuses notices that say nothing readers could use: of a release that there is not, or that take back the latest one while the draft
 * still tells its figures.
 * @param versions Of the store, oldest first. @param latest The manifest of the last of them.
 * @throws {PipelineError} `NOTICE_INVALID`
 */
export function checkNotices(
  { notices, manifest }: ReleaseContent,
  versions: readonly string[],
  latest: ReleaseManifest | undefined,
): void {
  for (const { affects, class: kind } of notices) {
    if (!versions.includes(affects))
      throw new PipelineError(
        "NOTICE_INVALID",
        `notices.yaml speaks of release ${affects}, and there is none of that version in this store. There are: ${versions.join(", ") || "none"}.`,
      );
    if (kind !== "withdrawal" || affects !== versions.at(-1) || latest === undefined) continue;
    if (["none", "patch"].includes(changeBetween(latest, manifest)))
      throw new PipelineError(
        "NOTICE_INVALID",
        `Release ${affects} is the latest, and the hub folder still gives the same figures: withdrawing it would publish them again. Mend the records, or take out what may not be shown, and withdraw it then.`,
      );
  }
}
