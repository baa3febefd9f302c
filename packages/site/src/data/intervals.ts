import { intervalQuery } from "../queries/interval.ts";
import type { Ask } from "./ask.ts";
import type { Cube, ReleaseContent } from "./hub.ts";
import { membersOf } from "./key.ts";

/** How an interval is computed, and how sure it is: 0.95 is 95 %. */
export interface IntervalMethod {
  readonly method: string;
  readonly level: number;
}

/** Asks of one figure of each measure that has intervals how its own is computed. @param cubes The cells, by the code of their table. */
export async function readIntervals(
  ask: Ask,
  version: string,
  tables: ReleaseContent["tables"],
  cubes: ReadonlyMap<string, readonly Cube[]>,
): Promise<ReadonlyMap<string, IntervalMethod>> {
  const intervals = new Map<string, IntervalMethod>();
  for (const table of tables) {
    for (const { rows, by } of cubes.get(table.code) ?? []) {
      for (const { measure, key, observation } of rows) {
        if (intervals.has(measure) || observation.status !== "AVAILABLE" || observation.lower === null) continue;
        const where = membersOf(key).map(({ dimension, code }) => ({ dimension, is: { in: [code] } }));
        const answer = await ask(intervalQuery, { version, dataset: table.dataset.code, table: table.code, measure, by: [...by], where });
        const interval = answer.release?.dataset?.cells.nodes[0]?.estimate.interval;
        if (interval != null) intervals.set(measure, interval);
      }
    }
  }
  return intervals;
}
