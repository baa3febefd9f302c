import highsModule, { type Highs, type Model } from "highs";
import { DisclosureError } from "../errors.ts";

/** Equalities and inequalities over variables ≥ 0, row by row. */
export interface Rows {
  readonly columns: number[];
  readonly starts: number[];
  readonly coefficients: number[];
  readonly lower: number[];
  readonly upper: number[];
}

export const noRows = (): Rows => ({ columns: [], starts: [0], coefficients: [], lower: [], upper: [] });

export function addRow(rows: Rows, columns: readonly number[], lower: number, upper: number): void {
  for (const column of columns) {
    rows.columns.push(column);
    rows.coefficients.push(1);
  }
  rows.starts.push(rows.columns.length);
  rows.lower.push(lower);
  rows.upper.push(upper);
}

/** Sets the last coefficient of the last row: all are 1 to begin with. */
export function setLast(rows: Rows, coefficient: number): void {
  rows.coefficients[rows.coefficients.length - 1] = coefficient;
}

/** An answer; or none: time was up (`undecided`), or the branches that a programme may look at were (`exhausted`). */
export type Outcome =
  | { readonly status: "optimal"; readonly values: Float64Array }
  | { readonly status: "infeasible" | "unbounded" | "undecided" | "exhausted" };

/** Time was up before the solver had an answer. */
export const outOfTime = () => new DisclosureError("UNPROTECTABLE", "The groupings could not be proved safe within the time limit.");

/** A linear programme that is solved again and again with other costs. */
export interface Programme {
  setCost(column: number, cost: number): void;
  setRow(row: number, lower: number, upper: number): void;
  setUpper(column: number, upper: number): void;
  /** @throws {DisclosureError} `SOLVER_FAILED` when the solver has no answer, or its answer does not satisfy the rows. */
  solve(sense: "minimize" | "maximize", seconds: number): Outcome;
  dispose(): void;
}

const tolerance = 1e-5;
// The types of highs 1.15.3 describe its CommonJS build; Node loads the other one, whose default export is the loader itself.
const loadHighs = highsModule as unknown as () => Promise<Highs>;
let loading: Promise<Highs> | undefined;

/** HiGHS, loaded once. */
export function openSolver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

/** Which columns take whole numbers only. */
export interface Kinds {
  /** How many of the first columns are either 0 or 1. */
  readonly choices?: number;
  /** All of them are whole. */
  readonly whole?: boolean;
  /** What each column may be at most; left out where nothing bounds them. */
  readonly uppers?: Float64Array;
  /** How many branches a whole-number programme may look at. A count, not a clock: the same input has the same answer on any machine. */
  readonly mostNodes?: number;
  /** How far from the best a whole-number answer may be, as a share of it: the best where left out. */
  readonly gap?: number;
}

export function programme(
  highs: Highs,
  columnCount: number,
  rows: Rows,
  costs: Float64Array,
  presolve: "on" | "off",
  { choices = 0, whole = false, uppers, mostNodes, gap }: Kinds = {},
): Programme {
  const { constants } = highs;
  const unlimited = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity);
  const model: Model = highs.createModel({
    numCols: columnCount,
    numRows: rows.lower.length,
    colCost: costs,
    colLower: new Float64Array(columnCount),
    colUpper: uppers?.map(unlimited) ?? new Float64Array(columnCount).fill(highs.infinity).fill(1, 0, choices),
    integrality: Int32Array.from({ length: columnCount }, (_, column) => (whole || column < choices ? 1 : 0)),
    rowLower: Float64Array.from(rows.lower, unlimited),
    rowUpper: Float64Array.from(rows.upper, unlimited),
    matrix: {
      format: "csr",
      numRows: rows.lower.length,
      numCols: columnCount,
      starts: Int32Array.from(rows.starts),
      indices: Int32Array.from(rows.columns),
      values: Float64Array.from(rows.coefficients),
    },
  });
  model.options.set({
    output_flag: false,
    presolve,
    random_seed: 0,
    // Far more than a solution takes: a programme that goes round in circles ends without an answer, whatever its clock says.
    simplex_iteration_limit: 100_000 + 50 * (columnCount + rows.lower.length),
    ...(mostNodes === undefined ? {} : { mip_max_nodes: mostNodes }),
    ...(gap === undefined ? {} : { mip_rel_gap: gap }),
  });
  return {
    setCost: (column, cost) => void model.changeColCost(column, cost),
    setUpper: (column, upper) => void model.changeColBounds(column, 0, unlimited(upper)),
    setRow(row, lower, upper) {
      rows.lower[row] = lower;
      rows.upper[row] = upper;
      model.changeRowBounds(row, unlimited(lower), unlimited(upper));
    },
    solve(sense, seconds) {
      model.changeObjectiveSense(constants.objectiveSense[sense]);
      model.options.set("time_limit", model.getRunTime() + Math.max(seconds, 0.01));
      model.run();
      const status = model.getModelStatus();
      if (status === constants.modelStatus.infeasible) return { status: "infeasible" };
      if (status === constants.modelStatus.unbounded) return { status: "unbounded" };
      if (status === constants.modelStatus.timeLimit) return { status: "undecided" };
      if (status === constants.modelStatus.solutionLimit || status === constants.modelStatus.iterationLimit)
        return { status: mostNodes === undefined ? "undecided" : "exhausted" };
      if (status !== constants.modelStatus.optimal)
        throw new DisclosureError("SOLVER_FAILED", "The solver found no answer. Publish coarser tables, and report it.");
      const values = model.getSolution().colValue;
      if (!satisfies(rows, values))
        throw new DisclosureError(
          "SOLVER_FAILED",
          "The answer of the solver does not agree with the published figures. Publish coarser tables, and report it.",
        );
      return { status: "optimal", values };
    },
    dispose: () => model.dispose(),
  };
}

/** Adds every row up again: the solver's own word is not enough. */
function satisfies(rows: Rows, values: Float64Array): boolean {
  for (const value of values) if (!(value >= -tolerance)) return false;
  for (let row = 0; row < rows.lower.length; row++) {
    let sum = 0;
    for (let i = rows.starts[row] as number; i < (rows.starts[row + 1] as number); i++)
      sum += (rows.coefficients[i] as number) * (values[rows.columns[i] as number] as number);
    if (!(sum >= (rows.lower[row] as number) - tolerance && sum <= (rows.upper[row] as number) + tolerance)) return false;
  }
  return true;
}
