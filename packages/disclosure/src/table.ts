/** What may be said about a cell. A suppressed cell has no count to leak, and no reason: "primary" would say "below 5". */
export type Cell = { readonly status: "published"; readonly count: number } | { readonly status: "suppressed" };

declare const audited: unique symbol;

/** Cells that passed `protect`. No other function makes one, and a release takes nothing else. */
export type ProtectedCells = readonly Cell[] & { readonly [audited]: true };

/** One grouping of a cube, protected. */
export interface ProtectedGrouping {
  /** The code of the level each dimension is shown at, in the order of the cube's dimensions. */
  readonly levels: readonly string[];
  /** How many nodes the level of each dimension has. */
  readonly shape: readonly number[];
  /** Row-major: the last dimension runs fastest. */
  readonly cells: ProtectedCells;
}
