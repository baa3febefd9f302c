import type { CellSpace } from "../cells.ts";
import { cellsOfAtom, slicesOfAtom } from "../cells.ts";
import { DisclosureError } from "../errors.ts";
import type { Alternative } from "../secondary/product-move.ts";

/**
 * Checks that another table agrees with all that is published, and says by how much it moves each hidden cell.
 * Written apart from the search that made the table: it adds the table up, cell by cell, from its atoms.
 * @param least What every hidden cell is known to hold at least: 1 where zeros are published.
 * @param emptiesKnown Whether readers know which atoms hold nothing.
 * @throws {DisclosureError} `AUDIT_FAILED` if the table is impossible, or differs from a published figure.
 */
export function movedCells(
  space: CellSpace,
  hidden: Uint8Array,
  least: 0 | 1,
  alternative: Alternative,
  emptiesKnown = false,
): Map<number, number> {
  const moved = cellChanges(space, alternative);
  if (emptiesKnown && alternative.atoms.some((atom, i) => changesEmptiness(space.atoms[atom], alternative.changes[i])))
    throw failed("An alternative table fills a combination that readers know to be empty, or empties another.");
  for (const [cell, change] of moved) {
    if (cell >= space.publicCount) continue;
    if (hidden[cell] !== 1) throw failed("An alternative table changes a published figure.");
    if ((space.counts[cell] as number) + change < least)
      throw failed("An alternative table leaves a hidden cell less than readers know it holds.");
  }
  return moved;
}

/** Whether another table agrees with all that is published. */
export function agrees(space: CellSpace, hidden: Uint8Array, least: 0 | 1, alternative: Alternative, emptiesKnown = false): boolean {
  try {
    movedCells(space, hidden, least, alternative, emptiesKnown);
    return true;
  } catch (error) {
    if (error instanceof DisclosureError) return false;
    throw error;
  }
}

/** By how much another table moves each cell, hidden or not. */
export function cellChanges(space: CellSpace, { atoms, changes }: Alternative): Map<number, number> {
  const moved = new Map<number, number>();
  atoms.forEach((atom, i) => {
    const change = changes[i];
    const count = space.atoms[atom];
    if (change === undefined || count === undefined || !Number.isSafeInteger(change) || count + change < 0)
      throw failed("An alternative table holds a count that cannot be.");
    for (const cell of cellsOfAtom(space, atom)) moved.set(cell, (moved.get(cell) ?? 0) + change);
    for (const slice of slicesOfAtom(space, atom)) moved.set(slice, (moved.get(slice) ?? 0) + change);
  });
  for (const [cell, change] of moved) if (change === 0) moved.delete(cell);
  return moved;
}

const changesEmptiness = (count = 0, change = 0) => (count === 0) !== (count + change === 0);

const failed = (message: string) =>
  new DisclosureError("AUDIT_FAILED", `${message} This is a fault of the engine: report it, and publish nothing.`);
