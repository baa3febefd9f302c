import type { RandomBytes } from "@openbeat/disclosure";
import type { Geography } from "../geography/areas.ts";
import type { PastDataset } from "../history/past.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import type { Marks } from "../tabulate/marks.ts";
import type { Atoms, Tabulated } from "../tabulate/tabulate.ts";

/** A dataset as an earlier release held it, and the number of that release. */
export interface PastOfDataset {
  readonly version: string;
  readonly dataset: PastDataset;
}

/** All that the protection of a dataset rests on. */
export interface ProtectionContext {
  readonly plan: DatasetPlan;
  readonly geography: Geography;
  readonly tabulated: ReadonlyMap<TablePlan, readonly Tabulated[]>;
  readonly atoms: Atoms;
  /** What rules other than that of small counts have found. */
  readonly marks: Marks;
  /** Periods of the finest grain that stay as they were published. */
  readonly held: readonly string[];
  /** Oldest first. */
  readonly past: readonly PastOfDataset[];
  readonly random: RandomBytes;
  readonly progress: (what: string) => void;
}
