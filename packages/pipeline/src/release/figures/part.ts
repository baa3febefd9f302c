import type { PartOf } from "@openbeat/schema/domain";
import { type FigureOf, fromCounts, nothing } from "./figure.ts";
import { countsOf, type Grouping, isWhole } from "./grouping.ts";

/** How a count of a part of other records is made in a grouping: it is the part's own published count. */
export function partIn(grouping: Grouping, { category, code }: PartOf): FigureOf {
  if (!isWhole(grouping, category)) return () => nothing("NOT_APPLICABLE");
  const part = countsOf(grouping, category, code);
  return ({ at }) =>
    fromCounts([part(at)], ([value = 0]) => ({
      status: "AVAILABLE",
      value,
      numerator: null,
      denominator: null,
      interval: null,
      flags: [],
    }));
}
