import { cellChanges, movedCells } from "../audit/alternatives.ts";
import { type CellSpace, leavesOfCell } from "../cells.ts";
import { type Alternative, createMoveSearch, type Effort } from "./product-move.ts";

/** What is hidden so far, and the proof of it. */
export interface Pattern {
  readonly space: CellSpace;
  readonly width: number;
  readonly primary: readonly number[];
  /** One flag per cell. */
  readonly hidden: Uint8Array;
  /** What hiding each cell costs. Infinity: never. */
  readonly weights: Float64Array;
  /** How far below and above its count some table that agrees with everything published takes each cell. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly alternatives: Map<number, readonly Alternative[]>;
}

/** Linear programmes count an interval as wide enough when it falls short by no more than this. */
export const slack = 1e-6;

const efforts: readonly Effort[] = [
  { partners: 6, leaves: 3, combinations: 2_000, steps: 6 },
  { partners: 14, leaves: 6, combinations: 20_000, steps: 12 },
];

export function createPattern(space: CellSpace, primary: readonly number[], width: number, weights: Float64Array): Pattern {
  const hidden = new Uint8Array(space.counts.length);
  for (const cell of primary) hidden[cell] = 1;
  const low = new Float64Array(space.counts.length);
  return { space, width, primary, hidden, weights, low, high: low.slice(), alternatives: new Map() };
}

export const isProved = ({ low, high, width }: Pattern, cell: number) => (high[cell] as number) - (low[cell] as number) >= width - slack;

/** The hidden cells whose interval is not yet known to be wide enough, the largest first. */
export function unproved(pattern: Pattern): number[] {
  const cells: { readonly cell: number; readonly size: number }[] = [];
  pattern.hidden.forEach((flag, cell) => {
    if (flag === 1 && !isProved(pattern, cell)) cells.push({ cell, size: sizeOf(pattern.space, cell) });
  });
  return cells.sort((a, b) => b.size - a.size || a.cell - b.cell).map(({ cell }) => cell);
}

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

/** Gives up each cell's alternative tables once, shows again what then need not be hidden, and looks anew now that the rest stands. */
export function tidy(pattern: Pattern, pause: (done: number, total: number) => void): void {
  const search = createMoveSearch(pattern);
  const uses = new Int32Array(pattern.hidden.length);
  const count = (tables: readonly Alternative[], step: number, after?: (cell: number) => void) => {
    for (const table of tables)
      for (const cell of movedCells(pattern.space, pattern.hidden, table).keys()) {
        uses[cell] = (uses[cell] as number) + step;
        after?.(cell);
      }
  };
  for (const cell of pattern.primary) uses[cell] = 1;
  for (const tables of pattern.alternatives.values()) count(tables, 1);
  let done = 0;
  const total = pattern.alternatives.size;
  for (const [owner, tables] of [...pattern.alternatives]) {
    if (done++ % 64 === 0) pause(done, total);
    const freed: number[] = [];
    count(tables, -1, (cell) => {
      if (uses[cell] === 0) freed.push(cell);
    });
    if (freed.length === 0) {
      count(tables, 1);
      continue;
    }
    for (const cell of freed) pattern.hidden[cell] = 0;
    pattern.alternatives.delete(owner);
    if (pattern.hidden[owner] === 0) continue;
    if (!proveByMove(pattern, search, owner)) {
      for (const cell of freed) pattern.hidden[cell] = 1;
      pattern.alternatives.set(owner, tables);
    }
    count(pattern.alternatives.get(owner) ?? [], 1);
  }
  remeasure(pattern);
}

/** Works out the proved intervals anew from the alternative tables that are left. */
export function remeasure(pattern: Pattern): void {
  pattern.low.fill(0);
  pattern.high.fill(0);
  for (const tables of pattern.alternatives.values()) for (const table of tables) credit(pattern, table);
}

/** Takes an alternative table into the proof, after checking it against everything published. */
export function addAlternative(pattern: Pattern, owner: number, tables: readonly Alternative[]): void {
  pattern.alternatives.set(owner, [...(pattern.alternatives.get(owner) ?? []), ...tables]);
  for (const table of tables) credit(pattern, table);
}

function proveByMove(pattern: Pattern, search: ReturnType<typeof createMoveSearch>, cell: number): boolean {
  for (const effort of efforts) {
    const tables = search.find(cell, pattern.width, effort);
    if (!tables) continue;
    for (const table of tables) for (const moved of cellChanges(pattern.space, table).keys()) pattern.hidden[moved] = 1;
    addAlternative(pattern, cell, tables);
    return true;
  }
  return false;
}

function credit(pattern: Pattern, table: Alternative): void {
  for (const [cell, change] of movedCells(pattern.space, pattern.hidden, table)) {
    if (change > (pattern.high[cell] as number)) pattern.high[cell] = change;
    if (change < (pattern.low[cell] as number)) pattern.low[cell] = change;
  }
}

const sizeOf = (space: CellSpace, cell: number) => leavesOfCell(space, cell).reduce((product, leaves) => product * leaves.length, 1);
