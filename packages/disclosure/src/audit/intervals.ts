import { DisclosureError } from "../errors.ts";
import { addRow, noRows, openSolver, outOfTime, programme } from "./solver.ts";

/** Published and suppressed cells over common atoms. */
export interface AttackedTable {
  readonly atomCount: number;
  /** The atoms of each cell. */
  readonly columns: readonly (readonly number[])[];
  /** The true value of each cell. Those of suppressed cells are not used. */
  readonly values: readonly number[];
  readonly suppressed: readonly number[];
  /** The suppressed cells to be attacked; all of them where left out. */
  readonly attacked?: readonly number[];
  /** What is known of every suppressed cell: at least 0, or at least 1 where zeros are always published. */
  readonly least: 0 | 1;
  /** How long the attack may take. */
  readonly seconds: number;
}

export interface Interval {
  readonly cell: number;
  readonly low: number;
  readonly high: number;
}

/**
 * For each suppressed cell, the smallest and the largest value that agrees with all published ones and with atoms ≥ 0: what a reader with a
 * solver of linear programmes finds out.
 * @throws {DisclosureError} `SOLVER_FAILED`, `UNPROTECTABLE` when time is up, or `AUDIT_FAILED` when the published values contradict each other.
 */
export async function feasibleIntervals({
  atomCount,
  columns,
  values,
  suppressed,
  attacked = suppressed,
  least,
  seconds,
}: AttackedTable): Promise<Interval[]> {
  const hidden = new Set(suppressed);
  const rows = noRows();
  columns.forEach((atoms, cell) => {
    const value = values[cell];
    if (hidden.has(cell)) addRow(rows, atoms, least, Number.POSITIVE_INFINITY);
    else if (value === undefined || !Number.isFinite(value))
      throw new DisclosureError("COUNT_NOT_WHOLE", "The value of a published cell is missing. Give one for each.");
    else addRow(rows, atoms, value, value);
  });
  const model = programme(await openSolver(), atomCount, rows, new Float64Array(atomCount), "off");
  const solve = (cell: number, sense: "minimize" | "maximize"): number => {
    const atoms = columns[cell] ?? [];
    for (const atom of atoms) model.setCost(atom, 1);
    const outcome = model.solve(sense, seconds);
    for (const atom of atoms) model.setCost(atom, 0);
    if (outcome.status === "infeasible")
      throw new DisclosureError("AUDIT_FAILED", "The published values contradict each other. Check the table.");
    if (outcome.status === "undecided") throw outOfTime();
    if (outcome.status !== "optimal") return Number.POSITIVE_INFINITY;
    return atoms.reduce((sum, atom) => sum + (outcome.values[atom] as number), 0);
  };
  try {
    return attacked.map((cell) => ({ cell, low: solve(cell, "minimize"), high: solve(cell, "maximize") }));
  } finally {
    model.dispose();
  }
}
