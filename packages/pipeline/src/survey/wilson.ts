import { normalQuantile } from "@openbeat/schema/domain";
import { checkCases, type Interval } from "./interval.ts";

/**
 * The score interval of a proportion, without a correction for continuity: near the level on average, where Clopper and Pearson's is above it always.
 * @param x Cases; need not be whole.
 * @param n Asked; above 0, need not be whole.
 * @param level Of confidence, as 0.95.
 * @throws {PipelineError} `ESTIMATE_INVALID` if x is not from 0 to n, or the level not between 0 and 1.
 * @see Wilson (1927), Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22(158).
 */
export function wilson(x: number, n: number, level: number): Interval {
  checkCases(x, n, level);
  const z = normalQuantile((1 + level) / 2);
  const square = z * z;
  const middle = (x + square / 2) / (n + square);
  const half = (z / (n + square)) * Math.sqrt((x * (n - x)) / n + square / 4);
  return { lower: x === 0 ? 0 : Math.max(0, middle - half), upper: x === n ? 1 : Math.min(1, middle + half) };
}
