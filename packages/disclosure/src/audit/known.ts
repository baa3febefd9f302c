import { atomsOfLeaves, type CellSpace, cellsOfAtom, type LevelSpace, leavesOfCell, placeOfCell } from "../cells.ts";
import { partsOf } from "./relations.ts";

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

/** Which cells are hidden, and what readers know each of them to hold at least. */
export interface Shown {
  readonly space: CellSpace;
  /** One flag per cell. */
  readonly hidden: Uint8Array;
  /** 1 where zeros are published. */
  readonly least: 0 | 1;
  /** Whether readers know which atoms hold nothing. */
  readonly emptiesKnown: boolean;
}

/** Whether a cell is published as zero: then none of its atoms can hold anything. */
export const showsZero = ({ space, hidden }: Pick<Shown, "space" | "hidden">, cell: number) =>
  space.counts[cell] === 0 && hidden[cell] === 0;

/** Whether readers know of an atom that it holds nothing, whatever is published. */
export const isKnownEmpty = ({ space, emptiesKnown }: Pick<Shown, "space" | "emptiesKnown">, atom: number) =>
  emptiesKnown && space.atoms[atom] === 0;

/**
 * Writes down what is known when the cells that are not `hidden` are published: published sums, counts ≥ 0, and, where zeros are published,
 * hidden cells ≥ 1; where it is known which atoms hold nothing, that they do, and that all others hold at least one. Sums that follow from others are left out.
 */
export function readersKnowledge({ space, hidden, least, emptiesKnown }: Shown): Knowledge {
  const variable = new Int32Array(space.atoms.length).fill(-1);
  const settled = new Float64Array(space.counts.length);
  const variablesOf = new Array<number[] | null>(space.counts.length).fill(null);
  let variableCount = 0;
  const sizes = cellSizes(space);
  for (let atom = 0; atom < space.atoms.length; atom++) {
    const cells = cellsOfAtom(space, atom);
    if (isKnownEmpty({ space, emptiesKnown }, atom) || cells.some((cell) => showsZero({ space, hidden }, cell))) continue;
    if (cells.some((cell) => hidden[cell] === 0 && sizes[cell] === 1)) {
      for (const cell of cells) settled[cell] = (settled[cell] as number) + (space.atoms[atom] as number);
      continue;
    }
    variable[atom] = variableCount;
    for (const cell of cells) {
      const known = variablesOf[cell];
      if (known) known.push(variableCount);
      else variablesOf[cell] = [variableCount];
    }
    variableCount++;
  }
  const follows = createFollows(space);
  const rows: KnownRow[] = [];
  variablesOf.forEach((variables, cell) => {
    if (!variables) return;
    const rest = (space.counts[cell] as number) - (settled[cell] as number);
    if (hidden[cell] === 0) {
      if (!follows(cell, (part) => hidden[part] === 0)) rows.push({ variables, lower: rest, upper: rest });
    } else if (least === 1 && settled[cell] === 0 && !holdsAnother(space, hidden, sizes, cell))
      rows.push({ variables, lower: 1, upper: Number.POSITIVE_INFINITY });
  });
  if (emptiesKnown)
    for (let own = 0; own < variableCount; own++) rows.push({ variables: [own], lower: 1, upper: Number.POSITIVE_INFINITY });
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
  const known = new Map<string, (readonly number[] | null)[]>();
  /** For each node of one level, the nodes of another that together are it. */
  const partitions = (d: number, level: number, other: number) => {
    const [own, finer] = [space.levels[d]?.[level] as LevelSpace, space.levels[d]?.[other] as LevelSpace];
    const key = `${d}/${level}/${other}`;
    const found = known.get(key) ?? own.leavesOf.map((leaves) => partsOf(finer, leaves));
    known.set(key, found);
    return found;
  };
  const finer = new Map(
    space.groupings.map((grouping) => [
      grouping,
      space.groupings.flatMap((other) => {
        const differing = grouping.level.flatMap((level, d) => (level === other.level[d] ? [] : [d]));
        const [d] = differing;
        if (d === undefined || differing.length > 1) return [];
        return [{ other, dimension: d, parts: partitions(d, grouping.level[d] as number, other.level[d] as number) }];
      }),
    ]),
  );
  return (cell, isPublished) => {
    const { grouping, nodes } = placeOfCell(space, cell);
    return (finer.get(grouping) ?? []).some(({ other, dimension, parts }) => {
      const nodeParts = parts[nodes[dimension] as number];
      if (!nodeParts) return false;
      const stride = other.strides[dimension] as number;
      const start = nodes.reduce((sum, node, d) => (d === dimension ? sum : sum + node * (other.strides[d] as number)), other.offset);
      return nodeParts.every((part) => isPublished(start + part * stride));
    });
  };
}

/** Whether a hidden cell holds another hidden cell: then that it is not zero follows. */
function holdsAnother(space: CellSpace, hidden: Uint8Array, sizes: Float64Array, cell: number): boolean {
  const leaves = leavesOfCell(space, cell);
  for (const atom of atomsOfLeaves(space, leaves)) {
    if (space.atoms[atom] === 0) continue;
    for (const other of cellsOfAtom(space, atom)) {
      if (other === cell || hidden[other] === 0 || (sizes[other] as number) > (sizes[cell] as number)) continue;
      const inner = leavesOfCell(space, other);
      const within = inner.every((list, d) => list.every((leaf) => (leaves[d] as readonly number[]).includes(leaf)));
      const same = within && inner.every((list, d) => list.length === (leaves[d] as readonly number[]).length);
      if (within && (!same || other < cell)) return true;
    }
  }
  return false;
}
