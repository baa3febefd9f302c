import type { LevelSpace, NumberedCells } from "../cells.ts";

/** A level seen from the classes of leaves: the nodes of class c are `nodes[starts[c]]` to before `nodes[starts[c + 1]]`. */
interface Incidence {
  readonly nodeCount: number;
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
  /** Whether every class is the node of the same number, so that nothing is to be added. */
  readonly isIdentity: boolean;
}

/** A dimension in which leaves that lie in the same nodes of every level are one class. Leaves that lie in none have the class −1. */
interface Classes {
  readonly classCount: number;
  readonly classOf: Int32Array;
  readonly levels: readonly Incidence[];
}

/** Called with the figures of a grouping, row-major; adds to `back` what is to be rolled down again. */
export type AtGrouping = (grouping: number, cells: Float64Array, back: Float64Array) => void;

/** The sums that lead from a table of the classes of leaves, one dimension of it per dimension of the cube, to each grouping and back. */
export interface RollUps {
  /** Row-major over the classes of each dimension. */
  readonly shape: readonly number[];
  readonly size: number;
  readonly dimensions: readonly Classes[];
  /** Adds the atoms of a cube up into the classes of their leaves. */
  readonly classTable: (atoms: Float64Array) => Float64Array;
  /** Rolls a table up to every grouping, calls `at` there, and adds everything that it gives back, rolled down, to `out`. */
  readonly fold: (table: Float64Array, out: Float64Array, at: AtGrouping) => void;
  /** The same for one grouping alone. */
  readonly foldOne: (grouping: number, table: Float64Array, out: Float64Array, at: AtGrouping) => void;
  /** Per grouping, in how many of its cells an entry of the table is counted; null where each is in exactly one. */
  readonly cover: (grouping: number) => Float64Array | null;
}

/** One step from a table to a coarser one, along one dimension; the last step of a path is a grouping. */
interface Step {
  readonly level: Incidence;
  readonly outer: number;
  readonly inner: number;
  readonly cells: Float64Array;
  readonly back: Float64Array;
  readonly next: readonly Step[];
  readonly grouping: number;
}

/**
 * Makes the roll-ups of some groupings of a cube. No matrix is made: each is a product of one sum per dimension, and groupings share the sums
 * of the dimensions before those in which they differ.
 */
export function createRollUps({ levels, groupings }: Pick<NumberedCells, "levels" | "groupings">, leafShape: readonly number[]): RollUps {
  const dimensions = levels.map((known, d) => classesOf(known, leafShape[d] as number));
  const shape = dimensions.map(({ classCount }) => classCount);
  const size = product(shape);
  const paths = groupings.map(({ level }, grouping) => ({ level, grouping }));
  const steps = stepsFrom(dimensions, shape, paths, 0);
  return {
    shape,
    size,
    dimensions,
    classTable: (atoms) => classTable(atoms, dimensions, leafShape, size),
    fold: (table, out, at) => {
      for (const step of steps) take(step, table, out, at);
    },
    foldOne: (grouping, table, out, at) => {
      for (const step of stepsFrom(dimensions, shape, [paths[grouping] as Path], 0)) take(step, table, out, at);
    },
    cover: (grouping) => {
      const levels = dimensions.map((own, d) => own.levels[groupings[grouping]?.level[d] as number] as Incidence);
      return levels.every(isPartition) ? null : coverOf(levels, size);
    },
  };
}

type Path = { readonly level: readonly number[]; readonly grouping: number };

function stepsFrom(dimensions: readonly Classes[], shape: readonly number[], paths: readonly Path[], d: number): Step[] {
  const { levels } = dimensions[d] as Classes;
  return levels.flatMap((level, place) => {
    const through = paths.filter((path) => path.level[d] === place);
    if (through.length === 0) return [];
    const rolled = shape.with(d, level.nodeCount);
    const length = level.isIdentity ? 0 : product(rolled);
    const last = d === dimensions.length - 1;
    return [
      {
        level,
        outer: product(shape.slice(0, d)),
        inner: product(shape.slice(d + 1)),
        cells: new Float64Array(length),
        back: new Float64Array(length),
        next: last ? [] : stepsFrom(dimensions, rolled, through, d + 1),
        grouping: last ? (through[0] as Path).grouping : -1,
      },
    ];
  });
}

function take(step: Step, table: Float64Array, out: Float64Array, at: AtGrouping): void {
  if (step.level.isIdentity) goOn(step, table, out, at);
  else {
    rollUp(step, table);
    step.back.fill(0);
    goOn(step, step.cells, step.back, at);
    rollDown(step, out);
  }
}

function goOn({ next, grouping }: Step, cells: Float64Array, back: Float64Array, at: AtGrouping): void {
  if (grouping >= 0) at(grouping, cells, back);
  else for (const step of next) take(step, cells, back, at);
}

function rollUp({ level: { nodeCount, starts, nodes }, outer, inner, cells }: Step, table: Float64Array): void {
  cells.fill(0);
  const classCount = starts.length - 1;
  for (let o = 0; o < outer; o++)
    for (let c = 0; c < classCount; c++)
      for (let k = starts[c] as number; k < (starts[c + 1] as number); k++) {
        const from = (o * classCount + c) * inner;
        const to = (o * nodeCount + (nodes[k] as number)) * inner;
        for (let i = 0; i < inner; i++) cells[to + i] = (cells[to + i] as number) + (table[from + i] as number);
      }
}

function rollDown({ level: { nodeCount, starts, nodes }, outer, inner, back }: Step, out: Float64Array): void {
  const classCount = starts.length - 1;
  for (let o = 0; o < outer; o++)
    for (let c = 0; c < classCount; c++)
      for (let k = starts[c] as number; k < (starts[c + 1] as number); k++) {
        const to = (o * classCount + c) * inner;
        const from = (o * nodeCount + (nodes[k] as number)) * inner;
        for (let i = 0; i < inner; i++) out[to + i] = (out[to + i] as number) + (back[from + i] as number);
      }
}

const isPartition = ({ starts }: Incidence) => starts.every((start, c) => start === c);

function coverOf(levels: readonly Incidence[], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, entry) => {
    let rest = entry;
    let times = 1;
    for (let d = levels.length - 1; d >= 0; d--) {
      const { starts } = levels[d] as Incidence;
      const c = rest % (starts.length - 1);
      rest = Math.floor(rest / (starts.length - 1));
      times *= (starts[c + 1] as number) - (starts[c] as number);
    }
    return times;
  });
}

function classesOf(levels: readonly LevelSpace[], leafCount: number): Classes {
  const known = new Map<string, number>();
  const firstLeaf: number[] = [];
  const classOf = Int32Array.from({ length: leafCount }, (_, leaf) => {
    const nodes = levels.map(({ nodesOf }) => (nodesOf[leaf] as readonly number[]).join());
    if (nodes.every((list) => list === "")) return -1;
    const signature = nodes.join(";");
    const found = known.get(signature);
    if (found !== undefined) return found;
    known.set(signature, firstLeaf.length);
    return firstLeaf.push(leaf) - 1;
  });
  return {
    classCount: firstLeaf.length,
    classOf,
    levels: levels.map(({ nodeCount, nodesOf }) => {
      const lists = firstLeaf.map((leaf) => nodesOf[leaf] as readonly number[]);
      const starts = new Int32Array(lists.length + 1);
      lists.forEach((list, c) => {
        starts[c + 1] = (starts[c] as number) + list.length;
      });
      const isIdentity = nodeCount === lists.length && lists.every((list, c) => list.length === 1 && list[0] === c);
      return { nodeCount, starts, nodes: Int32Array.from(lists.flat()), isIdentity };
    }),
  };
}

function classTable(atoms: Float64Array, dimensions: readonly Classes[], leafShape: readonly number[], size: number): Float64Array {
  const table = new Float64Array(size);
  const last = leafShape.length - 1;
  const length = leafShape[last] as number;
  const { classOf, classCount } = dimensions[last] as Classes;
  for (let row = 0; row * length < atoms.length; row++) {
    let rest = row;
    let to = 0;
    let weight = classCount;
    for (let d = last - 1; d >= 0; d--) {
      const own = dimensions[d] as Classes;
      const place = own.classOf[rest % (leafShape[d] as number)] as number;
      rest = Math.floor(rest / (leafShape[d] as number));
      to = place < 0 || to < 0 ? -1 : to + place * weight;
      weight *= own.classCount;
    }
    if (to < 0) continue;
    for (let leaf = 0; leaf < length; leaf++) {
      const place = classOf[leaf] as number;
      if (place >= 0) table[to + place] = (table[to + place] as number) + (atoms[row * length + leaf] as number);
    }
  }
  return table;
}

const product = (sizes: readonly number[]) => sizes.reduce((all, one) => all * one, 1);
