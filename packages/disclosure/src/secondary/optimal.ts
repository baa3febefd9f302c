import { type AttackedTable, feasibleIntervals } from "../audit/intervals.ts";
import { addRow, noRows, openSolver, programme, setLast } from "../audit/solver.ts";
import { DisclosureError } from "../errors.ts";

/** A cell that must not be estimated too closely: some agreeing table holds `down` less, another `up` more. */
export interface ProtectionLevel {
  readonly cell: number;
  readonly down: number;
  readonly up: number;
}

export interface OptimalProblem {
  readonly atomCount: number;
  readonly columns: readonly (readonly number[])[];
  readonly values: readonly number[];
  /** What suppressing each cell costs. */
  readonly weights: readonly number[];
  readonly required: readonly ProtectionLevel[];
  readonly seconds: number;
}

/**
 * The cheapest set of suppressed cells that gives each required cell its protection levels, by one mixed integer programme: an alternative
 * table up and one down for each, in which only suppressed cells may differ. Only for small tables.
 * @returns All suppressed cells, ascending.
 * @throws {DisclosureError} `UNPROTECTABLE` if there is none, or time is up; `SOLVER_FAILED` if an attack on the answer succeeds.
 * @see Fischetti & Salazar-González (2001), Management Science 47, 1008–1027.
 */
export async function optimalSuppression({ atomCount, columns, values, weights, required, seconds }: OptimalProblem): Promise<number[]> {
  const most = values.reduce((sum, value) => Math.max(sum, value), 0) + required.reduce((sum, { up, down }) => sum + up + down, 0);
  const rows = noRows();
  let next = columns.length; // first the choices, then the atoms of each alternative table
  for (const { cell: goal, up, down } of required)
    for (const [low, high] of [
      [(values[goal] as number) + up, Number.POSITIVE_INFINITY],
      [0, (values[goal] as number) - down],
    ] as const) {
      columns.forEach((atoms, cell) => {
        const value = values[cell] as number;
        const shifted = atoms.map((atom) => next + atom);
        addRow(rows, [...shifted, cell], Number.NEGATIVE_INFINITY, value);
        setLast(rows, -most);
        addRow(rows, [...shifted, cell], value, Number.POSITIVE_INFINITY);
        setLast(rows, value);
        if (cell === goal) addRow(rows, shifted, low, high);
      });
      next += atomCount;
    }
  const costs = Float64Array.from({ length: next }, (_, column) => weights[column] ?? 0);
  const model = programme(await openSolver(), next, rows, costs, "on", { choices: columns.length });
  try {
    const outcome = model.solve("minimize", seconds);
    if (outcome.status !== "optimal")
      throw new DisclosureError("UNPROTECTABLE", "No set of suppressed cells gives the protection asked for. Publish a coarser table.");
    const suppressed = [...columns.keys()].filter((cell) => (outcome.values[cell] as number) > 0.5);
    await attackAnswer({ atomCount, columns, values, suppressed, attacked: required.map(({ cell }) => cell), least: 0, seconds }, required);
    return suppressed;
  } finally {
    model.dispose();
  }
}

/** The solver rounds its choices: where values differ much in size, a cell that it shows may still have moved. So the answer is attacked. */
async function attackAnswer(table: AttackedTable, required: readonly ProtectionLevel[]): Promise<void> {
  const tolerance = (value: number) => 1e-6 * Math.max(1, Math.abs(value));
  const isSuppressed = new Set(table.suppressed);
  const intervals = required.every(({ cell }) => isSuppressed.has(cell)) ? await feasibleIntervals(table) : [];
  const holds = required.every(({ cell, up, down }, place) => {
    const value = table.values[cell] as number;
    const interval = intervals[place];
    return interval !== undefined && interval.high >= value + up - tolerance(value) && interval.low <= value - down + tolerance(value);
  });
  if (!holds)
    throw new DisclosureError(
      "SOLVER_FAILED",
      "The solver's answer does not protect what it should. Bring the values nearer in size, or publish a coarser table.",
    );
}
