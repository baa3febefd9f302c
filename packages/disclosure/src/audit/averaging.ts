import { type CellSpace, type GroupingSpace, placeOfCell } from "../cells.ts";
import { type Way, waysOf } from "./relations.ts";

/** Figures that stand in for counts, and what readers know of how they came about. */
export interface Averaged {
  readonly space: CellSpace;
  /** What is published of each cell. */
  readonly figures: ArrayLike<number>;
  /** Of the change of a figure that is not zero: > 0. */
  readonly variance: number;
  /** The counts that may be behind a figure. */
  readonly possible: (figure: number) => readonly number[];
}

/** An estimate out of so many figures tells next to nothing, since their noise adds up. */
const mostFigures = 600;

/** What readers who know how counts are spread expect behind a figure, and how far that is off. */
interface Expected {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * The averaging attack by someone who knows that a cell is not empty: estimates it by its own figure and, in each dimension and in all combinations of dimensions, by its children, and by
 * its parents less its siblings; weighs the estimates by their variance; and takes the possible count that is nearest to their mean. In a table with all
 * totals that is the estimate of least squares.
 * @param cells The cells attacked.
 * @returns For each of them the count that the attacker settles on.
 * @see Asghar & Kaafar (2020), Averaging attacks on bounded noise-based disclosure control algorithms; docs/methods/cell-key.md
 */
export function averagingAttack(averaged: Averaged, cells: readonly number[]): number[] {
  const { space, figures, variance, possible } = averaged;
  const ways = space.levels.map(waysOf);
  const groupingAt = new Map(space.groupings.map((grouping) => [grouping.level.join(), grouping]));
  const expected = expectations(averaged);
  return cells.map((cell) => {
    const figure = figures[cell] as number;
    let weights = 1 / variance;
    let sum = figure / variance;
    const { grouping, nodes } = placeOfCell(space, cell);
    const choices = nodes.map((node, d): Way[] => {
      const level = grouping.level[d] as number;
      const itself = { plus: { level, nodes: [node] }, minus: { level, nodes: [] } };
      return [itself, ...(ways[d]?.[level]?.[node] ?? [])];
    });
    for (const chosen of combinations(choices).slice(1)) {
      const estimate = estimateBy(chosen, groupingAt, expected);
      if (!estimate) continue;
      const weight = 1 / Math.max(estimate.variance, variance / 100);
      weights += weight;
      sum += estimate.value * weight;
    }
    return nearest(
      possible(figure).filter((count) => count > 0),
      sum / weights,
    );
  });
}

/** What a product of ways adds up to; null where a table that it needs is not published, or too many figures are needed. */
function estimateBy(ways: readonly Way[], groupingAt: ReadonlyMap<string, GroupingSpace>, { mean, variance }: Expected) {
  if (ways.reduce((product, { plus, minus }) => product * (plus.nodes.length + minus.nodes.length), 1) > mostFigures) return null;
  const estimate = { value: 0, variance: 0 };
  const sides = ways.map(({ plus, minus }) =>
    minus.nodes.length === 0
      ? [{ ...plus, sign: 1 }]
      : [
          { ...plus, sign: 1 },
          { ...minus, sign: -1 },
        ],
  );
  for (const term of combinations(sides)) {
    const grouping = groupingAt.get(term.map(({ level }) => level).join());
    if (!grouping) return null;
    const sign = term.reduce((product, side) => product * side.sign, 1);
    const places = term.reduce<number[]>(
      (cells, { nodes }, d) => cells.flatMap((cell) => nodes.map((node) => cell + node * (grouping.strides[d] as number))),
      [grouping.offset],
    );
    for (const place of places) {
      estimate.value += sign * (mean[place] as number);
      estimate.variance += variance[place] as number;
    }
  }
  return estimate;
}

/** The mean and the variance of the counts behind each figure, over all cells that show the same; of large figures what the noise says. */
function expectations({ space, figures, variance, possible }: Averaged): Expected {
  const mean = new Float64Array(space.publicCount);
  const spread = new Float64Array(space.publicCount).fill(variance);
  const moments = new Map<number, { n: number; sum: number; squares: number }>();
  for (let cell = 0; cell < space.publicCount; cell++) {
    const figure = figures[cell] as number;
    const own = moments.get(figure) ?? { n: 0, sum: 0, squares: 0 };
    const count = space.counts[cell] as number;
    moments.set(figure, { n: own.n + 1, sum: own.sum + count, squares: own.squares + count * count });
  }
  for (let cell = 0; cell < space.publicCount; cell++) {
    const figure = figures[cell] as number;
    const { n, sum, squares } = moments.get(figure) as { n: number; sum: number; squares: number };
    const many = n >= 30 || possible(figure).length === 1;
    mean[cell] = many ? sum / n : figure;
    if (many) spread[cell] = Math.max(0, squares / n - (sum / n) ** 2);
  }
  return { mean, variance: spread };
}

function nearest(counts: readonly number[], estimate: number): number {
  return counts.reduce((best, count) => (Math.abs(count - estimate) < Math.abs(best - estimate) ? count : best), counts[0] ?? 0);
}

function combinations<Choice>(lists: readonly (readonly Choice[])[]): Choice[][] {
  return lists.reduce<Choice[][]>((rows, list) => rows.flatMap((row) => list.map((choice) => [...row, choice])), [[]]);
}
