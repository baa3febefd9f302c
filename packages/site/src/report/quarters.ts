import { type Period, periodsBetween } from "@openbeat/schema/domain";
import type { Hub } from "../data/hub.ts";

/** A release has reports of this many quarters. Older ones stay in the releases that had them. */
const most = 4;

/** The latest quarters that ended before the records of a release do, the newest first. */
export function latestQuarters({ datasets }: Pick<Hub, "datasets">): readonly Period[] {
  const from = datasets
    .map(({ coverageFrom }) => coverageFrom.slice(0, 10))
    .toSorted()
    .at(0);
  const to = datasets
    .map(({ coverageTo }) => coverageTo.slice(0, 10))
    .toSorted()
    .at(-1);
  if (from === undefined || to === undefined) return [];
  return periodsBetween(from, to, "quarter")
    .filter(({ end }) => end <= to)
    .toReversed()
    .slice(0, most);
}
