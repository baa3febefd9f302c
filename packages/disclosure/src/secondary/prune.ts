import { addTable, dropTable, isProved, type Pattern, restoreTable, sizeOf } from "./pattern.ts";
import { createMoveSearch, type Effort, type MoveSearch } from "./product-move.ts";

const effort: Effort = { partners: 10, leaves: 4, combinations: 2_000, steps: 10 };

/**
 * Shows again each complementary cell that the proof can do without, the largest first: the cells whose tables moved it are given other tables
 * that move only what is hidden anyway.
 * @param work How many boxes may be tried in all: a bound on the work that, unlike a clock, gives the same answer twice.
 */
export function prune(pattern: Pattern, work: number, pause: (done: number, total: number) => void): void {
  const { hidden, space, weights } = pattern;
  const primary = new Set(pattern.primary);
  const secondary = Array.from(hidden.keys())
    .filter((cell) => hidden[cell] === 1 && !primary.has(cell))
    .map((cell) => ({ cell, size: sizeOf(space, cell), weight: weights[cell] as number }))
    .sort((a, b) => b.size - a.size || b.weight - a.weight || a.cell - b.cell);
  const search = createMoveSearch(pattern);
  let done = 0;
  for (const { cell } of secondary) {
    if (done++ % 16 === 0) pause(done, secondary.length);
    if (search.tried() > work) return;
    show(pattern, search, cell);
  }
}

function show(pattern: Pattern, search: MoveSearch, cell: number): void {
  const dropped = [...(pattern.movers.get(cell) ?? [])].map((number) => [number, dropTable(pattern, number)] as const);
  const touched = new Set(dropped.flatMap(([, { moved }]) => [...moved.keys()]));
  touched.delete(cell);
  pattern.hidden[cell] = 0;
  const added: number[] = [];
  for (const other of touched) {
    if (isProved(pattern, other)) continue;
    const tables = search.find(other, pattern.width, effort, 0);
    if (tables) for (const table of tables) added.push(addTable(pattern, table));
    else {
      for (const number of added) dropTable(pattern, number);
      pattern.hidden[cell] = 1;
      for (const [number, table] of dropped) restoreTable(pattern, number, table);
      return;
    }
  }
}
