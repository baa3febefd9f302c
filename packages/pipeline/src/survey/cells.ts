import type { Geography } from "../geography/areas.ts";
import { groupsOf } from "./groups.ts";
import type { SurveyPlan } from "./plan.ts";
import { everyone } from "./sums.ts";

/** A cell of the published tables of a survey. */
export interface SurveyCell {
  readonly area: string;
  readonly period: string;
  /** Name of the grouping, or `everyone`. */
  readonly grouping: string;
  readonly group: string;
}

/** The name of a cell. */
export const cellKey = ({ area, period, group }: SurveyCell): string => `${area} ${period} ${group}`;
/** The code of the period in the name of a cell. */
export const periodOfKey = (key: string): string => key.split(" ")[1] ?? "";

/** Every cell of the published tables, once. */
export function cellsOf(plan: SurveyPlan, geography: Geography, folded: ReadonlySet<string>): readonly SurveyCell[] {
  const cells = new Map<string, SurveyCell>();
  for (const { area: levels, groups } of plan.tables) {
    const groupNodes = [everyone, ...groups].flatMap((grouping) =>
      grouping === everyone
        ? [{ grouping, group: everyone }]
        : groupsOf(plan, grouping, folded).published.map(({ code }) => ({ grouping, group: code })),
    );
    for (const { code: area } of levels.flatMap((level) => geography.atLevel(level)))
      for (const { code: period } of plan.periods)
        for (const group of groupNodes) {
          const cell = { area, period, ...group };
          cells.set(cellKey(cell), cell);
        }
  }
  return [...cells.values()];
}
