import { intervalQuery } from "../queries/interval.ts";
import type { Ask } from "./ask.ts";
import type { Cube, ReleaseContent } from "./hub.ts";
import { membersOf } from "./key.ts";

/** How an interval is computed, and how sure it is: 0.95 is 95 %. */
export interface IntervalMethod {
  readonly method: string;
  readonly level: number;
}

/** How the intervals of measures are computed, by dataset and measure. */
export type Intervals = ReadonlyMap<string, ReadonlyMap<string, IntervalMethod>>;

/**
 * Asks of one figure of each measure of a dataset that has intervals how its own is computed. @param cubes The cells, by the code of their table.
 * @returns The methods by dataset and measure: the same measure may be counted in one dataset and estimated in another.
 */
export async function readIntervals(
  ask: Ask,
  version: string,
  tables: ReleaseContent["tables"],
  cubes: ReadonlyMap<string, readonly Cube[]>,
): Promise<Intervals> {
  const intervals = new Map<string, Map<string, IntervalMethod>>();
  for (const { code: table, dataset } of tables) {
    const known = intervals.get(dataset.code) ?? new Map<string, IntervalMethod>();
    intervals.set(dataset.code, known);
    for (const { rows, by } of cubes.get(table) ?? []) {
      for (const { measure, key, observation } of rows) {
        if (known.has(measure) || observation.status !== "AVAILABLE" || observation.lower === null) continue;
        const where = membersOf(key).map(({ dimension, code }) => ({ dimension, is: { in: [code] } }));
        const answer = await ask(intervalQuery, { version, dataset: dataset.code, table, measure, by: [...by], where });
        const interval = answer.release?.dataset?.cells.nodes[0]?.estimate.interval;
        if (interval != null) known.set(measure, interval);
      }
    }
  }
  return intervals;
}
