import { type CellSpace, levelOf, placeOfCell } from "../cells.ts";
import type { Effort } from "./product-move.ts";
import { type createSwaps, type Swap, spreadOver } from "./swap.ts";

/** Swaps to choose from: one of `choices`, each with one swap for each of `dimensions`. */
export interface Axis {
  readonly dimensions: readonly number[];
  readonly choices: (readonly Swap[])[];
}

/** What the options rest on. */
export interface OptionTerms {
  readonly space: CellSpace;
  readonly hidden: Uint8Array;
  readonly weights: Float64Array;
  readonly swapOf: ReturnType<typeof createSwaps>;
  /** Per dimension and leaf, whether it holds anything: others have nothing to give. */
  readonly isFilled: readonly Uint8Array[];
}

/**
 * The boxes to try for a cell, as sets of axes: of each set, every combination of choices. The likely ones come first: partners already hidden,
 * or cheap to hide, large enough and near. In a dimension in which the cell has no partner nothing is exchanged: first all leaves of the cell
 * stand together in all such dimensions, and then single ones in some or all of them.
 */
export function boxOptions(terms: OptionTerms, cell: number, width: number, effort: Effort, most: number): Axis[][] {
  const { space, swapOf, isFilled } = terms;
  const { grouping, nodes } = placeOfCell(space, cell);
  const leaves = nodes.map((node, d) => levelOf(space, grouping, d).leavesOf[node] as readonly number[]);
  const axes: Axis[] = [];
  const free: { readonly dimension: number; readonly spread: Swap | null; readonly single: readonly Swap[] }[] = [];
  leaves.forEach((own, d) => {
    const held = largest(space, leaves, d, own, effort.leaves);
    const single = held.map((to) => swapOf(d, to, null));
    const swaps = exchanges(terms, cell, leaves, d, held, width, effort, most);
    const filled = own.filter((leaf) => isFilled[d]?.[leaf] === 1);
    if (swaps.length > 0) axes.push({ dimensions: [d], choices: [...swaps, ...single].map((swap) => [swap]) });
    else free.push({ dimension: d, spread: filled.length > 1 ? spreadOver(space, d, filled) : null, single });
  });
  const dimensions = free.map(({ dimension }) => dimension);
  const together = free.map(({ spread, single }) => spread ?? (single[0] as Swap));
  const apart = free.flatMap(({ spread, single }, place) =>
    spread === null || free.length === 1 ? [] : single.map((swap) => together.map((other, at) => (at === place ? swap : other))),
  );
  const alone = Array.from({ length: Math.max(1, ...free.map(({ single }) => single.length)) }, (_, i) =>
    free.map(({ single }) => single[Math.min(i, single.length - 1)] as Swap),
  );
  const sets = free.some(({ spread }) => spread !== null) ? [[together], [...apart, ...alone]] : [alone];
  return sets.map((choices) => trim(axes, { dimensions, choices }, effort.combinations));
}

/** The swaps of one dimension that exchange a leaf of the cell for one outside it. */
function exchanges(
  { space, hidden, weights, swapOf }: OptionTerms,
  cell: number,
  leaves: readonly (readonly number[])[],
  d: number,
  held: readonly number[],
  width: number,
  effort: Effort,
  most: number,
): Swap[] {
  const { grouping, nodes } = placeOfCell(space, cell);
  const own = leaves[d] as readonly number[];
  const node = nodes[d] as number;
  const level = levelOf(space, grouping, d);
  const stride = grouping.strides[d] as number;
  const near = held[0] as number;
  const partners: { readonly node: number; readonly score: number }[] = [];
  for (let other = 0; other < level.nodeCount; other++) {
    const partner = cell + (other - node) * stride;
    const count = space.counts[partner] as number;
    if (other === node || (count === 0 && hidden[partner] === 0)) continue;
    const outside = (level.leavesOf[other] as readonly number[]).find((leaf) => !own.includes(leaf));
    if (outside === undefined) continue;
    const far = swapOf(d, near, outside).signed.reduce((sum, signed) => sum + signed.length, 0);
    const cost = hidden[partner] === 1 ? 0 : (weights[partner] as number);
    if (cost < Number.POSITIVE_INFINITY && cost <= most)
      partners.push({ node: other, score: cost + far * 2 + Math.max(0, width + 1 - count) * 2 });
  }
  partners.sort((a, b) => a.score - b.score || a.node - b.node);
  return partners.slice(0, effort.partners).flatMap(({ node: other }) => {
    const outside = (level.leavesOf[other] as readonly number[]).filter((leaf) => !own.includes(leaf));
    return largest(space, leaves, d, outside, Math.max(1, effort.leaves - 1)).flatMap((from) => held.map((to) => swapOf(d, to, from)));
  });
}

/** Of some leaves of one dimension, those with the largest counts within a cell's leaves of the other dimensions. */
function largest(
  space: CellSpace,
  leaves: readonly (readonly number[])[],
  dimension: number,
  choices: readonly number[],
  wanted: number,
): number[] {
  if (choices.length <= 1) return [...choices];
  const stride = space.leafStrides[dimension] as number;
  let others = [0];
  leaves.forEach((list, d) => {
    if (d === dimension) return;
    const step = space.leafStrides[d] as number;
    others = others.flatMap((atom) => list.map((leaf) => atom + leaf * step));
  });
  return choices
    .map((leaf) => {
      let sum = 0;
      for (const atom of others) sum += space.atoms[atom + leaf * stride] as number;
      return { leaf, sum };
    })
    .sort((a, b) => b.sum - a.sum || a.leaf - b.leaf)
    .slice(0, wanted)
    .map(({ leaf }) => leaf);
}

/** Shortens the longest lists until their product is no more than `most`. The last option of each (nothing is exchanged) stays. */
function trim(axes: readonly Axis[], whole: Axis, most: number): Axis[] {
  const lists = axes.map(({ dimensions, choices }) => ({ dimensions, choices: [...choices] }));
  const product = () => lists.reduce((sum, { choices }) => sum * choices.length, whole.choices.length);
  while (product() > most && lists.some(({ choices }) => choices.length > 1)) {
    const { choices } = lists.reduce((a, b) => (b.choices.length > a.choices.length ? b : a));
    choices.splice(choices.length - 2, 1);
  }
  return whole.dimensions.length === 0 ? lists : [...lists, whole];
}

/** Per dimension and leaf, whether it holds anything. */
export function filledLeaves(space: CellSpace): Uint8Array[] {
  const isFilled = space.leafShape.map((size) => new Uint8Array(size));
  space.atoms.forEach((count, atom) => {
    if (count > 0)
      isFilled.forEach((flags, d) => {
        flags[Math.floor(atom / (space.leafStrides[d] as number)) % flags.length] = 1;
      });
  });
  return isFilled;
}
