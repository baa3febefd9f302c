import { type CellSpace, type GroupingSpace, type LevelSpace, leavesOfCell } from "../cells.ts";

/**
 * What hiding each cell costs: more for large counts, which readers want most. A largest cell, one that lies in no other (the whole city in a
 * year), is never hidden to protect its parts: a table that would need it is refused instead.
 */
export function cellWeights(space: CellSpace): Float64Array {
  const weights = Float64Array.from(space.counts, (count) => 1 + Math.log1p(count));
  for (const grouping of space.groupings) {
    const around = space.groupings.filter((other) => other !== grouping);
    for (let i = 0; i < grouping.cellCount; i++) {
      const cell = grouping.offset + i;
      if (space.counts[cell] !== 0 && !around.some((other) => hasLarger(space, grouping, cell, other)))
        weights[cell] = Number.POSITIVE_INFINITY;
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
    const sizes = (level.nodesOf[leaves[0] as number] ?? []).filter((node) =>
      leaves.every((leaf) => (level.nodesOf[leaf] as readonly number[]).includes(node)),
    );
    if (sizes.some((node) => (level.leavesOf[node] as readonly number[]).length > leaves.length)) larger = true;
    return sizes.length > 0;
  });
  return inside && larger;
}
