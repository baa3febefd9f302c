import type { Cube, ProtectedGrouping } from "@openbeat/disclosure";
import loadHighs from "highs";

const highs = await (
  loadHighs as unknown as () => Promise<{ solve(problem: string, options: object): { Status: string; ObjectiveValue: number } }>
)();

/**
 * A reader with only the published figures and a solver, written apart from the engine: for each hidden cell, the smallest and largest count.
 * A hidden cell is known not to be zero where zeros are published; with `least` 0 it may be.
 */
export function feasibleIntervals(
  cube: Cube,
  groupings: readonly ProtectedGrouping[],
  atomsPerCell: (cube: Cube, levels: readonly string[]) => number[][],
  whole = false,
  least: 0 | 1 = 1,
): [number, number][] {
  const rows: string[] = [];
  const hidden: number[][] = [];
  const used = new Set<number>();
  for (const { levels, cells } of groupings)
    atomsPerCell(cube, levels).forEach((atoms, i) => {
      const cell = cells[i];
      if (!cell || atoms.length === 0) return;
      for (const atom of atoms) used.add(atom);
      rows.push(`${sum(atoms)} ${cell.status === "published" ? `= ${cell.count}` : cell.status === "suppressed" ? `>= ${least}` : ">= 0"}`);
      if (cell.status !== "published") hidden.push(atoms);
    });
  const tail = `Subject To\n${rows.map((row, i) => ` r${i}: ${row}`).join("\n")}\n${whole ? `Generals\n ${[...used].map((atom) => `x${atom}`).join(" ")}\n` : ""}End`;
  const solve = (sense: string, atoms: readonly number[]) => {
    const { Status, ObjectiveValue } = highs.solve(`${sense}\n obj: ${sum(atoms)}\n${tail}`, { output_flag: false });
    if (Status === "Optimal") return ObjectiveValue;
    if (/nbounded/.test(Status)) return Number.POSITIVE_INFINITY;
    throw new Error(`The reader's programme ended as ${Status}.`);
  };
  return hidden.map((atoms) => [solve("Minimize", atoms), solve("Maximize", atoms)]);
}

const sum = (atoms: readonly number[]) => atoms.map((atom) => `x${atom}`).join(" + ");
