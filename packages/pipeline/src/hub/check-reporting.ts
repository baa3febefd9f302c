import { derivedFrom, periodGrains } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { TablePlan } from "./plan.ts";
import { isMissing, type Reporting } from "./reporting.ts";

/**
 * Checks that what was not reported stands as zero in the tables of every measure that hides figures. Everybody knows that nothing was counted there, and the protection
 * reckons with a zero only where it is shown, or where the policy says that readers know which combinations are empty.
 */
export function checkReporting(
  tables: readonly TablePlan[],
  { level, grain, states }: Reporting,
  geography: Geography,
  wrong: (message: string) => void,
): void {
  if (![...states.values()].some(isMissing)) return;
  const isAsFine = ([area = "", period = ""]: readonly string[]) => geography.chain(area).includes(level) && isNoCoarser(period, grain);
  const hidesUnknown = tables.flatMap(({ spec: { policy }, measures }) =>
    policy.method === "suppress" && policy.emptyCombinations === "unknown" ? measures : [],
  );
  for (const { code } of new Set(hidesUnknown.filter((measure) => derivedFrom(measure) === undefined))) {
    const own = tables.filter(({ measures }) => measures.some((measure) => measure.code === code));
    if (!own.some(({ groupings }) => groupings.some(isAsFine)))
      wrong(
        `It is stated by ${level} and ${grain} what was not reported, and no table has ${code} so finely. Readers would know zeros that the protection does not reckon with: add such a table, state it by the areas and periods of one, or say emptyCombinations: public.`,
      );
  }
}

const grains: readonly string[] = periodGrains;
const isNoCoarser = (period: string, grain: string) => grains.indexOf(period) <= grains.indexOf(grain);
