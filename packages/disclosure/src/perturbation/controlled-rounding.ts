import type { Highs } from "highs";
import { components } from "../audit/components.ts";
import type { KnownRow } from "../audit/known.ts";
import { addRow, noRows, openSolver, outOfTime, programme, type Rows, setLast } from "../audit/solver.ts";
import { DisclosureError } from "../errors.ts";

export interface ControlledRoundingProblem {
  /** Whole numbers ≥ 0, one per atom. */
  readonly counts: readonly number[];
  /** The atoms of each cell that is published. */
  readonly columns: readonly (readonly number[])[];
  /** b: every published cell becomes a multiple of it. A whole number ≥ 2. */
  readonly base: number;
  /** How long it may take. */
  readonly seconds: number;
}

export interface ControlledRounding {
  /** The rounded value of each atom: a multiple of the base. An atom that is no cell of its own may be far from its count. */
  readonly rounded: readonly number[];
  /** No cell differs from its count by as much as this: the base, or a multiple of it where that cannot be. */
  readonly lessThan: number;
}

/** Further multiples away than these are not tried. */
const mostSteps = 3;
/** Branches per programme. */
const mostNodes = 5_000;

/**
 * Rounds every cell to a multiple of the base next to its count, so that all cells still add up. Multiples stay where that can be, zeros always.
 * @returns The rounded atoms: each cell is the sum of its own.
 * @throws {DisclosureError} `UNPROTECTABLE` when no such rounding is found within the branches, the steps and the time that it may take;
 * `COUNT_NOT_WHOLE`, `POLICY_INVALID`, `CUBE_INVALID` or `SOLVER_FAILED`.
 * @see docs/methods/controlled-rounding.md
 */
export async function controlledRounding({ counts, columns, base, seconds }: ControlledRoundingProblem): Promise<ControlledRounding> {
  if (!Number.isSafeInteger(base) || base < 2)
    throw new DisclosureError("POLICY_INVALID", "The base of rounding is not a whole number ≥ 2. State it.");
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new DisclosureError("COUNT_NOT_WHOLE", "A count is not a whole number ≥ 0. Count the records again.");
  if (!columns.every((atoms) => atoms.every((atom) => atom in counts) && new Set(atoms).size === atoms.length))
    throw new DisclosureError("CUBE_INVALID", "A cell names an atom that does not exist, or one twice. Atoms are numbered from 0.");
  const cellsOf = counts.map((): number[] => []);
  columns.forEach((atoms, cell) => {
    for (const atom of atoms) cellsOf[atom]?.push(cell);
  });
  return roundTogether(await openSolver(), counts, cellsOf, base, seconds > 0 ? () => seconds : () => 0);
}

/**
 * The same, from the side of the atoms.
 * @param cellsOf The cells of each atom.
 * @param secondsLeft Read before each programme.
 */
export function roundTogether(
  highs: Highs,
  counts: ArrayLike<number>,
  cellsOf: readonly (readonly number[])[],
  base: number,
  secondsLeft: () => number,
): ControlledRounding {
  const { atomOf, rows } = merge(counts, cellsOf);
  let steps = 0;
  const rounded = new Array<number>(counts.length).fill(0);
  for (const part of components(atomOf.length, rows, [])) {
    const place = new Map(part.variables.map((variable, i) => [variable, i]));
    const own = part.rows.map(({ variables, ...bounds }) => ({ ...bounds, variables: variables.map((v) => place.get(v) as number) }));
    const found = roundPart(highs, part.variables.length, own, base, secondsLeft);
    steps = Math.max(steps, found.steps);
    part.variables.forEach((variable, i) => {
      rounded[atomOf[variable] as number] = (found.values[i] as number) * base;
    });
  }
  return { rounded, lessThan: base * (steps + 1) };
}

/** Atoms of the very same cells are one variable, and cells of the same variables one row. Atoms that hold nothing, or are in no cell, are zero. */
function merge(counts: ArrayLike<number>, cellsOf: readonly (readonly number[])[]): { atomOf: number[]; rows: KnownRow[] } {
  const variables = new Map<string, number>();
  const atomOf: number[] = [];
  const cells = new Map<number, { readonly variables: number[]; count: number }>();
  cellsOf.forEach((own, atom) => {
    const count = counts[atom] as number;
    if (count === 0 || own.length === 0) return;
    const name = own.join();
    const known = variables.get(name);
    const variable = known ?? atomOf.push(atom) - 1;
    variables.set(name, variable);
    for (const number of own) {
      const cell = cells.get(number) ?? { variables: [], count: 0 };
      if (known === undefined) cell.variables.push(variable);
      cell.count += count;
      cells.set(number, cell);
    }
  });
  const rows = new Map<string, KnownRow>();
  for (const cell of cells.values()) rows.set(cell.variables.join(), { variables: cell.variables, lower: cell.count, upper: cell.count });
  return { atomOf, rows: [...rows.values()] };
}

/** Tries multiples next to the counts, then those a step further, and so on; whole answers by chance, then by search. */
function roundPart(highs: Highs, size: number, rows: readonly KnownRow[], base: number, secondsLeft: () => number) {
  for (let steps = 0; steps <= mostSteps; steps++)
    for (const whole of [false, true]) {
      const values = solve(highs, size, rows, base, steps, whole, secondsLeft);
      if (values === null) break;
      if (values.every((value) => Math.abs(value - Math.round(value)) < 1e-6)) return { steps, values: values.map(Math.round) };
    }
  throw new DisclosureError(
    "UNPROTECTABLE",
    "The groupings cannot be rounded so that they add up, with every figure near the true one. Use a smaller base, or publish fewer groupings.",
  );
}

/**
 * One programme in units of the base. Where no step is allowed, the costs are the sum of all differences, since each cell has two choices; else each
 * step costs more than any of those.
 * @returns Null where there is no answer.
 */
function solve(
  highs: Highs,
  size: number,
  rows: readonly KnownRow[],
  base: number,
  steps: number,
  whole: boolean,
  secondsLeft: () => number,
): Float64Array | null {
  const terms = noRows();
  const costs = new Float64Array(steps === 0 ? size : size + rows.length);
  rows.forEach(({ variables, lower: count }, row) => {
    const [low, high] = [Math.floor(count / base), Math.ceil(count / base)];
    for (const variable of variables) costs[variable] = (costs[variable] as number) + (low < high ? base - 2 * (count % base) : 0);
    if (steps === 0) addRow(terms, variables, low, high);
    else {
      costs[size + row] = 2 * base;
      addStep(terms, [...variables, size + row], Number.NEGATIVE_INFINITY, high, -1);
      addStep(terms, [...variables, size + row], low, Number.POSITIVE_INFINITY, 1);
    }
  });
  const model = programme(highs, costs.length, terms, costs, "on", whole ? { whole, mostNodes, gap: 1e9 } : {});
  try {
    for (let row = 0; steps > 0 && row < rows.length; row++) model.setUpper(size + row, steps);
    const outcome = model.solve("minimize", secondsLeft());
    if (outcome.status === "optimal") return outcome.values.slice(0, size);
    if (outcome.status === "infeasible") return null;
    if (outcome.status === "undecided") throw outOfTime();
    throw new DisclosureError(
      "UNPROTECTABLE",
      "No rounding of the groupings was found within the branches that are looked at. Publish fewer groupings, or use small count rounding.",
    );
  } finally {
    model.dispose();
  }
}

function addStep(terms: Rows, columns: readonly number[], lower: number, upper: number, coefficient: number): void {
  addRow(terms, columns, lower, upper);
  setLast(terms, coefficient);
}
