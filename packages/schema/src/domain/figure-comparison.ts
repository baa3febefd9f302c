import { countOver, type Events } from "./events.ts";
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
  "PROVISIONAL",
  "NOT_EXACT",
  "NO_METHOD",
] as const;
export type FigureReason = (typeof figureReasons)[number];

/** A published figure, as far as a comparison needs it. */
export interface ComparedFigure {
  readonly status: ObservationStatus;
  readonly flags: readonly ObservationFlag[];
  readonly value: number | null;
  /** Null where no exact method is known. */
  readonly events: Events | null;
  /** First and last day, ISO 8601. */
  readonly start: string;
  readonly end: string;
  /** Figures of one grain are of periods as long as each other, but for the days of a month or year. */
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
  /** First days of changes in what is recorded or how: of the records that are counted, and of those of the base. */
  readonly breaks: readonly string[];
}

/** What two figures say of one another. A difference cannot be had without its verdict. */
export type FigureComparison =
  | {
      readonly verdict: Exclude<Verdict, "NOT_COMPARABLE">;
      readonly reason: null;
      /** The second amount minus the first, in units of the figures; null where their days differ, so that the verdict is of what there is a day. */
      readonly difference: number | null;
      /** What the verdict is about, before it is rounded: the figures, or where their days differ what they are a day. */
      readonly amounts: readonly [first: number, second: number];
      /** Of the two, where they differ. */
      readonly days: readonly [first: number, second: number] | null;
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
      readonly amounts: null;
      readonly days: null;
      readonly ratio: null;
      readonly interval: null;
      readonly pValue: null;
      readonly adjustedPValue: null;
    };

/** Flags of figures that are no counts of what happened. */
const inexact: readonly ObservationFlag[] = ["ESTIMATED", "IMPUTED", "ROUNDED", "PERTURBED", "NOT_REACHED"];

/** Why figures with these flags are compared with no others; `undefined` where no flag says so. A break says so only along a series: see `compareFigures`. */
export function obstacleOfFlags(flags: readonly ObservationFlag[]): FigureReason | undefined {
  if (flags.includes("DEFINITION_DIFFERS")) return "BREAK_IN_SERIES";
  if (flags.includes("PARTIAL_COVERAGE")) return "PARTIAL_COVERAGE";
  if (flags.includes("PROVISIONAL")) return "PROVISIONAL";
  return inexact.some((flag) => flags.includes(flag)) ? "NOT_EXACT" : undefined;
}

const later = ({ first, second }: FigurePair) => (first.start > second.start ? first : second);

function obstacle(pair: FigurePair): FigureReason | undefined {
  const { first, second, sameMeasure, apart, breaks } = pair;
  if (first.value === null || second.value === null || first.status !== "AVAILABLE" || second.status !== "AVAILABLE") return "HIDDEN";
  if (!sameMeasure) return "MEASURE_DIFFERS";
  if (first.grain !== second.grain) return "LENGTH_DIFFERS";
  if (!apart && first.start <= second.end && second.start <= first.end) return "OVERLAPPING";
  const isBetween = (day: string) => [first, second].some(({ start }) => day > start) && [first, second].some(({ end }) => day <= end);
  const flagged = obstacleOfFlags([...first.flags, ...second.flags]);
  if (flagged === "BREAK_IN_SERIES") return flagged;
  if (first.start !== second.start && (breaks.some(isBetween) || later(pair).flags.includes("BREAK_IN_SERIES"))) return "BREAK_IN_SERIES";
  return flagged;
}

/**
 * Compares published counts and rates two by two, by what is published of them alone, so that anybody can repeat it: the exact conditional
 * test of two Poisson counts. It holds as far as events come one by one and independently of each other; where one brings others, chance
 * makes larger differences than it allows for. A base (residents, calls) is taken as known.
 * @param pairs Compared as one family.
 * @param adjustment With HOLM the verdicts, at 0.05, hold for all of them together; with BENJAMINI_HOCHBERG at most one in twenty of
 * the clear ones is expected to be chance; with NONE each holds by itself.
 * @returns One comparison per pair, in their order.
 * @see Przyborowski & Wilenski (1940), Biometrika 31; `compareCounts`.
 */
export function compareFigures(pairs: readonly FigurePair[], adjustment: ComparisonAdjustment): readonly FigureComparison[] {
  const found = pairs.map((pair) => {
    const reason = obstacle(pair);
    const { first, second } = pair;
    if (reason !== undefined) return reason;
    if (first.events === null || second.events === null) return "NO_METHOD";
    return { ...compareCounts(countOver(first.events), countOver(second.events)), ...amountsOf(first.events, second.events) };
  });
  const adjusted = adjustPValues[adjustment](found.flatMap((one) => (typeof one === "string" ? [] : [one.pValue]))).values();
  return found.map((one): FigureComparison => {
    if (typeof one === "string") return incomparable(one);
    const { ratio, interval, pValue, amounts, days } = one;
    const difference = amounts[1] - amounts[0];
    const adjustedPValue = adjusted.next().value ?? 1;
    const upper = interval?.upper ?? null;
    return {
      verdict: adjustedPValue >= significance ? "NO_CLEAR_CHANGE" : difference > 0 ? "UP" : "DOWN",
      reason: null,
      difference: days === null ? difference : null,
      amounts,
      days,
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

/** What the test compares, in units of the figures: for one day, where their days differ. */
function amountsOf(first: Events, second: Events): Pick<Comparable, "amounts" | "days"> {
  const amount = ({ count, base, per }: Events) => (per * count) / base;
  if (first.days === null || second.days === null || first.days === second.days) {
    return { amounts: [amount(first), amount(second)], days: null };
  }
  return { amounts: [amount(first) / first.days, amount(second) / second.days], days: [first.days, second.days] };
}

type Comparable = Exclude<FigureComparison, { verdict: "NOT_COMPARABLE" }>;

const incomparable = (reason: FigureReason): FigureComparison => ({
  verdict: "NOT_COMPARABLE",
  reason,
  difference: null,
  amounts: null,
  days: null,
  ratio: null,
  interval: null,
  pValue: null,
  adjustedPValue: null,
});
