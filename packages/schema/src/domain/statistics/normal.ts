/**
 * The probability that a standard normal variable is at most z.
 * @param z Any number, also ±Infinity.
 * @returns The lower tail; relative error below 1e-12 also far out in it.
 * @throws {RangeError} If z is not a number.
 * @see Abramowitz & Stegun (1964), 26.2.11 (series) and 26.2.14 (continued fraction).
 */
export function normalProbability(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("z is not a number.");
  if (Math.abs(z) < seriesUpTo) return 0.5 + centralArea(z);
  return z < 0 ? tailArea(-z) : 1 - tailArea(z);
}

/**
 * The value that a standard normal variable stays at or below with probability p: the inverse of `normalProbability`.
 * @param p From 0 (−Infinity) to 1 (Infinity).
 * @throws {RangeError} If p is not a probability.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError("p is not from 0 to 1.");
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return -Infinity;
  let z = roughNormalQuantile(p);
  // Halley's step triples the right digits: 4 of the start, 11, then all. In the tail it is taken on the logarithm, which is nearly straight there.
  for (let step = 0; step < 3; step++) {
    const central = z > -centralUpTo;
    const area = central ? centralArea(z) : tailArea(-z);
    const slope = central ? density(z) : density(z) / area;
    const newton = (central ? area - (p - 0.5) : Math.log(area / p)) / slope;
    const curvature = central ? -z : -z - slope;
    const change = newton / (1 - (newton * curvature) / 2);
    z -= change;
    if (Math.abs(change) < 1e-6 * Math.abs(z)) break;
  }
  return z;
}

/**
 * The quantile of p ≤ 0.5 to within 0.00045: where better methods begin.
 * @see Abramowitz & Stegun (1964), 26.2.23.
 */
export function roughNormalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
}

const seriesUpTo = 3;
const centralUpTo = 1.5;
const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** From 0 to z: φ(z) (z + z³/3 + z⁵/15 + …). Every term has the sign of z, so nothing cancels. */
function centralArea(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum) * 0.1; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return density(z) * sum;
}

/** Above z > 0. */
function tailArea(z: number): number {
  if (z < seriesUpTo) return 0.5 - centralArea(z);
  let fraction = z;
  for (let k = Math.ceil(30 + 400 / (z * z)); k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}
