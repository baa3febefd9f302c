import { isKnownEmpty, showsZero } from "../audit/known.ts";
import { atomsOfLeaves, cellsOfAtom, leavesOfCell } from "../cells.ts";
import { leanedOn } from "../proof.ts";
import { type DetourSearch, near, wide } from "./detour.ts";
import { hideMoved, type Pattern } from "./pattern.ts";
import { type Alternative, createMoveSearch, type Effort } from "./product-move.ts";
import { lastResort } from "./weights.ts";

const effort: Effort = { partners: 16, leaves: 5, combinations: 12_000, steps: 12 };

/**
 * Gives each small count further tables, hiding more where needed, until nobody who is alone in another hidden cell, and so knows that its
 * count is one and which of its atoms holds it, can break its proof: some proof leaves all atoms of that cell as they are.
 * @returns A cell for which this fails, or null.
 */
export function coverInsiders(pattern: Pattern, detours: DetourSearch, pause: (done: number, total: number) => void): number | null {
  const { space } = pattern;
  const avoidedAtoms = new Uint8Array(space.atoms.length);
  const moves = createMoveSearch({ ...pattern, avoidedAtoms });
  const isOwn = createOwn(pattern);

  function moveWithout(cell: number, still: readonly number[], most: number): readonly Alternative[] | null {
    const atoms = still.flatMap((other) => atomsOfLeaves(space, leavesOfCell(space, other)));
    for (const atom of atoms) avoidedAtoms[atom] = 1;
    const found = moves.find(cell, pattern.widths[cell] as number, effort, most);
    for (const atom of atoms) avoidedAtoms[atom] = 0;
    return found;
  }

  /** Tables that leave the atoms of as many of these cells as they are as can be had, the first of them in any case. */
  function without(cell: number, leaned: readonly number[]): readonly Alternative[] | null {
    const one = leaned.slice(0, 1);
    const detour = (still: readonly number[], hiding: boolean, mostAtoms: number) => detours.find(cell, { still, hiding, mostAtoms });
    return (
      moveWithout(cell, leaned, 0) ??
      detour(leaned, false, near) ??
      moveWithout(cell, leaned, lastResort - 1) ??
      detour(one, false, near) ??
      moveWithout(cell, one, lastResort - 1) ??
      detour(one, false, wide) ??
      detour(one, true, near) ??
      detour(one, true, wide) ??
      detour(one, true, Number.POSITIVE_INFINITY)
    );
  }

  const cells = pattern.small;
  for (const [done, cell] of cells.entries()) {
    if (done % 64 === 0) pause(done, cells.length);
    for (let leaned = leanedOn(pattern, cell, isOwn(cell)); leaned.length > 0; leaned = leanedOn(pattern, cell, isOwn(cell))) {
      const tables = without(cell, leaned);
      if (!tables) return cell;
      hideMoved(pattern, tables);
    }
  }
  return null;
}

/**
 * Says whether a cell can hold nothing but the one record of another, which is the reader's own: all its atoms lie in the other, but for those in
 * cells that are published as zero, or otherwise known to be empty. Whoever knows that the other holds one knows that such a part of it holds that one or nothing.
 */
export function createOwn({ space, hidden, emptiesKnown }: Pattern): (cell: number) => (other: number) => boolean {
  const isKnownZero = (atom: number) =>
    isKnownEmpty({ space, emptiesKnown }, atom) ||
    (space.atoms[atom] === 0 && cellsOfAtom(space, atom).some((cell) => showsZero({ space, hidden }, cell)));
  return (cell) => (other) => {
    if ((space.counts[other] as number) < (space.counts[cell] as number)) return false;
    const around = new Set(atomsOfLeaves(space, leavesOfCell(space, other)));
    return atomsOfLeaves(space, leavesOfCell(space, cell)).every((atom) => around.has(atom) || isKnownZero(atom));
  };
}
