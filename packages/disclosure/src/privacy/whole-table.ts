import type { RollUps } from "./roll-ups.ts";

/** A partition of the classes of a dimension, that every later one of its chain refines. */
interface Partition {
  readonly blockOf: Int32Array;
  readonly blockCount: number;
  /** Blocks of this partition by their block of the partition before. */
  readonly children: readonly (readonly number[])[];
}

/**
 * A table of whole numbers ≥ 0 near to one of any numbers, from the top down: the total of all; then, one dimension and level after another, each
 * figure is shared among its parts. The parts are moved to the nearest numbers ≥ 0 that add up, and the largest remainders are rounded up. What a
 * part loses or gains by that is remembered when its siblings are next shared, so that roundings do not add up along the other dimensions.
 * Nothing is drawn: the same table gives the same.
 * @param table Row-major over the classes of leaves of the roll-ups.
 */
export function wholeTable({ shape, dimensions }: Pick<RollUps, "shape" | "dimensions">, table: Float64Array): Float64Array {
  const chains = dimensions.map(({ classCount, levels }) =>
    chainOf(
      classCount,
      levels.map(({ starts, nodes, nodeCount }) => ({
        nodeCount,
        code: (c: number) => nodes.slice(starts[c], starts[c + 1]).join(),
      })),
    ),
  );
  const at = chains.map(() => 0);
  const now = () => chains.map((chain, d) => chain[at[d] as number] as Partition);
  let whole = rollTo(table, shape, now());
  whole[0] = Math.max(0, Math.round(whole[0] as number));
  for (let step = 1; step < Math.max(...chains.map(({ length }) => length)); step++)
    for (const [d, chain] of chains.entries()) {
      const next = chain[step];
      if (!next) continue;
      at[d] = step;
      const partitions = now();
      whole = share(whole, rollTo(table, shape, partitions), partitions, d);
    }
  return whole;
}

/** Shares the figures of the partition before among the blocks of dimension d. */
function share(totals: Float64Array, wanted: Float64Array, partitions: readonly Partition[], d: number): Float64Array {
  const { blockCount, children } = partitions[d] as Partition;
  const outer = product(partitions.slice(0, d).map((own) => own.blockCount));
  const inner = product(partitions.slice(d + 1).map((own) => own.blockCount));
  const whole = new Float64Array(wanted.length);
  // What roundings have cost each block: over all, and at the same place of the dimensions that follow.
  const owed = new Float64Array(blockCount);
  const owedThere = new Float64Array(blockCount * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (const [p, blocks] of children.entries()) {
        const total = totals[(o * children.length + p) * inner + i] as number;
        const places = blocks.map((block) => (o * blockCount + block) * inner + i);
        const wishes = places.map((place) => wanted[place] as number);
        const parts = roundParts(
          onSimplex(wishes, total),
          total,
          blocks.map((block) => (owed[block] as number) + (owedThere[block * inner + i] as number)),
        );
        for (const [k, part] of parts.entries()) {
          whole[places[k] as number] = part;
          const block = blocks[k] as number;
          const loss = (wishes[k] as number) - part;
          owed[block] = (owed[block] as number) + loss;
          owedThere[block * inner + i] = (owedThere[block * inner + i] as number) + loss;
        }
      }
  return whole;
}

/** Rounds numbers ≥ 0 with a whole total down, and as many of them up as that total needs: those with the largest remainders and debts. */
function roundParts(parts: readonly number[], total: number, owed: readonly number[]): number[] {
  const whole = parts.map(Math.floor);
  const claims = parts.map((part, k) => part - (whole[k] as number) + (owed[k] as number));
  const left = total - whole.reduce((sum, part) => sum + part, 0);
  const order = [...parts.keys()].filter((k) => (parts[k] as number) > (whole[k] as number));
  order.sort((a, b) => (claims[b] as number) - (claims[a] as number) || a - b);
  for (let up = 0; up < left; up++) {
    const k = order[up % order.length] ?? up % parts.length;
    whole[k] = (whole[k] as number) + 1;
  }
  return whole;
}

/**
 * The numbers ≥ 0 with that total that are nearest to some numbers.
 * @see Michelot (1986), A finite algorithm for finding the projection of a point onto the canonical simplex of Rⁿ.
 */
function onSimplex(values: readonly number[], total: number): number[] {
  let active = values;
  for (;;) {
    const shift = (active.reduce((sum, value) => sum + value, 0) - total) / active.length;
    const rest = active.filter((value) => value > shift);
    if (rest.length === active.length || rest.length === 0) return values.map((value) => Math.max(0, value - shift));
    active = rest;
  }
}

function chainOf(classCount: number, levels: readonly { readonly nodeCount: number; readonly code: (c: number) => string }[]): Partition[] {
  const chain: Partition[] = [{ blockOf: new Int32Array(classCount), blockCount: 1, children: [] }];
  for (const { code } of [...levels].sort((a, b) => a.nodeCount - b.nodeCount)) {
    const before = chain[chain.length - 1] as Partition;
    const known = new Map<string, number>();
    const children: number[][] = Array.from({ length: before.blockCount }, () => []);
    const blockOf = before.blockOf.map((block, c) => {
      const signature = `${block};${code(c)}`;
      const found = known.get(signature);
      if (found !== undefined) return found;
      (children[block] as number[]).push(known.size);
      known.set(signature, known.size);
      return known.size - 1;
    });
    if (known.size > before.blockCount) chain.push({ blockOf, blockCount: known.size, children });
  }
  return chain;
}

function rollTo(table: Float64Array, shape: readonly number[], partitions: readonly Partition[]): Float64Array {
  let from = table;
  const sizes = [...shape];
  partitions.forEach(({ blockOf, blockCount }, d) => {
    if (blockCount === sizes[d]) return;
    const outer = product(sizes.slice(0, d));
    const inner = product(sizes.slice(d + 1));
    const classCount = blockOf.length;
    const to = new Float64Array(outer * blockCount * inner);
    for (let o = 0; o < outer; o++)
      for (let c = 0; c < classCount; c++) {
        const source = (o * classCount + c) * inner;
        const target = (o * blockCount + (blockOf[c] as number)) * inner;
        for (let i = 0; i < inner; i++) to[target + i] = (to[target + i] as number) + (from[source + i] as number);
      }
    sizes[d] = blockCount;
    from = to;
  });
  return from === table ? Float64Array.from(table) : from;
}

const product = (sizes: readonly number[]) => sizes.reduce((all, one) => all * one, 1);
