import { DisclosureError, type ProtectionLevel } from "@openbeat/disclosure";
import type { Highs, Model } from "highs";
import { openSolver } from "../src/audit/solver.ts";

/** A magnitude table, or several that are linked by common cells, over common atoms. */
export interface LevelsProblem {
  /** The value of each atom: ≥ 0. */
  readonly atoms: readonly number[];
  /** The atoms of each cell. */
  readonly columns: readonly (readonly number[])[];
  /** What suppressing each cell costs. Infinity: never. */
  readonly weights: readonly number[];
  readonly required: readonly ProtectionLevel[];
}

/** By how much a cell must be able to move: `by` > 0 up, or < 0 down. */
interface Goal {
  readonly cell: number;
  readonly by: number;
}

/** Nothing moves further than this many times what is asked for, where a smaller movement does not do. */
const farthest = 1_000;

/**
 * Suppresses cells until each required cell has its protection levels, by two linear programmes for each: the cheapest movement of the whole
 * table that takes it there. Then shows again, the largest first, each cell that the movements can do without. For tables that are too large for
 * `optimalSuppression`, whose optimum it need not reach.
 * @returns All suppressed cells, ascending.
 * @throws {DisclosureError} `UNPROTECTABLE` if some level cannot be reached whatever is suppressed.
 * @see Castro (2012), Recent advances in optimization techniques for statistical tabular data protection, EJOR 216, 257–269.
 */
export async function suppressionWithLevels({ atoms, columns, weights, required }: LevelsProblem): Promise<number[]> {
  const values = columns.map((cell) => cell.reduce((sum, atom) => sum + (atoms[atom] as number), 0));
  const goals = required
    .flatMap(({ cell, up, down }): Goal[] => [
      { cell, by: up },
      { cell, by: -down },
    ])
    .filter(({ by }) => by !== 0)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const needed = new Set(required.map(({ cell }) => cell));
  const hidden = new Set(needed);
  const movement = createMovements(await openSolver(), atoms, columns);
  const price = (cell: number) => (hidden.has(cell) ? (weights[cell] as number) / 1_000 : (weights[cell] as number));
  const cheapest = (goal: Goal, mayMove: (cell: number) => boolean) =>
    movement.find(goal, price, mayMove, 1) ?? movement.find(goal, price, mayMove, farthest);
  try {
    const moved = goals.map((goal) => {
      const cells = cheapest(goal, (cell) => weights[cell] !== Number.POSITIVE_INFINITY);
      if (!cells) throw new DisclosureError("UNPROTECTABLE", "No set of suppressed cells gives the protection asked for. Publish less.");
      for (const cell of cells) hidden.add(cell);
      return cells;
    });
    for (const cell of [...hidden].filter((other) => !needed.has(other)).sort((a, b) => (values[b] as number) - (values[a] as number))) {
      hidden.delete(cell);
      const others = new Map<number, ReadonlySet<number>>();
      const canDoWithout = moved.every((cells, i) => {
        if (!cells.has(cell)) return true;
        const instead = cheapest(goals[i] as Goal, (other) => hidden.has(other));
        if (instead) others.set(i, instead);
        return instead !== null;
      });
      if (!canDoWithout) hidden.add(cell);
      else for (const [i, cells] of others) moved[i] = cells;
    }
  } finally {
    movement.dispose();
  }
  return [...hidden].sort((a, b) => a - b);
}

/** Movements of a table: what each cell gains and loses, in units of what the goal asks for. */
function createMovements(highs: Highs, atoms: readonly number[], columns: readonly (readonly number[])[]) {
  const size = atoms.length + columns.length; // atoms first, then cells; what each loses stands after what each gains
  const starts = [0];
  const indices: number[] = [];
  const factors: number[] = [];
  columns.forEach((cell, j) => {
    for (const atom of cell) {
      indices.push(atom, size + atom);
      factors.push(1, -1);
    }
    indices.push(atoms.length + j, size + atoms.length + j);
    factors.push(-1, 1);
    starts.push(indices.length);
  });
  const model: Model = highs.createModel({
    numCols: 2 * size,
    numRows: columns.length,
    colCost: new Float64Array(2 * size),
    colLower: new Float64Array(2 * size),
    colUpper: new Float64Array(2 * size).fill(highs.infinity),
    rowLower: new Float64Array(columns.length),
    rowUpper: new Float64Array(columns.length),
    matrix: {
      format: "csr",
      numRows: columns.length,
      numCols: 2 * size,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(factors),
    },
  });
  model.options.set({ output_flag: false, presolve: "off", random_seed: 0 });
  const known = {
    cost: new Float64Array(2 * size),
    lower: new Float64Array(2 * size),
    upper: new Float64Array(2 * size).fill(highs.infinity),
  };
  const set = (column: number, cost: number, lower: number, upper: number) => {
    if (known.cost[column] !== cost) model.changeColCost(column, cost);
    if (known.lower[column] !== lower || known.upper[column] !== upper) model.changeColBounds(column, lower, upper);
    known.cost[column] = cost;
    known.lower[column] = lower;
    known.upper[column] = upper;
  };
  return {
    /** The cells that the cheapest movement moves, or null where there is none. */
    find(
      { cell: goal, by }: Goal,
      price: (cell: number) => number,
      mayMove: (cell: number) => boolean,
      most: number,
    ): ReadonlySet<number> | null {
      atoms.forEach((value, atom) => void set(size + atom, 0, 0, value / Math.abs(by)));
      columns.forEach((_, cell) => {
        const [gain, loss] = [atoms.length + cell, size + atoms.length + cell];
        const cost = mayMove(cell) ? price(cell) : 0;
        const limit = mayMove(cell) ? most : 0;
        if (cell !== goal) {
          set(gain, cost, 0, limit);
          set(loss, cost, 0, limit);
        } else {
          set(gain, 0, by > 0 ? 1 : 0, by > 0 ? 1 : 0);
          set(loss, 0, by < 0 ? 1 : 0, by < 0 ? 1 : 0);
        }
      });
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
      const moves = model.getSolution().colValue;
      const net = (j: number) => (moves[atoms.length + j] as number) - (moves[size + atoms.length + j] as number);
      return new Set([...columns.keys()].filter((cell) => Math.abs(net(cell)) > 1e-6));
    },
    dispose: () => model.dispose(),
  };
}
