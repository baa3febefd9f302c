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
  /** What is known of every suppressed cell, or of each in the order of `suppressed`: at least 0, or at least 1 where zeros are always published. */
  readonly least: 0 | 1 | readonly (0 | 1)[];
  /** Sums of atoms that are known to be equal but for a difference: what `plus` adds up to less what `minus` does. */
  readonly links?: readonly { readonly plus: readonly number[]; readonly minus: readonly number[]; readonly value: number }[];
  /** Where it is given, no interval is looked into further once it is known to be as wide: its ends are then two values that are possible. */
  readonly enough?: number;
  /** How long each programme of the attack may take. */
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
  links = [],
  enough = Number.POSITIVE_INFINITY,
  least,
  seconds,
}: AttackedTable): Promise<Interval[]> {
  const hidden = new Map(suppressed.map((cell, place) => [cell, typeof least === "number" ? least : (least[place] ?? 1)]));
  const rows = noRows();
  columns.forEach((atoms, cell) => {
    const value = values[cell];
    const known = hidden.get(cell);
    if (known !== undefined) addRow(rows, atoms, known, Number.POSITIVE_INFINITY);
    else if (value === undefined || !Number.isFinite(value))
      throw new DisclosureError("COUNT_NOT_WHOLE", "The value of a published cell is missing. Give one for each.");
    else addRow(rows, atoms, value, value);
  });
  for (const { plus, minus, value } of links) {
    addRow(rows, [...plus, ...minus], value, value);
    rows.coefficients.fill(-1, rows.coefficients.length - minus.length);
  }
  const model = programme(await openSolver(), atomCount, rows, new Float64Array(atomCount), "off");
  // What nothing bounds, the solver cannot name. No bounded sum is larger than all shown values together, so one that is has no bound.
  const shown = values.reduce((sum, value, cell) => (hidden.has(cell) ? sum : sum + Math.abs(value)), 0);
  const most = shown + links.reduce((sum, { value }) => sum + Math.abs(value), 0) + columns.length;
  for (let atom = 0; atom < atomCount; atom++) model.setUpper(atom, 2 * most);
  const found = attacked.map((cell) => ({ cell, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }));
  // Without a width that is enough, both ends are looked for, also of an interval that is known to be endless.
  const isOpen = ({ low, high }: Interval) => !Number.isFinite(enough) || !(high - low >= enough);
  const solve = (targets: readonly Interval[], sense: "minimize" | "maximize") => {
    const costs = new Map<number, number>();
    for (const { cell } of targets) for (const atom of columns[cell] ?? []) costs.set(atom, (costs.get(atom) ?? 0) + 1);
    for (const [atom, cost] of costs) model.setCost(atom, cost);
    const outcome = model.solve(sense, seconds);
    for (const atom of costs.keys()) model.setCost(atom, 0);
    if (outcome.status === "infeasible")
      throw new DisclosureError("AUDIT_FAILED", "The published values contradict each other. Check the table.");
    if (outcome.status === "undecided") throw outOfTime();
    if (outcome.status !== "optimal")
      throw new DisclosureError("SOLVER_FAILED", "The solver found no answer where there is one. Report it.");
    // Every answer is a table that agrees with all that is shown: it tells something of every cell.
    for (const interval of found) {
      const sum = (columns[interval.cell] ?? []).reduce((all, atom) => all + (outcome.values[atom] as number), 0);
      interval.low = Math.min(interval.low, sum);
      interval.high = Math.max(interval.high, sum > most * 1.5 ? Number.POSITIVE_INFINITY : sum);
    }
  };
  try {
    const senses = ["minimize", "maximize"] as const;
    if (Number.isFinite(enough) && found.length > 1) for (const sense of senses) solve(found.filter(isOpen), sense);
    for (const interval of found) for (const sense of senses) if (isOpen(interval)) solve([interval], sense);
    return found;
  } finally {
    model.dispose();
  }
}
