import type { CellSpace, GroupingSpace } from "../cells.ts";
import type { Swap } from "./swap.ts";

/** What stands together at each corner of a box: the atoms that differ only in dimensions whose leaves are spread. */
export interface Fibre {
  /** The number of a corner and one of these is an atom; the first is 0. */
  readonly offsets: Int32Array;
  /** The groupings that tell these atoms apart: none of their cells may change. */
  readonly telling: readonly GroupingSpace[];
}

/** The fibre of the corners of a box, or null where every corner is one atom. */
export function fibreOf(space: CellSpace, swaps: readonly Swap[]): Fibre | null {
  if (swaps.every(({ spread }) => spread === null)) return null;
  let offsets = [0];
  swaps.forEach(({ spread, to }, d) => {
    if (spread === null) return;
    const stride = space.leafStrides[d] as number;
    offsets = offsets.flatMap((offset) => spread.leaves.map((leaf) => offset + (leaf - to) * stride));
  });
  const telling = space.groupings.filter(({ level }) => swaps.some(({ spread }, d) => spread?.isSplit[level[d] as number] === 1));
  return { offsets: Int32Array.from(offsets), telling };
}

/**
 * The dimension along which corners are paired, so that what one loses the other gains, atom by atom: one whose two leaves no grouping that tells
 * the atoms of a fibre apart tells from each other. Negative where there is none.
 */
export function pairingOf({ telling }: Fibre, swaps: readonly Swap[]): number {
  return swaps.findIndex(
    ({ from, signed }, d) => from !== null && telling.every(({ level }) => (signed[level[d] as number] as Int32Array).length === 0),
  );
}
