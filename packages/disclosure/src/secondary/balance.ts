import type { CellSpace } from "../cells.ts";
import type { Alternative } from "./product-move.ts";

/** What one alternative table adds so far to each atom and each cell. */
export interface Balance {
  readonly atoms: Float64Array;
  readonly cells: Float64Array;
  /** The cells that were added to, some of them more than once. */
  readonly touched: readonly number[];
  addAtom(atom: number, change: number): void;
  addCell(cell: number, change: number): void;
  alternative(): Alternative;
  clear(): void;
}

export function createBalance(space: CellSpace): Balance {
  const atoms = new Float64Array(space.atoms.length);
  const cells = new Float64Array(space.counts.length);
  const touchedAtoms: number[] = [];
  const touched: number[] = [];
  return {
    atoms,
    cells,
    touched,
    addAtom(atom, change) {
      touchedAtoms.push(atom);
      atoms[atom] = (atoms[atom] as number) + change;
    },
    addCell(cell, change) {
      touched.push(cell);
      cells[cell] = (cells[cell] as number) + change;
    },
    alternative() {
      const changed = [...new Set(touchedAtoms)].filter((atom) => atoms[atom] !== 0).sort((a, b) => a - b);
      return { atoms: changed, changes: changed.map((atom) => atoms[atom] as number) };
    },
    clear() {
      for (const atom of touchedAtoms) atoms[atom] = 0;
      for (const cell of touched) cells[cell] = 0;
      touchedAtoms.length = 0;
      touched.length = 0;
    },
  };
}
