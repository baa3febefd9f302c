import { cellChanges, movedCells } from "../audit/alternatives.ts";
import { type CellSpace, leavesOfCell } from "../cells.ts";
import type { Alternative } from "./product-move.ts";

/** An alternative table that agrees with everything published, and by how much it moves the hidden cells. */
interface Table {
  readonly alternative: Alternative;
  readonly moved: ReadonlyMap<number, number>;
}

/** What is hidden so far, and the proof of it: for each hidden cell, how far below and above its count some agreeing table takes it. */
export interface Pattern {
  readonly space: CellSpace;
  /** How wide the interval of each cell must be. */
  readonly widths: Float64Array;
  /** What readers know every hidden cell to hold at least: 1 where zeros are published, 0 where they are hidden. */
  readonly least: 0 | 1;
  /** Whether readers know which atoms hold nothing. */
  readonly emptiesKnown: boolean;
  /** The cells whose counts are too small to be shown. */
  readonly small: readonly number[];
  /** These, and those that an earlier release hid: they are hidden whatever else is. */
  readonly primary: readonly number[];
  /** One flag per cell. */
  readonly hidden: Uint8Array;
  /** What hiding each cell costs. Infinity: never. */
  readonly weights: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The tables by number, and the numbers of those that move each cell. */
  readonly tables: Map<number, Table>;
  readonly movers: Map<number, Set<number>>;
  nextTable: number;
}

/** Linear programmes count an interval as wide enough when it falls short by no more than this. */
export const slack = 1e-6;

export function createPattern(
  space: CellSpace,
  small: readonly number[],
  widths: Float64Array,
  weights: Float64Array,
  hiddenBefore: readonly number[] = [],
  least: 0 | 1 = 1,
  emptiesKnown = false,
): Pattern {
  const primary = [...new Set([...small, ...hiddenBefore])];
  const hidden = new Uint8Array(space.counts.length);
  for (const cell of primary) hidden[cell] = 1;
  const low = new Float64Array(space.counts.length);
  return {
    ...{ space, widths, least, emptiesKnown, small, primary, hidden, weights, low },
    ...{ high: low.slice(), tables: new Map(), movers: new Map(), nextTable: 0 },
  };
}

export const isProved = ({ low, high, widths }: Pattern, cell: number) =>
  (high[cell] as number) - (low[cell] as number) >= (widths[cell] as number) - slack;

/** The hidden cells whose interval is not yet known to be wide enough, the smallest first: what hides them often serves the larger ones. */
export function unproved(pattern: Pattern): number[] {
  const cells: { readonly cell: number; readonly size: number }[] = [];
  pattern.hidden.forEach((flag, cell) => {
    if (flag === 1 && !isProved(pattern, cell)) cells.push({ cell, size: sizeOf(pattern.space, cell) });
  });
  return cells.sort((a, b) => a.size - b.size || a.cell - b.cell).map(({ cell }) => cell);
}

/** Takes tables into the proof, hiding what they move. */
export function hideMoved(pattern: Pattern, tables: readonly Alternative[]): void {
  for (const table of tables)
    for (const moved of cellChanges(pattern.space, table).keys()) if (moved < pattern.space.publicCount) pattern.hidden[moved] = 1;
  for (const table of tables) addTable(pattern, table);
}

/**
 * Takes a table into the proof, after checking it against everything published.
 * @returns Its number.
 */
export function addTable(pattern: Pattern, alternative: Alternative): number {
  return restoreTable(pattern, pattern.nextTable++, {
    alternative,
    moved: movedCells(pattern.space, pattern.hidden, pattern.least, alternative, pattern.emptiesKnown),
  });
}

export function restoreTable(pattern: Pattern, number: number, table: Table): number {
  pattern.tables.set(number, table);
  for (const [cell, change] of table.moved) {
    const movers = pattern.movers.get(cell) ?? new Set();
    pattern.movers.set(cell, movers.add(number));
    if (change > (pattern.high[cell] as number)) pattern.high[cell] = change;
    if (change < (pattern.low[cell] as number)) pattern.low[cell] = change;
  }
  return number;
}

export function dropTable(pattern: Pattern, number: number): Table {
  const table = pattern.tables.get(number) as Table;
  pattern.tables.delete(number);
  for (const cell of table.moved.keys()) {
    pattern.movers.get(cell)?.delete(number);
    measure(pattern, cell, pattern.low[cell], pattern.high[cell]);
  }
  return table;
}

/** Works out every proved interval anew, from the tables alone. */
export function remeasure(pattern: Pattern): void {
  for (let cell = 0; cell < pattern.hidden.length; cell++) measure(pattern, cell);
}

/** Without a table, an interval is no wider than it was: where it is still as wide, no further table needs to be looked at. */
function measure(
  { tables, movers, low, high }: Pattern,
  cell: number,
  lowest = Number.NEGATIVE_INFINITY,
  highest = Number.POSITIVE_INFINITY,
): void {
  let least = 0;
  let most = 0;
  for (const number of movers.get(cell) ?? []) {
    const change = tables.get(number)?.moved.get(cell) ?? 0;
    if (change < least) least = change;
    if (change > most) most = change;
    if (least <= lowest && most >= highest) break;
  }
  low[cell] = least;
  high[cell] = most;
}

export const sizeOf = (space: CellSpace, cell: number) => leavesOfCell(space, cell).reduce((product, leaves) => product * leaves.length, 1);
