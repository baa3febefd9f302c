import { describe, expect, it } from "vitest";
import { openWidths } from "../../src/survey/open-answers.ts";

const likert5 = [0, 25, 50, 75, 100];
const topTwo = [false, false, false, true, true];

/** All whole numbers of people that agree with the share of favourable answers and the mean, by trying them all. */
function widthsByTrying(x: readonly number[], scores: readonly number[], isFavourable: readonly boolean[]): readonly number[] {
  const n = x.reduce((sum, count) => sum + count, 0);
  const favourable = x.reduce((sum, count, at) => sum + (isFavourable[at] ? count : 0), 0);
  const total = x.reduce((sum, count, at) => sum + count * (scores[at] ?? 0), 0);
  const least = x.map(() => n);
  const most = x.map(() => 0);
  const visit = (at: number, left: number, taken: readonly number[]) => {
    if (at === x.length) {
      const agrees =
        left === 0 &&
        taken.reduce((sum, count, place) => sum + (isFavourable[place] ? count : 0), 0) === favourable &&
        taken.reduce((sum, count, place) => sum + count * (scores[place] ?? 0), 0) === total;
      if (!agrees) return;
      taken.forEach((count, place) => {
        least[place] = Math.min(least[place] ?? count, count);
        most[place] = Math.max(most[place] ?? count, count);
      });
      return;
    }
    for (let count = 0; count <= left; count++) visit(at + 1, left - count, [...taken, count]);
  };
  visit(0, n, []);
  return x.map((_, at) => (most[at] ?? 0) - (least[at] ?? 0));
}

describe("openWidths({ x, scores, isFavourable })", () => {
  it("leaves nothing open where the two sides and the mean say all", () => {
    // Of two answers the share is everything.
    expect(openWidths({ x: [3, 17], scores: [0, 100], isFavourable: [false, true] })).toEqual([0, 0]);
    // Both sides are as unfavourable as they can be: any other answers would raise the mean.
    expect(openWidths({ x: [4, 0, 0, 16, 0], scores: likert5, isFavourable: topTwo })).toEqual([0, 0, 0, 0, 0]);
  });

  it("is as wide as the answers that could be exchanged, worked out by hand", () => {
    // Four answers of 3, 7, 8 and 12: one more of the first and of the third agrees with one less of the second and fourth, and so on. From −3 to +7.
    const open = openWidths({ x: [3, 7, 8, 12], scores: [0, 100 / 3, 200 / 3, 100], isFavourable: [false, false, true, true] });
    expect(open.map((width) => Math.round(width * 1e6) / 1e6)).toEqual([10, 10, 10, 10]);
  });

  it.each([
    [[2, 3, 4, 5, 6], topTwo],
    [[1, 0, 9, 2, 2], topTwo],
    [[0, 5, 0, 5, 4], topTwo],
    [
      [4, 1, 1, 1, 4],
      [false, false, false, false, false],
    ],
  ] as const)("is at least as wide as trying all whole numbers for %j", (x, isFavourable) => {
    const open = openWidths({ x, scores: likert5, isFavourable });
    const tried = widthsByTrying(x, likert5, isFavourable);
    open.forEach((width, at) => {
      expect(width).toBeGreaterThanOrEqual((tried[at] ?? 0) - 1e-9);
      // Fractions reach a little further than whole people.
      expect(width).toBeLessThanOrEqual((tried[at] ?? 0) + 2);
    });
  });
});
