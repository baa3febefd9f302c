import type { Cell, Certificate, Charge, Fraction, ProtectedCells } from "@openbeat/disclosure";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { PolicySpec } from "../hub/policy-schema.ts";

/** How far a changed figure may be from the true one. */
export interface Spread {
  readonly by: number;
  /** How sure that is: 1 where it cannot be further. */
  readonly level: number;
  readonly method: string;
}

/** Figures that may be published: protected; changed by a method that makes them safe; or of nobody by a policy that says why. */
export type PublishableCells =
  | {
      readonly kind: "protected";
      readonly cells: ProtectedCells;
      /** How wide each interval must be where the policy's width was too little. For the next release, and never published. */
      readonly widths: Float64Array | null;
    }
  | {
      readonly kind: "changed";
      readonly flag: "ROUNDED" | "PERTURBED";
      /** NaN: not published yet. */
      readonly figures: Float64Array;
      readonly spread: Spread | null;
    }
  | { readonly kind: "of nobody"; readonly counts: Float64Array };

/** What one cell may say. */
export function cellAt(cells: PublishableCells, place: number): Cell | { readonly status: "later" } {
  if (cells.kind === "protected") return cells.cells[place] ?? { status: "suppressed" };
  const count = cells.kind === "changed" ? cells.figures[place] : cells.counts[place];
  // Fail closed: what is not there is not shown.
  if (count === undefined) return { status: "suppressed" };
  return Number.isNaN(count) ? { status: "later" } : { status: "published", count };
}

/** One drawing of noise: what it was for, what it cost and how large it was. */
export interface Drawing extends Charge {
  readonly variance: Fraction;
}

/** The publishable figures of a dataset: by table, then by measure that is counted or summed, one entry a grouping. */
export interface ProtectedDataset {
  /** The plan, without what could not be proved safe where the policy says that it is left out. */
  readonly plan: DatasetPlan;
  readonly cells: ReadonlyMap<TablePlan, ReadonlyMap<string, readonly PublishableCells[]>>;
  /** The policy that each table was protected by in the end. */
  readonly policies: ReadonlyMap<TablePlan, PolicySpec>;
  readonly certificates: readonly { readonly measure: string; readonly certificate: Certificate }[];
  /** Whether the number of all records may be told: it was protected like a cell, and is shown. */
  readonly totalIsShown: boolean;
  /** Periods of the finest grain whose rounded or noisy figures are published now or were before. */
  readonly final: readonly string[];
  readonly drawings: readonly Drawing[];
  /** What the steward should know: groupings that were left out, another method that was used. */
  readonly notes: readonly string[];
}
