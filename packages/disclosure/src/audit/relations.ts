import type { CellSpace, GroupingSpace, LevelSpace } from "../cells.ts";

/** Another way to write a node of a dimension: as the nodes of `plus`, less those of `minus`. */
export interface Way {
  readonly plus: { readonly level: number; readonly nodes: readonly number[] };
  readonly minus: { readonly level: number; readonly nodes: readonly number[] };
}

/**
 * The other ways to write each node of each level of a dimension: as the sum of its children in a finer level, or as its parent in a coarser one
 * less its siblings. Levels that overlap without nesting give none.
 * @returns Per level and node. Ways through a single child are left out: it holds the same records.
 */
export function waysOf(levels: readonly LevelSpace[]): readonly (readonly (readonly Way[])[])[] {
  const ways = levels.map(({ leavesOf }) => leavesOf.map((): Way[] => []));
  levels.forEach((coarse, c) => {
    levels.forEach((fine, f) => {
      if (c === f) return;
      coarse.leavesOf.forEach((leaves, node) => {
        const parts = partsOf(fine, leaves);
        if (!parts) return;
        ways[c]?.[node]?.push({ plus: { level: f, nodes: parts }, minus: { level: f, nodes: [] } });
        for (const part of parts)
          ways[f]?.[part]?.push({
            plus: { level: c, nodes: [node] },
            minus: { level: f, nodes: parts.filter((other) => other !== part) },
          });
      });
    });
  });
  return ways;
}

/** The nodes of a level that are together exactly these leaves, each once, or null; and null where that is one node. */
export function partsOf(level: LevelSpace, leaves: readonly number[]): number[] | null {
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

/** One sum that readers know of: a cell that is made up of others. */
export type SumVisitor = (whole: number, parts: readonly number[]) => void;

/** Calls `visit` for each cell of a grouping that is the sum of cells of another one, which differs in one dimension. */
export function forEachSum({ groupings, levels }: CellSpace, visit: SumVisitor): void {
  for (const coarse of groupings)
    for (const fine of groupings) {
      const differing = coarse.level.flatMap((level, d) => (level === fine.level[d] ? [] : [d]));
      const [d] = differing;
      if (d === undefined || differing.length > 1) continue;
      const [whole, part] = [levels[d]?.[coarse.level[d] as number], levels[d]?.[fine.level[d] as number]] as [LevelSpace, LevelSpace];
      const partsOfNode = whole.leavesOf.map((leaves) => partsOf(part, leaves));
      forEachPlace(coarse, (cell, nodes) => {
        const own = partsOfNode[nodes[d] as number];
        if (!own) return;
        const base = fine.offset + nodes.reduce((sum, node, e) => sum + (e === d ? 0 : node * (fine.strides[e] as number)), 0);
        visit(
          cell,
          own.map((node) => base + node * (fine.strides[d] as number)),
        );
      });
    }
}

function forEachPlace({ offset, cellCount, strides, shape }: GroupingSpace, visit: (cell: number, nodes: readonly number[]) => void): void {
  for (let i = 0; i < cellCount; i++)
    visit(
      offset + i,
      strides.map((stride, d) => Math.floor(i / stride) % (shape[d] as number)),
    );
}
