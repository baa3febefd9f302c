import type { ReleaseManifest } from "@openbeat/schema/domain";
import { hashOf } from "./hash.ts";

/** What changed between two releases, as far as its number tells it. */
export type Change = "major" | "minor" | "patch" | "none";

const lost = (before: readonly string[], after: readonly string[]) => before.some((item) => !after.includes(item));

/**
 * A removed table, dimension, level, measure or code is major, and so is the last record of a kind; added or changed values and records are minor; words
 * alone are a patch.
 */
export function changeBetween(before: ReleaseManifest, after: ReleaseManifest): Change {
  const parts = ({ tables, records = [] }: ReleaseManifest) => [
    ...records.map(({ kind }) => `records of ${kind}`),
    ...tables.flatMap(({ dataset, code, dimensions, measures }) => [
      `${dataset} ${code}`,
      ...dimensions.flatMap((dimension) => dimension.levels.map((level) => `${dataset} ${code} by ${dimension.code}.${level}`)),
      ...measures.map((measure) => `${dataset} ${code} of ${measure}`),
    ]),
  ];
  if (lost(parts(before), parts(after))) return "major";
  for (const [list, codes] of Object.entries(before.codes)) if (lost(codes, after.codes[list] ?? [])) return "major";
  const values = ({ tables, codes, referenceSha256, records }: ReleaseManifest) =>
    hashOf([tables, codes, referenceSha256, ...(records === undefined ? [] : [records])]);
  if (values(before) !== values(after)) return "minor";
  // What it says of earlier releases is words, and must be said.
  if (after.noticesSha256 !== undefined) return "patch";
  // The certificate of the same figures may be worded anew: that alone is no release.
  return before.wordsSha256 === after.wordsSha256 ? "none" : "patch";
}

/** The number of the release after this one. */
export function nextVersion(version: string, change: Exclude<Change, "none">): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (change === "major") return `${major + 1}.0.0`;
  return change === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
