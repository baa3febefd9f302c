import type { Pattern } from "./secondary/pattern.ts";
import type { Alternative } from "./secondary/product-move.ts";

/**
 * The alternative tables behind a certificate. It is for `verify`, inside the agency: a table that takes 5 from an atom says that the atom
 * holds at least 5, so a proof is never published.
 */
export interface Proof {
  /** What each table adds to or takes from the true counts, atom by atom. */
  readonly tables: readonly Alternative[];
  /** Per hidden cell, or small slice between overlapping levels, by its number: the tables between which it moves far enough. */
  readonly witnesses: readonly { readonly cell: number; readonly tables: readonly number[] }[];
}

/** Picks for each hidden cell the tables that prove it. */
export function writeProof(pattern: Pattern, knownCells: 0 | 1): Proof {
  const numbers = [...pattern.tables.keys()];
  const place = new Map(numbers.map((number, i) => [number, i]));
  const witnesses: { cell: number; tables: number[] }[] = [];
  pattern.hidden.forEach((flag, cell) => {
    if (flag === 1) witnesses.push({ cell, tables: fewest(pattern, cell, knownCells).map((number) => place.get(number) as number) });
  });
  return { tables: numbers.map((number) => (pattern.tables.get(number) as { readonly alternative: Alternative }).alternative), witnesses };
}

/** The first set of tables that proves a cell, and, against insiders, the further ones that leave still what it moves. */
function fewest(pattern: Pattern, cell: number, knownCells: 0 | 1): number[] {
  const [first = [], ...others] = witnessSets(pattern, cell);
  const chosen = new Set(first);
  if (knownCells === 0) return first;
  const movedBy = (set: readonly number[]) => new Set(set.flatMap((number) => [...(pattern.tables.get(number)?.moved.keys() ?? [])]));
  let leaned = movedBy(first);
  for (const set of others) {
    const left = new Set([...movedBy(set)].filter((other) => leaned.has(other)));
    if (left.size === leaned.size) continue;
    leaned = left;
    for (const number of set) chosen.add(number);
  }
  return [...chosen];
}

/** Sets of tables each of which alone proves a cell: single tables first, then the furthest up with each that goes down. */
export function witnessSets({ tables, movers, width }: Pattern, cell: number): number[][] {
  const moves = [...(movers.get(cell) ?? [])].map((number) => ({ number, change: tables.get(number)?.moved.get(cell) ?? 0 }));
  const single = moves.filter(({ change }) => Math.abs(change) >= width).map(({ number }) => [number]);
  const up = moves.filter(({ change }) => change > 0).sort((a, b) => b.change - a.change);
  const down = moves.filter(({ change }) => change < 0).sort((a, b) => a.change - b.change);
  const pairs = up
    .slice(0, 8)
    .flatMap((high) => down.slice(0, 8).flatMap((low) => (high.change - low.change >= width ? [[high.number, low.number]] : [])));
  return [...single, ...pairs.filter((pair) => !pair.some((number) => single.some(([only]) => only === number)))];
}

/** The hidden cells of one record that every proof of a cell moves: whoever is that one may know the cell. Cells of the same record are left out. */
export function leanedOn(pattern: Pattern, cell: number, isTwin: (other: number) => boolean): number[] {
  const [first, ...others] = witnessSets(pattern, cell).map(
    (set) => new Set(set.flatMap((number) => [...(pattern.tables.get(number)?.moved.keys() ?? [])])),
  );
  if (!first) return [];
  return [...first].filter(
    (other) =>
      other !== cell &&
      other < pattern.space.publicCount &&
      pattern.space.counts[other] === 1 &&
      !isTwin(other) &&
      others.every((set) => set.has(other)),
  );
}
