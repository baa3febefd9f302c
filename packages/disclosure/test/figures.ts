import type { Cube, ProtectedGrouping } from "@openbeat/disclosure";
import { atomsPerCell } from "./cubes.ts";

/** The published figures of each grouping. */
export const figuresOf = (groupings: readonly ProtectedGrouping[]): number[][] =>
  groupings.map(({ cells }) => cells.map((cell) => (cell.status === "published" ? cell.count : Number.NaN)));

/** Whether every cell that is exactly made up of cells of another grouping is the sum of those. */
export function addsUp(cube: Cube, groupings: readonly ProtectedGrouping[]): boolean {
  const tables = cube.groupings.map((grouping, g) => ({ atoms: atomsPerCell(cube, grouping), figures: figuresOf(groupings)[g] ?? [] }));
  return tables.every(({ atoms, figures }) =>
    atoms.every((own, i) =>
      tables.every((other) => {
        const inside = other.atoms.flatMap((list, k) => (list.length > 0 && list.every((atom) => own.includes(atom)) ? [k] : []));
        const covered = inside.flatMap((k) => other.atoms[k] ?? []);
        if (covered.length !== own.length || new Set(covered).size !== own.length) return true;
        return inside.reduce((sum, k) => sum + (other.figures[k] ?? 0), 0) === figures[i];
      }),
    ),
  );
}
