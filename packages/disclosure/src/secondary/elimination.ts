import { DisclosureError } from "../errors.ts";
import { createEchelon } from "./echelon.ts";
import { hierarchicalBasis } from "./hierarchical-basis.ts";
import { createRemainders } from "./remainders.ts";
import { columnsOfSets, type SparseColumns, type Vector } from "./sparse-columns.ts";

/** Cells as sets of atoms, and what is to become of them. */
export interface SuppressionProblem {
  readonly atomCount: number;
  /** The atoms of each cell. */
  readonly columns: readonly (readonly number[])[];
  /** Cells in the order in which publishing them is preferred. */
  readonly candidates: readonly number[];
  /** Cells that must not be published. */
  readonly primary: readonly number[];
}

/**
 * Complementary suppression by Gaussian elimination: takes the candidates in order and publishes each, unless that would make a primary cell
 * a linear combination of published ones. It guards against exact disclosure by linear algebra, and against nothing else: counts that are
 * known not to be negative still give narrow intervals, so `protect` does not rest on it. Exact modulo a prime.
 * @returns The cells that are suppressed besides the primary ones, ascending.
 * @throws {DisclosureError} `CUBE_INVALID` if a cell or an atom does not exist.
 * @see Langsrud, Ø. (2024), Secondary cell suppression by Gaussian elimination, Privacy in Statistical Databases.
 */
export function complementarySuppression(problem: SuppressionProblem): number[] {
  check(problem);
  const priority = priorities(problem);
  const columns = hierarchicalBasis(columnsOfSets(problem.columns, problem.atomCount), priority);
  const primary = new Set(problem.primary);
  const published = createEchelon(columns);
  const rest = createRemainders(columns, [...primary]);
  const waiting = countEntries(columns, problem.candidates);
  const secondary: number[] = [];
  problem.candidates.forEach((cell, place) => {
    if (priority[cell] !== place) return;
    for (let e = columns.starts[cell] as number; e < (columns.starts[cell + 1] as number); e++)
      waiting[columns.rows[e] as number] = (waiting[columns.rows[e] as number] as number) - 1;
    if (primary.has(cell)) return;
    const vector = published.reduce(cell);
    if (vector.rows.length === 0) return; // follows from what is published already
    const pivot = cheapestPivot(vector, rest.holders, waiting);
    if (rest.hasMultipleOf(vector, pivot)) secondary.push(cell);
    else rest.eliminate(pivot, published.addPivot(pivot, vector));
  });
  return secondary.sort((a, b) => a - b);
}

function check({ atomCount, columns, candidates, primary }: SuppressionProblem): void {
  const exists = (value: number, count: number) => Number.isSafeInteger(value) && value >= 0 && value < count;
  if (!exists(atomCount, Number.POSITIVE_INFINITY) || !columns.every((atoms) => atoms.every((atom) => exists(atom, atomCount))))
    throw new DisclosureError("CUBE_INVALID", "A cell names an atom that does not exist. Atoms are numbered from 0.");
  if (![candidates, primary].every((cells) => cells.every((cell) => exists(cell, columns.length))))
    throw new DisclosureError("CUBE_INVALID", "A candidate or a primary cell does not exist. Cells are numbered from 0.");
}

/** The first place of each cell among the candidates; those that are none come last. */
function priorities({ columns, candidates }: SuppressionProblem): Int32Array {
  const priority = new Int32Array(columns.length).fill(candidates.length);
  for (let place = candidates.length - 1; place >= 0; place--) priority[candidates[place] as number] = place;
  return priority;
}

/** How many of the cells hold each row. */
function countEntries({ rowCount, starts, rows }: SparseColumns, cells: readonly number[]): Int32Array {
  const counts = new Int32Array(rowCount);
  for (const cell of new Set(cells))
    for (let e = starts[cell] as number; e < (starts[cell + 1] as number); e++)
      counts[rows[e] as number] = (counts[rows[e] as number] as number) + 1;
  return counts;
}

/** The row that lies in the fewest remainders, so that few change; of these the one that the fewest cells still wait to be reduced by. */
function cheapestPivot({ rows }: Vector, holders: Int32Array, waiting: Int32Array): number {
  let best = rows[0] as number;
  for (const row of rows) {
    const fewer = (holders[row] as number) - (holders[best] as number);
    if (fewer < 0 || (fewer === 0 && (waiting[row] as number) < (waiting[best] as number))) best = row;
  }
  return best;
}
