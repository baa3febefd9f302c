import type { Cube, CubeDimension } from "@openbeat/disclosure";

/** A dimension as a tree: how many children each node has, level by level below the root. */
interface Tree {
  readonly code: string;
  readonly levels: readonly { readonly code: string; readonly children: number }[];
}

export interface BenchCube {
  readonly name: string;
  readonly trees: readonly Tree[];
  /** The mean count of an atom. Few beats have many incidents: the counts are spread log-normally around it. */
  readonly mean: number;
}

const area = (districts: number, beats: number): Tree => ({
  code: "area",
  levels: [
    { code: "district", children: districts },
    { code: "beat", children: beats },
  ],
});
const year: Tree = {
  code: "period",
  levels: [
    { code: "quarter", children: 4 },
    { code: "month", children: 3 },
  ],
};
const threeYears: Tree = { code: "period", levels: [{ code: "year", children: 3 }, ...year.levels] };
const category = (classes: number, categories: number): Tree => ({
  code: "category",
  levels: [
    { code: "class", children: classes },
    { code: "category", children: categories },
  ],
});

/**
 * Beat × month × category with all roll-ups. Of the first ones, about a tenth of the cells are small, as in the cube R was measured on; of the
 * sparse one a quarter, as in real incidents by beat and month.
 */
export const benchCubes: readonly BenchCube[] = [
  { name: "8k", trees: [area(4, 6), year, category(3, 4)], mean: 230 },
  { name: "28k", trees: [area(6, 10), year, category(4, 5)], mean: 230 },
  { name: "28k-sparse", trees: [area(6, 10), year, category(4, 5)], mean: 12 },
  { name: "100k", trees: [area(6, 12), threeYears, category(4, 5)], mean: 230 },
  {
    name: "500k",
    trees: [area(6, 10), threeYears, category(4, 5), { code: "group", levels: [{ code: "group", children: 5 }] }],
    mean: 60,
  },
];

/** A month of a large city by beat, category and group, for noise: 750,000 atoms, and 972,486 cells in 18 groupings. */
export const noiseCube: BenchCube = {
  name: "1M",
  trees: [area(20, 30), category(10, 25), { code: "group", levels: [{ code: "group", children: 5 }] }],
  mean: 20,
};

/** The cube of a name: the same counts every time. */
export function makeCube({ trees, mean }: BenchCube): Cube {
  const random = createRandom(7);
  const dimensions = trees.map(dimensionOf);
  const factors = dimensions.map(({ leafCount }) => Array.from({ length: leafCount }, () => Math.exp(1.2 * normal(random) - 0.72)));
  const atomCount = dimensions.reduce((product, { leafCount }) => product * leafCount, 1);
  const index: number[] = [];
  const count: number[] = [];
  for (let atom = 0; atom < atomCount; atom++) {
    let rest = atom;
    let expected = mean;
    for (let d = dimensions.length - 1; d >= 0; d--) {
      const { leafCount } = dimensions[d] as CubeDimension;
      expected *= factors[d]?.[rest % leafCount] as number;
      rest = Math.floor(rest / leafCount);
    }
    const drawn = poisson(expected, random);
    if (drawn === 0) continue;
    index.push(atom);
    count.push(drawn);
  }
  const groupings = dimensions.reduce<string[][]>(
    (rows, { levels }) => rows.flatMap((row) => levels.map(({ code }) => [...row, code])),
    [[]],
  );
  return { dimensions, atoms: { index: Float64Array.from(index), count: Float64Array.from(count) }, groupings };
}

function dimensionOf({ code, levels }: Tree): CubeDimension {
  const leafCount = levels.reduce((product, { children }) => product * children, 1);
  let nodeCount = 1;
  const sizes = levels.map((level) => {
    nodeCount *= level.children;
    return { code: level.code, nodeCount };
  });
  return {
    code,
    leafCount,
    levels: [{ code: "all", nodeCount: 1 }, ...sizes].map((level) => ({
      code: level.code,
      nodes: Array.from({ length: level.nodeCount }, (_, node) => {
        const size = leafCount / level.nodeCount;
        return { code: `${level.code}-${node}`, leaves: Array.from({ length: size }, (_, leaf) => node * size + leaf) };
      }),
    })),
  };
}

/** Every cell of every grouping, as its atoms and its count: what `complementarySuppression` takes. */
export function cellsOf({ dimensions, atoms, groupings }: Cube): { readonly atomCount: number; columns: number[][]; values: number[] } {
  const atomCount = dimensions.reduce((product, { leafCount }) => product * leafCount, 1);
  const truth = new Float64Array(atomCount);
  atoms.index.forEach((atom, i) => {
    truth[atom] = atoms.count[i] as number;
  });
  const columns = groupings.flatMap((grouping) =>
    dimensions.reduce<number[][]>(
      (cells, { levels, leafCount }, d) => {
        const nodes = levels.find(({ code }) => code === grouping[d])?.nodes ?? [];
        return cells.flatMap((cell) => nodes.map(({ leaves }) => cell.flatMap((atom) => leaves.map((leaf) => atom * leafCount + leaf))));
      },
      [[0]],
    ),
  );
  return { atomCount, columns, values: columns.map((cell) => cell.reduce((sum, atom) => sum + (truth[atom] as number), 0)) };
}

/** Numbers from 0 to below 1 that look random, the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function poisson(expected: number, random: () => number): number {
  if (expected > 50) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
  const limit = Math.exp(-expected);
  let drawn = -1;
  for (let product = 1; product > limit; product *= random()) drawn++;
  return Math.max(0, drawn);
}
