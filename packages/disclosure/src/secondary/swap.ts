import type { CellSpace } from "../cells.ts";

/**
 * What exchanging leaf `from` for leaf `to` in one dimension does to its nodes: per level, the nodes that hold only `to` (written node + 1)
 * and those that hold only `from` (written −(node + 1)). Without a `from`, every node that holds `to` gains.
 */
export interface Swap {
  readonly to: number;
  readonly from: number | null;
  readonly signed: readonly Int32Array[];
}

/** Makes the swaps of each dimension once, and remembers them. */
export function createSwaps(space: CellSpace): (dimension: number, to: number, from: number | null) => Swap {
  const known = space.leafShape.map(() => new Map<number, Swap>());
  return (dimension, to, from) => {
    const memory = known[dimension] as Map<number, Swap>;
    const key = to * ((space.leafShape[dimension] as number) + 1) + (from ?? -1) + 1;
    const old = memory.get(key);
    if (old) return old;
    const signed = (space.levels[dimension] ?? []).map(({ nodesOf }) => {
      const gain = nodesOf[to] as readonly number[];
      const loss = from === null ? [] : (nodesOf[from] as readonly number[]);
      return Int32Array.from([
        ...gain.filter((node) => !loss.includes(node)).map((node) => node + 1),
        ...loss.filter((node) => !gain.includes(node)).map((node) => -node - 1),
      ]);
    });
    const swap = { to, from, signed };
    memory.set(key, swap);
    return swap;
  };
}
