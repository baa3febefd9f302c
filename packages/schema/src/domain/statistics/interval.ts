import { normalQuantile } from "./normal.ts";

/** An interval that holds the true value in a share `level` of all cases like it, as far as the method's assumptions hold. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Above 0 and below 1; mostly 0.95. */
  readonly level: number;
}

/** The standard normal quantile of a two-sided interval: 1.96 for 0.95. @throws {RangeError} If the level is not between 0 and 1. */
export function reachOf(level: number): number {
  checkLevel(level);
  return normalQuantile((1 + level) / 2);
}

/** @throws {RangeError} If the level is missing, or not above 0 and below 1. */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError("The level is not between 0 and 1.");
}

/** Estimate ± reach · standard error. */
export function normalInterval(estimate: number, standardError: number, level: number): Interval {
  const arm = reachOf(level) * standardError;
  return { lower: estimate - arm, upper: estimate + arm, level };
}

/** The same around a ratio, on its logarithm. */
export function logNormalInterval(ratio: number, logStandardError: number, level: number): Interval {
  const factor = Math.exp(reachOf(level) * logStandardError);
  return { lower: ratio / factor, upper: ratio * factor, level };
}
