import type { Cube, Grouping } from "../cube.ts";

/** Values of some atoms, each atom at most once. */
export interface AtomValues {
  /** Row-major over the leaves of the dimensions. */
  readonly index: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/**
 * Adds atoms up into the cells of a grouping, from the leaves that the dimensions name and by nothing else: the referee of what other code added.
 * @param sums Where to add, row-major, from `offset` on. In a `Uint32Array` sums are modulo 2³².
 */
export function addUp(
  cube: Pick<Cube, "dimensions">,
  grouping: Grouping,
  atoms: AtomValues,
  sums: Float64Array | Uint32Array,
  offset = 0,
): void {
  const places = cube.dimensions.map(({ levels, leafCount }, d) => {
    const nodes = levels.find(({ code }) => code === grouping[d])?.nodes ?? [];
    const nodesOf = Array.from({ length: leafCount }, (): number[] => []);
    nodes.forEach(({ leaves }, node) => {
      for (const leaf of leaves) nodesOf[leaf]?.push(node);
    });
    return { nodesOf, leafCount, nodeCount: nodes.length };
  });
  const last = places.length - 1;
  const leaves = new Array<number>(places.length).fill(0);
  const visit = (d: number, cell: number, value: number): void => {
    const { nodesOf, nodeCount } = places[d] as (typeof places)[number];
    for (const node of nodesOf[leaves[d] as number] as readonly number[]) {
      const place = cell * nodeCount + node;
      if (d < last) visit(d + 1, place, value);
      else sums[offset + place] = (sums[offset + place] as number) + value;
    }
  };
  for (let i = 0; i < atoms.index.length; i++) {
    let rest = atoms.index[i] as number;
    for (let d = last; d >= 0; d--) {
      const { leafCount } = places[d] as (typeof places)[number];
      leaves[d] = rest % leafCount;
      rest = Math.floor(rest / leafCount);
    }
    visit(0, 0, atoms.value[i] as number);
  }
}

/** How many cells a grouping has. */
export function cellCountOf(cube: Pick<Cube, "dimensions">, grouping: Grouping): number {
  return cube.dimensions.reduce(
    (product, { levels }, d) => product * (levels.find(({ code }) => code === grouping[d])?.nodes.length ?? 0),
    1,
  );
}
