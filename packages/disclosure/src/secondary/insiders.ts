import { cellChanges } from "../audit/alternatives.ts";
import { atomsOfLeaves, cellsOfAtom, leavesOfCell } from "../cells.ts";
import { leanedOn } from "../proof.ts";
import { addTable, type Pattern } from "./pattern.ts";
import { createMoveSearch, type Effort } from "./product-move.ts";
import { lastResort } from "./weights.ts";

const effort: Effort = { partners: 16, leaves: 5, combinations: 12_000, steps: 12 };
const mostTables = 6;

/**
 * Gives each small count further tables, hiding more where needed, until nobody who is alone in another hidden cell, and so knows that its
 * count is one, can break its proof: some proof leaves that cell as it is.
 * @returns A cell for which this fails, or null.
 */
export function coverInsiders(pattern: Pattern, pause: (done: number, total: number) => void): number | null {
  const avoided = new Uint8Array(pattern.hidden.length);
  const search = createMoveSearch({ ...pattern, avoided });
  const isTwin = createTwins(pattern);
  for (let before = -1; before !== pattern.tables.size; ) {
    before = pattern.tables.size;
    const cells = pattern.small;
    for (const [done, cell] of cells.entries()) {
      if (done % 64 === 0) pause(done, cells.length);
      for (let more = 0; ; more++) {
        const leaned = leanedOn(pattern, cell, isTwin(cell));
        if (leaned.length === 0) break;
        if (more === mostTables) return cell;
        const [one] = leaned as [number];
        const tables = without(leaned, lastResort - 1) ?? without([one], lastResort - 1) ?? without([one], Number.POSITIVE_INFINITY);
        if (!tables) return cell;
        for (const table of tables)
          for (const moved of cellChanges(pattern.space, table).keys()) if (moved < pattern.space.publicCount) pattern.hidden[moved] = 1;
        for (const table of tables) addTable(pattern, table);
        function without(still: readonly number[], most: number) {
          for (const other of still) avoided[other] = 1;
          const found = search.find(cell, pattern.width, effort, most);
          for (const other of still) avoided[other] = 0;
          return found;
        }
      }
    }
  }
  return null;
}

/** Two cells that hold the same records, but for atoms that are published as zero, are one count under two names. */
function createTwins({ space }: Pattern): (cell: number) => (other: number) => boolean {
  const known = new Map<number, string>();
  const openAtoms = (cell: number) => {
    const atoms =
      known.get(cell) ??
      atomsOfLeaves(space, leavesOfCell(space, cell))
        .filter((atom) => !isKnownZero(atom))
        .join();
    known.set(cell, atoms);
    return atoms;
  };
  const isKnownZero = (atom: number) => space.atoms[atom] === 0 && cellsOfAtom(space, atom).some((cell) => space.counts[cell] === 0);
  return (cell) => (other) => space.counts[other] === space.counts[cell] && openAtoms(other) === openAtoms(cell);
}
