import { roundingStep } from "@openbeat/schema/domain";
import type { Interval } from "../release/observations.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { type Evidence, intervalLevel } from "./evidence.ts";

/** What is told of a figure that is shown. */
export interface PublishedFigure {
  readonly value: number;
  readonly interval: Interval;
  readonly n: number;
  readonly nEffective: number;
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

/** The nearest multiple, of two the upper. */
const toStep = (value: number, step: number) => Math.round(value / step + tolerance) * step;

/**
 * A share as it is published. Its interval is made anew from the rounded share and the rounded effective number, and reaches as far as it would from
 * either end of what was rounded to the share: so it says no more of how many people are counted than the share alone does, and whoever has the two
 * can make it. It holds the interval that is not rounded.
 * @returns `null` where it rests on too few people for any step.
 */
export function publishedShare(evidence: Evidence, rounding: Rounding): PublishedFigure | null {
  const { n, nEffective } = publishedSizes(evidence, rounding);
  const step = roundingStep(n, { width: rounding.width, least: rounding.roundPercentTo });
  if (step === null) return null;
  const value = toStep(evidence.value, step);
  const ends = [Math.max(0, value - step / 2), Math.min(100, value + step / 2)];
  const [least, most] = ends.map((share) => clopperPearson((nEffective * share) / 100, nEffective, intervalLevel));
  return {
    ...{ value, n, nEffective },
    interval: {
      lower: Math.max(0, Math.floor((least?.lower ?? 0) * 100)),
      upper: Math.min(100, Math.ceil((most?.upper ?? 1) * 100)),
      level: intervalLevel,
      method: "Korn-Graubard",
    },
  };
}

/** A mean as it is published: its interval lies evenly around it, wide enough for what the rounding may hide. @returns As `publishedShare`. */
export function publishedMean(evidence: Evidence, rounding: Rounding): PublishedFigure | null {
  const { n, nEffective } = publishedSizes(evidence, rounding);
  const step = roundingStep(n, { width: rounding.width, least: rounding.roundPercentTo });
  if (step === null) return null;
  const value = toStep(evidence.value, step);
  const half = Math.ceil(Math.max(evidence.upper - evidence.value, evidence.value - evidence.lower) + step / 2 - tolerance);
  return {
    ...{ value, n, nEffective },
    interval: {
      lower: Math.max(0, value - half),
      upper: Math.min(100, value + half),
      level: intervalLevel,
      method: "linearised, Student's t",
    },
  };
}

/** Numbers of people: to the nearest multiple; the effective one downwards, to half of it. */
function publishedSizes({ n, nEffective }: Evidence, { roundBaseTo }: Rounding): { readonly n: number; readonly nEffective: number } {
  const people = Math.max(roundBaseTo, toStep(n, roundBaseTo));
  const half = roundBaseTo / 2;
  return { n: people, nEffective: Math.min(people, Math.max(half, Math.floor(nEffective / half + tolerance) * half)) };
}
