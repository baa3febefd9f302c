import { type CalendarGrain, parsePeriod, periodGrains, periodsBetween } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan } from "../hub/plan.ts";

/** One place on an axis of a table: an area, a period or a category. */
export interface Node {
  readonly code: string;
  /** The period is not wholly covered by the records. */
  readonly partial: boolean;
  /** A change in what is recorded lies in the period, or begins with it: it is not compared with earlier ones. */
  readonly isBreak: boolean;
}

const whole = { partial: false, isBreak: false };
const isGrain = (level: string): level is CalendarGrain => (periodGrains as readonly string[]).includes(level);

/** Every node that a level of a dimension has in a dataset, in canonical order. Nodes without any record are there too: their zero is true. */
export function nodesOf(plan: DatasetPlan, geography: Geography, dimension: string, level: string): readonly Node[] {
  if (dimension === "area") return geography.atLevel(level).map(({ code }) => ({ ...whole, code }));
  if (dimension === "period" && isGrain(level)) {
    const { coverage, breaks } = plan.file.spec;
    const { from, to } = coverage;
    return periodsBetween(from, to, level).map(({ code, start, end }) => ({
      code,
      partial: start < from || end > to,
      // Where the records begin with the change there is nothing before it.
      isBreak: breaks.some((change) => change.from > from && start <= change.from && change.from <= end),
    }));
  }
  return (plan.categories.get(dimension)?.atLevel(level) ?? []).map(({ code }) => ({ ...whole, code }));
}

/** The finest period of any table of the dataset: records are counted by it. */
export function finestGrain(plan: DatasetPlan): CalendarGrain {
  const used = new Set(plan.tables.flatMap(({ spec }) => spec.dimensions.period));
  return periodGrains.find((grain) => used.has(grain)) ?? "year";
}

/** The code of a coarser period that holds this one. */
export function periodAbove(code: string, grain: CalendarGrain): string {
  const start = parsePeriod(code)?.start ?? "";
  return periodsBetween(start, start, grain)[0]?.code ?? "";
}
