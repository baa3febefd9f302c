/** The areas, periods or categories of one granularity. They need not cover all leaves, and may overlap those of other levels without nesting. */
export interface CubeLevel {
  readonly code: string;
  readonly nodes: readonly { readonly code: string; readonly leaves: readonly number[] }[];
}

/**
 * A dimension of a cube: its leaves, and the nodes (areas, periods, categories) that may be published, each a set of leaves.
 * Where the nodes of two levels overlap without nesting (beats and council districts), the leaves are their intersections.
 */
export interface CubeDimension {
  readonly code: string;
  readonly leafCount: number;
  readonly levels: readonly CubeLevel[];
}

/** The code of a level per dimension: one table of cells that exists publicly. */
export type Grouping = readonly string[];

/** Counts on the finest partition. An atom is one leaf per dimension; atoms that are not listed are zero. */
export interface Cube {
  readonly dimensions: readonly CubeDimension[];
  readonly atoms: {
    /** Row-major over the leaves of the dimensions, each atom at most once. */
    readonly index: Float64Array | Int32Array;
    /** Whole numbers ≥ 0, parallel to `index`. */
    readonly count: Float64Array | Int32Array;
    /** For cell keys: the sum of the keys of the atom's records modulo 2³², parallel to `index`. */
    readonly key?: Float64Array | Uint32Array;
  };
  /**
   * Cells that must not be shown besides those with small counts, per grouping and row-major: 1 where some other rule finds a cell unsafe (too few
   * persons, one contributor that makes up nearly all, a whole group in it). Left out where no such rule applies.
   */
  readonly unsafe?: readonly (Uint8Array | undefined)[];
  /**
   * How wide the interval of a cell must be where the policy's width is too little for it, per grouping and row-major: a sum that few contributors make
   * up must stay uncertain in proportion to them. Whole numbers ≥ 0; 0, or a list left out, where the policy's width will do.
   */
  readonly widths?: readonly (Float64Array | undefined)[];
  /** What earlier releases have already said of the same count, per grouping and row-major; left out where nothing was said. */
  readonly said?: readonly (Uint8Array | undefined)[];
  /** What exists publicly, and nothing else. All groupings of all tables cut from these records stand together: they are protected together. */
  readonly groupings: readonly Grouping[];
}

/** The values of `Cube.said`: a count that was never told, one that everybody has, one that was hidden and stays hidden. */
export const said = { nothing: 0, shown: 1, hidden: 2 } as const;
