import { cellsOfAtom } from "./cells.ts";
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

/** Picks for each hidden cell the tables that prove it, and leaves out those that prove none. */
export function writeProof(pattern: Pattern, knownCells: 0 | 1): Proof {
  const place = new Map<number, number>();
  const tables: Alternative[] = [];
  const placeOf = (number: number) => {
    const known = place.get(number) ?? tables.push((pattern.tables.get(number) as { readonly alternative: Alternative }).alternative) - 1;
    place.set(number, known);
    return known;
  };
  const witnesses: { cell: number; tables: number[] }[] = [];
  pattern.hidden.forEach((flag, cell) => {
    if (flag === 1) witnesses.push({ cell, tables: fewest(pattern, cell, knownCells).map(placeOf) });
  });
  return { tables, witnesses };
}

/** The first set of tables that proves a cell, and, against insiders, further ones until some do without each cell of one record that they move. */
function fewest(pattern: Pattern, cell: number, knownCells: 0 | 1): number[] {
  const [first = []] = witnessSets(pattern, cell);
  if (knownCells === 0) return first;
  const chosen = new Set(first);
  for (let before = 0; before !== chosen.size; ) {
    before = chosen.size;
    for (const other of touchedOnes(pattern, cell, [...chosen])) {
      if (isWideWithout(pattern, cell, other, chosen)) continue;
      const [up, down] = furthest(pattern, cell, other, pattern.movers.get(cell) ?? []);
      if (up !== null) chosen.add(up);
      if (down !== null) chosen.add(down);
    }
  }
  return [...chosen];
}

/** Sets of tables each of which alone proves a cell: single tables first, then the furthest up with each that goes down. */
export function witnessSets({ tables, movers, widths }: Pattern, cell: number): number[][] {
  const width = widths[cell] as number;
  const moves = [...(movers.get(cell) ?? [])].map((number) => ({ number, change: tables.get(number)?.moved.get(cell) ?? 0 }));
  const single = moves.filter(({ change }) => Math.abs(change) >= width).map(({ number }) => [number]);
  const up = moves.filter(({ change }) => change > 0).sort((a, b) => b.change - a.change);
  const down = moves.filter(({ change }) => change < 0).sort((a, b) => a.change - b.change);
  const pairs = up
    .slice(0, 8)
    .flatMap((high) => down.slice(0, 8).flatMap((low) => (high.change - low.change >= width ? [[high.number, low.number]] : [])));
  return [...single, ...pairs.filter((pair) => !pair.some((number) => single.some(([only]) => only === number)))];
}

/**
 * The hidden cells of one record without which a cell has no proof: whoever is that one may place the cell. Those that hold the very record of the cell are left out.
 * Each has an atom that the first proof changes, or that one would do without it.
 */
export function leanedOn(pattern: Pattern, cell: number, isOwn: (other: number) => boolean): number[] {
  const [first] = witnessSets(pattern, cell);
  if (!first) return [];
  return touchedOnes(pattern, cell, first).filter(
    (other) => !isOwn(other) && !isWideWithout(pattern, cell, other, pattern.movers.get(cell) ?? []),
  );
}

/** The other hidden cells of one record of which some tables change an atom: whoever is alone in one knows all its atoms. */
function touchedOnes(pattern: Pattern, cell: number, numbers: readonly number[]): number[] {
  const touched = new Set(numbers.flatMap((number) => [...onesTouchedBy(pattern, number)]));
  return [...touched].filter((other) => other !== cell);
}

const onesTouched = new WeakMap<Alternative, ReadonlySet<number>>();

/** The cells of one record, all of them hidden, of which a table changes an atom: found when it is first asked for. */
function onesTouchedBy({ tables, space, hidden }: Pattern, number: number): ReadonlySet<number> {
  const alternative = tables.get(number)?.alternative;
  if (alternative === undefined) return new Set();
  const known = onesTouched.get(alternative);
  if (known) return known;
  const found = new Set<number>();
  for (const atom of alternative.atoms)
    for (const cell of cellsOfAtom(space, atom)) if (space.counts[cell] === 1 && hidden[cell] === 1) found.add(cell);
  onesTouched.set(alternative, found);
  return found;
}

/** Whether a cell moves by the width between those of some tables that leave all atoms of another as they are. */
function isWideWithout(pattern: Pattern, cell: number, other: number, numbers: Iterable<number>): boolean {
  const changeBy = (number: number | null) => (number === null ? 0 : (pattern.tables.get(number)?.moved.get(cell) ?? 0));
  const [up, down] = furthest(pattern, cell, other, numbers);
  return changeBy(up) - changeBy(down) >= (pattern.widths[cell] as number);
}

/** Of those tables that leave all atoms of another cell as they are, the ones that raise and lower a cell most; null where none does. */
function furthest(pattern: Pattern, cell: number, other: number, numbers: Iterable<number>): [number | null, number | null] {
  let [up, down]: [number | null, number | null] = [null, null];
  let [most, least] = [0, 0];
  for (const number of numbers) {
    const change = onesTouchedBy(pattern, number).has(other) ? 0 : (pattern.tables.get(number)?.moved.get(cell) ?? 0);
    if (change > most) [up, most] = [number, change];
    if (change < least) [down, least] = [number, change];
  }
  return [up, down];
}
