import { PipelineError } from "../errors.ts";

/** Cells of which one is the sum or difference of the others, whatever is added up in them. */
export type Relation = readonly number[];

/** One kind of figure in every cell. Lists are parallel to the cells. */
export interface ComplementProblem {
  /** People in the base of each cell, unweighted. */
  readonly n: ArrayLike<number>;
  /** Whether the figure is shown as far as the cell alone is looked at. */
  readonly isShown: ArrayLike<boolean>;
  /** Whether nobody may learn how many people the figure counts: of few people, or of nearly all. These are not shown. */
  readonly isSensitive: ArrayLike<boolean>;
  /** Whether an earlier release showed it: hiding it now would undo nothing. */
  readonly wasShown: (cell: number) => boolean;
  readonly relations: readonly Relation[];
  /** Figures are rounded to multiples of this many percent of their base. */
  readonly roundedTo: number;
  /** How many people wide the uncertainty of every sensitive figure must be. */
  readonly width: number;
}

/**
 * Which figures must be hidden besides, so that none that is sensitive can be worked out from those that are shown.
 *
 * A percentage that is rounded to u says how many people it counts only to within u/100 of its base. So whoever works a figure out from others, by a
 * sum or over several steps, is left with u/100 times all the people in the bases used. The shortest such way to every sensitive figure is looked for
 * (as the shortest path in a graph whose edges join several points), and where it leaves less than the width, the smallest figure on it is hidden.
 * @returns Places of the cells to hide.
 * @throws {PipelineError} `UNPROTECTABLE` where a sensitive figure follows from what earlier releases showed alone.
 */
export function complements({ n, isShown, isSensitive, wasShown, relations, roundedTo, width }: ComplementProblem): ReadonlySet<number> {
  const hidden = new Set<number>();
  const people = (width * 100) / roundedTo;
  const relationsOf = Array.from({ length: n.length }, () => [] as number[]);
  for (const [at, relation] of relations.entries()) for (const cell of relation) relationsOf[cell]?.push(at);
  const sensitive = Array.from({ length: n.length }, (_, cell) => cell).filter((cell) => isSensitive[cell] === true);
  for (;;) {
    const known = (cell: number) => isShown[cell] === true && !hidden.has(cell);
    const { reach, by } = derive(n, known, relations, relationsOf, people);
    const exposed = sensitive.filter((cell) => (reach[cell] ?? Number.POSITIVE_INFINITY) < people);
    if (exposed.length === 0) return hidden;
    const before = hidden.size;
    for (const cell of exposed) {
      const [smallest] = knownOnTheWay(cell, by, relations, known)
        .filter((other) => !wasShown(other))
        .sort((a, b) => (n[a] ?? 0) - (n[b] ?? 0));
      if (smallest !== undefined) hidden.add(smallest);
    }
    if (hidden.size === before)
      throw new PipelineError(
        "UNPROTECTABLE",
        "A figure of few people follows from figures that earlier releases showed, so nothing can be hidden to protect it. Keep to the policy of those releases.",
      );
  }
}

/**
 * The shortest way to every cell that is not shown.
 * @param most Ways with more people than this leave enough uncertain.
 * @returns People in the bases used, and the relation that each cell was worked out by.
 */
function derive(
  n: ArrayLike<number>,
  known: (cell: number) => boolean,
  relations: readonly Relation[],
  relationsOf: readonly (readonly number[])[],
  most: number,
): { readonly reach: Float64Array; readonly by: Int32Array } {
  const reach = Float64Array.from({ length: n.length }, (_, cell) => (known(cell) ? (n[cell] ?? 0) : Number.POSITIVE_INFINITY));
  const by = new Int32Array(n.length).fill(-1);
  const waiting = new Set(relations.keys());
  for (const at of waiting) {
    waiting.delete(at);
    const relation = relations[at] ?? [];
    let [sum, unknown, last] = [0, 0, -1];
    for (const cell of relation) {
      const own = reach[cell] ?? Number.POSITIVE_INFINITY;
      if (own === Number.POSITIVE_INFINITY) {
        unknown += 1;
        last = cell;
      } else sum += own;
    }
    if (unknown > 1) continue;
    for (const cell of unknown === 1 ? [last] : relation) {
      if (known(cell)) continue;
      const own = reach[cell] ?? Number.POSITIVE_INFINITY;
      const through = own === Number.POSITIVE_INFINITY ? sum : sum - own;
      if (through >= own || through >= most) continue;
      reach[cell] = through;
      by[cell] = at;
      for (const other of relationsOf[cell] ?? []) if (other !== at) waiting.add(other);
    }
  }
  return { reach, by };
}

/** The shown cells that a cell was worked out from, over all steps. */
function knownOnTheWay(cell: number, by: Int32Array, relations: readonly Relation[], known: (cell: number) => boolean): readonly number[] {
  const found = new Set<number>();
  const seen = new Set<number>([cell]);
  const open = [cell];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const other of relations[by[at] ?? -1] ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      if (known(other)) found.add(other);
      else open.push(other);
    }
  }
  return [...found];
}
