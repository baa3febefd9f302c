import { rollingYearOf } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { Relation } from "./complements.ts";
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

/** How the cells of the published tables add up: areas, groups, the waves of twelve months, and two rolling years that share all waves but two. */
export function relationsOf(
  plan: SurveyPlan,
  geography: Geography,
  cells: readonly SurveyCell[],
  folded: ReadonlySet<string>,
): readonly Relation[] {
  const placeOf = new Map(cells.map((cell, place) => [cellKey(cell), place]));
  const levels = [...new Set(plan.tables.flatMap(({ area }) => area))];
  const relations: number[][] = [];
  const add = (own: readonly SurveyCell[]) => {
    const places = own.flatMap((cell) => placeOf.get(cellKey(cell)) ?? []);
    if (places.length > 1 && places.length === own.length) relations.push(places);
  };
  const groups = plan.groupings.map(({ name }) =>
    groupsOf(plan, name, folded).published.map(({ code }) => ({ grouping: name, group: code })),
  );
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const next = new Map(plan.waves.map(({ code }, place) => [rollingYearOf(code), rollingYearOf(plan.waves[place + 1]?.code ?? "")]));
  for (const cell of cells) {
    const own = geography.areas.get(cell.area)?.level ?? "";
    for (const level of levels) {
      if (level === own) continue;
      const inside = geography.atLevel(level).filter(({ code }) => geography.ancestor(code, own) === cell.area);
      if (inside.length > 0) add([cell, ...inside.map(({ code }) => ({ ...cell, area: code }))]);
    }
    if (cell.grouping === everyone) for (const parts of groups) add([cell, ...parts.map((part) => ({ ...cell, ...part }))]);
    const waves = periods.get(cell.period)?.waves ?? [];
    if (waves.length < 2) continue;
    const at = (wave: number | undefined) => ({ ...cell, period: plan.waves[wave ?? -1]?.code ?? "" });
    add([cell, ...waves.map(at)]);
    const after = periods.get(next.get(cell.period) ?? "");
    if (after !== undefined && after.waves.length > 0) add([cell, { ...cell, period: after.code }, at(waves[0]), at(after.waves.at(-1))]);
  }
  return relations;
}
