import { DisclosureError } from "./errors.ts";

/** How the cells of a cube are protected by suppression. Every value is stated: there are no defaults. */
export interface SuppressionPolicy {
  readonly method: "suppress";
  /** The smallest count that may be published, zero apart: a whole number ≥ 1. */
  readonly threshold: number;
  /** K: the interval an attacker can work out for a hidden cell must be at least this wide. A whole number ≥ 1. */
  readonly width: number;
  /** Zeros are safe: each is published as a true zero, so every hidden cell is known to hold at least one. */
  readonly zeros: "safe";
  /** How many hidden cells of one a reader may know besides: 1 guards against whoever is alone in a cell. 0 where it is not stated. */
  readonly knownCells?: 0 | 1;
  /** Seconds after which an unfinished proof is a refusal: finite, > 0. */
  readonly timeLimitSeconds: number;
}

const keys = ["method", "threshold", "width", "zeros", "knownCells", "timeLimitSeconds"];

/**
 * Reads a policy of suppression. What is missing, unknown or not a number refuses.
 * @throws {DisclosureError} `POLICY_INVALID`
 */
export function readPolicy(value: unknown): SuppressionPolicy {
  if (typeof value !== "object" || value === null)
    throw invalid("The policy is not an object. State method, threshold, width, zeros and time limit.");
  const policy = value as Record<string, unknown>;
  for (const key of Object.keys(policy))
    if (!keys.includes(key)) throw invalid(`The policy has a key that does not exist. Known are ${keys.join(", ")}.`);
  const { method, threshold, width, zeros, knownCells = 0, timeLimitSeconds } = policy;
  if (method !== "suppress") throw invalid('The method of the policy is unknown. Use "suppress".');
  if (!isWholeFromOne(threshold)) throw invalid("The threshold is not a whole number ≥ 1. State the smallest count that may be published.");
  if (!isWholeFromOne(width))
    throw invalid("The width is not a whole number ≥ 1. State how wide the interval around a hidden count must be.");
  if (zeros !== "safe") throw invalid('The rule for zeros is unknown. Use "safe", which publishes true zeros.');
  if (typeof timeLimitSeconds !== "number" || !Number.isFinite(timeLimitSeconds) || timeLimitSeconds <= 0)
    throw invalid("The time limit is not a number of seconds > 0. State how long the proof may take.");
  if (knownCells !== 0 && knownCells !== 1)
    throw invalid("The number of hidden counts a reader may know is neither 0 nor 1. Use one of them.");
  return { method, threshold, width, zeros, knownCells, timeLimitSeconds };
}

const isWholeFromOne = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
const invalid = (message: string) => new DisclosureError("POLICY_INVALID", message);
