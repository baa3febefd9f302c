import { PipelineError } from "../errors.ts";

/** What a statistician is asked to look at before an estimate is shown. */
export type Review = "degrees of freedom" | "zero or all";

export interface ProportionEvidence {
  /** People in the denominator, unweighted. */
  readonly n: number;
  /** Effective size after the adjustment for degrees of freedom: `nAdjusted` of `kornGraubard`. */
  readonly nEffective: number;
  readonly df: number;
  readonly p: number;
  /** Ends of Korn and Graubard's 95 % interval. */
  readonly lower: number;
  readonly upper: number;
  /** Whether nobody, or everybody, is in the numerator. */
  readonly numeratorIsZeroOrAll: boolean;
}

export interface ProportionPresentation {
  readonly show: boolean;
  /** Whether the share of all others, 1 − p, is not reliable though p is: to be said where p is shown. */
  readonly complementFootnote: boolean;
  /** Empty where the estimate is not shown. */
  readonly review: readonly Review[];
}

/**
 * Whether a proportion is reliable enough to be shown, by the standards of the U.S. National Center for Health Statistics.
 * @param evidence The proportion, its sizes and interval.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a number is missing or out of range: what is unknown is not reliable.
 * @see Parker et al. (2017), National Center for Health Statistics data presentation standards for proportions, Vital and Health Statistics 2(175).
 */
export function proportionPresentation(evidence: ProportionEvidence): ProportionPresentation {
  const { n, nEffective, df, p, lower, upper, numeratorIsZeroOrAll } = evidence;
  if (!(n >= 0 && nEffective >= 0 && df >= 0 && 0 <= lower && lower <= upper && upper <= 1 && p >= 0 && p <= 1))
    throw new PipelineError("ESTIMATE_INVALID", "A number that says how reliable a proportion is is missing or out of range.");
  const width = upper - lower;
  if (!isProportionShown(n, nEffective, p, width)) return { show: false, complementFootnote: false, review: [] };
  return {
    show: true,
    complementFootnote: p < 1 && width > narrowWidth && width / (1 - p) > widestRelative,
    review: [...fewDegrees(df), ...(numeratorIsZeroOrAll ? (["zero or all"] as const) : [])],
  };
}

const smallestSample = 30;
const narrowWidth = 0.05;
const wideWidth = 0.3;
const widestRelative = 1.3;

function isProportionShown(n: number, nEffective: number, p: number, width: number): boolean {
  if (n < smallestSample || nEffective < smallestSample) return false;
  if (width <= narrowWidth) return true;
  // Nothing is wide against a share of 0, which is for review instead.
  return width < wideWidth && (p === 0 || width / p <= widestRelative);
}

export interface CountEvidence {
  /** People (or records) the estimate rests on, unweighted. */
  readonly n: number;
  readonly df: number;
  /** The estimated count or rate, and the ends of its 95 % interval. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface CountPresentation {
  readonly show: boolean;
  /** Empty where the estimate is not shown. */
  readonly review: readonly Review[];
}

/**
 * Whether an estimated count or rate is reliable enough to be shown, by the standards of the U.S. National Center for Health Statistics.
 * @param evidence The estimate, its sample size and interval.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a number is missing or out of range: what is unknown is not reliable.
 * @see Parker et al. (2023), National Center for Health Statistics data presentation standards for rates and counts, Vital and Health Statistics 2(200).
 */
export function countPresentation({ n, df, estimate, lower, upper }: CountEvidence): CountPresentation {
  if (!(n >= 0 && df >= 0 && lower <= upper && upper < Infinity && lower > -Infinity && estimate >= 0))
    throw new PipelineError("ESTIMATE_INVALID", "A number that says how reliable a count is is missing or out of range.");
  const show = n >= 10 && (upper - lower) / estimate <= 1.6;
  return { show, review: show ? fewDegrees(df) : [] };
}

const fewDegrees = (df: number): readonly Review[] => (df < 8 ? ["degrees of freedom"] : []);
