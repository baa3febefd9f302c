import { PipelineError } from "../errors.ts";

/** A confidence interval of a proportion, both ends from 0 to 1. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** What must hold of the arguments of every interval: x cases of n, which need not be whole, and a level between 0 and 1. */
export function checkCases(x: number, n: number, level: number): void {
  if (!(n > 0 && n < Infinity && x >= 0 && x <= n))
    throw new PipelineError("ESTIMATE_INVALID", "The number of cases is missing, or is not from 0 to the number asked.");
  checkLevel(level);
}

export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new PipelineError("ESTIMATE_INVALID", "The level of confidence is not between 0 and 1. Use 0.95.");
}
