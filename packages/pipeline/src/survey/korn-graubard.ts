import { studentTQuantile } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { checkLevel, type Interval } from "./interval.ts";

/** A proportion as a survey estimates it. */
export interface SurveyProportion {
  /** From 0 to 1. */
  readonly p: number;
  /** People asked, unweighted: a whole number ≥ 1. */
  readonly n: number;
  /** What `effectiveProportionSize` says of it. */
  readonly nEffective: number;
  /** Degrees of freedom of the design in this domain. */
  readonly df: number;
  /** Of confidence, as 0.95. */
  readonly level: number;
}

/** Korn and Graubard's interval, and the effective size it was made with. */
export interface KornGraubardInterval extends Interval {
  /** The effective size after the adjustment for degrees of freedom, from 0 to n: what the presentation standards ask to be 30 or more. */
  readonly nAdjusted: number;
}

/**
 * How many people drawn at random would tell a proportion as precisely: p (1 − p) over its variance, never more than were asked.
 * Where all or none agree the variance says nothing, and n stands.
 * @param estimate p from 0 to 1, n people asked (a whole number ≥ 1), and the variance of p.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a number is missing or out of range.
 * @see NCHS, Vital and Health Statistics 2(175), 2017.
 */
export function effectiveProportionSize({ p, n, variance }: { readonly p: number; readonly n: number; readonly variance: number }): number {
  checkProportion(p, n);
  if (!(variance >= 0)) throw new PipelineError("ESTIMATE_INVALID", "The variance of a proportion is missing or negative.");
  return p === 0 || p === 1 ? n : Math.min(n, (p * (1 - p)) / variance);
}

/**
 * The interval of a proportion from a survey: Clopper and Pearson's, of as many people as the design is worth.
 * @param estimate Unweighted and effective size, degrees of freedom and level.
 * @returns From 0 to 1 where there are no degrees of freedom: then nothing is known. Where all or none agree, the effective size is n and is not
 * adjusted, as in the code that CDC publishes for the standard.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a number is missing or out of range.
 * @see Korn & Graubard (1998), Confidence intervals for proportions with small expected number of positive counts estimated from survey data,
 * Survey Methodology 24(2); NCHS, Vital and Health Statistics 2(175), 2017.
 */
export function kornGraubard({ p, n, nEffective, df, level }: SurveyProportion): KornGraubardInterval {
  checkProportion(p, n);
  checkLevel(level);
  if (!(nEffective > 0) || Number.isNaN(df))
    throw new PipelineError("ESTIMATE_INVALID", "The effective size of a proportion or its degrees of freedom are missing.");
  if (df <= 0) return { lower: 0, upper: 1, nAdjusted: 0 };
  const nAdjusted = p === 0 || p === 1 ? n : Math.min(n, nEffective * degreesFactor(n, df, level));
  return { ...clopperPearson(nAdjusted * p, nAdjusted, level), nAdjusted };
}

/** How much less precise the variance of a design is known than that of n people drawn at random. */
function degreesFactor(n: number, df: number, level: number): number {
  if (df === n - 1) return 1;
  if (n === 1) throw new PipelineError("ESTIMATE_INVALID", "One person alone has no degrees of freedom.");
  const outside = (1 - level) / 2;
  return (studentTQuantile(outside, n - 1) / studentTQuantile(outside, df)) ** 2;
}

function checkProportion(p: number, n: number): void {
  if (!(p >= 0 && p <= 1)) throw new PipelineError("ESTIMATE_INVALID", "A proportion is missing or not from 0 to 1.");
  if (!(Number.isSafeInteger(n) && n >= 1))
    throw new PipelineError("ESTIMATE_INVALID", "The number of people asked is not a whole number ≥ 1.");
}
