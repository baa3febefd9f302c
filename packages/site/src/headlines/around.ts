import { compareCounts, type FigureReason, obstacleOfFlags } from "@openbeat/schema/domain";
import type { Row } from "../data/row.ts";
import { type Change, eventsBehind, isTooFew, type Tested, verdictsOf } from "./change.ts";

/**
 * What the rates of areas say against the whole that they are parts of: each against the rest of the whole, by the exact test of two counts.
 * The verdicts hold for all areas together (Holm), so that the one that lies furthest out is not called clear by chance.
 * @param parts One row an area, all of one measure and period. @param whole The row of the whole.
 * @returns By the code of the area.
 */
export function againstWhole(parts: readonly Row[], whole: Row | undefined): ReadonlyMap<string, Change> {
  const verdicts = verdictsOf(parts.map((part) => (whole === undefined ? "HIDDEN" : testOf(part, whole))));
  return new Map(
    parts.flatMap(({ area }, at): readonly [string, Change][] => {
      const change = verdicts[at];
      return change === undefined ? [] : [[area, change]];
    }),
  );
}

function testOf(part: Row, whole: Row): Tested | FigureReason {
  if (part.observation.status !== "AVAILABLE" || whole.observation.status !== "AVAILABLE") return "HIDDEN";
  const flagged = obstacleOfFlags([...part.observation.flags, ...whole.observation.flags]);
  if (flagged !== undefined) return flagged;
  const [own, all] = [eventsBehind(part), eventsBehind(whole)];
  if (own === null || all === null || own.base === 1) return "NO_METHOD";
  const rest = { ...all, count: all.count - own.count, base: all.base - own.base };
  if (rest.count < 0 || rest.base <= 0) return "NO_METHOD";
  const { pValue } = compareCounts({ count: rest.count, over: rest.base }, { count: own.count, over: own.base });
  const isHigher = own.count / own.base > rest.count / rest.base;
  return { pValue, side: isHigher ? "HIGHER" : "LOWER", isFew: isTooFew(rest, own) };
}
