import { betaQuantileLogit, incompleteBetaOf } from "./incomplete-beta.ts";
import { normalProbability, normalQuantile } from "./normal.ts";

/**
 * The probability that a variable of Student's t distribution is at most t.
 * @param t Any number, also ±Infinity.
 * @param df Degrees of freedom: above 0, not necessarily whole; Infinity is the normal distribution.
 * @throws {RangeError} If t is not a number or df not above 0.
 * @see Abramowitz & Stegun (1964), 26.7.1.
 */
export function studentTProbability(t: number, df: number): number {
  checkDegrees(df);
  if (df === Infinity) return normalProbability(t);
  if (Number.isNaN(t)) throw new RangeError("t is not a number.");
  if (Math.abs(t) === Infinity) return t < 0 ? 0 : 1;
  const ratio = (t * t) / df;
  const tail = 0.5 * incompleteBetaOf(1 / (1 + ratio), ratio / (1 + ratio), df / 2, 0.5);
  return t <= 0 ? tail : 1 - tail;
}

/**
 * The value that a variable of Student's t distribution stays at or below with probability p: the inverse of `studentTProbability`.
 * @param p From 0 (−Infinity) to 1 (Infinity).
 * @param df Degrees of freedom: above 0, not necessarily whole; Infinity is the normal distribution.
 * @throws {RangeError} If p is not a probability or df not above 0.
 */
export function studentTQuantile(p: number, df: number): number {
  checkDegrees(df);
  if (df === Infinity || p === 0 || p === 1) return normalQuantile(p);
  if (!(p > 0 && p < 1)) throw new RangeError("p is not from 0 to 1.");
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (p === 0.5) return 0;
  return -Math.sqrt(df) * Math.exp(-0.5 * betaQuantileLogit(2 * p, 1 - 2 * p, df / 2, 0.5, startOf(p, df)));
}

/** Of degrees of freedom that are not few, the first terms of the expansion around the normal distribution (Abramowitz & Stegun 26.7.5), as ln(df / t²). */
function startOf(p: number, df: number): number | undefined {
  const z = normalQuantile(p);
  if (df < 3 || z * z > df) return undefined;
  const square = z * z;
  const t = z * (1 + (square + 1) / (4 * df) + (3 + square * (16 + 5 * square)) / (96 * df * df));
  return Math.log(df / (t * t));
}

function checkDegrees(df: number): void {
  if (!(df > 0)) throw new RangeError("The degrees of freedom are not above 0.");
}
