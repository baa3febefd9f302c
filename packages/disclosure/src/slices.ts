/** Nodes of one level, as sets of leaves. */
type Nodes = readonly (readonly number[])[];

/**
 * What readers can cut out of one dimension by setting two levels against each other, where those do not nest: the intersection and both
 * differences of any two nodes that overlap, what a node has beyond the nodes within it, and what the nodes around it have beyond it.
 * The slice between a beat and a council district is nobody's cell, and yet is known from theirs.
 * @returns Sets of leaves, each once. None where the levels nest and cover each other.
 * @see Duke-Williams & Rees (1998), Can census offices publish statistics for more than one small area geography?
 */
export function slicesBetween(first: Nodes, second: Nodes): number[][] {
  const slices = new Map<string, number[]>();
  const add = (leaves: readonly number[]) => {
    const sorted = [...leaves].sort((a, b) => a - b);
    if (sorted.length > 0) slices.set(sorted.join(), sorted);
  };
  for (const [nodes, others] of [
    [first, second],
    [second, first],
  ] as const)
    for (const node of nodes) {
      const inside = new Set(node);
      const within: number[] = [];
      const around: number[] = [];
      let crossing = false;
      for (const other of others) {
        const common = other.filter((leaf) => inside.has(leaf));
        if (common.length === 0) continue;
        around.push(...other);
        if (common.length === other.length) within.push(...other);
        else if (common.length < node.length) {
          crossing = true;
          add(common);
          add(node.filter((leaf) => !common.includes(leaf)));
        }
      }
      if (within.length > 0) add(without(node, within));
      if (crossing) add(without(around, node));
    }
  return [...slices.values()];
}

function without(leaves: readonly number[], removed: readonly number[]): number[] {
  const out = new Set(removed);
  return [...new Set(leaves)].filter((leaf) => !out.has(leaf));
}
