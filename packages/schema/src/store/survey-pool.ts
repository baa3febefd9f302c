import { addressOf, type EstimateAddress, type FoundEstimate, placeOf } from "./survey-estimates.ts";
import { areasAbove, everyone, rollingYear } from "./surveys.ts";

/** Hidden, though there are answers: what a wider pool may still show. */
const isHidden = ({ cell }: FoundEstimate): boolean => cell.status === "SUPPRESSED" || cell.status === "UNRELIABLE";

/**
 * Where to look for a figure in the place of a hidden one, the nearest first: the twelve months up to the same period, then wider areas, then
 * everyone in the place of a group. Only what was published is there.
 */
export function poolsOf(estimate: FoundEstimate): readonly EstimateAddress[] {
  if (!isHidden(estimate)) return [];
  const { survey } = estimate;
  const own = addressOf(estimate);
  const all = survey.groupCodes.get(everyone);
  const groups = own.group.level === everyone || all === undefined ? [own.group] : [own.group, all];
  const periods = [own.period, rollingYear(survey, own.period)].filter((period) => period !== undefined);
  return groups
    .flatMap((group) =>
      [own.area, ...areasAbove(own.area)].flatMap((area) => periods.map((period): EstimateAddress => ({ ...own, group, area, period }))),
    )
    .slice(1)
    .filter((address) => placeOf(survey, address) !== undefined);
}

/** The first of the pools that is shown. */
export const firstShown = (pools: readonly (FoundEstimate | undefined)[]): FoundEstimate | undefined =>
  pools.find((pool) => pool?.cell.status === "AVAILABLE");
