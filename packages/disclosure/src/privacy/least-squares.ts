import type { RollUps } from "./roll-ups.ts";

const mostRounds = 1_000;
/** How far from the least squares an atom may be left, in the mean: well below what is rounded away afterwards. */
const tolerance = 1e-3;

/**
 * The table whose roll-ups are nearest to noisy figures: least squares weighted by 1 / variance, by conjugate gradients. It looks at noisy figures
 * alone, so it costs no privacy. Where the groupings do not tell a table apart, it is the one nearest to zero, and its roll-ups are the same.
 * @param noisy The figures of each grouping, row-major.
 * @param weights The weight of each grouping: > 0.
 * @param check Called in every round with its number, to stop when time is up.
 * @returns Row-major over the classes of leaves. Neither whole nor non-negative.
 * @see Hestenes & Stiefel (1952), Methods of conjugate gradients for solving linear systems.
 */
export function leastSquares(
  rollUps: RollUps,
  noisy: readonly Float64Array[],
  weights: readonly number[],
  check: (round: number) => void,
): Float64Array {
  const { size, fold } = rollUps;
  const table = new Float64Array(size);
  const rest = new Float64Array(size);
  fold(table, rest, (grouping, _cells, back) => addScaled(back, noisy[grouping] as Float64Array, weights[grouping] as number));
  const direction = Float64Array.from(rest);
  const image = new Float64Array(size);
  const enough = size * (tolerance * Math.min(...weights)) ** 2;
  let square = dot(rest, rest);
  for (let round = 0; round < mostRounds && square > enough; round++) {
    check(round);
    image.fill(0);
    fold(direction, image, (grouping, cells, back) => addScaled(back, cells, weights[grouping] as number));
    const bend = dot(direction, image);
    if (!(bend > 0)) break;
    const step = square / bend;
    addScaled(table, direction, step);
    addScaled(rest, image, -step);
    const before = square;
    square = dot(rest, rest);
    for (let i = 0; i < size; i++) direction[i] = (rest[i] as number) + (square / before) * (direction[i] as number);
  }
  return table;
}

function addScaled(to: Float64Array, from: Float64Array, scale: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + scale * (from[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
