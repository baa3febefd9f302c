import { atomsOfLeaves, type CellSpace, cellsOfAtom, type LevelSpace, leavesOfCell, levelOf, placeOfCell } from "../cells.ts";

/** What a reader knows, as equalities and inequalities over the atoms that the published figures do not settle. */
export interface Knowledge {
  /** The variable of each atom, −1 where the atom is settled. */
  readonly variable: Int32Array;
  readonly variableCount: number;
  readonly rows: readonly KnownRow[];
}

export interface KnownRow {
  readonly variables: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/**
 * Writes down what is known when the cells that are not `hidden` are published: published sums, counts ≥ 0, and, since zeros are published,
 * hidden cells ≥ 1. Sums that follow from others are left out.
 */
export function readersKnowledge(space: CellSpace, hidden: Uint8Array): Knowledge {
  const variable = new Int32Array(space.atoms.length).fill(-1);
  const settled = new Float64Array(space.counts.length);
  const variablesOf = new Map<number, number[]>();
  let variableCount = 0;
  const sizes = cellSizes(space);
  for (let atom = 0; atom < space.atoms.length; atom++) {
    const cells = cellsOfAtom(space, atom);
    if (cells.some((cell) => space.counts[cell] === 0)) continue;
    if (cells.some((cell) => hidden[cell] === 0 && sizes[cell] === 1)) {
      for (const cell of cells) settled[cell] = (settled[cell] as number) + (space.atoms[atom] as number);
      continue;
    }
    variable[atom] = variableCount;
    for (const cell of cells) {
      const known = variablesOf.get(cell);
      if (known) known.push(variableCount);
      else variablesOf.set(cell, [variableCount]);
    }
    variableCount++;
  }
  const follows = createFollows(space);
  const rows: KnownRow[] = [];
  for (const [cell, variables] of [...variablesOf].sort(([a], [b]) => a - b)) {
    const rest = (space.counts[cell] as number) - (settled[cell] as number);
    if (hidden[cell] === 0) {
      if (!follows(cell, (part) => hidden[part] === 0)) rows.push({ variables, lower: rest, upper: rest });
    } else if (settled[cell] === 0 && !holdsAnother(space, hidden, cell))
      rows.push({ variables, lower: 1, upper: Number.POSITIVE_INFINITY });
  }
  return { variable, variableCount, rows };
}

function cellSizes(space: CellSpace): Float64Array {
  const sizes = new Float64Array(space.counts.length);
  for (const grouping of space.groupings)
    for (let i = 0; i < grouping.cellCount; i++)
      sizes[grouping.offset + i] = leavesOfCell(space, grouping.offset + i).reduce((product, leaves) => product * leaves.length, 1);
  return sizes;
}

/** Whether a cell is the sum of cells of one finer grouping that are all published. */
function createFollows(space: CellSpace): (cell: number, isPublished: (cell: number) => boolean) => boolean {
  const finer = space.groupings.map((grouping) =>
    space.groupings.flatMap((other) => {
      const differing = grouping.level.flatMap((level, d) => (level === other.level[d] ? [] : [d]));
      return differing.length === 1 ? [{ other, dimension: differing[0] as number }] : [];
    }),
  );
  return (cell, isPublished) => {
    const { grouping, nodes } = placeOfCell(space, cell);
    return (finer[space.groupings.indexOf(grouping)] ?? []).some(({ other, dimension }) => {
      const leaves = levelOf(space, grouping, dimension).leavesOf[nodes[dimension] as number] as readonly number[];
      const parts = partition(levelOf(space, other, dimension), leaves);
      return parts?.every((part) =>
        isPublished(other.offset + nodes.reduce((sum, node, d) => sum + (d === dimension ? part : node) * (other.strides[d] as number), 0)),
      );
    });
  };
}

/** The nodes of a level that together are exactly these leaves, or null. */
function partition(level: LevelSpace, leaves: readonly number[]): number[] | null {
  const parts = new Set<number>();
  for (const leaf of leaves) {
    const nodes = level.nodesOf[leaf] as readonly number[];
    if (nodes.length !== 1) return null;
    parts.add(nodes[0] as number);
  }
  let size = 0;
  for (const part of parts) size += (level.leavesOf[part] as readonly number[]).length;
  return size === leaves.length && parts.size > 1 ? [...parts] : null;
}

/** Whether a hidden cell holds another hidden cell: then that it is not zero follows. */
function holdsAnother(space: CellSpace, hidden: Uint8Array, cell: number): boolean {
  const leaves = leavesOfCell(space, cell);
  for (const atom of atomsOfLeaves(space, leaves)) {
    if (space.atoms[atom] === 0) continue;
    for (const other of cellsOfAtom(space, atom)) {
      if (other === cell || hidden[other] === 0) continue;
      const inner = leavesOfCell(space, other);
      const within = inner.every((list, d) => list.every((leaf) => (leaves[d] as readonly number[]).includes(leaf)));
      const same = within && inner.every((list, d) => list.length === (leaves[d] as readonly number[]).length);
      if (within && (!same || other < cell)) return true;
    }
  }
  return false;
}
