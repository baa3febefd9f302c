import { type Month, months } from "./calendar.ts";
import { type Beat, beats } from "./places.ts";
import { normalQuantile, poisson, uniform } from "./random.ts";

/** How many records of one kind there are in one beat in one month. */
export interface Cell<Kind> {
  /** Unique among the cells of its dataset, and the same whatever the seed. */
  readonly cell: number;
  readonly month: Month;
  readonly beat: Beat;
  readonly kind: Kind;
  readonly records: number;
}

/**
 * Draws how many records every cell has: Poisson counts around a mean that is the product of what the model says and of the ups and downs
 * of one beat in one month.
 * @param stream A number of its own for each dataset, so that their draws have nothing to do with each other.
 * @param expected Records of the whole dataset.
 * @param weight Expected records of a cell against other cells, ≥ 0.
 */
export function drawCells<Kind>(
  seed: number,
  stream: number,
  expected: number,
  kinds: readonly Kind[],
  weight: (month: Month, beat: Beat, kind: Kind) => number,
): Cell<Kind>[] {
  const cells = months.flatMap((month) =>
    beats.flatMap((beat, beatIndex) => {
      const mood = Math.exp(0.08 * normalQuantile(uniform(seed, stream, 1, month.index, beatIndex)));
      return kinds.map((kind, kindIndex) => {
        const cell = (month.index * beats.length + beatIndex) * kinds.length + kindIndex;
        return { cell, month, beat, kind, mean: weight(month, beat, kind) * mood, draw: uniform(seed, stream, 2, cell) };
      });
    }),
  );
  const factor = expected / cells.reduce((sum, { mean }) => sum + mean, 0);
  return cells.map(({ mean, draw, ...cell }) => ({ ...cell, records: poisson(mean * factor, draw) }));
}

/** What is peculiar to a place, whatever the seed: a factor around 1. */
export const peculiar = (stream: number, place: number, kind: number, spread: number): number =>
  Math.exp(spread * normalQuantile(uniform(1823, stream, place, kind)));
