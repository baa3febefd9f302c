import type { Highs } from "highs";
import { isKnownEmpty, showsZero } from "../audit/known.ts";
import { addRow, noRows, outOfTime, programme } from "../audit/solver.ts";
import { atomsOfLeaves, cellsOfAtom, leavesOfCell } from "../cells.ts";
import { isProved, type Pattern } from "./pattern.ts";

/**
 * For each hidden cell that stays within too narrow an interval, hides the published cells that cost least and whose movement lets it move by
 * the width: the cheapest alternative table, found by a linear programme over all atoms in which moving a published cell has a price.
 * @returns The first cell that cannot move enough whatever is hidden, or null when all could be helped.
 */
export function repair(highs: Highs, pattern: Pattern, narrow: readonly number[], seconds: () => number): number | null {
  const { space, hidden, weights, low, high, widths } = pattern;
  const variablesOf = new Map<number, number[]>();
  const variable: number[] = [];
  let variableCount = 0;
  for (let atom = 0; atom < space.atoms.length; atom++) {
    const cells = cellsOfAtom(space, atom);
    if (cells.length === 0 || isKnownEmpty(pattern, atom) || cells.some((cell) => showsZero(pattern, cell))) continue;
    for (const cell of cells) {
      const known = variablesOf.get(cell);
      if (known) known.push(variableCount);
      else variablesOf.set(cell, [variableCount]);
    }
    variable[atom] = variableCount++;
  }
  const system = noRows();
  const costs: number[] = new Array(variableCount).fill(0);
  const rowOf = new Map<number, number>();
  const pricesOf = new Map<number, readonly [number, number]>();
  for (const [cell, variables] of [...variablesOf].sort(([a], [b]) => a - b)) {
    const count = space.counts[cell] as number;
    const price = weights[cell] as number;
    rowOf.set(cell, system.lower.length);
    if (hidden[cell] === 1) addRow(system, variables, pattern.least, Number.POSITIVE_INFINITY);
    else if (price === Number.POSITIVE_INFINITY) addRow(system, variables, count, count);
    else {
      const over = costs.push(price) - 1;
      const under = costs.push(price) - 1;
      addRow(system, [...variables, over, under], count, count);
      system.coefficients[system.coefficients.length - 2] = -1;
      pricesOf.set(cell, [over, under]);
    }
  }
  if (pattern.emptiesKnown) for (let own = 0; own < variableCount; own++) addRow(system, [own], 1, Number.POSITIVE_INFINITY);
  for (const cell of narrow) {
    if (cell < space.publicCount) continue;
    rowOf.set(cell, system.lower.length);
    addRow(
      system,
      atomsOfLeaves(space, leavesOfCell(space, cell)).flatMap((atom) => variable[atom] ?? []),
      0,
      Number.POSITIVE_INFINITY,
    );
  }
  const model = programme(highs, costs.length, system, Float64Array.from(costs), "off");
  try {
    for (const cell of narrow) {
      if (isProved(pattern, cell)) continue;
      const row = rowOf.get(cell) as number;
      const least = cell < space.publicCount ? pattern.least : 0;
      const count = space.counts[cell] as number;
      const width = widths[cell] as number;
      model.setRow(row, count + (low[cell] as number) + width, Number.POSITIVE_INFINITY);
      let outcome = model.solve("minimize", seconds());
      if (outcome.status !== "optimal") {
        const most = count + (high[cell] as number) - width;
        model.setRow(row, least, Math.max(least, most));
        outcome = most >= least ? model.solve("minimize", seconds()) : outcome;
      }
      model.setRow(row, least, Number.POSITIVE_INFINITY);
      if (outcome.status === "undecided") throw outOfTime();
      if (outcome.status !== "optimal") return cell;
      for (const [moved, [over, under]] of pricesOf) {
        if ((outcome.values[over] as number) < 1e-6 && (outcome.values[under] as number) < 1e-6) continue;
        hidden[moved] = 1;
        model.setCost(over, 0);
        model.setCost(under, 0);
      }
    }
  } finally {
    model.dispose();
  }
  return null;
}
