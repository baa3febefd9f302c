/** What was done and shown, in totals. It says nothing of any one cell, and never how many cells are hidden for which reason. */
export interface Certificate {
  readonly engine: string;
  readonly method: "suppress";
  readonly threshold: number;
  readonly width: number;
  readonly zeros: "safe";
  /** How many other hidden cells of one the attacker may know besides. */
  readonly knownCells: 0 | 1;
  readonly groupings: number;
  /** SHA-256 of the terms of the policy. */
  readonly policyHash: string;
  /** All cells, zeros among them. */
  readonly cells: number;
  /** What lies between levels that overlap without nesting: each was looked at, and protected where its count is small. */
  readonly slices: number;
  readonly suppressed: number;
  /** What an attacker was taken to know. */
  readonly attacker: string;
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
