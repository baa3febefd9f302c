/** Sparse columns, one after another: entry `e` of column `c`, for `starts[c] ≤ e < starts[c + 1]`, holds `factors[e]` in row `rows[e]`. */
export interface SparseColumns {
  readonly rowCount: number;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  /** Residues of the prime field, none of them zero. */
  readonly factors: Int32Array;
}

/** A row and its factor at each place. */
export interface Vector {
  readonly rows: Int32Array;
  readonly factors: Int32Array;
}

/** Sets of atoms as columns of ones. Atoms that lie in the same sets become one row. */
export function columnsOfSets(sets: readonly (readonly number[])[], atomCount: number): SparseColumns {
  const { rowOf, rowCount } = mergeAtoms(sets, atomCount);
  const rows = new Int32Array(sets.reduce((sum, { length }) => sum + length, 0));
  const starts = new Int32Array(sets.length + 1);
  const seen = new Int32Array(rowCount).fill(-1);
  let length = 0;
  sets.forEach((atoms, set) => {
    for (const atom of atoms) {
      const row = rowOf[atom] as number;
      if (seen[row] === set) continue;
      seen[row] = set;
      rows[length++] = row;
    }
    starts[set + 1] = length;
  });
  return { rowCount, starts, rows: rows.slice(0, length), factors: new Int32Array(length).fill(1) };
}

/** Refines classes of atoms set by set: the atoms of a class that lie in a set leave it for a new one, unless all of it does. */
function mergeAtoms(sets: readonly (readonly number[])[], atomCount: number): { readonly rowOf: Int32Array; readonly rowCount: number } {
  const rowOf = new Int32Array(atomCount);
  const size = new Int32Array(atomCount).fill(atomCount, 0, 1);
  const held = new Int32Array(atomCount);
  const leftFor = new Int32Array(atomCount);
  const seen = new Int32Array(atomCount).fill(-1);
  const touched = new Int32Array(atomCount);
  let rowCount = 1;
  sets.forEach((atoms, set) => {
    let touchedCount = 0;
    for (const atom of atoms) {
      if (seen[atom] === set) continue;
      seen[atom] = set;
      const row = rowOf[atom] as number;
      if (held[row] === 0) touched[touchedCount++] = row;
      held[row] = (held[row] as number) + 1;
    }
    for (const atom of atoms) {
      if (seen[atom] !== set) continue;
      seen[atom] = -1;
      const row = rowOf[atom] as number;
      if (held[row] === size[row]) continue;
      if (leftFor[row] === 0) leftFor[row] = rowCount++;
      rowOf[atom] = leftFor[row] as number;
    }
    for (let i = 0; i < touchedCount; i++) {
      const row = touched[i] as number;
      if (leftFor[row] !== 0) {
        size[leftFor[row] as number] = held[row] as number;
        size[row] = (size[row] as number) - (held[row] as number);
        leftFor[row] = 0;
      }
      held[row] = 0;
    }
  });
  return { rowOf, rowCount };
}
