/**
 * A number in [0, 1) that depends on its keys alone: what is drawn does not change with the order in which it is drawn.
 * @param keys Whole numbers; the first is the seed.
 */
export function uniform(...keys: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const key of keys) {
    hash ^= Math.imul(key, 0x85ebca6b) ^ Math.imul(key / 0x1_0000_0000, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) / 0x1_0000_0000;
}

/**
 * The value that a standard normal variable stays below with this probability.
 * @see P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function (2003): relative error below 1.2e-9.
 */
export function normalQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-12), 1 - 1e-12);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(q, tail) / polynomial(q, [...tailDivisor, 1]);
  }
  const q = p - 0.5;
  return (q * polynomial(q * q, centre)) / polynomial(q * q, [...centreDivisor, 1]);
}
const centre = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
const centreDivisor = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const tail = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
const tailDivisor = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
const polynomial = (x: number, coefficients: readonly number[]) => coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** The Poisson count with this mean that a uniform number stands for; for a large mean, the normal approximation to it. */
export function poisson(mean: number, probability: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(probability)));
  let count = 0;
  let term = Math.exp(-mean);
  for (let below = term; probability >= below && count < 200; below += term) term *= mean / ++count;
  return count;
}

/**
 * Whole numbers that add up to `total` and are as near as they can be to the shares, by the largest remainder.
 * @param shares Numbers ≥ 0, at least one of them above 0; they need not add up to 1.
 */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (total * share) / sum);
  const whole = exact.map(Math.floor);
  const left = total - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return whole.map((value, index) => value + (lucky.has(index) ? 1 : 0));
}

/** How many slots a list has in which a value stands as often as its share says. A power of two, so that a hash chooses evenly. */
const slotCount = 1024;

/** Values repeated by their share, to be drawn from by a hash modulo the length of the list. */
export function slots<Value>(values: readonly Value[], shares: readonly number[]): Value[] {
  const counts = apportion(slotCount, shares);
  return values.flatMap((value, index) => Array.from<Value>({ length: counts[index] ?? 0 }).fill(value));
}

/** The quantiles of the standard normal distribution, as slots. */
export const normalSlots = (): number[] => Array.from({ length: slotCount }, (_, slot) => normalQuantile((slot + 0.5) / slotCount));

/** The quantiles of a log-normal distribution with this median, as slots. */
export const lognormalSlots = (median: number, sigma: number): number[] =>
  normalSlots().map((quantile) => median * Math.exp(sigma * quantile));
