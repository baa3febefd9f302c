import { betaQuantile } from "@openbeat/schema/domain";
import { checkCases, type Interval } from "./interval.ts";

/**
 * The interval of a proportion that covers it at least as often as the level says, whatever it is ("exact").
 * @param x Cases; need not be whole.
 * @param n Asked; above 0, need not be whole.
 * @param level Of confidence, as 0.95.
 * @throws {PipelineError} `ESTIMATE_INVALID` if x is not from 0 to n, or the level not between 0 and 1.
 * @see Clopper & Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26(4).
 */
export function clopperPearson(x: number, n: number, level: number): Interval {
  checkCases(x, n, level);
  const outside = (1 - level) / 2;
  return {
    lower: x === 0 ? 0 : betaQuantile(outside, x, n - x + 1),
    upper: x === n ? 1 : betaQuantile(1 - outside, x + 1, n - x),
  };
}
