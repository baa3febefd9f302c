import { atomsOfLeaves, type CellSpace, leavesOfCell } from "../cells.ts";

/**
 * The atoms of a cell and of what lies near it: in each dimension the nodes around its leaves, then the nodes around those, for as long as there
 * are no more than `most` atoms.
 */
export function neighbourhood(space: CellSpace, cell: number, most: number): number[] {
  const sides = leavesOfCell(space, cell).map((leaves, dimension) => ({ dimension, leaves, steps: 0 }));
  for (;;) {
    const atoms = sides.reduce((product, { leaves }) => product * leaves.length, 1);
    const [next] = sides
      .flatMap((side) => {
        const wider = nodeAround(space, side.dimension, side.leaves);
        return wider && (atoms / side.leaves.length) * wider.length <= most ? [{ side, wider }] : [];
      })
      .sort((a, b) => a.side.steps - b.side.steps || growth(a) - growth(b) || a.side.dimension - b.side.dimension);
    if (!next) break;
    next.side.leaves = next.wider;
    next.side.steps++;
  }
  return atomsOfLeaves(
    space,
    sides.map(({ leaves }) => leaves),
  );
}

const growth = ({ side, wider }: { readonly side: { readonly leaves: readonly number[] }; readonly wider: readonly number[] }) =>
  wider.length / side.leaves.length;

/** The smallest node of a dimension that holds all of some leaves and more; else every leaf; null where these are every leaf. */
function nodeAround(space: CellSpace, dimension: number, leaves: readonly number[]): readonly number[] | null {
  const size = space.leafShape[dimension] as number;
  if (leaves.length === size) return null;
  const [first] = leaves as [number];
  const nodes = (space.levels[dimension] ?? []).flatMap(({ nodesOf, leavesOf }) =>
    (nodesOf[first] as readonly number[]).map((node) => leavesOf[node] as readonly number[]),
  );
  const around = nodes.filter((node) => node.length > leaves.length && leaves.every((leaf) => node.includes(leaf)));
  return around.reduce<readonly number[]>(
    (least, node) => (node.length < least.length ? node : least),
    Array.from({ length: size }, (_, leaf) => leaf),
  );
}
