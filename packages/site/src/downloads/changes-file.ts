import type { ChangeNode } from "../data/changes.ts";
import { changesPath, type ReleaseEntry } from "../releases/release-pages.ts";
import type { SiteFile } from "./files.ts";
import { instant, jsonText } from "./release-files.ts";

type Side = ChangeNode["before"];
// A figure that is not shown has a status in the place of a value.
const sideOf = (cell: Side) => (cell == null ? null : { status: cell.estimate.status, value: cell.estimate.value ?? null });

/** What a release changed of the one before it, as its page tells it; `null` where there is none before, or nothing is told any more. @param withdrawn Versions of which nothing is told any more. */
export function changesFile({ told }: ReleaseEntry, withdrawn: ReadonlySet<string>): SiteFile {
  const { version, publishedAt, changedFigures, corrections } = told;
  const isWithdrawn = withdrawn.has(version);
  const changes = isWithdrawn ? null : told.changes;
  const content = {
    version,
    publishedAt: instant(publishedAt),
    isWithdrawn,
    since: changes?.since ?? null,
    isComplete: changes?.isComplete ?? null,
    changed: changes?.changed ?? null,
    added: changes?.added ?? null,
    removed: changes?.removed ?? null,
    datasets: [...(changes?.byDataset ?? [])].map(([dataset, counts]) => ({ dataset, ...counts })),
    addedTables: changes?.addedTables ?? [],
    removedTables: changes?.removedTables ?? [],
    largest: changedFigures.byMeasure.map(({ key, before, after }) => ({ key, before: sideOf(before), after: sideOf(after) })),
    corrections: corrections.map((correction) => ({ ...correction })),
  };
  return { path: changesPath(version), text: jsonText(content) };
}
