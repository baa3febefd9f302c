import { compareCounts, holm } from "@openbeat/schema/domain";
import type { Row } from "../data/row.ts";
import { type Change, eventsBehind, isTooFew } from "./change.ts";

const inexact = ["ESTIMATED", "IMPUTED", "ROUNDED", "PERTURBED", "NOT_REACHED"] as const;
const significance = 0.05;

/**
 * What the rates of areas say against the whole that they are parts of: each against the rest of the whole, by the exact test of two counts.
 * The verdicts hold for all areas together (Holm), so that the one that lies furthest out is not called clear by chance.
 * @param parts One row an area, all of one measure and period. @param whole The row of the whole.
 * @returns By the code of the area.
 */
export function againstWhole(parts: readonly Row[], whole: Row | undefined): ReadonlyMap<string, Change> {
  const pairs = parts.map((part) => ({ part, found: whole === undefined ? undefined : testOf(part, whole) }));
  const tested = pairs.flatMap(({ found }) => (found === undefined || "reason" in found ? [] : [found.pValue]));
  const adjusted = holm(tested).values();
  return new Map(
    pairs.map(({ part, found }): [string, Change] => {
      if (found === undefined) return [part.area, { verdict: "NOT_COMPARABLE", reason: "HIDDEN" }];
      if ("reason" in found) return [part.area, found];
      const isClear = (adjusted.next().value ?? 1) < significance;
      return [part.area, { verdict: isClear ? found.side : found.isFew ? "TOO_FEW" : "UNCLEAR", reason: null }];
    }),
  );
}

type Tested = { readonly pValue: number; readonly side: "HIGHER" | "LOWER"; readonly isFew: boolean };

function testOf(part: Row, whole: Row): Tested | Extract<Change, { verdict: "NOT_COMPARABLE" }> {
  const incomparable = (reason: Extract<Change, { verdict: "NOT_COMPARABLE" }>["reason"]) => ({
    verdict: "NOT_COMPARABLE" as const,
    reason,
  });
  if (part.observation.status !== "AVAILABLE" || whole.observation.status !== "AVAILABLE") return incomparable("HIDDEN");
  const has = (flag: (typeof part.observation.flags)[number]) => [part, whole].some(({ observation }) => observation.flags.includes(flag));
  if (has("DEFINITION_DIFFERS")) return incomparable("BREAK_IN_SERIES");
  if (has("PARTIAL_COVERAGE")) return incomparable("PARTIAL_COVERAGE");
  if (inexact.some(has)) return incomparable("NOT_EXACT");
  const [own, all] = [eventsBehind(part), eventsBehind(whole)];
  if (own === null || all === null || own.base === 1) return incomparable("NO_METHOD");
  const rest = { ...all, count: all.count - own.count, base: all.base - own.base };
  if (rest.count < 0 || rest.base <= 0) return incomparable("NO_METHOD");
  const { pValue } = compareCounts({ count: rest.count, over: rest.base }, { count: own.count, over: own.base });
  const isHigher = own.count / own.base > rest.count / rest.base;
  return { pValue, side: isHigher ? "HIGHER" : "LOWER", isFew: isTooFew(rest, own) };
}
