import { roundingStep } from "@openbeat/schema/domain";
import type { Interval } from "../release/figures/figure.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { type Evidence, intervalLevel } from "./evidence.ts";
import { proportionPresentation } from "./presentation.ts";

/** What is told of a figure that is shown. */
export interface PublishedFigure {
  readonly value: number;
  readonly interval: Interval;
  readonly n: number;
  readonly nEffective: number;
}

/** A figure as it would be published, and what may be said of it. */
export interface JudgedFigure extends PublishedFigure {
  readonly isReliable: boolean;
  /** Whether the share of all others is not reliable though this one is. */
  readonly isComplementUnreliable: boolean;
  /** Whether a statistician should look: few degrees of freedom, nobody or everybody. */
  readonly isForReview: boolean;
}

/** How figures are rounded. */
export interface Rounding {
  /** How many people a step is worth, at least. */
  readonly width: number;
  /** The finest step of percentages and indices, in points. */
  readonly roundPercentTo: number;
  /** Numbers of people become multiples of it. */
  readonly roundBaseTo: number;
}

/** Sums of weights in another order differ by less than this: what lies between two steps must not go by the order of answers. */
const tolerance = 1e-9;
const smallestEffective = 30;
/** Below this, NCHS asks a statistician. */
const fewDegrees = 8;

/** The nearest multiple. Of two the even one: so a share and what is left of a hundred add up, and their sum does not tell that it was a tie. */
function toStep(value: number, step: number): number {
  const steps = value / step;
  const isTie = Math.abs(steps - Math.floor(steps) - 0.5) <= tolerance;
  return (isTie ? 2 * Math.round(steps / 2) : Math.round(steps)) * step;
}

/**
 * The interval of a published share: of the rounded share and the published effective number, from the lower end of what is rounded to that share to the
 * upper end, outwards to whole points. So it says no more of how many people are counted than the share does, and whoever has the two can make it.
 */
export function publishedInterval(value: number, nEffective: number, step: number): Interval {
  const ends = [Math.max(0, value - step / 2), Math.min(100, value + step / 2)];
  const [least, most] = ends.map((share) => clopperPearson((nEffective * share) / 100, nEffective, intervalLevel));
  return {
    lower: Math.max(0, Math.floor((least?.lower ?? 0) * 100)),
    upper: Math.min(100, Math.ceil((most?.upper ?? 1) * 100)),
    level: intervalLevel,
    method: "Korn-Graubard",
  };
}

/**
 * A share as it is published. Whether it is reliable goes by what is published of it alone: whatever is rounded to the same figure is shown, or is not,
 * together.
 * @param whole People of the cell, whether they were asked or not.
 * @returns `null` where it rests on too few people for any step.
 */
export function publishedShare(evidence: Evidence, whole: number, rounding: Rounding): JudgedFigure | null {
  const { n, nEffective, step } = publishedSizes(evidence, whole, rounding);
  if (step === null) return null;
  const value = toStep(evidence.value, step);
  const p = value / 100;
  const centre = clopperPearson(nEffective * p, nEffective, intervalLevel);
  const { show, complementFootnote, review } = proportionPresentation({
    ...{ n, nEffective, df: evidence.df, p, lower: Math.min(p, centre.lower), upper: Math.max(p, centre.upper) },
    numeratorIsZeroOrAll: p === 0 || p === 1,
  });
  return {
    ...{ value, n, nEffective, interval: publishedInterval(value, nEffective, step) },
    ...{ isReliable: show, isComplementUnreliable: complementFootnote, isForReview: review.length > 0 },
  };
}

/**
 * A mean as it is published: its interval lies evenly around it, wide enough for what the rounding may hide, and reaches whole steps: closer, it would say
 * how far from the mean those are whose answers are not shown.
 * @param whole As of `publishedShare`. @returns As `publishedShare`.
 */
export function publishedMean(evidence: Evidence, whole: number, rounding: Rounding): JudgedFigure | null {
  const { n, nEffective, step } = publishedSizes(evidence, whole, rounding);
  if (step === null) return null;
  const value = toStep(evidence.value, step);
  const reach = Math.max(evidence.upper - evidence.value, evidence.value - evidence.lower) + step / 2;
  const half = Math.ceil(reach / step - tolerance) * step;
  return {
    ...{ value, n, nEffective },
    interval: {
      lower: Math.max(0, value - half),
      upper: Math.min(100, value + half),
      level: intervalLevel,
      method: "linearised, Student's t",
    },
    ...{ isReliable: evidence.isPrecise && nEffective >= smallestEffective, isComplementUnreliable: false },
    isForReview: evidence.df < fewDegrees,
  };
}

/**
 * The published numbers of people, and the step that is worth the width in them.
 *
 * n goes to the nearest multiple; where all of a cell but a few are in the base, it is the cell's, so that these few are told by no difference. The
 * effective number is made from the fewest people that are told by the same n, of whom a few may be missing where n is the cell's, and goes down to half a
 * multiple: together the two say no more of how many there are than n does. It is never more than the base is worth, by its design or by its weights
 * alone, nor so much that the largest weight would be more than half a step.
 */
function publishedSizes(evidence: Evidence, whole: number, { width, roundPercentTo, roundBaseTo }: Rounding) {
  const isWhole = whole - evidence.n < width;
  const n = Math.max(roundBaseTo, toStep(isWhole ? whole : evidence.n, roundBaseTo));
  const half = roundBaseTo / 2;
  const worth = Math.min(evidence.nEffective, evidence.byWeights, width / (2 * evidence.heaviest));
  const fewest = n - half - (width - 1);
  const least = fewest * Math.min(1, worth / evidence.n);
  const nEffective = Math.max(half, Math.floor(least / half + tolerance) * half);
  return { n, nEffective, step: roundingStep(nEffective, { width, least: roundPercentTo }) };
}
