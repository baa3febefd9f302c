import { roughNormalQuantile } from "./normal.ts";

/**
 * The regularised incomplete beta function I_x(a, b): the probability that a beta variable of shape a, b is at most x.
 * @param x From 0 to 1.
 * @param a Above 0; tested from 1e-3 to 1e6.
 * @param b As a.
 * @returns A probability.
 * @throws {RangeError} If an argument is out of range or missing.
 * @see Didonato & Morris (1992), Algorithm 708, ACM Trans. Math. Softw. 18(3): the continued fraction (their BFRAC);
 * Loader (2000), Fast and accurate computation of binomial probabilities: the factor before it, without cancellation.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  checkShape(a, b);
  if (!(x >= 0 && x <= 1)) throw new RangeError("x is not from 0 to 1.");
  return incompleteBetaOf(x, 1 - x, a, b);
}

/**
 * The value that a beta variable of shape a, b stays at or below with probability p: the inverse of `incompleteBeta`.
 * @param p From 0 to 1.
 * @param a Above 0; tested from 1e-3 to 1e6.
 * @param b As a.
 * @returns From 0 to 1; 0 or 1 where it is nearer to them than a number can be.
 * @throws {RangeError} If an argument is out of range or missing.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkShape(a, b);
  if (!(p >= 0 && p <= 1)) throw new RangeError("p is not from 0 to 1.");
  if (p === 0 || p === 1) return p;
  return 1 / (1 + Math.exp(-betaQuantileLogit(p, 1 - p, a, b)));
}

/** I_x(a, b) where 1 − x is known as exactly as x is. */
export function incompleteBetaOf(x: number, y: number, a: number, b: number): number {
  if (x === 0 || y === 0) return x === 0 ? 0 : 1;
  const shape = shapeOf(a, b);
  const factor = Math.exp(logFactor(shape, x, y));
  return below(x, a, b) ? factor / fraction(x, y, a, b) : 1 - factor / fraction(y, x, b, a);
}

/**
 * The quantile as ln(x / (1 − x)), which says how near to 0 and to 1 it is.
 * @param q 1 − p, known as exactly as p is.
 * @param start Where to begin, if the caller knows of something near.
 */
export function betaQuantileLogit(p: number, q: number, a: number, b: number, start?: number): number {
  return p <= 0.5 ? lowerQuantileLogit(p, a, b, start) : -lowerQuantileLogit(q, b, a, start === undefined ? undefined : -start);
}

function checkShape(a: number, b: number): void {
  if (!(a >= smallestShape && b >= smallestShape && a < Infinity && b < Infinity))
    throw new RangeError("A shape of the beta distribution is not a number above 0.");
}
/** Below it, quotients of shapes would be no numbers any more. */
const smallestShape = 1e-290;

/** What of a shape does not depend on x. */
interface BetaShape {
  readonly a: number;
  readonly b: number;
  readonly mean: number;
  readonly rest: number;
  /** ln of xᵃ(1−x)ᵇ/B(a, b) at the mean. */
  readonly atMean: number;
}

function shapeOf(a: number, b: number): BetaShape {
  const sum = a + b;
  const mean = a / sum;
  const atMean = 0.5 * Math.log((a * (b / sum)) / (2 * Math.PI)) + stirlingError(sum) - stirlingError(a) - stirlingError(b);
  return { a, b, mean, rest: b / sum, atMean };
}

/** ln of xᵃ yᵇ / B(a, b). Written as the distance from the mean: large logarithms of the gamma function would cancel, and take the digits along. */
function logFactor({ a, b, mean, rest, atMean }: BetaShape, x: number, y: number): number {
  const distance = x <= 0.5 ? x - mean : rest - y;
  return atMean + a * logLessLinear(distance / mean, x / mean) + b * logLessLinear(-distance / rest, y / rest);
}

/** ln(1 + t) − t, where `ratio` is 1 + t. */
export function logLessLinear(t: number, ratio: number): number {
  if (t < -0.5) return Math.log(ratio) - t;
  if (Math.abs(t) > 0.1) return Math.log1p(t) - t;
  const r = t / (2 + t);
  const s = r * r;
  return r * (2 * s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13 + s / 15)))))) - t);
}

const halfLogOfTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(z) less Stirling's (z − ½) ln z − z + ½ ln 2π. */
export function stirlingError(z: number): number {
  if (z >= 10) return stirlingSeries(z);
  let product = z;
  let shifted = z + 1;
  while (shifted < 10) {
    product *= shifted;
    shifted++;
  }
  const logGamma = (shifted - 0.5) * Math.log(shifted) - shifted + halfLogOfTwoPi + stirlingSeries(shifted) - Math.log(product);
  return logGamma - ((z - 0.5) * Math.log(z) - z + halfLogOfTwoPi);
}

function stirlingSeries(z: number): number {
  const s = 1 / (z * z);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / z;
}

/** Whether the fraction converges fast at x; else it does at 1 − x, with a and b exchanged. */
const below = (x: number, a: number, b: number) => x * (a + b + 2) <= a + 1;

/** xᵃ yᵇ / B(a, b) over I_x(a, b), by Lentz's method; every denominator is positive where `below` holds. */
function fraction(x: number, y: number, a: number, b: number): number {
  let inverse = 1 / (a + 1);
  const first = a * y - b * x + 1;
  let value = a * first * inverse;
  let numerator = value;
  let denominator = 0;
  for (let m = 1; m < mostTerms; m++) {
    const over = inverse;
    inverse = 1 / (a + 2 * m + 1);
    const coefficient = (a + m - 1) * over * (a + b + m - 1) * over * m * (b - m) * x * x;
    const base = m + m * (b - m) * x * over + (a + m) * (first + m * (1 + y)) * inverse;
    denominator = 1 / (base + coefficient * denominator);
    numerator = base + coefficient / numerator;
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < 4 * Number.EPSILON) return value;
  }
  throw new Error("The continued fraction of the incomplete beta function did not converge.");
}
const mostTerms = 200_000;

/**
 * Newton's method on ln I over u = ln(x / (1 − x)), with the terms of second and third order. In u, ln I is concave and rises (its density is
 * log-concave), so the plain step reaches the root from any start, and no bracket is needed; it is nearly straight far out.
 */
function lowerQuantileLogit(p: number, a: number, b: number, start: number | undefined): number {
  const shape = shapeOf(a, b);
  const logP = Math.log(p);
  const edge = edgeOf(shape, logP);
  if (edge < -farOut) return edge;
  const upper = (Math.log1p(-p) + Math.log(b) + logBeta(shape)) / b;
  if (upper < -farOut) return -upper;
  let u = start ?? startOf(shape, p, edge, upper);
  for (let step = 0; step < mostSteps; step++) {
    const e = Math.exp(-Math.abs(u));
    const near = 1 / (1 + e);
    const x = u < 0 ? e * near : near;
    const y = u < 0 ? near : e * near;
    const factor = logFactor(shape, x, y);
    let logI: number;
    let slope: number;
    if (below(x, a, b)) {
      slope = fraction(x, y, a, b);
      logI = factor - Math.log(slope);
    } else {
      const height = Math.exp(factor);
      const above = height / fraction(y, x, b, a);
      logI = Math.log1p(-above);
      slope = height / (1 - above);
    }
    // With s = a y − b x: (ln I)″ = (ln I)′ (s − (ln I)′).
    const newton = (logI - logP) / slope;
    const s = a * y - b * x;
    const second = (s - slope) / 2;
    const third = ((s - slope) * (s - slope) - slope * (s - slope) - (a + b) * x * y) / 6;
    const bend = second * newton;
    if (Math.abs(bend) > 0.2 || Math.abs(third * newton * newton) > 0.1) {
      // From far above the root, where ln I is flat, one step would end beyond every number.
      u -= Math.max(-maxMove, Math.min(maxMove, newton));
      continue;
    }
    u -= newton * (1 + bend + newton * newton * (2 * second * second - third));
    // Curvature counts against the step; but far out there is none, and what lies on the way to the root is not seen from there.
    if (Math.abs(bend) < enough && Math.abs(newton) < 10 * enough && Math.abs(third * newton * newton) < enough * enough) return u;
  }
  throw new Error("The quantile of the beta distribution did not converge.");
}
const mostSteps = 200;
const maxMove = 700;
/** A step this small, against the curvature, leaves an error of its fourth power. */
const enough = 2e-4;
/** e^−600 is a number, and beyond it I_x is xᵃ/(a B) to all digits. */
const farOut = 600;

/** By the quotient of the shapes: a mean near 1, as a number, has lost what its many times over would need. */
const logBeta = ({ a, b, atMean }: BetaShape) => -a * Math.log1p(b / a) - b * Math.log1p(a / b) - atMean;

/** ln x of where xᵃ / (a B) would reach p. */
const edgeOf = (shape: BetaShape, logP: number) => (logP + Math.log(shape.a) + logBeta(shape)) / shape.a;

/** @see Abramowitz & Stegun (1964), 26.5.22, for shapes that have a middle; else what the two ends look like. */
function startOf({ a, b }: BetaShape, p: number, edge: number, upper: number): number {
  if (a > 0.75 && b > 0.75) {
    const z = -roughNormalQuantile(p);
    const r = (z * z - 3) / 6;
    const s = 1 / (2 * a - 1);
    const t = 1 / (2 * b - 1);
    const h = 2 / (s + t);
    if (h + r > 0) {
      const w = (z * Math.sqrt(h + r)) / h - (t - s) * (r + 5 / 6 - 2 / (3 * h));
      return Math.log(a / b) - 2 * w;
    }
  }
  if (edge < -0.7) return edge - Math.log(-Math.expm1(edge));
  return upper < -0.7 ? Math.log(-Math.expm1(upper)) - upper : 0;
}
