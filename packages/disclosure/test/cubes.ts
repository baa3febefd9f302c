import { fc } from "@fast-check/vitest";
import type { Cube, CubeDimension, CubeLevel, Grouping, ProtectedGrouping, SuppressionPolicy } from "@openbeat/disclosure";

export const policy: SuppressionPolicy = { method: "suppress", threshold: 5, width: 5, zeros: "safe", timeLimitSeconds: 20 };

/** A dimension whose levels are given as lists of nodes, each a list of leaves. */
export function dimension(
  code: string,
  leafCount: number,
  levels: Readonly<Record<string, readonly (readonly number[])[]>>,
): CubeDimension {
  return {
    code,
    leafCount,
    levels: Object.entries(levels).map(
      ([level, nodes]): CubeLevel => ({ code: level, nodes: nodes.map((leaves, i) => ({ code: `${level}-${i}`, leaves })) }),
    ),
  };
}

/** Every leaf a node, and one node of all leaves. */
export const flat = (code: string, leafCount: number) =>
  dimension(code, leafCount, {
    each: Array.from({ length: leafCount }, (_, leaf) => [leaf]),
    all: [Array.from({ length: leafCount }, (_, leaf) => leaf)],
  });

export function cubeOf(dimensions: readonly CubeDimension[], counts: readonly number[], groupings?: readonly Grouping[]): Cube {
  return {
    dimensions,
    atoms: { index: Float64Array.from(counts.keys()), count: Float64Array.from(counts) },
    groupings: groupings ?? crossed(dimensions.map(({ levels }) => levels.map(({ code }) => code))),
  };
}

export const crossed = (choices: readonly (readonly string[])[]): string[][] =>
  choices.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((code) => [...row, code])), [[]]);

/** The atoms of each cell of a grouping, row-major: found by trying every node of every dimension. */
export function atomsPerCell(cube: Cube, grouping: Grouping): number[][] {
  return cube.dimensions.reduce<number[][]>(
    (cells, { levels, leafCount }, d) => {
      const nodes = levels.find(({ code }) => code === grouping[d])?.nodes ?? [];
      return cells.flatMap((atoms) => nodes.map(({ leaves }) => atoms.flatMap((atom) => leaves.map((leaf) => atom * leafCount + leaf))));
    },
    [[0]],
  );
}

/** The true count of each cell of a grouping. */
export function trueCounts(cube: Cube, grouping: Grouping): number[] {
  const counts = new Map(Array.from(cube.atoms.index, (atom, i) => [atom, cube.atoms.count[i] ?? 0]));
  return atomsPerCell(cube, grouping).map((atoms) => atoms.reduce((sum, atom) => sum + (counts.get(atom) ?? 0), 0));
}

const someLevels = (code: string) =>
  fc.constantFrom(flat(code, 2), flat(code, 3), flat(code, 4), nested(code), overlapping(code), partial(code));
const nested = (code: string) =>
  dimension(code, 4, {
    fine: [[0], [1], [2], [3]],
    middle: [
      [0, 1],
      [2, 3],
    ],
    all: [[0, 1, 2, 3]],
  });
/** Beats and council districts: their intersections are the leaves, and no cell shows a leaf alone. */
const overlapping = (code: string) =>
  dimension(code, 4, {
    beat: [
      [0, 1],
      [2, 3],
    ],
    council: [
      [0, 2],
      [1, 3],
    ],
    all: [[0, 1, 2, 3]],
  });
const partial = (code: string) => dimension(code, 3, { some: [[0], [1, 2]], one: [[1]], all: [[0, 1, 2]] });

const fewCounts = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat({ max: 9 }) },
  { weight: 3, arbitrary: fc.nat({ max: 60 }) },
);

/** Small cubes of two or three dimensions, with nested, overlapping and incomplete levels, zeros and small counts, and any groupings of them. */
export const smallCubes: fc.Arbitrary<Cube> = fc
  .oneof(
    fc.tuple(someLevels("area"), someLevels("offence")),
    fc.tuple(someLevels("area"), flatOrNested("period"), fc.constant(flat("offence", 2))),
  )
  .chain((dimensions) => {
    const atoms = dimensions.reduce((product, { leafCount }) => product * leafCount, 1);
    const all = crossed(dimensions.map(({ levels }) => levels.map(({ code }) => code)));
    return fc
      .record({
        counts: fc.array(fewCounts, { minLength: atoms, maxLength: atoms }),
        groupings: fc.subarray(all, { minLength: Math.min(3, all.length) }),
      })
      .map(({ counts, groupings }) => cubeOf(dimensions, counts, groupings));
  });
function flatOrNested(code: string) {
  return fc.constantFrom(flat(code, 2), flat(code, 3), nested(code));
}

/** Beats and council districts by offence, all groupings. */
export const overlappingCubes: fc.Arbitrary<Cube> = fc
  .array(fewCounts, { minLength: 8, maxLength: 8 })
  .map((counts) => cubeOf([overlapping("area"), flat("offence", 2)], counts));

export const cellsOf = (groupings: readonly ProtectedGrouping[]) => groupings.flatMap(({ cells }) => [...cells]);
