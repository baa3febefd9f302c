import type { ChangeNode } from "../data/changes.ts";
import type { Hub } from "../data/hub.ts";
import { changesPath } from "../releases/release-pages.ts";
import type { SiteFile } from "./files.ts";
import { instant, jsonText } from "./release-files.ts";

type Side = ChangeNode["before"];
// A figure that is not shown has a status in the place of a value.
const sideOf = (cell: Side) => (cell == null ? null : { status: cell.estimate.status, value: cell.estimate.value ?? null });

/** What a release changed of the one before it, as its page tells it. */
export function changesFile({ version, publishedAt, changes, corrections }: Hub): SiteFile {
  const content = {
    version,
    publishedAt: instant(publishedAt),
    since: changes?.since ?? null,
    isComplete: changes?.isComplete ?? true,
    changed: changes?.changed ?? 0,
    added: changes?.added ?? 0,
    removed: changes?.removed ?? 0,
    datasets: [...(changes?.byDataset ?? [])].map(([dataset, counts]) => ({ dataset, ...counts })),
    addedTables: changes?.addedTables ?? [],
    removedTables: changes?.removedTables ?? [],
    largest: (changes?.largest ?? []).map(({ key, before, after }) => ({ key, before: sideOf(before), after: sideOf(after) })),
    corrections: corrections.map((correction) => ({ ...correction })),
  };
  return { path: changesPath(version), text: jsonText(content) };
}
