import type { ObservationFlag, ObservationStatus } from "./observation.ts";
import { compareCounts } from "./statistics/poisson.ts";
import { adjustPValues, type ComparisonAdjustment, significance, type Verdict } from "./survey/comparison.ts";

/** Why two figures cannot be compared. `HIDDEN` never says which of them is hidden, or by what. */
export const figureReasons = [
  "HIDDEN",
  "MEASURE_DIFFERS",
  "LENGTH_DIFFERS",
  "OVERLAPPING",
  "BREAK_IN_SERIES",
  "PARTIAL_COVERAGE",
  "NOT_EXACT",
  "NO_METHOD",
] as const;
export type FigureReason = (typeof figureReasons)[number];

/** A published figure, as far as a comparison needs it. */
export interface ComparedFigure {
  readonly status: ObservationStatus;
  readonly flags: readonly ObservationFlag[];
  readonly value: number | null;
  /** Events behind the figure, and what they come from: days, residents times days, or another base. Null where no exact method is known. */
  readonly events: { readonly count: number; readonly over: number } | null;
  /** First and last day, ISO 8601. */
  readonly start: string;
  readonly end: string;
  /** Figures of one grain are of periods as long as each other. */
  readonly grain: string;
}

/** Two figures to be compared. */
export interface FigurePair {
  readonly first: ComparedFigure;
  readonly second: ComparedFigure;
  /** Whether measure and categories are the same. */
  readonly sameMeasure: boolean;
  /** Whether no place lies in the areas of both. */
  readonly apart: boolean;
  /** First days of changes in what is recorded or how. */
  readonly breaks: readonly string[];
}

/** What two figures say of one another. A difference cannot be had without its verdict. */
export type FigureComparison =
  | {
      readonly verdict: Exclude<Verdict, "NOT_COMPARABLE">;
      readonly reason: null;
      /** The second value minus the first, as published. */
      readonly difference: number;
      /** Of the second to the first, for the same time, residents or base; null where the first is 0. */
      readonly ratio: number | null;
      /** Of the ratio; null where it has no upper end. Not adjusted to the number of comparisons, as the verdict is. */
      readonly interval: { readonly lower: number; readonly upper: number; readonly level: number; readonly method: string } | null;
      readonly pValue: number;
      readonly adjustedPValue: number;
    }
  | {
      readonly verdict: "NOT_COMPARABLE";
      readonly reason: FigureReason;
      readonly difference: null;
      readonly ratio: null;
      readonly interval: null;
      readonly pValue: null;
      readonly adjustedPValue: null;
    };

/** Flags of figures that are no counts of what happened. */
const inexact: readonly ObservationFlag[] = ["ESTIMATED", "IMPUTED", "ROUNDED", "PERTURBED", "NOT_REACHED"];

const has = ({ first, second }: FigurePair, flag: ObservationFlag) => first.flags.includes(flag) || second.flags.includes(flag);

function obstacle(pair: FigurePair): FigureReason | undefined {
  const { first, second, sameMeasure, apart, breaks } = pair;
  if (first.value === null || second.value === null || first.status !== "AVAILABLE" || second.status !== "AVAILABLE") return "HIDDEN";
  if (!sameMeasure) return "MEASURE_DIFFERS";
  if (first.grain !== second.grain) return "LENGTH_DIFFERS";
  if (!apart && first.start <= second.end && second.start <= first.end) return "OVERLAPPING";
  const isBetween = (day: string) => [first, second].some(({ start }) => day > start) && [first, second].some(({ end }) => day <= end);
  if (has(pair, "DEFINITION_DIFFERS")) return "BREAK_IN_SERIES";
  if (first.start !== second.start && breaks.some(isBetween)) return "BREAK_IN_SERIES";
  if (has(pair, "PARTIAL_COVERAGE")) return "PARTIAL_COVERAGE";
  if (inexact.some((flag) => has(pair, flag))) return "NOT_EXACT";
  return undefined;
}

/**
 * Compares published counts and rates two by two, by what is published of them alone, so that anybody can repeat it: the exact conditional
 * test of two Poisson counts. It holds as far as events come one by one and independently of each other; where one brings others, chance
 * makes larger differences than it allows for. A base (residents, calls) is taken as known.
 * @param pairs Compared as one family: the verdicts, at 0.05, hold for all of them together.
 * @returns One comparison per pair, in their order.
 * @see Przyborowski & Wilenski (1940), Biometrika 31; `compareCounts`.
 */
export function compareFigures(pairs: readonly FigurePair[], adjustment: ComparisonAdjustment): readonly FigureComparison[] {
  const found = pairs.map((pair) => {
    const reason = obstacle(pair);
    const { first, second } = pair;
    if (reason !== undefined) return reason;
    if (first.events === null || second.events === null) return "NO_METHOD";
    return {
      ...compareCounts(first.events, second.events),
      difference: (second.value ?? 0) - (first.value ?? 0),
      isHigher: isHigher(pair),
    };
  });
  const adjusted = adjustPValues[adjustment](found.flatMap((one) => (typeof one === "string" ? [] : [one.pValue]))).values();
  return found.map((one): FigureComparison => {
    if (typeof one === "string") return incomparable(one);
    const { ratio, interval, pValue, difference, isHigher } = one;
    const adjustedPValue = adjusted.next().value ?? 1;
    const upper = interval?.upper ?? null;
    return {
      verdict: adjustedPValue >= significance ? "NO_CLEAR_CHANGE" : isHigher ? "UP" : "DOWN",
      reason: null,
      difference,
      ratio,
      interval:
        interval === null || upper === null
          ? null
          : { lower: interval.lower, upper, level: interval.level, method: "exact, of two counts given their sum" },
      pValue,
      adjustedPValue,
    };
  });
}

/** Whether there is more of the second, for the same time, residents or base. */
function isHigher({ first: { events: one }, second: { events: other } }: FigurePair): boolean {
  return one !== null && other !== null && other.count * one.over > one.count * other.over;
}

const incomparable = (reason: FigureReason): FigureComparison => ({
  verdict: "NOT_COMPARABLE",
  reason,
  difference: null,
  ratio: null,
  interval: null,
  pValue: null,
  adjustedPValue: null,
});
