import { cellChanges } from "../audit/alternatives.ts";
import { addTable, dropTable, isProved, type Pattern, restoreTable, sizeOf, unproved } from "./pattern.ts";
import { type Alternative, createMoveSearch, type Effort } from "./product-move.ts";
import { lastResort } from "./weights.ts";

const effort: Effort = { partners: 6, leaves: 3, combinations: 2_000, steps: 6 };
const mostPasses = 3;
/** Cells that more tables move serve too many others to be done without. */
const mostTables = 40;
/** How many boxes may be tried, per complementary cell and in all: a bound on the work that, unlike a clock, gives the same answer twice. */
const boxesPerCell = 600;
const mostBoxes = 16e6;

/**
 * Shows again complementary cells that cost more than they are worth: all tables that move one are given up, with the cells that nothing else
 * needs hidden, and the cells so left without a proof get other tables. Where those hide less than was shown, they stay.
 */
export function reroute(pattern: Pattern, pause: (done: number, total: number) => void): void {
  const { hidden, space, weights, movers, widths } = pattern;
  const primary = new Set(pattern.primary);
  const avoided = new Uint8Array(hidden.length);
  const search = createMoveSearch({ ...pattern, avoided });
  const open = new Set(unproved(pattern));
  const work = Math.min(mostBoxes, boxesPerCell * complements().length);

  for (let pass = 0; pass < mostPasses; pass++) {
    const cells = complements();
    let changes = 0;
    for (const [done, cell] of cells.entries()) {
      if (done % 16 === 0) pause(done, cells.length);
      if (search.tried() > work) return;
      if (hidden[cell] === 1 && withoutCell(cell)) changes++;
    }
    if (changes === 0) return;
  }

  /** Those that fewest tables move come first, then those that cost most. */
  function complements(): number[] {
    return Array.from(hidden.keys())
      .filter((cell) => hidden[cell] === 1 && !primary.has(cell))
      .map((cell) => ({ cell, tables: movers.get(cell)?.size ?? 0, weight: weights[cell] as number }))
      .filter(({ tables }) => tables <= mostTables)
      .sort((a, b) => a.tables - b.tables || b.weight - a.weight || a.cell - b.cell)
      .map(({ cell }) => cell);
  }

  /** Tries to do without a cell; leaves all as it was where that costs as much as it gains. */
  function withoutCell(cell: number): boolean {
    const dropped = [...(movers.get(cell) ?? [])].map((number) => [number, dropTable(pattern, number)] as const);
    const touched = [...new Set(dropped.flatMap(([, { moved }]) => [...moved.keys()]))];
    const shown = touched.filter((other) => hidden[other] === 1 && !primary.has(other) && movers.get(other)?.size === 0);
    for (const other of shown) hidden[other] = 0;
    avoided[cell] = 1;
    const added: number[] = [];
    const newlyHidden: number[] = [];
    const isDone = proveAgain(
      touched.filter((other) => hidden[other] === 1 && !open.has(other)),
      shown.reduce((sum, other) => sum + (weights[other] as number), 0),
      added,
      newlyHidden,
    );
    avoided[cell] = 0;
    if (isDone) return true;
    for (const number of added) dropTable(pattern, number);
    for (const other of newlyHidden) hidden[other] = 0;
    for (const other of shown) hidden[other] = 1;
    for (const [number, table] of dropped) restoreTable(pattern, number, table);
    return false;
  }

  /** Proves cells, and those that have to be hidden for it, for less than a price. */
  function proveAgain(cells: readonly number[], price: number, added: number[], newlyHidden: number[]): boolean {
    const queue = [...cells].sort((a, b) => sizeOf(space, a) - sizeOf(space, b) || a - b);
    let left = price - 1e-9;
    for (const cell of queue) {
      if (isProved(pattern, cell)) continue;
      const tables = search.find(cell, widths[cell] as number, effort, Math.min(left, lastResort - 1));
      if (!tables) return false;
      for (const other of movedBy(pattern, tables)) {
        if (other >= space.publicCount || hidden[other] === 1) continue;
        hidden[other] = 1;
        newlyHidden.push(other);
        queue.push(other);
        left -= weights[other] as number;
      }
      for (const table of tables) added.push(addTable(pattern, table));
      if (left < 0) return false;
    }
    return true;
  }
}

const movedBy = ({ space }: Pattern, tables: readonly Alternative[]) =>
  new Set(tables.flatMap((table) => [...cellChanges(space, table).keys()]));
