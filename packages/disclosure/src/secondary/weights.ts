import { type CellSpace, type GroupingSpace, type LevelSpace, leavesOfCell } from "../cells.ts";
import { sizeOf } from "./pattern.ts";

/** No ordinary set of cells costs as much: moves leave such cells alone, and only the repair by linear programmes may reach for them. */
export const lastResort = 10_000;

/**
 * What hiding each cell costs. Coarse cells cost more: totals are what most readers look for, and what ties a hidden cell to many others.
 * Small counts cost a little more, because they leave little room to move and need further cells hidden beside them.
 * A largest cell, one that lies in no other (the whole city in a year), is a last resort. One that holds every record is never hidden to
 * protect its parts: a table that would need it is refused instead.
 */
export function cellWeights(space: CellSpace, width: number): Float64Array {
  const scant = (count: number) => 3 / (1 + (count / (1.6 * width)) ** 2);
  const weights = Float64Array.from(space.counts, (count, cell) =>
    cell >= space.publicCount ? 0 : 1 + Math.log2(sizeOf(space, cell)) + Math.log1p(count) / 10 + scant(count),
  );
  const total = space.atoms.reduce((sum, count) => sum + count, 0);
  for (const grouping of space.groupings) {
    const around = space.groupings.filter((other) => other !== grouping);
    for (let i = 0; i < grouping.cellCount; i++) {
      const cell = grouping.offset + i;
      if (space.counts[cell] === 0 || around.some((other) => hasLarger(space, grouping, cell, other))) continue;
      weights[cell] = space.counts[cell] === total ? Number.POSITIVE_INFINITY : lastResort + (weights[cell] as number);
    }
  }
  return weights;
}

/** Whether some cell of `other` holds all of a cell, and more. */
function hasLarger(space: CellSpace, grouping: GroupingSpace, cell: number, other: GroupingSpace): boolean {
  let larger = false;
  const inside = leavesOfCell(space, cell).every((leaves, d) => {
    if (grouping.level[d] === other.level[d]) return true;
    const level = (space.levels[d] as readonly LevelSpace[])[other.level[d] as number] as LevelSpace;
    const around = (level.nodesOf[leaves[0] as number] ?? []).filter((node) =>
      leaves.every((leaf) => (level.nodesOf[leaf] as readonly number[]).includes(node)),
    );
    if (around.some((node) => (level.leavesOf[node] as readonly number[]).length > leaves.length)) larger = true;
    return around.length > 0;
  });
  return inside && larger;
}
