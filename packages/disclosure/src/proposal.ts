import type { Cube, CubeDimension, Grouping } from "./cube.ts";

const mostTries = 16;

/**
 * Looks for the coarser set of groupings that keeps the most cells and passes: without the finest level of a dimension, or without the
 * grouping that has the most cells, and so on from there.
 * @param passes Protects a set of groupings in earnest, and says whether that worked.
 * @returns null when none was found in time.
 */
export function proposeCoarser(
  cube: Cube,
  secondsLeft: () => number,
  passes: (groupings: readonly Grouping[]) => boolean,
): readonly Grouping[] | null {
  const seen = new Set<string>();
  let open = coarser(cube, cube.groupings);
  for (let tries = 0; tries < mostTries && secondsLeft() > 0; tries++) {
    open = open.filter((groupings) => !seen.has(JSON.stringify(groupings))).sort((a, b) => cellsOf(cube, b) - cellsOf(cube, a));
    const [best] = open;
    if (!best) return null;
    seen.add(JSON.stringify(best));
    if (passes(best)) return best;
    open.push(...coarser(cube, best));
  }
  return null;
}

function coarser(cube: Cube, groupings: readonly Grouping[]): (readonly Grouping[])[] {
  const found = cube.dimensions.map((dimension, d) => {
    const used = dimension.levels.filter(({ code }) => groupings.some((grouping) => grouping[d] === code));
    const finest = used.reduce((a, b) => (b.nodes.length > a.nodes.length ? b : a));
    return used.length < 2 ? [] : groupings.filter((grouping) => grouping[d] !== finest.code);
  });
  const largest = groupings.reduce((a, b) => (sizeOf(cube, b) > sizeOf(cube, a) ? b : a));
  found.push(groupings.filter((grouping) => grouping !== largest));
  return found.filter((rest) => rest.length > 0);
}

const cellsOf = (cube: Cube, groupings: readonly Grouping[]) => groupings.reduce((sum, grouping) => sum + sizeOf(cube, grouping), 0);
const sizeOf = (cube: Cube, grouping: Grouping) =>
  cube.dimensions.reduce((product, dimension, d) => product * nodesOf(dimension, grouping[d]), 1);
const nodesOf = (dimension: CubeDimension, code: string | undefined) =>
  dimension.levels.find((level) => level.code === code)?.nodes.length ?? 0;
