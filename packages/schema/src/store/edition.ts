import { createHash } from "node:crypto";
import type { Run } from "./cells.ts";
import type { ReleaseRow } from "./releases.ts";

type Sealed = Pick<ReleaseRow, "id" | "version" | "sha256" | "publishedAt">;
const known = new WeakMap<readonly Sealed[], string>();

/**
 * Which releases there are, as a text: how many, and a hash of all. It changes when one is added, and two stores have the same one only
 * where they hold the same releases, published at the same instants.
 */
export function editionOf(releases: readonly Sealed[]): string {
  const found = known.get(releases);
  if (found !== undefined) return found;
  const lines = releases
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, version, sha256, publishedAt }) => `${id} ${version} ${sha256} ${publishedAt.getTime()}`);
  const edition = `${lines.length}.${createHash("sha256").update(lines.join("\n")).digest("hex")}`;
  known.set(releases, edition);
  return edition;
}

/** `editionOf` the releases of a store, worked out there. */
export async function readEdition(run: Run): Promise<string> {
  const [row] = await run(
    `SELECT count(*)::int AS releases, encode(sha256(convert_to(coalesce(string_agg(
       id || ' ' || version || ' ' || sha256 || ' ' || (extract(epoch FROM published_at) * 1000)::bigint, E'\\n' ORDER BY id), ''), 'UTF8')), 'hex') AS hash
     FROM release`,
    [],
  );
  return `${Number(row?.releases)}.${String(row?.hash)}`;
}

/** How many releases an edition holds. A store only ever gets more. */
export const releasesIn = (edition: string): number => Number(edition.split(".", 1)[0]);
