import { checkLevel, type Interval } from "./interval.ts";
import { normalProbability, normalQuantile } from "./normal.ts";

/** An estimate with its own interval. */
export interface Estimated {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval of the difference of two independent estimates, from the interval of each: the square-and-add method. Of two shares with
 * Wilson's intervals it is Newcombe's hybrid score interval. It holds for estimates whose intervals are not symmetric.
 * @param first What is compared with. @param second What is compared: the difference is the second minus the first.
 * @param level Of the two intervals, and so of that of the difference.
 * @throws {RangeError} If a figure is missing, or an estimate lies outside its interval.
 * @see Newcombe (1998), Statistics in Medicine 17, 873–890, method 10. Zou & Donner (2008), Statistics in Medicine 27, 1693–1702.
 */
export function intervalOfDifference(first: Estimated, second: Estimated, level = 0.95): Interval {
  checkLevel(level);
  for (const { value, lower, upper } of [first, second]) {
    if (!(lower <= value && value <= upper && upper - lower < Infinity)) {
      throw new RangeError("An estimate is not between the ends of its interval.");
    }
  }
  const difference = second.value - first.value;
  return {
    lower: difference - Math.hypot(second.value - second.lower, first.upper - first.value),
    upper: difference + Math.hypot(second.upper - second.value, first.value - first.lower),
    level,
  };
}

/**
 * How often chance alone makes a difference at least as large, by the interval of the difference: below 0.05 where, and only where, the
 * interval of 95 % leaves out 0. It is what the interval says of other levels, as far as the difference is normal.
 * @param first What is compared with. @param second What is compared.
 * @returns From 0 to 1.
 * @throws {RangeError} If a figure is missing, or an estimate lies outside its interval.
 */
export function differenceByChance(first: Estimated, second: Estimated, level = 0.95): number {
  const { lower, upper } = intervalOfDifference(first, second, level);
  const difference = second.value - first.value;
  if (difference === 0) return 1;
  const reach = difference > 0 ? difference - lower : upper - difference;
  return reach === 0 ? 0 : 2 * normalProbability((-Math.abs(difference) / reach) * normalQuantile((1 + level) / 2));
}
