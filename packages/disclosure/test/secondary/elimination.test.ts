import { fc, test } from "@fast-check/vitest";
import { complementarySuppression, type SuppressionProblem } from "@openbeat/disclosure";
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

/** The same greedy criterion by dense elimination modulo another prime, over the atoms themselves: written apart from the engine. */
function denseSuppression({ atomCount, columns, candidates, primary }: SuppressionProblem): number[] {
  const modulus = 2n ** 61n - 1n;
  const mod = (value: bigint) => ((value % modulus) + modulus) % modulus;
  const power = (base: bigint, exponent: bigint): bigint =>
    exponent === 0n ? 1n : mod(power(mod(base * base), exponent / 2n) * (exponent % 2n === 1n ? base : 1n));
  const vectorOf = (cell: number) => Array.from({ length: atomCount }, (_, atom) => (columns[cell]?.includes(atom) ? 1n : 0n));
  const minus = (vector: readonly bigint[], pivot: number, base: readonly bigint[]) =>
    vector.map((value, atom) => mod(value - (vector[pivot] ?? 0n) * (base[atom] ?? 0n)));
  const lead = (vector: readonly bigint[]) => vector.findIndex((value) => value !== 0n);
  const scaled = (vector: readonly bigint[]) => {
    const scale = power(vector[lead(vector)] ?? 0n, modulus - 2n);
    return vector.map((value) => mod(value * scale));
  };
  const published: { pivot: number; base: bigint[] }[] = [];
  const reduced = (cell: number) => published.reduce<bigint[]>((vector, { pivot, base }) => minus(vector, pivot, base), vectorOf(cell));
  return candidates
    .filter((cell, place) => {
      if (primary.includes(cell) || candidates.indexOf(cell) < place) return false;
      const vector = reduced(cell);
      if (lead(vector) < 0) return false;
      const base = scaled(vector);
      if (primary.some((secret) => lead(reduced(secret)) >= 0 && scaled(reduced(secret)).join() === base.join())) return true;
      published.push({ pivot: lead(base), base });
      return false;
    })
    .sort((a, b) => a - b);
}

/** All groupings of a small cube, one of whose dimensions has two levels that may overlap, in an order of publication, with some small cells. */
const cubes = fc
  .record({
    areas: fc.array(fc.nat({ max: 2 }), { minLength: 2, maxLength: 5 }),
    zones: fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }),
    months: fc.integer({ min: 1, max: 4 }),
    kinds: fc.integer({ min: 1, max: 3 }),
    left: fc.nat({ max: 3 }),
    order: fc.infiniteStream(fc.nat({ max: 999 })),
    isPrimary: fc.infiniteStream(fc.nat({ max: 9 })),
  })
  .map(({ areas, zones, months, kinds, left, order, isPrimary }): SuppressionProblem => {
    const all = (count: number) => Array.from({ length: count }, (_, leaf) => leaf);
    const each = (count: number) => all(count).map((leaf) => [leaf]);
    const byCode = (codes: readonly number[]) =>
      [0, 1, 2].map((code) => all(areas.length).filter((leaf) => codes[leaf] === code)).filter(({ length }) => length > 0);
    const dimensions = [
      [...each(areas.length), ...byCode(areas), ...byCode(zones), all(areas.length)],
      [...each(months), [0, 1].filter((month) => month < months), all(months)],
      [...each(kinds), all(kinds)],
    ];
    const sizes = [areas.length, months, kinds];
    const columns = dimensions
      .reduce<number[][]>(
        (cells, nodes, d) =>
          cells.flatMap((cell) => nodes.map((leaves) => cell.flatMap((atom) => leaves.map((leaf) => atom * (sizes[d] ?? 1) + leaf)))),
        [[0]],
      )
      .filter((_, cell) => left === 0 || cell % 5 !== left);
    const rank = columns.map((atoms) => (order.next().value ?? 0) / 2000 - atoms.length);
    const numbers = [...columns.keys()];
    return {
      atomCount: areas.length * months * kinds,
      columns,
      candidates: [...numbers].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0)),
      primary: numbers.filter((cell) => (columns[cell]?.length ?? 0) <= 3 && isPrimary.next().value === 0),
    };
  });

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

  test.prop([cubes], { numRuns: 40, seed: 5 })("equals dense elimination over the atoms in cubes with hierarchies", (problem) => {
    expect(complementarySuppression(problem)).toEqual(denseSuppression(problem));
  });

  test.prop([problems], { numRuns: 300, seed: 6 })("equals dense elimination over the atoms where nothing nests", (problem) => {
    expect(complementarySuppression(problem)).toEqual(denseSuppression(problem));
  });

  it("takes an atom or a candidate that is named twice for one", () => {
    const columns = [
      [0, 0],
      [1, 1, 1],
      [0, 1, 0],
    ];
    expect(complementarySuppression({ atomCount: 2, columns, candidates: [2, 2, 1, 1], primary: [0, 0] })).toEqual([1]);
  });

  it.skipIf(casesAbsent).each(gaussCases)("equals the reference on %s", (file) => {
    const { x, n_inner, primary, candidates, expected } = readCase(`gauss/${file}.json`);
    expect(complementarySuppression({ atomCount: n_inner, columns: x, candidates, primary })).toEqual(
      [...expected.secondary_none].sort((a: number, b: number) => a - b),
    );
  });
});
