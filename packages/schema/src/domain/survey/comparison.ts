import { benjaminiHochberg, holm } from "../statistics/multiple-comparisons.ts";
import { normalProbability, normalQuantile } from "../statistics/normal.ts";
import { type ConfidenceInterval, type SurveyEstimate, surveyMeasures } from "./estimate.ts";

/** How many of the answers of each are answers of the other too: 0 to 1 each. Rolling windows overlap, and so does an area with its city. */
export interface Overlap {
  readonly ofFirst: number;
  readonly ofSecond: number;
}

/** A difference is clear if chance alone makes one as large less often than this. */
export const significance = 0.05;

/** What may be said of two estimates. */
export type Verdict = "UP" | "DOWN" | "NO_CLEAR_CHANGE" | "NOT_COMPARABLE";

/** Why nothing may be said. `HIDDEN` never says which side is hidden, or by what. */
export const notComparableReasons = ["HIDDEN", "BREAK_IN_SERIES", "DESIGN_DIFFERS", "MEASURE_DIFFERS", "OVERLAP_UNKNOWN"] as const;
export type NotComparableReason = (typeof notComparableReasons)[number];

/** How p-values are adjusted to the number of comparisons that are made at once. */
export const comparisonAdjustments = ["HOLM", "BENJAMINI_HOCHBERG", "NONE"] as const;
export type ComparisonAdjustment = (typeof comparisonAdjustments)[number];

/** Two estimates that may be compared, and all that follows; all figures in points. */
export interface ComparableEstimates {
  readonly verdict: Exclude<Verdict, "NOT_COMPARABLE">;
  readonly reason: null;
  /** The second minus the first. */
  readonly difference: number;
  /** Of the difference, and of it alone: not adjusted to the number of comparisons, as the verdict is. */
  readonly interval: ConfidenceInterval;
  readonly standardError: number;
  readonly pValue: number;
  readonly adjustedPValue: number;
  readonly adjustment: ComparisonAdjustment;
  /** How many comparisons were made at once, this one included. */
  readonly comparisons: number;
  /** Whether both rest on some of the same answers. */
  readonly overlapping: boolean;
}

/** Two estimates that may not be compared: no figures at all. */
export interface IncomparableEstimates {
  readonly verdict: "NOT_COMPARABLE";
  readonly reason: NotComparableReason;
  readonly difference: null;
  readonly interval: null;
  readonly standardError: null;
  readonly pValue: null;
  readonly adjustedPValue: null;
}

/** What two estimates say of one another. A difference cannot be had without its interval and its verdict. */
export type Comparison = ComparableEstimates | IncomparableEstimates;

/** Two estimates to be compared. */
export interface EstimatePair {
  readonly first: SurveyEstimate;
  readonly second: SurveyEstimate;
  /** Null where nobody knows it. Two waves that share nobody: `{ ofFirst: 0, ofSecond: 0 }`. */
  readonly overlap: Overlap | null;
  /** Whether wording, scale, base, mode or area changed between the two. */
  readonly break: boolean;
}

/** How estimates are compared. */
export interface ComparisonOptions {
  readonly adjustment: ComparisonAdjustment;
  /** Of the intervals; verdicts are at 0.05. */
  readonly level?: 0.95;
  /** The step that published values are rounded to, in points: one for all, or by the people that an estimate rests on. */
  readonly roundedTo: number | ((estimate: AvailableEstimate) => number);
}

/**
 * Compares estimates by what is published of them alone, so that anybody can repeat it: a z test of the difference of two rounded values.
 *
 * The variance of a difference is se₁² + se₂² − 2 √(ofFirst · ofSecond) se₁ se₂, never below 0, and unit²/12 of rounding for each side on top.
 * Where one estimate's answers are all among the other's (an area in its city), that is the textbook variance of a part against its whole.
 * The errors run towards "no clear change": shares are pulled towards the middle, and published intervals are rounded outwards.
 * @param pairs Compared as one family: the verdicts hold for all of them together.
 * @returns One comparison per pair, in their order. A value that is hidden, or is no possible value, makes it incomparable, and that says nothing more.
 * @throws {RangeError} If the unit is not a number above 0.
 * @see Agresti & Caffo (2000), The American Statistician 54(4), 280–288. Kish (1965), Survey Sampling, 12.4, for overlapping samples.
 */
export function compareEstimates(pairs: readonly EstimatePair[], options: ComparisonOptions): readonly Comparison[] {
  const { adjustment, level = 0.95, roundedTo } = options;
  if (typeof roundedTo === "number" && !(roundedTo > 0 && Number.isFinite(roundedTo)))
    throw new RangeError("The unit of rounding is not a number above 0.");
  const stepOf = typeof roundedTo === "number" ? () => roundedTo : roundedTo;
  const differences = pairs.map((pair) => differenceOf(pair, stepOf));
  const comparable = differences.filter((difference) => typeof difference !== "string");
  const adjusted = adjustPValues[adjustment](comparable.map(({ pValue }) => pValue)).values();
  return differences.map((found): Comparison => {
    if (typeof found === "string") return incomparable(found);
    const adjustedPValue = adjusted.next().value ?? 1;
    const clear = adjustedPValue < significance;
    return {
      ...found,
      verdict: !clear ? "NO_CLEAR_CHANGE" : found.difference > 0 ? "UP" : "DOWN",
      reason: null,
      interval: intervalOf(found.difference, found.standardError, level),
      adjustedPValue,
      adjustment,
      comparisons: comparable.length,
    };
  });
}

/** Adjusts p-values to how many there are. */
export const adjustPValues: Readonly<Record<ComparisonAdjustment, (pValues: readonly number[]) => readonly number[]>> = {
  HOLM: holm,
  BENJAMINI_HOCHBERG: benjaminiHochberg,
  NONE: (pValues) => pValues,
};

const incomparable = (reason: NotComparableReason): IncomparableEstimates => ({
  verdict: "NOT_COMPARABLE",
  reason,
  difference: null,
  interval: null,
  standardError: null,
  pValue: null,
  adjustedPValue: null,
});

interface Difference {
  readonly difference: number;
  readonly standardError: number;
  readonly pValue: number;
  readonly overlapping: boolean;
}

function differenceOf(
  { first, second, overlap, break: broken }: EstimatePair,
  stepOf: (estimate: AvailableEstimate) => number,
): Difference | NotComparableReason {
  if (first.status !== "AVAILABLE" || second.status !== "AVAILABLE" || !isPossible(first) || !isPossible(second)) return "HIDDEN";
  if (first.measure !== second.measure) return "MEASURE_DIFFERS";
  if (first.design !== second.design) return "DESIGN_DIFFERS";
  if (broken) return "BREAK_IN_SERIES";
  if (overlap === null || !isShare(overlap.ofFirst) || !isShare(overlap.ofSecond)) return "OVERLAP_UNKNOWN";
  const one = standardErrorOf(first);
  const other = standardErrorOf(second);
  const covariance = Math.sqrt(overlap.ofFirst * overlap.ofSecond) * (one * other);
  const standardError = Math.sqrt(
    Math.max(0, one * one + other * other - 2 * covariance) + (stepOf(first) ** 2 + stepOf(second) ** 2) / 12,
  );
  const difference = second.value - first.value;
  const pValue = Math.min(1, 2 * normalProbability(-Math.abs(difference) / standardError));
  return { difference, standardError, pValue, overlapping: overlap.ofFirst > 0 && overlap.ofSecond > 0 };
}

type AvailableEstimate = Extract<SurveyEstimate, { status: "AVAILABLE" }>;

const isShare = (value: number) => value >= 0 && value <= 1;
const isPercent = (value: number) => value >= 0 && value <= 100;

/** A figure that is none fails closed, as a hidden one: it must not become a verdict. */
const isPossible = ({ value, interval: { lower, upper, level }, nEffective }: AvailableEstimate) =>
  isPercent(value) &&
  isPercent(lower) &&
  isPercent(upper) &&
  lower <= upper &&
  level > 0 &&
  level < 1 &&
  nEffective > 0 &&
  Number.isFinite(nEffective);

/** The standard error of a published estimate, in points. */
function standardErrorOf(estimate: AvailableEstimate): number {
  const { measure, value, interval } = estimate;
  if (measure !== surveyMeasures.index || interval.lower === interval.upper) return ofShare(estimate);
  // An interval that ends where the scale does was cut there: its other arm tells how wide it was.
  const cut = interval.lower === 0 || interval.upper === 100;
  const halfWidth = (interval.upper - interval.lower) / 2;
  const arm = cut ? Math.max(halfWidth, interval.upper - value, value - interval.lower) : halfWidth;
  return arm / normalQuantile((1 + interval.level) / 2);
}

/** One answer of each kind is added, so that nobody's 0 % or 100 % is without error. No mean of answers from 0 to 100 has a larger one. */
function ofShare({ value, nEffective }: AvailableEstimate): number {
  const pulled = ((value / 100) * nEffective + 1) / (nEffective + 2);
  return 100 * Math.sqrt((pulled * (1 - pulled)) / nEffective);
}

function intervalOf(difference: number, standardError: number, level: number): ConfidenceInterval {
  const reach = normalQuantile((1 + level) / 2) * standardError;
  const possible = (points: number) => Math.min(100, Math.max(-100, points));
  return { lower: possible(difference - reach), upper: possible(difference + reach), level, method: "z, from published figures" };
}
