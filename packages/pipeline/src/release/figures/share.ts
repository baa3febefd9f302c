import { type ShareOf, wholeOf } from "@openbeat/schema/domain";
import { wilson } from "../../survey/wilson.ts";
import { type Figure, type FigureOf, fromCounts, intervalLevel, nothing } from "./figure.ts";
import { countsOf, type Grouping, isWhole } from "./grouping.ts";

/** Out of fewer records than this a share says little. @see NCHS, Vital and Health Statistics 2(175). */
export const smallestWhole = 30;

/** How a share is made in a grouping: from the counts of its part and of what the part is out of, in groupings with the category at their levels. */
export function shareIn(grouping: Grouping, share: ShareOf): FigureOf {
  // Of one code of the category there are no shares.
  if (!isWhole(grouping, share.category)) return () => nothing("NOT_APPLICABLE");
  const list = grouping.plan.categories.get(share.category);
  const outOf = wholeOf(share, (code) => list?.codes.has(code) === true);
  const [part, whole] = [countsOf(grouping, share.category, share.code), countsOf(grouping, share.category, outOf)];
  return ({ at }) => fromCounts([part(at), whole(at)], ([of = 0, all = 0]) => shareOf(of, all, share.isFixed === true));
}

/** Two decimals of a percentage. */
export const percent = (share: number) => Math.round(share * 10_000) / 100;

/** A share of published counts. Where there are no records there is no share. */
export function shareOf(part: number, whole: number, isFixed: boolean): Figure {
  if (whole === 0) return nothing("NOT_APPLICABLE");
  const { lower, upper } = wilson(part, whole, intervalLevel);
  return {
    status: "AVAILABLE",
    value: percent(part / whole),
    numerator: part,
    denominator: whole,
    interval: isFixed ? null : { lower: percent(lower), upper: percent(upper), level: intervalLevel, method: "Wilson" },
    flags: !isFixed && whole < smallestWhole ? ["LOW_RELIABILITY"] : [],
  };
}
