import { addRow, noRows, openSolver, outOfTime, programme, setLast } from "../audit/solver.ts";
import { DisclosureError } from "../errors.ts";
import type { ProtectionLevel } from "./optimal.ts";

/** Cells that are tied by sums, such as the turnover of several linked tables. */
export interface LinkedTables {
  /** ≥ 0, of any unit. */
  readonly values: readonly number[];
  /** Sums: the cells that add up to `total`. */
  readonly sums: readonly { readonly total: number; readonly parts: readonly number[] }[];
  /** What suppressing each cell costs: > 0. */
  readonly weights: readonly number[];
  readonly required: readonly ProtectionLevel[];
  readonly seconds: number;
}

interface Goal {
  readonly cell: number;
  readonly size: number;
  readonly sign: 1 | -1;
}

/** A change of published values is taken for none when it is smaller than this part of the protection level. */
const nothing = 1e-6;

/**
 * Suppresses what gives each required cell its protection levels in all linked tables at once: for each in turn, the cheapest change of the
 * cells that are still published which lets it rise by `up`, and fall by `down`. Then each suppressed cell that all others can do without is shown
 * again, the dearest first. The cheapest of three orders counts.
 * @returns All suppressed cells, ascending.
 * @throws {DisclosureError} `UNPROTECTABLE` if a cell cannot move as far whatever is suppressed, or time is up.
 * @see Kelly, Golden & Assad (1992), Cell suppression: disclosure protection for sensitive tabular data. Networks 22.
 */
export async function incrementalSuppression({ values, sums, weights, required, seconds }: LinkedTables): Promise<number[]> {
  const count = values.length;
  const needed = new Set(required.map(({ cell }) => cell));
  const goals = required
    .flatMap(({ cell, up, down }): Goal[] => [
      { cell, size: up, sign: 1 },
      { cell, size: down, sign: -1 },
    ])
    .filter(({ size }) => size > 0);
  // Columns: how far each cell rises, then how far each falls, both in units of the protection level.
  const rows = noRows();
  for (const { total, parts } of sums) {
    addRow(rows, [...parts, ...parts.map((part) => part + count), total, total + count], 0, 0);
    const end = rows.coefficients.length;
    for (let i = 0; i < parts.length; i++) rows.coefficients[end - 3 - i] = -1;
    rows.coefficients[end - 2] = -1;
  }
  const goalRow = rows.lower.length;
  for (let cell = 0; cell < count; cell++) {
    addRow(rows, [cell, cell + count], Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    setLast(rows, -1);
  }
  const model = programme(await openSolver(), 2 * count, rows, new Float64Array(2 * count), "off");
  const price = (cell: number, cost: number) => {
    model.setCost(cell, cost);
    model.setCost(cell + count, cost);
  };
  /** The cells of the cheapest change, or null when there is none. */
  const change = ({ cell, size, sign }: Goal): Set<number> | null => {
    for (const [other, value] of values.entries()) model.setUpper(other + count, value / size);
    model.setRow(goalRow + cell, sign > 0 ? 1 : Number.NEGATIVE_INFINITY, sign > 0 ? Number.POSITIVE_INFINITY : -1);
    const outcome = model.solve("minimize", seconds);
    model.setRow(goalRow + cell, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (outcome.status === "undecided") throw outOfTime();
    if (outcome.status !== "optimal") return null;
    const moved = new Set<number>();
    for (let other = 0; other < count; other++)
      if (Math.abs((outcome.values[other] as number) - (outcome.values[other + count] as number)) > nothing) moved.add(other);
    return moved;
  };
  const dearestFirst = [...values.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  /** Suppresses for one goal after another, then shows again what can be spared. */
  const attempt = (order: readonly Goal[]): Set<number> => {
    const suppressed = new Set(needed);
    for (const cell of values.keys()) price(cell, needed.has(cell) ? 0 : (weights[cell] as number));
    const changes = new Map<Goal, Set<number>>();
    for (const goal of order) {
      const moved = change(goal);
      if (!moved)
        throw new DisclosureError("UNPROTECTABLE", "A cell cannot be protected whatever else is suppressed. Publish a coarser table.");
      changes.set(goal, moved);
      for (const cell of moved) {
        suppressed.add(cell);
        price(cell, 0);
      }
    }
    for (const cell of dearestFirst) {
      if (!suppressed.has(cell) || needed.has(cell)) continue;
      price(cell, weights[cell] as number);
      suppressed.delete(cell);
      const found = new Map<Goal, Set<number>>();
      const isSpared = [...changes].every(([goal, old]) => {
        if (!old.has(cell)) return true;
        const moved = change(goal);
        if (!moved || ![...moved].every((other) => suppressed.has(other))) return false;
        found.set(goal, moved);
        return true;
      });
      if (isSpared) for (const [goal, moved] of found) changes.set(goal, moved);
      else {
        price(cell, 0);
        suppressed.add(cell);
      }
    }
    return suppressed;
  };
  const costOf = (suppressed: ReadonlySet<number>) => [...suppressed].reduce((sum, cell) => sum + (weights[cell] as number), 0);
  try {
    const largestFirst = [...goals].sort((a, b) => b.size - a.size || a.cell - b.cell);
    const attempts = [largestFirst, [...largestFirst].reverse(), goals].map(attempt);
    const cheapest = attempts.reduce((best, other) => (costOf(other) < costOf(best) ? other : best));
    return [...cheapest].sort((a, b) => a - b);
  } finally {
    model.dispose();
  }
}
