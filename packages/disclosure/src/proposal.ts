import type { Cube, CubeDimension, Grouping } from "./cube.ts";

type Groupings = readonly Grouping[];

/**
 * Looks for the coarser set of groupings that keeps the most cells and passes: without the finest levels of some dimensions, or without the
 * groupings that have the most cells. What holds for a set holds for coarser ones, so the search halves the list of candidates.
 * @param passes Protects a set of groupings in earnest within these seconds, and says whether that worked.
 * @returns null when none was found in time.
 */
export function proposeCoarser(
  cube: Cube,
  secondsLeft: () => number,
  passes: (groupings: Groupings, seconds: number) => boolean,
): Groupings | null {
  const cellsOf = (groupings: Groupings) => groupings.reduce((sum, grouping) => sum + sizeOf(cube, grouping), 0);
  const candidates = distinct([...withoutFinestLevels(cube), ...withoutLargest(cube)])
    .filter((groupings) => groupings.length > 0 && groupings.length < cube.groupings.length)
    .sort((a, b) => cellsOf(b) - cellsOf(a));
  let best: Groupings | null = null;
  let from = 0;
  let to = candidates.length;
  while (from < to && secondsLeft() > 0) {
    const middle = (from + to) >> 1;
    const groupings = candidates[middle] as Groupings;
    if (passes(groupings, secondsLeft() / 2)) {
      best = groupings;
      to = middle;
    } else from = middle + 1;
  }
  return best;
}

/** Every way to leave out the finest levels of the dimensions. */
function withoutFinestLevels({ dimensions, groupings }: Cube): Groupings[] {
  return dimensions.reduce<Groupings[]>(
    (sets, dimension, d) => {
      const used = dimension.levels
        .filter(({ code }) => groupings.some((grouping) => grouping[d] === code))
        .sort((a, b) => a.nodes.length - b.nodes.length);
      const cuts = used.map((_, most) => new Set(used.slice(0, most + 1).map(({ code }) => code)));
      return sets.flatMap((set) => cuts.map((codes) => set.filter((grouping) => codes.has(grouping[d] as string))));
    },
    [groupings],
  );
}

/** The groupings without the largest, without the two largest, and so on. */
function withoutLargest(cube: Cube): Groupings[] {
  const largestFirst = [...cube.groupings].sort((a, b) => sizeOf(cube, b) - sizeOf(cube, a));
  return largestFirst.map((_, count) => {
    const left = new Set(largestFirst.slice(count));
    return cube.groupings.filter((grouping) => left.has(grouping));
  });
}

const distinct = (sets: readonly Groupings[]) => [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
const sizeOf = (cube: Cube, grouping: Grouping) =>
  cube.dimensions.reduce((product, dimension, d) => product * nodesOf(dimension, grouping[d]), 1);
const nodesOf = (dimension: CubeDimension, code: string | undefined) =>
  dimension.levels.find((level) => level.code === code)?.nodes.length ?? 0;
