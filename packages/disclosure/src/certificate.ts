import type { EmptyCombinations } from "./policy.ts";
import type { ZeroRule } from "./primary/zero-cells.ts";

/** What was done and shown, in totals. It says nothing of any one cell, and never how many cells are hidden for which reason. */
export type Certificate =
  | SuppressionCertificate
  | SmallCountRoundingCertificate
  | ControlledRoundingCertificate
  | CellKeyCertificate
  | DifferentialPrivacyCertificate;

/** One attack on what is about to be published, and how close it came. */
export interface Attack {
  /**
   * Who attacked: "linear" solves equations; "interval" knows besides that counts are not negative, with linear programmes; "whole number"
   * knows that they are whole; "singleton" is alone in some other hidden cell, and knows its count; "differencing" sets areas that overlap, and
   * earlier releases, against each other; "averaging" takes the noise of many related figures together.
   */
  readonly by: "linear" | "interval" | "whole number" | "singleton" | "differencing" | "averaging";
  /** Cells attacked, or slices between overlapping areas, or cells also held by an earlier release. */
  readonly attacked: number;
  /** The narrowest interval that was left; null where nothing was attacked, or the attack is not one for an interval. */
  readonly narrowest: number | null;
  /** Share of the attacked cells that the attacker gets exactly right; null where the attack is one for an interval. */
  readonly recovered: number | null;
}

/** What every certificate says. */
export interface CertificateBase {
  readonly engine: string;
  /** SHA-256 of the terms of the policy. */
  readonly policyHash: string;
  readonly groupings: number;
  /** All cells, zeros among them. */
  readonly cells: number;
  /** Cells that show no figure. */
  readonly suppressed: number;
  /** What an attacker was taken to know. */
  readonly attacker: string;
  readonly attacks: readonly Attack[];
}

/** Counts are shown as they are, or not at all. */
export interface SuppressionCertificate extends CertificateBase {
  readonly method: "suppress";
  readonly threshold: number;
  readonly width: number;
  /** Whether zeros are published, so that hidden cells are known to hold at least one, or hidden like small counts. */
  readonly zeros: ZeroRule;
  /** How many other hidden cells of one the attacker may know besides. */
  readonly knownCells: 0 | 1;
  /** Whether readers are taken to know which finest combinations hold nothing. */
  readonly emptyCombinations: EmptyCombinations;
  /** What lies between levels that overlap without nesting: each was looked at, and protected where its count is small. */
  readonly slices: number;
  /** Hidden cells attacked: always all of them. */
  readonly attacked: number;
  /** Of these, how many are uncertain by other whole-number tables that agree with everything published: all, or there is no certificate. */
  readonly provedByTables: number;
  /** Alternative tables found, each checked against every published figure. */
  readonly tables: number;
  /** Linear programmes solved. */
  readonly programmes: number;
  /** The narrowest interval that was shown for any hidden cell: at least `width`; null when no cell is hidden. */
  readonly worstWidth: number | null;
}

/** Small counts are rounded to zero or the base, so that tables add up. */
export interface SmallCountRoundingCertificate extends CertificateBase {
  readonly method: "smallCountRounding";
  readonly base: number;
  /** The largest difference between a published figure and the true one that the method allows for one atom. */
  readonly mostPerAtom: number;
}

/** Every figure is a multiple of the base next to the true one, and tables add up. */
export interface ControlledRoundingCertificate extends CertificateBase {
  readonly method: "controlledRounding";
  readonly base: number;
  /** No figure differs from the true one by as much as this. */
  readonly lessThan: number;
}

/** Figures are changed a little at random, the same records always alike. */
export interface CellKeyCertificate extends CertificateBase {
  readonly method: "cellKey";
  /** No count is changed by more. */
  readonly most: number;
  /** Variance of the change. */
  readonly variance: number;
  /** Counts from 1 to this never appear. */
  readonly blocked: number;
}

/** Figures carry noise whose size bounds what they tell of any one unit. */
export interface DifferentialPrivacyCertificate extends CertificateBase {
  readonly method: "differentialPrivacy";
  /** What is protected: one record, or all records of a person in a period, of which at most `contributions` count. */
  readonly unit: "record" | "person";
  readonly contributions: number;
  /** Cost of all figures that one unit is in, in zero-concentrated differential privacy: exact, as a fraction. */
  readonly rho: { readonly numerator: number; readonly denominator: number };
  /** The same as (ε, δ), rounded up. */
  readonly epsilon: number;
  readonly delta: number;
  /** Variance of the noise of a figure of each grouping, before figures were made to add up. */
  readonly variances: readonly { readonly numerator: number; readonly denominator: number }[];
}
