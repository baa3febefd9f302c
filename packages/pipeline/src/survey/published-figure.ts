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

/** To which multiples figures are rounded. */
export interface Rounding {
  /** Of percentages and indices, in points. */
  readonly roundPercentTo: number;
  /** Of numbers of people. */
  readonly roundBaseTo: number;
}

/**
 * A share as it is published. Its interval is made anew from the rounded share and the rounded effective number, and reaches as far as it would from
 * either end of what was rounded to the share: so it says no more of how many people are counted than the share alone does, and whoever has the two
 * can make it. It holds the interval that is not rounded.
 */
export function publishedShare(evidence: Evidence, { roundPercentTo: unit, roundBaseTo }: Rounding): PublishedFigure {
  const value = Math.round(evidence.value / unit) * unit;
  const { n, nEffective } = publishedSizes(evidence, roundBaseTo);
  // A share of nobody or everybody is that, and is rounded by nothing. Any other may be half a unit less or more.
  const half = evidence.x === 0 || evidence.x === evidence.n ? 0 : unit / 2;
  const ends = [Math.max(0, value - half), Math.min(100, value + half)];
  const [least, most] = ends.map((share) => clopperPearson((nEffective * share) / 100, nEffective, intervalLevel));
  return {
    ...{ value, n, nEffective },
    interval: {
      lower: Math.min(value, Math.floor(((least?.lower ?? 0) * 100) / unit) * unit),
      upper: Math.max(value, Math.min(100, Math.ceil(((most?.upper ?? 1) * 100) / unit) * unit)),
      level: intervalLevel,
      method: "Korn-Graubard",
    },
  };
}

/** A mean as it is published: its interval lies evenly around it, wide enough for what the rounding may hide. */
export function publishedMean(evidence: Evidence, { roundPercentTo: unit, roundBaseTo }: Rounding): PublishedFigure {
  const value = Math.round(evidence.value / unit) * unit;
  const half = Math.ceil((Math.max(evidence.upper - evidence.value, evidence.value - evidence.lower) + unit / 2) / unit) * unit;
  return {
    ...{ value, ...publishedSizes(evidence, roundBaseTo) },
    interval: {
      lower: Math.max(0, value - half),
      upper: Math.min(100, value + half),
      level: intervalLevel,
      method: "linearised, Student's t",
    },
  };
}

/** Numbers of people: to the nearest multiple, the effective one downwards. */
function publishedSizes({ n, nEffective }: Evidence, unit: number): { readonly n: number; readonly nEffective: number } {
  const people = Math.max(unit, Math.round(n / unit) * unit);
  return { n: people, nEffective: Math.min(people, Math.max(unit, Math.floor(nEffective / unit) * unit)) };
}
