import { fc, test } from "@fast-check/vitest";
import { complementarySuppression } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, gaussCases, readCase } from "../cases.ts";

/** Whether a target is a rational combination of columns: by fractions of big integers, written apart from the engine. */
function isCombination(columns: readonly (readonly number[])[], target: readonly number[], atomCount: number): boolean {
  const rank = (list: readonly (readonly number[])[]) => {
    const matrix: bigint[][] = list.map((atoms) => Array.from({ length: atomCount }, (_, atom) => (atoms.includes(atom) ? 1n : 0n)));
    let done = 0;
    for (let atom = 0; atom < atomCount; atom++) {
      const at = matrix.findIndex((row, i) => i >= done && row[atom] !== 0n);
      if (at < 0) continue;
      [matrix[done], matrix[at]] = [matrix[at] as bigint[], matrix[done] as bigint[]];
      const pivot = matrix[done] as bigint[];
      for (let i = done + 1; i < matrix.length; i++) {
        const row = matrix[i] as bigint[];
        const factor = row[atom] as bigint;
        if (factor !== 0n) matrix[i] = row.map((value, k) => value * (pivot[atom] as bigint) - factor * (pivot[k] as bigint));
      }
      done++;
    }
    return done;
  };
  return rank([...columns, target]) === rank(columns);
}

describe("complementarySuppression({ atomCount, columns, candidates, primary })", () => {
  it("hides a rectangle around a cell of a table with totals", () => {
    const columns = [[0], [1], [2], [3], [0, 1], [2, 3], [0, 2], [1, 3], [0, 1, 2, 3]];
    expect(complementarySuppression({ atomCount: 4, columns, candidates: [8, 7, 6, 5, 4, 3, 2, 1, 0], primary: [0] })).toEqual([1, 2, 3]);
  });

  it("hides nothing where nothing is primary, and nothing that follows from what is published", () => {
    expect(complementarySuppression({ atomCount: 2, columns: [[0], [1], [0, 1]], candidates: [2, 1, 0], primary: [] })).toEqual([]);
    expect(complementarySuppression({ atomCount: 3, columns: [[0], [1], [2], [1, 2]], candidates: [1, 2, 3, 0], primary: [0] })).toEqual(
      [],
    );
  });

  it.each([
    [{ atomCount: 2, columns: [[0], [2]], candidates: [0, 1], primary: [] }],
    [{ atomCount: 2, columns: [[0], [1]], candidates: [0, 2], primary: [] }],
    [{ atomCount: 2, columns: [[0], [1]], candidates: [0, 1], primary: [-1] }],
    [{ atomCount: Number.NaN, columns: [[0], [1]], candidates: [0, 1], primary: [] }],
  ])("refuses what does not exist", (problem) => {
    expect(() => complementarySuppression(problem)).toThrow(expect.objectContaining({ code: "CUBE_INVALID" }));
  });

  const problems = fc.integer({ min: 2, max: 6 }).chain((atomCount) =>
    fc.array(fc.uniqueArray(fc.nat({ max: atomCount - 1 }), { minLength: 1 }), { minLength: 2, maxLength: 9 }).chain((columns) =>
      fc.record({
        atomCount: fc.constant(atomCount),
        columns: fc.constant(columns),
        candidates: fc.shuffledSubarray([...columns.keys()], { minLength: columns.length }),
        primary: fc.subarray([...columns.keys()], { minLength: 1, maxLength: Math.min(3, columns.length) }),
      }),
    ),
  );
  test.prop([problems], { numRuns: 300, seed: 3 })(
    "leaves no primary cell a linear combination of published ones, and hides nothing without need",
    (problem) => {
      const secondary = complementarySuppression(problem);
      const hidden = new Set([...secondary, ...problem.primary]);
      const published = problem.candidates.filter((cell) => !hidden.has(cell));
      const revealed = (cells: readonly number[]) =>
        problem.primary.some((cell) =>
          isCombination(
            cells.map((other) => problem.columns[other] ?? []),
            problem.columns[cell] ?? [],
            problem.atomCount,
          ),
        );
      expect(revealed(published)).toBe(false);
      for (const cell of secondary) {
        const before = published.filter((other) => problem.candidates.indexOf(other) < problem.candidates.indexOf(cell));
        expect(revealed([...before, cell])).toBe(true);
      }
    },
  );

  it.skipIf(casesAbsent).each(gaussCases)("equals the reference on %s", (file) => {
    const { x, n_inner, primary, candidates, expected } = readCase(`gauss/${file}.json`);
    expect(complementarySuppression({ atomCount: n_inner, columns: x, candidates, primary })).toEqual(
      [...expected.secondary_none].sort((a: number, b: number) => a - b),
    );
  });
});
