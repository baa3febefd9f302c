import type { CellSpace } from "../cells.ts";

/**
 * What exchanging leaf `from` for leaf `to` in one dimension does to its nodes: per level, the nodes that hold only `to` (written node + 1)
 * and those that hold only `from` (written −(node + 1)). Without a `from`, every node that holds `to` gains.
 */
export interface Swap {
  readonly to: number;
  readonly from: number | null;
  readonly signed: readonly Int32Array[];
  /** The leaves that stand in for `to`, itself the first of them, each taken as far as there is room; null where `to` stands alone. */
  readonly spread: Spread | null;
}

/** Several leaves of a dimension that are moved as one. */
export interface Spread {
  readonly leaves: readonly number[];
  /** Per level, whether the leaves lie in different nodes: cells of that level must not change, or more would be said than how many move in all. */
  readonly isSplit: Uint8Array;
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
    const swap = { to, from, signed, spread: null };
    memory.set(key, swap);
    return swap;
  };
}

/** Leaves two or more of a dimension as they are together: what one corner loses in each of them, another gains there. */
export function spreadOver(space: CellSpace, dimension: number, leaves: readonly number[]): Swap {
  const [to = 0] = leaves;
  const levels = space.levels[dimension] ?? [];
  const isSplit = Uint8Array.from(levels, ({ nodesOf }) => {
    const own = nodesOf[to] as readonly number[];
    const isSame = (nodes: readonly number[]) => nodes.length === own.length && nodes.every((node, place) => node === own[place]);
    return leaves.every((leaf) => isSame(nodesOf[leaf] as readonly number[])) ? 0 : 1;
  });
  const signed = levels.map(({ nodesOf }) => Int32Array.from(nodesOf[to] as readonly number[], (node) => node + 1));
  return { to, from: null, signed, spread: { leaves, isSplit } };
}
