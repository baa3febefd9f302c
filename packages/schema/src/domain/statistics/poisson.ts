import { checkCount, checkNotNegative, checkPositive } from "./counts.ts";
import { betaQuantile, incompleteBeta } from "./incomplete-beta.ts";
import { gammaQuantile } from "./incomplete-gamma.ts";
import { checkLevel, type Interval } from "./interval.ts";

/**
 * The exact interval of the mean that a count of independent events comes from (Garwood).
 * @param count Events: a whole number ≥ 0.
 * @throws {RangeError} If the count is no count, or the level not between 0 and 1.
 * @see Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28(3/4).
 */
export function countInterval(count: number, level = 0.95): Interval {
  checkCount(count);
  checkLevel(level);
  const tail = (1 - level) / 2;
  return { lower: count === 0 ? 0 : gammaQuantile(tail, count), upper: gammaQuantile(1 - tail, count + 1), level };
}

/** A count over the people (or contacts, or days) it could have come from. */
export interface Rate {
  readonly rate: number;
  readonly interval: Interval;
}

/**
 * A rate with its exact interval. The population is taken as known.
 * @param count Events: a whole number ≥ 0.
 * @param population Residents, or another base: above 0.
 * @param per The rate is per so many: 1,000 where not stated.
 * @throws {RangeError} If an argument is missing or impossible.
 */
export function rateWithInterval(count: number, population: number, per = 1000, level = 0.95): Rate {
  checkPositive(population, "The population");
  checkPositive(per, "The base of the rate");
  const { lower, upper } = countInterval(count, level);
  const scale = per / population;
  return { rate: count * scale, interval: { lower: lower * scale, upper: upper * scale, level } };
}

/**
 * How far a count lies from what was expected, in standard deviations: 2(√count − √expected). Noteworthy from 3 on.
 *
 * It is a standard normal variable where the expectation is known, or is the mean of several earlier periods. Where it is one earlier count, both vary and
 * the standard deviation is √2: then 3 is what 2.1 would be, and 2 is common. `compareCounts` is the test for two counts.
 * @param count Events of the period: a whole number ≥ 0.
 * @param expected Of a period as long: ≥ 0, not necessarily whole.
 * @throws {RangeError} If an argument is missing or impossible.
 * @see Wheeler (2016), Tables and graphs for monitoring temporal crime trends, Int. J. Police Science & Management 18(3). Anscombe (1948), Biometrika 35.
 */
export function poissonZ(count: number, expected: number): number {
  checkCount(count);
  checkNotNegative(expected, "The expected count");
  return 2 * (Math.sqrt(count) - Math.sqrt(expected));
}

/** Two counts compared. `null` is a ratio that no data can give: nothing to divide by. */
export interface CountComparison {
  /** Second rate over first; `null` where the first count is 0. */
  readonly ratio: number | null;
  /** Of the ratio. `upper` is `null` where it has no end (first count 0); both counts 0 tell nothing: `null`. */
  readonly interval: { readonly lower: number; readonly upper: number | null; readonly level: number } | null;
  /** Two-sided: twice the smaller tail, at most 1. Below 1 − level exactly where the interval leaves 1 out. */
  readonly pValue: number;
}

/**
 * The ratio of two rates with its exact interval: of all events, the second's share is binomial.
 * @param first Events before, and the time, people or area they come from (above 0; 1 where not stated).
 * @param second As first.
 * @throws {RangeError} If an argument is missing or impossible.
 * @see Przyborowski & Wilenski (1940), Biometrika 31; R's poisson.test gives the same interval.
 */
export function compareCounts(first: CountOver, second: CountOver, level = 0.95): CountComparison {
  const [baseFirst, baseSecond] = [first.over ?? 1, second.over ?? 1];
  checkCount(first.count);
  checkCount(second.count);
  checkPositive(baseFirst, "What the first count is over");
  checkPositive(baseSecond, "What the second count is over");
  checkLevel(level);
  const total = first.count + second.count;
  if (total === 0) return { ratio: null, interval: null, pValue: 1 };
  const tail = (1 - level) / 2;
  // Odds of falling in the second are ratio · baseSecond / baseFirst.
  const toRatio = (share: number) => (share / (1 - share)) * (baseFirst / baseSecond);
  const lower = second.count === 0 ? 0 : toRatio(betaQuantile(tail, second.count, first.count + 1));
  const upper = first.count === 0 ? null : toRatio(betaQuantile(1 - tail, second.count + 1, first.count));
  const ratio = first.count === 0 ? null : (second.count / baseSecond) * (baseFirst / first.count);
  return { ratio, interval: { lower, upper, level }, pValue: binomialPValue(second.count, total, baseFirst, baseSecond) };
}

/** A count and what it is over. */
export interface CountOver {
  readonly count: number;
  readonly over?: number;
}

function binomialPValue(count: number, total: number, baseOther: number, base: number): number {
  const share = base / (base + baseOther);
  const atLeast = count === 0 ? 1 : incompleteBeta(share, count, total - count + 1);
  const atMost = count === total ? 1 : incompleteBeta(1 - share, total - count, count + 1);
  return Math.min(1, 2 * Math.min(atLeast, atMost));
}
