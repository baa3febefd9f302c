import { logLessLinear, stirlingError } from "./incomplete-beta.ts";
import { normalQuantile } from "./normal.ts";

/** Both tails of a gamma variable of shape a and scale 1. */
interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The probability that a gamma variable of shape a and scale 1 is at most x: the regularised incomplete gamma function P(a, x).
 * @param a Above 0; tested from 0.5 to 1e6.
 * @param x ≥ 0.
 * @returns A probability.
 * @throws {RangeError} If an argument is out of range or missing.
 * @see Abramowitz & Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction); the factor before them as in `incompleteBeta`.
 */
export function incompleteGamma(a: number, x: number): number {
  checkShape(a);
  if (!(x >= 0)) throw new RangeError("x is not a number ≥ 0.");
  return tailsOf(a, x).lower;
}

/**
 * The value that a gamma variable of shape a and scale 1 stays at or below with probability p: the inverse of `incompleteGamma`. Half of a chi-square
 * quantile with 2a degrees of freedom.
 * @param p From 0 to below 1.
 * @param a Above 0; tested from 0.5 to 1e6.
 * @throws {RangeError} If an argument is out of range or missing.
 */
export function gammaQuantile(p: number, a: number): number {
  checkShape(a);
  if (!(p >= 0 && p < 1)) throw new RangeError("p is not from 0 to below 1.");
  if (p === 0) return 0;
  // Bisection on a bracket that Newton's steps narrow: slower than a series of cases, and it cannot end elsewhere.
  let low = 0;
  let high = Math.max(1, wilsonHilferty(p, a)) * 2;
  while (tailsOf(a, high).lower < p) high *= 2;
  let x = Math.min(high, Math.max(wilsonHilferty(p, a), 1e-8));
  for (let step = 0; step < 400; step++) {
    const { lower, upper } = tailsOf(a, x);
    const miss = p < 0.5 ? lower - p : 1 - p - upper;
    if (miss > 0) high = Math.min(high, x);
    else low = Math.max(low, x);
    const next = x - miss / density(a, x);
    const after = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(after - x) <= 2 * Number.EPSILON * x) return after;
    x = after;
  }
  return x;
}

function checkShape(a: number): void {
  if (!(a > 0 && a < Infinity)) throw new RangeError("The shape of the gamma distribution is not a number above 0.");
}

/** @see Wilson & Hilferty (1931), The distribution of chi-square, PNAS 17(12). */
function wilsonHilferty(p: number, a: number): number {
  const cube = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
  return a * cube * cube * cube;
}

/** xᵃ e⁻ˣ / Γ(a), without large logarithms that cancel. */
const factorOf = (a: number, x: number) =>
  Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * logLessLinear((x - a) / a, x / a) - stirlingError(a));
const density = (a: number, x: number) => factorOf(a, x) / x;

function tailsOf(a: number, x: number): Tails {
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const factor = factorOf(a, x);
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * Number.EPSILON * 0.1; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = factor * sum;
    return { lower, upper: 1 - lower };
  }
  // Lentz's method for 1 / (x + 1 − a − 1(1 − a) / (x + 3 − a − …)).
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < mostTerms; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 2 * Number.EPSILON) break;
  }
  const upper = factor * value;
  return { lower: 1 - upper, upper };
}
const mostTerms = 200_000;
