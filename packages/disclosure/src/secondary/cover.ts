import { hideMoved, isProved, type Pattern, unproved } from "./pattern.ts";
import { createMoveSearch, type Effort, type MoveSearch } from "./product-move.ts";
import { lastResort } from "./weights.ts";

const efforts: readonly Effort[] = [
  { partners: 6, leaves: 3, combinations: 20_000, steps: 6 },
  { partners: 14, leaves: 6, combinations: 20_000, steps: 12 },
];

/**
 * Gives each hidden cell an alternative table, hiding further cells where needed, until all have one or none is found.
 * @param pause Called now and then; throws when time is up.
 * @returns The cells for which no product move was found.
 */
export function coverByMoves(pattern: Pattern, pause: (done: number, total: number) => void): number[] {
  const search = createMoveSearch(pattern);
  const failed = new Set<number>();
  for (;;) {
    const queue = unproved(pattern).filter((cell) => !failed.has(cell));
    if (queue.length === 0) return [...failed];
    queue.forEach((cell, done) => {
      if (done % 64 === 0) pause(done, queue.length);
      if (!isProved(pattern, cell) && !proveByMove(pattern, search, cell)) failed.add(cell);
    });
  }
}

function proveByMove(pattern: Pattern, search: MoveSearch, cell: number): boolean {
  for (const effort of efforts) {
    const tables = search.find(cell, pattern.widths[cell] as number, effort, lastResort - 1);
    if (!tables) continue;
    hideMoved(pattern, tables);
    return true;
  }
  return false;
}
