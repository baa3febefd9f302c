import type { RollUps } from "./roll-ups.ts";

/** Later rounds change next to nothing. */
const rounds = 4;

/**
 * A table ≥ 0 whose roll-ups are near to those of a table that is not: negative entries become zero, and then the table is fitted in proportion to
 * each grouping in turn, the coarsest last. Without that, thousands of small entries that lost only their negative noise would add up to a
 * total far too large. It looks at noisy figures alone.
 * @param table Row-major over the classes of leaves.
 * @param cellCounts How many cells each grouping has.
 * @see Deming & Stephan (1940), On a least squares adjustment of a sampled frequency table when the expected marginal totals are known.
 */
export function nonNegative({ size, fold, foldOne, cover }: RollUps, table: Float64Array, cellCounts: readonly number[]): Float64Array {
  const targets: Float64Array[] = [];
  fold(table, new Float64Array(size), (grouping, cells) => {
    targets[grouping] = cells.map((figure) => Math.max(0, figure));
  });
  const fitted = table.map((figure) => Math.max(0, figure));
  const order = [...cellCounts.keys()].sort((a, b) => (cellCounts[b] as number) - (cellCounts[a] as number) || a - b);
  const covers = order.map(cover);
  for (let round = 0; round < rounds; round++)
    for (const [place, grouping] of order.entries()) {
      const factor = new Float64Array(size);
      const target = targets[grouping] as Float64Array;
      foldOne(grouping, fitted, factor, (_, cells, back) => {
        for (let i = 0; i < cells.length; i++)
          if (cells[i] !== 0) back[i] = (back[i] as number) + (target[i] as number) / (cells[i] as number);
      });
      const times = covers[place] ?? null;
      for (let i = 0; i < size; i++) {
        const covering = times === null ? 1 : (times[i] as number);
        if (covering > 0) fitted[i] = ((fitted[i] as number) * (factor[i] as number)) / covering;
      }
    }
  return fitted;
}
