import type { Database } from "@openbeat/database";
import type { Release } from "@openbeat/database/client";

/** A release without its manifest and certificate, which are large and seldom asked for. */
export type ReleaseRow = Omit<Release, "manifest" | "certificate">;

const numbers = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number);

/** Orders versions as semantic versioning does, lowest first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < 3; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Every release, newest version first. A release is seen when it is whole: its own row is written last. */
export async function readReleases(database: Database): Promise<readonly ReleaseRow[]> {
  const rows = await database.prisma.release.findMany({ omit: { manifest: true, certificate: true } });
  return rows.sort((a, b) => compareVersions(b.version, a.version));
}
