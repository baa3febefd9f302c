import { describe, expect, it } from "vitest";
import { attack } from "../../src/audit/attack.ts";
import { openSolver } from "../../src/audit/solver.ts";
import { cellSpace } from "../../src/cells.ts";
import type { Cube } from "../../src/cube.ts";
import { protect } from "../../src/protect.ts";
import { createPattern, type Pattern } from "../../src/secondary/pattern.ts";
import { crossed, cubeOf, dimension, flat, policy } from "../cubes.ts";

const highs = await openSolver();

/** What a reader is up against when exactly these cells are hidden. */
function patternOf(cube: Cube, hidden: readonly number[]): Pattern {
  const space = cellSpace(cube);
  return createPattern(
    space,
    hidden,
    new Float64Array(space.counts.length).fill(policy.width),
    new Float64Array(space.counts.length).fill(1),
  );
}

const narrowCells = (cube: Cube, hidden: readonly number[]) => attack(highs, patternOf(cube, hidden), hidden, () => 10).narrow;

async function hiddenCells(cube: Cube): Promise<number[]> {
  const { groupings } = await protect(cube, policy);
  return groupings.flatMap(({ cells }) => cells).flatMap(({ status }, cell) => (status === "suppressed" ? [cell] : []));
}

describe("attack(highs, pattern, targets, seconds)", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 50, 60, 70, 80, 90]);

  it("finds a small count that stands alone in its row", () => {
    expect(narrowCells(street, [2])).toEqual([2]);
  });

  it("finds what linear algebra calls safe: four hidden cells of which two are 1 and 2", () => {
    // Rows and columns leave one degree of freedom, but counts below one are impossible: the interval is 1 to 3.
    const cube = cubeOf([flat("area", 3), flat("offence", 3)], [1, 2, 30, 2, 1, 60, 70, 80, 90]);
    expect(narrowCells(cube, [0, 1, 3, 4])).toEqual([0, 1, 3, 4]);
  });

  it("knows that hidden cells are not zero, because zeros are published", () => {
    const pair = cubeOf([flat("area", 2)], [3, 4]);
    expect(narrowCells(pair, [0, 1])).toEqual([]); // 1 to 6
    const smaller = cubeOf([flat("area", 2)], [3, 3]);
    expect(narrowCells(smaller, [0, 1])).toEqual([0, 1]); // 1 to 5, though 0 to 6 without that knowledge
  });

  it("differences areas that overlap without nesting", () => {
    // Wards of 18 and 30 against beats of 20 and 28: their difference is the block of 2.
    const area = dimension("area", 3, { ward: [[0], [1, 2]], beat: [[0, 1], [2]], block: [[1]] });
    const cube = cubeOf([area], [18, 2, 28], [["ward"], ["beat"], ["block"]]);
    expect(narrowCells(cube, [4])).toEqual([4]);
  });

  it("leaves alone what protect has hidden", async () => {
    expect(narrowCells(street, await hiddenCells(street))).toEqual([]);
  });

  it("notices each complementary cell that is shown after all", async () => {
    const hidden = await hiddenCells(street);
    for (const shown of hidden)
      expect(
        narrowCells(
          street,
          hidden.filter((cell) => cell !== shown),
        ),
      ).not.toEqual([]);
  });

  it("notices a complementary cell that is shown after all in a larger cube, in most cases", async () => {
    const period = dimension("period", 6, {
      month: [[0], [1], [2], [3], [4], [5]],
      quarter: [
        [0, 1, 2],
        [3, 4, 5],
      ],
      half: [[0, 1, 2, 3, 4, 5]],
    });
    const counts = Array.from({ length: 72 }, (_, i) => ((i * 7919) % 23) + (i % 5) * 3);
    const cube = cubeOf(
      [flat("area", 4), period, flat("offence", 3)],
      counts,
      crossed([
        ["each", "all"],
        ["month", "quarter", "half"],
        ["each", "all"],
      ]),
    );
    const hidden = await hiddenCells(cube);
    const small = cellSpace(cube).counts;
    const complementary = hidden.filter((cell) => (small[cell] as number) >= policy.threshold);
    expect(narrowCells(cube, hidden)).toEqual([]);
    const noticed = complementary.filter(
      (shown) =>
        narrowCells(
          cube,
          hidden.filter((cell) => cell !== shown),
        ).length > 0,
    );
    expect(complementary.length).toBeGreaterThan(20);
    expect(noticed.length / complementary.length).toBeGreaterThan(0.75);
  });
});
