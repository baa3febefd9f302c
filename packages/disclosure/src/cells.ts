import type { Cube, CubeDimension, Grouping } from "./cube.ts";
import { DisclosureError } from "./errors.ts";
import { slicesBetween } from "./slices.ts";

/** A level of one dimension, seen from its leaves. */
export interface LevelSpace {
  readonly code: string;
  readonly nodeCount: number;
  readonly leavesOf: readonly (readonly number[])[];
  /** The nodes each leaf lies in: usually one, none where the level does not cover it. */
  readonly nodesOf: readonly (readonly number[])[];
}

export interface GroupingSpace {
  readonly levels: readonly string[];
  /** Per dimension, the place of its level in `CellSpace.levels[dimension]`. */
  readonly level: readonly number[];
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** The number of its first cell among all cells of all groupings. */
  readonly offset: number;
  readonly cellCount: number;
}

/** The way from the leaves of one dimension to the cells of many groupings, or slices, at once. */
export interface LeafSteps {
  /** What each leaf adds to the number of its cell: for each leaf in turn, one step for each grouping. */
  readonly steps: Int32Array;
  /** Which leaves do not lie in exactly one node of each level: for these there is no one step. */
  readonly isUneven: Uint8Array;
}

/** All cells of all groupings of a cube, numbered once, over dense atoms. */
export interface CellSpace {
  readonly leafShape: readonly number[];
  readonly leafStrides: readonly number[];
  /** Per dimension, the levels that some grouping uses. */
  readonly levels: readonly (readonly LevelSpace[])[];
  readonly groupings: readonly GroupingSpace[];
  /** Cells that nobody publishes, but that lie between published ones where levels overlap without nesting. */
  readonly slices: readonly GroupingSpace[];
  /** Per dimension, the steps to the cells of the groupings, and to the slices. */
  readonly cellSteps: readonly LeafSteps[];
  readonly sliceSteps: readonly LeafSteps[];
  /** Cells below this number are published or hidden; the others are slices. */
  readonly publicCount: number;
  readonly atoms: Float64Array;
  readonly counts: Float64Array;
}

const mostAtoms = 2 ** 26;
const mostCells = 2 ** 26;

/** The groupings of a cube with their cells numbered, and its atoms: not yet counted. */
export type NumberedCells = Pick<CellSpace, "leafShape" | "levels" | "groupings" | "publicCount" | "atoms">;

/**
 * Checks a cube, and numbers the cells of every grouping.
 * @throws {DisclosureError} `CUBE_INVALID` or `COUNT_NOT_WHOLE`
 */
export function numberCells(cube: Cube): NumberedCells {
  if (!Array.isArray(cube.dimensions) || cube.dimensions.length === 0) throw invalid("The cube has no dimension. Give at least one.");
  if (!Array.isArray(cube.groupings) || cube.groupings.length === 0)
    throw invalid("The cube has no grouping. State which tables exist publicly.");
  cube.dimensions.forEach(checkDimension);
  const leafShape = cube.dimensions.map(({ leafCount }) => leafCount);
  const atomCount = leafShape.reduce((product, size) => product * size, 1);
  if (atomCount > mostAtoms) throw invalid("The cube has more combinations of leaves than can be held. Split it, or use coarser leaves.");
  const levels = cube.dimensions.map((dimension, d) => usedLevels(dimension, cube.groupings, d));
  const groupings = numberGroupings(cube.groupings, levels);
  const publicCount = endOf(groupings);
  if (publicCount > mostCells) throw tooMany();
  return { leafShape, levels, groupings, publicCount, atoms: readAtoms(cube, atomCount) };
}

/**
 * Checks a cube, and counts every cell of every grouping.
 * @throws {DisclosureError} `CUBE_INVALID` or `COUNT_NOT_WHOLE`
 */
export function cellSpace(cube: Cube): CellSpace {
  const { leafShape, levels, groupings, publicCount, atoms } = numberCells(cube);
  const slices = sliceGroupings(groupings, levels, publicCount);
  const cellCount = endOf([...groupings, ...slices.groupings]);
  if (cellCount > mostCells) throw tooMany();
  const allLevels = levels.map((known, d) => [...known, ...(slices.levels[d] as LevelSpace[])]);
  const space: CellSpace = {
    leafShape,
    leafStrides: stridesOf(leafShape),
    levels: allLevels,
    groupings,
    slices: slices.groupings,
    cellSteps: allLevels.map((known, d) => leafSteps(known, groupings, d)),
    sliceSteps: allLevels.map((known, d) => leafSteps(known, slices.groupings, d)),
    publicCount,
    atoms,
    counts: new Float64Array(cellCount),
  };
  space.atoms.forEach((count, atom) => {
    if (count === 0) return;
    for (const cell of cellsOfAtom(space, atom)) space.counts[cell] = (space.counts[cell] as number) + count;
    for (const slice of slicesOfAtom(space, atom)) space.counts[slice] = (space.counts[slice] as number) + count;
  });
  return space;
}

/** The place of an atom in each dimension. */
export function leavesOfAtom(space: CellSpace, atom: number): number[] {
  return space.leafStrides.map((stride, d) => Math.floor(atom / stride) % (space.leafShape[d] as number));
}

/** The cells of all groupings that an atom is counted in. */
export const cellsOfAtom = (space: CellSpace, atom: number) => placesOfAtom(space, space.groupings, space.cellSteps, atom);

/** The slices that an atom is counted in. */
export const slicesOfAtom = (space: CellSpace, atom: number) => placesOfAtom(space, space.slices, space.sliceSteps, atom);

function placesOfAtom(space: CellSpace, groupings: readonly GroupingSpace[], steps: readonly LeafSteps[], atom: number): number[] {
  const found: number[] = [];
  if (groupings.length === 0) return found;
  for (const { offset } of groupings) found.push(offset);
  for (let d = 0; d < steps.length; d++) {
    const leaf = Math.floor(atom / (space.leafStrides[d] as number)) % (space.leafShape[d] as number);
    const known = steps[d] as LeafSteps;
    if (known.isUneven[leaf] === 1) return unevenPlacesOfAtom(space, groupings, atom);
    const start = leaf * found.length;
    for (let g = 0; g < found.length; g++) found[g] = (found[g] as number) + (known.steps[start + g] as number);
  }
  return found;
}

function unevenPlacesOfAtom(space: CellSpace, groupings: readonly GroupingSpace[], atom: number): number[] {
  const leaves = leavesOfAtom(space, atom);
  return groupings.flatMap((grouping) =>
    leaves.reduce<number[]>(
      (cells, leaf, d) => {
        const nodes = levelOf(space, grouping, d).nodesOf[leaf] as readonly number[];
        return nodes.flatMap((node) => cells.map((cell) => cell + node * (grouping.strides[d] as number)));
      },
      [grouping.offset],
    ),
  );
}

function leafSteps(levels: readonly LevelSpace[], groupings: readonly GroupingSpace[], d: number): LeafSteps {
  const leafCount = levels[0]?.nodesOf.length ?? 0;
  const steps = new Int32Array(leafCount * groupings.length);
  const isUneven = new Uint8Array(leafCount);
  groupings.forEach(({ level, strides }, g) => {
    (levels[level[d] as number] as LevelSpace).nodesOf.forEach((nodes, leaf) => {
      if (nodes.length === 1) steps[leaf * groupings.length + g] = (nodes[0] as number) * (strides[d] as number);
      else isUneven[leaf] = 1;
    });
  });
  return { steps, isUneven };
}

/** Which grouping a cell belongs to, and its node in each dimension. */
export function placeOfCell(space: CellSpace, cell: number): { readonly grouping: GroupingSpace; readonly nodes: readonly number[] } {
  const groupings = cell < space.publicCount ? space.groupings : space.slices;
  let low = 0;
  let high = groupings.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((groupings[middle] as GroupingSpace).offset <= cell) low = middle;
    else high = middle - 1;
  }
  const grouping = groupings[low] as GroupingSpace;
  const nodes = grouping.strides.map((stride, d) => Math.floor((cell - grouping.offset) / stride) % (grouping.shape[d] as number));
  return { grouping, nodes };
}

/** The leaves of a cell in each dimension: its atoms are their product. */
export function leavesOfCell(space: CellSpace, cell: number): (readonly number[])[] {
  const { grouping, nodes } = placeOfCell(space, cell);
  return nodes.map((node, d) => levelOf(space, grouping, d).leavesOf[node] as readonly number[]);
}

export function levelOf(space: CellSpace, grouping: GroupingSpace, dimension: number): LevelSpace {
  return (space.levels[dimension] as readonly LevelSpace[])[grouping.level[dimension] as number] as LevelSpace;
}

/** The atoms of a product of leaves. */
export function atomsOfLeaves(space: CellSpace, leaves: readonly (readonly number[])[]): number[] {
  return leaves.reduce<number[]>(
    (atoms, choices, d) => atoms.flatMap((atom) => choices.map((leaf) => atom + leaf * (space.leafStrides[d] as number))),
    [0],
  );
}

function checkDimension(dimension: CubeDimension): void {
  if (!Number.isSafeInteger(dimension.leafCount) || dimension.leafCount < 1)
    throw invalid(`The dimension "${dimension.code}" has no leaves. Give it at least one.`);
  if (new Set(dimension.levels.map(({ code }) => code)).size < dimension.levels.length)
    throw invalid(`The dimension "${dimension.code}" has two levels of one code. Rename one.`);
  for (const { code, nodes } of dimension.levels)
    for (const { leaves } of nodes) {
      if (new Set(leaves).size < leaves.length) throw invalid(`A node of the level "${code}" names a leaf twice. Name each leaf once.`);
      for (const leaf of leaves)
        if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= dimension.leafCount)
          throw invalid(`A node of the level "${code}" names a leaf that does not exist. Leaves are numbered from 0.`);
    }
}

function usedLevels(dimension: CubeDimension, groupings: readonly Grouping[], d: number): LevelSpace[] {
  const used = new Set(groupings.map((grouping) => grouping[d]));
  return dimension.levels
    .filter(({ code }) => used.has(code))
    .map(({ code, nodes }) =>
      levelSpace(
        code,
        nodes.map(({ leaves }) => leaves),
        dimension.leafCount,
      ),
    );
}

function levelSpace(code: string, leavesOf: readonly (readonly number[])[], leafCount: number): LevelSpace {
  const nodesOf: number[][] = Array.from({ length: leafCount }, () => []);
  leavesOf.forEach((leaves, node) => {
    for (const leaf of leaves) (nodesOf[leaf] as number[]).push(node);
  });
  return { code, nodeCount: leavesOf.length, leavesOf, nodesOf };
}

/** The slices between every two groupings that differ in a dimension whose levels overlap; in the other dimensions, by the coarser level. */
function sliceGroupings(groupings: readonly GroupingSpace[], levels: readonly (readonly LevelSpace[])[], offset: number) {
  const found: GroupingSpace[] = [];
  const sliceLevels = levels.map((): LevelSpace[] => []);
  const seen = new Set<string>();
  levels.forEach((known, d) => {
    const leafCount = known[0]?.nodesOf.length ?? 0;
    known.forEach((first, a) => {
      for (const [b, second] of known.entries()) {
        if (b < a) continue;
        const slices = slicesBetween(first.leavesOf, second.leavesOf);
        if (slices.length === 0) continue;
        const place =
          known.length + (sliceLevels[d] as LevelSpace[]).push(levelSpace(`${first.code}/${second.code}`, slices, leafCount)) - 1;
        for (const one of groupings.filter(({ level }) => level[d] === a))
          for (const other of groupings.filter(({ level }) => level[d] === b)) {
            const level = one.level.map((own, e) => {
              if (e === d) return place;
              const [mine, theirs] = [levels[e]?.[own] as LevelSpace, levels[e]?.[other.level[e] as number] as LevelSpace];
              return mine.nodeCount <= theirs.nodeCount ? own : (other.level[e] as number);
            });
            if (seen.has(level.join())) continue;
            seen.add(level.join());
            const shape = level.map((number, e) => (e === d ? slices.length : (levels[e]?.[number]?.nodeCount ?? 0)));
            const cellCount = shape.reduce((product, size) => product * size, 1);
            found.push({ levels: [], level, shape, strides: stridesOf(shape), offset, cellCount });
            offset += cellCount;
          }
      }
    });
  });
  return { groupings: found, levels: sliceLevels };
}

const endOf = (groupings: readonly GroupingSpace[]) => {
  const last = groupings[groupings.length - 1] as GroupingSpace;
  return last.offset + last.cellCount;
};

function numberGroupings(groupings: readonly Grouping[], levels: readonly (readonly LevelSpace[])[]): GroupingSpace[] {
  const seen = new Set<string>();
  let offset = 0;
  return groupings.map((codes) => {
    if (codes.length !== levels.length) throw invalid("A grouping does not name one level per dimension. Name one for each.");
    const name = JSON.stringify(codes);
    if (seen.has(name)) throw invalid("A grouping is given twice. Give each once.");
    seen.add(name);
    const level = codes.map((code, d) => {
      const place = (levels[d] as readonly LevelSpace[]).findIndex((known) => known.code === code);
      if (place < 0) throw invalid(`The level "${code}" of a grouping does not exist in its dimension. Use a level of the dimension.`);
      return place;
    });
    const shape = level.map((place, d) => ((levels[d] as readonly LevelSpace[])[place] as LevelSpace).nodeCount);
    const cellCount = shape.reduce((product, size) => product * size, 1);
    const grouping = { levels: [...codes], level, shape, strides: stridesOf(shape), offset, cellCount };
    offset += cellCount;
    return grouping;
  });
}

function readAtoms({ atoms }: Cube, atomCount: number): Float64Array {
  if (atoms.index.length !== atoms.count.length) throw invalid("The atoms have not as many counts as numbers. Give one count per atom.");
  const dense = new Float64Array(atomCount);
  const seen = new Uint8Array(atomCount);
  for (let i = 0; i < atoms.index.length; i++) {
    const atom = atoms.index[i] as number;
    const count = atoms.count[i] as number;
    if (!Number.isSafeInteger(atom) || atom < 0 || atom >= atomCount)
      throw invalid("An atom lies outside the leaves of the cube. Number atoms row-major over the leaves.");
    if (seen[atom]) throw invalid("An atom is given twice. Add its counts up.");
    if (!Number.isSafeInteger(count) || count < 0)
      throw new DisclosureError("COUNT_NOT_WHOLE", "The count of an atom is not a whole number ≥ 0. Count the records again.");
    seen[atom] = 1;
    dense[atom] = count;
  }
  if (dense.reduce((sum, count) => sum + count, 0) > 2 ** 40)
    throw new DisclosureError("COUNT_NOT_WHOLE", "The counts add up to more than can be audited exactly. Check the unit of the counts.");
  return dense;
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = (strides[d + 1] as number) * (shape[d + 1] as number);
  return strides;
}

const invalid = (message: string) => new DisclosureError("CUBE_INVALID", message);
const tooMany = () => invalid("The groupings have more cells than can be held. Publish fewer of them.");
