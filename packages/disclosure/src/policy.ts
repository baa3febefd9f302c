import { DisclosureError } from "./errors.ts";
import type { ZeroRule } from "./primary/zero-cells.ts";

/** How the cells of a cube are protected: by one method, whatever the tables they stand in. */
export type Policy = SuppressionPolicy | SmallCountRoundingPolicy | ControlledRoundingPolicy | CellKeyPolicy | DifferentialPrivacyPolicy;

interface Limited {
  /** Seconds after which unfinished work is a refusal: finite, > 0. */
  readonly timeLimitSeconds: number;
}

/** Counts are shown as they are, or not at all. */
export interface SuppressionPolicy extends Limited {
  readonly method: "suppress";
  /** The smallest count that may be published, zero apart where zeros are safe: a whole number ≥ 1. */
  readonly threshold: number;
  /** K: the interval an attacker can work out for a hidden cell must be at least this wide. A whole number ≥ 1. */
  readonly width: number;
  /**
   * "safe": each zero is published as a true zero, so every hidden cell is known to hold at least one. "sensitive": a zero tells too much and is
   * hidden like any small count, so a hidden cell may hold nothing.
   */
  readonly zeros: ZeroRule;
  /** How many hidden cells of one a reader may know besides: 1 guards against whoever is alone in a cell. 0 where it is not stated. */
  readonly knownCells?: 0 | 1;
  /** Refuses groupings that tell something of everyone in a group: fewer than `others` of it lie outside one category. No such rule where left out. */
  readonly groups?: GroupRule;
  /**
   * Whether readers know which finest combinations (atoms) hold nothing, and so that all others hold at least one: "public" where a list of them is
   * published, such as a calendar of the activities that people attended. "unknown" where it is not stated: then they know it only where a published
   * zero says so. Not "public" where zeros are sensitive.
   */
  readonly emptyCombinations?: EmptyCombinations;
}

/** Whether readers know which atoms hold nothing. */
export type EmptyCombinations = "unknown" | "public";

/** A dimension whose categories tell something of those who fall in them. */
export interface GroupRule {
  /** The code of the dimension. */
  readonly dimension: string;
  /** How many of a group must lie outside each of its cells: a whole number ≥ 1. */
  readonly others: number;
}

/** Small counts become zero or the base, and tables add up. */
export interface SmallCountRoundingPolicy extends Limited {
  readonly method: "smallCountRounding";
  /** The smallest count that may be published, zero apart: a whole number ≥ 2. */
  readonly base: number;
}

/** Every figure becomes a multiple of the base next to it, and tables add up. */
export interface ControlledRoundingPolicy extends Limited {
  readonly method: "controlledRounding";
  /** A whole number ≥ 2. */
  readonly base: number;
}

/** Figures are changed a little at random, the same records always alike. */
export interface CellKeyPolicy extends Limited {
  readonly method: "cellKey";
  /** D: no count is changed by more. A whole number ≥ 1. */
  readonly most: number;
  /** V: the variance of the change: > 0. */
  readonly variance: number;
  /** Counts from 1 to this one never appear. A whole number ≥ 0. */
  readonly blocked: number;
  /** Whether results nearer to a small count are at least as likely as those further off. */
  readonly monotone: boolean;
  /** Of the small counts, the share that an attacker who averages may get exactly right, at most: from 0 to 1. */
  readonly mostRecovered: number;
}

/** Figures carry noise whose size bounds what they tell of any one unit. */
export interface DifferentialPrivacyPolicy extends Limited {
  readonly method: "differentialPrivacy";
  /** What is protected: one record, or all records of a person in a period. */
  readonly unit: "record" | "person";
  /** How many records of a unit count at most in a period: 1 where the unit is a record. */
  readonly contributions: number;
  /** ρ that each table (one level of each dimension) costs a unit, exactly: whole numbers ≥ 1. */
  readonly rho: { readonly numerator: number; readonly denominator: number };
  /** δ for which the whole cost is told as ε: between 0 and 1. */
  readonly delta: number;
}

type Keys = Readonly<Record<string, (value: unknown) => boolean>>;

const isWhole = (least: number) => (value: unknown) => typeof value === "number" && Number.isSafeInteger(value) && value >= least;
const isBetween = (low: number, high: number) => (value: unknown) => typeof value === "number" && value >= low && value <= high;
const isPositive = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value > 0;
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const isFraction = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).sort().join() === "denominator,numerator" &&
  Object.values(value).every(isWhole(1));

/** What each key of each method must be. Nothing else may be there, and nothing may be missing but what has a default. */
const isGroupRule = (value: unknown) =>
  value === undefined ||
  (typeof value === "object" &&
    value !== null &&
    Object.keys(value).sort().join() === "dimension,others" &&
    "dimension" in value &&
    typeof value.dimension === "string" &&
    "others" in value &&
    isWhole(1)(value.others));
const methods: Readonly<Record<Policy["method"], Keys>> = {
  suppress: {
    threshold: isWhole(1),
    width: isWhole(1),
    zeros: isOneOf("safe", "sensitive"),
    knownCells: isOneOf(0, 1),
    groups: isGroupRule,
    emptyCombinations: isOneOf("unknown", "public"),
  },
  smallCountRounding: { base: isWhole(2) },
  controlledRounding: { base: isWhole(2) },
  cellKey: {
    most: isWhole(1),
    variance: isPositive,
    blocked: isWhole(0),
    monotone: isOneOf(true, false),
    mostRecovered: isBetween(0, 1),
  },
  differentialPrivacy: {
    unit: isOneOf("record", "person"),
    contributions: isWhole(1),
    rho: isFraction,
    delta: (value) => isBetween(0, 1)(value) && value !== 0 && value !== 1,
  },
};
const defaults: Readonly<Partial<Record<Policy["method"], Readonly<Record<string, unknown>>>>> = {
  suppress: { knownCells: 0, emptyCombinations: "unknown" },
};

/**
 * Reads a policy. What is missing, unknown, not a number or out of range refuses.
 * @throws {DisclosureError} `POLICY_INVALID`
 */
export function readPolicy<Given extends Policy>(value: Given): Given;
export function readPolicy(value: unknown): Policy;
export function readPolicy(value: unknown): Policy {
  if (typeof value !== "object" || value === null) throw invalid("The policy is not an object. State its method and the terms of that.");
  const given = value as Readonly<Record<string, unknown>>;
  const method = given.method as Policy["method"];
  if (typeof given.method !== "string" || !Object.hasOwn(methods, given.method))
    throw invalid(`The method of the policy is unknown. Use one of ${Object.keys(methods).join(", ")}.`);
  const keys: Keys = { ...methods[method], timeLimitSeconds: isPositive };
  const policy = { ...defaults[method], ...Object.fromEntries(Object.entries(given).filter(([, own]) => own !== undefined)) };
  for (const key of Object.keys(policy))
    if (key !== "method" && !Object.hasOwn(keys, key))
      throw invalid(`A policy with the method ${method} has a key that does not exist. Known are ${Object.keys(keys).join(", ")}.`);
  for (const [key, isRight] of Object.entries(keys))
    if (!isRight((policy as Record<string, unknown>)[key]))
      throw invalid(`The term ${key} of a policy with the method ${method} is missing or out of range. State it as its schema says.`);
  if (method === "differentialPrivacy" && given.unit === "record" && given.contributions !== 1)
    throw invalid("A unit of one record contributes once. State contributions: 1, or protect persons.");
  if ("zeros" in policy && policy.zeros === "sensitive" && "emptyCombinations" in policy && policy.emptyCombinations === "public")
    throw invalid(
      "Zeros are sensitive, and which combinations hold nothing is public: that cannot be hidden which is known. Change one of both.",
    );
  return policy as unknown as Policy;
}

const invalid = (message: string) => new DisclosureError("POLICY_INVALID", message);
