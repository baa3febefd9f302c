import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { averagingAttack } from "../../src/audit/averaging.ts";
import { type Bounds, intervalAttack, tightened } from "../../src/audit/bounds.ts";
import { openSolver } from "../../src/audit/solver.ts";
import { cellSpace } from "../../src/cells.ts";
import { createClock } from "../../src/clock.ts";
import { atomsPerCell, cubeOf, flat } from "../cubes.ts";

const highs = await openSolver();
const clock = () => createClock(60, {});

/** Areas by offences with all totals, and one to three units of doubt on either side of each cell. */
const doubts = fc.record({
  counts: fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
  below: fc.array(fc.nat({ max: 2 }), { minLength: 9, maxLength: 9 }),
  above: fc.array(fc.nat({ max: 2 }), { minLength: 9, maxLength: 9 }),
});

describe("intervalAttack(space, bounds, cells)", () => {
  test.prop([doubts], { numRuns: 150, seed: 91 })(
    "finds no interval narrower than trying all tables does, and none wider than sums alone tell",
    ({ counts, below, above }) => {
      const cube = cubeOf([flat("area", 2), flat("offence", 2)], counts);
      const space = cellSpace(cube);
      const bounds: Bounds = {
        low: space.counts.map((count, cell) => Math.max(0, count - (below[cell] ?? 0))),
        high: space.counts.map((count, cell) => count + (above[cell] ?? 0)),
      };
      const cells = [...space.counts.keys()];
      const widths = intervalAttack(highs, space, bounds, cells, clock());
      const sums = tightened(space, bounds, clock());
      const columns = cube.groupings.flatMap((grouping) => atomsPerCell(cube, grouping));
      const tables = product(counts.map(() => [0, 1, 2, 3, 4, 5]))
        .map((table) => columns.map((atoms) => atoms.reduce((sum, atom) => sum + (table[atom] ?? 0), 0)))
        .filter((values) => values.every((value, cell) => value >= (bounds.low[cell] ?? 0) && value <= (bounds.high[cell] ?? 0)));
      for (const cell of cells) {
        const values = tables.map((table) => table[cell] ?? 0);
        expect(widths[cell]).toBe(Math.max(...values) - Math.min(...values)); // two dimensions: what is fractional is never further out
        expect(widths[cell]).toBeLessThanOrEqual((sums.high[cell] ?? 0) - (sums.low[cell] ?? 0));
      }
    },
  );
  it("finds by linear programmes what no single sum tells: two tables that share a margin which is not published", () => {
    const cube = cubeOf([flat("area", 2), flat("period", 2), flat("offence", 2)], [1, 2, 3, 4, 5, 6, 7, 8], [
      ["each", "each", "all"],
      ["each", "all", "each"],
    ]); // biome-ignore format: short
    const space = cellSpace(cube);
    const bounds = {
      low: space.counts.map((count, cell) => (cell === 0 ? 0 : count)),
      high: space.counts.map((count, cell) => (cell === 0 ? 9 : count)),
    };
    const known = tightened(space, bounds, clock());
    expect([known.low[0], known.high[0]]).toEqual([0, 9]);
    expect(intervalAttack(highs, space, bounds, [0, 1], clock())).toEqual([0, 0]);
  });
  it("refuses bounds that contradict each other", () => {
    const space = cellSpace(cubeOf([flat("area", 2)], [1, 2]));
    const bounds = { low: Float64Array.of(2, 2, 0), high: Float64Array.of(3, 3, 3) };
    expect(() => intervalAttack(highs, space, bounds, [0], clock())).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
  });
});

describe("averagingAttack(averaged, cells)", () => {
  const possible = (figure: number) => [...Array(11).keys()].map((i) => Math.max(0, figure - 5) + i);
  it("averages the figure of a cell with what its total leaves of it", () => {
    // The total of two areas says that the first has four, its own figure two: three is between the two, weighed by two figures against one.
    const space = cellSpace(cubeOf([flat("area", 2)], [3, 40]));
    const guesses = averagingAttack({ space, figures: [1, 40, 45], variance: 3, possible }, [0]);
    expect(guesses).toEqual([2]); // (1/3 + 5/6) / (1/3 + 1/6)
  });
  it("gets small counts right where the tables around them are exact", () => {
    const counts = Array.from({ length: 16 }, (_, i) => 1 + ((i * 5) % 7));
    const space = cellSpace(
      cubeOf(
        [2, 2, 2, 2].map((size, d) => flat(`d${d}`, size)),
        counts,
      ),
    );
    const atoms = space.groupings[0]?.cellCount ?? 0;
    const figures = space.counts.map((count, cell) => (cell < atoms ? count + (cell % 3) - 1 : count));
    const cells = [...Array(atoms).keys()];
    const right = (guesses: readonly number[]) => guesses.filter((guess, cell) => guess === space.counts[cell]).length;
    expect(right(averagingAttack({ space, figures, variance: 1, possible }, cells))).toBeGreaterThan(
      right(cells.map((cell) => figures[cell] ?? 0)),
    );
  });
});

const product = (lists: readonly (readonly number[])[]) =>
  lists.reduce<number[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
