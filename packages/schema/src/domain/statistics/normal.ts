const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/**
 * The probability that a standard normal number is at most z: Φ(z). Precise to about 1e-13 of its own size, in the far tails too.
 * @returns NaN where z is none.
 * @see Marsaglia (2004), Evaluating the Normal Distribution, Journal of Statistical Software 11(4), for the series; Abramowitz & Stegun 26.2.14 for the tail.
 */
export function normalProbability(z: number): number {
  if (z >= 3) return 1 - tail(z);
  if (z <= -3) return tail(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

/** The upper tail as a continued fraction, for z of at least 3. */
function tail(z: number): number {
  if (z > 39) return 0;
  let below = z;
  for (let k = 200; k >= 1; k -= 1) below = z + k / below;
  return density(z) / below;
}

/**
 * The z below which a standard normal number is with the probability p: the inverse of Φ.
 * Newton's method on log Φ, which is concave, from a bound below the root: each step comes nearer from the same side.
 * @param p From 0 to 1, at whose ends the quantile is infinite.
 * @throws {RangeError} If p is no probability.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError("A probability is a number from 0 to 1.");
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = -Math.sqrt(-2 * Math.log(2 * p)) || 0;
  for (let round = 0; round < 100; round += 1) {
    const below = normalProbability(z);
    const step = (Math.log(p / below) * below) / density(z);
    if (!(Math.abs(step) > 1e-15 * Math.max(1, Math.abs(z)))) return z;
    z += step;
  }
  return z;
}
