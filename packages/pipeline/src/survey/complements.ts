import { PipelineError } from "../errors.ts";

/** Cells on two sides that add up to the same, whatever is added up: a cell and its parts; or two rolling years, each with the wave that only the other has. */
export interface Relation {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** One kind of figure in every cell. Lists are parallel to the cells. */
export interface ComplementProblem {
  /** People in the base of each cell, unweighted. */
  readonly n: ArrayLike<number>;
  /** Of these, how many each figure of the kind counts: one list an answer. None where the figure counts nobody, as a mean. */
  readonly x: readonly ArrayLike<number>[];
  /** Whether the figure is shown as far as the cell alone is looked at. */
  readonly isShown: ArrayLike<boolean>;
  /** Whether nobody may learn how many people the figure counts: of few people, or of nearly all. These are not shown. */
  readonly isSensitive: ArrayLike<boolean>;
  /** Of a sensitive cell, whether it is this answer that few people gave. */
  readonly isFew: (cell: number, answer: number) => boolean;
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
 *
 * And no figure counts fewer than nobody: where hidden figures add up to what few people gave, none of them can be more than that. Where it is less
 * than the width, the smallest figure that it follows from is hidden, too.
 * @returns Places of the cells to hide.
 * @throws {PipelineError} `UNPROTECTABLE` where a sensitive figure follows from what earlier releases showed alone.
 */
export function complements(problem: ComplementProblem): ReadonlySet<number> {
  const { n, isShown, isSensitive, wasShown, relations, roundedTo, width } = problem;
  const hidden = new Set<number>();
  const people = (width * 100) / roundedTo;
  const cellsOf = relations.map(({ left, right }) => [...left, ...right]);
  const relationsOf = Array.from({ length: n.length }, () => [] as number[]);
  for (const [at, cells] of cellsOf.entries()) for (const cell of cells) relationsOf[cell]?.push(at);
  const sensitive = Array.from({ length: n.length }, (_, cell) => cell).filter((cell) => isSensitive[cell] === true);
  if (sensitive.length === 0) return hidden;
  const tight = relations.flatMap((relation, at) => (cellsOf[at]?.some((cell) => isSensitive[cell] === true) ? [relation] : []));
  const known = (cell: number) => isShown[cell] === true && !hidden.has(cell);
  const hideSmallest = (cells: readonly number[]) => {
    const [smallest] = cells.filter((other) => known(other) && !wasShown(other)).sort((a, b) => (n[a] ?? 0) - (n[b] ?? 0));
    if (smallest !== undefined) hidden.add(smallest);
  };
  for (;;) {
    const before = hidden.size;
    const { reach, by } = derive(n, known, cellsOf, relationsOf, people);
    const ways = sensitive
      .filter((cell) => (reach[cell] ?? Number.POSITIVE_INFINITY) < people)
      .map((cell) => knownOnTheWay(cell, by, cellsOf, known));
    for (const way of ways) hideSmallest(way);
    const bounded = tight.filter((relation) => isBounded(relation, problem, known));
    for (const relation of bounded) if (isBounded(relation, problem, known)) hideSmallest([...relation.left, ...relation.right]);
    if (ways.length + bounded.length === 0) return hidden;
    if (hidden.size === before)
      throw new PipelineError(
        "UNPROTECTABLE",
        "A figure of few people follows from figures that earlier releases showed, so nothing can be hidden to protect it. Keep to the policy of those releases.",
      );
  }
}

/** Whether the hidden cells of one side add up to so few people of an answer that it bounds each of them, a sensitive one among them, within the width. */
function isBounded(
  { left, right }: Relation,
  { n, x, isSensitive, isFew, roundedTo, width }: ComplementProblem,
  known: (cell: number) => boolean,
): boolean {
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (!other.every(known)) continue;
    const unknown = own.filter((cell) => !known(cell));
    for (const [answer, counts] of x.entries()) {
      if (!unknown.some((cell) => isSensitive[cell] === true && (counts[cell] ?? 0) > 0 && isFew(cell, answer))) continue;
      // What a reader knows of a shown figure: its rounded share of the base, give or take half a unit.
      const end = (cell: number, half: number) => {
        const base = n[cell] ?? 0;
        const units = base === 0 ? 0 : Math.round((100 * (counts[cell] ?? 0)) / base / roundedTo);
        return Math.max(0, ((units + half) * roundedTo * base) / 100);
      };
      const most =
        other.reduce((sum, cell) => sum + end(cell, 0.5), 0) - own.reduce((sum, cell) => sum + (known(cell) ? end(cell, -0.5) : 0), 0);
      if (most < width) return true;
    }
  }
  return false;
}

/**
 * The shortest way to every cell that is not shown.
 * @param most Ways with more people than this leave enough uncertain.
 * @returns People in the bases used, and the relation that each cell was worked out by.
 */
function derive(
  n: ArrayLike<number>,
  known: (cell: number) => boolean,
  relations: readonly (readonly number[])[],
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
function knownOnTheWay(
  cell: number,
  by: Int32Array,
  relations: readonly (readonly number[])[],
  known: (cell: number) => boolean,
): readonly number[] {
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
