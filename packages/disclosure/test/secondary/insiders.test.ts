import { test } from "@fast-check/vitest";
import { type Cube, DisclosureError, type ProtectedGrouping, protect, type Suppressed, verify } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { tries } from "../../../../test/support/effort.ts";
import { atomsPerCell, cubeOf, dimension, flat, overlappingCubes, policy, smallCubes, trueCounts } from "../cubes.ts";
import { feasibleIntervals } from "../reader.ts";

const guarded = { ...policy, knownCells: 1 as const };

/**
 * Whoever is alone in a hidden cell attacks with all its atoms in hand, in whole numbers: the narrowest interval of any other small count, but for
 * those that hold nothing besides the attacker's own record. Infinity where nobody is alone.
 */
function narrowestForInsiders(
  cube: Cube,
  { groupings, certificate }: Pick<Suppressed, "groupings" | "certificate">,
  most = Number.POSITIVE_INFINITY,
): number {
  const cells = groupings.flatMap(({ levels, cells: shown }, g) => {
    const counts = trueCounts(cube, levels);
    const atoms = atomsPerCell(cube, levels);
    return shown.map(({ status }, i) => ({ g, i, status, count: counts[i] ?? 0, atoms: atoms[i] ?? [] }));
  });
  const zeros = new Set(cells.filter(({ count, status }) => count === 0 && status === "published").flatMap(({ atoms }) => atoms));
  const hidden = cells.filter(({ status }) => status === "suppressed");
  let narrowest = Number.POSITIVE_INFINITY;
  for (const alone of hidden.filter(({ count }) => count === 1).slice(0, most)) {
    const told = groupings.map((old, g) => {
      const shown = old.cells.map((cell, i) => (g === alone.g && i === alone.i ? { status: "published", count: 1 } : cell));
      return { ...old, cells: shown as unknown as ProtectedGrouping["cells"] };
    });
    // One's own record lies in one of the atoms, and the others are known to be empty.
    const own = alone.atoms.map((atom) => ({ status: "published", count: cube.atoms.count[atom] }));
    const known = { levels: ["own"], shape: [own.length], cells: own as unknown as ProtectedGrouping["cells"] };
    const others = hidden.filter((cell) => cell !== alone);
    const atomsIn = (_: Cube, levels: readonly string[]) =>
      levels[0] === "own" ? alone.atoms.map((atom) => [atom]) : atomsPerCell(cube, levels);
    feasibleIntervals(cube, [...told, known], atomsIn, true, certificate.zeros === "safe" ? 1 : 0).forEach(([low, high], k) => {
      const { count, atoms } = others[k] as (typeof others)[number];
      const isOwn = count <= 1 && atoms.every((atom) => alone.atoms.includes(atom) || zeros.has(atom));
      if (count < policy.threshold && !isOwn) narrowest = Math.min(narrowest, high - low);
    });
  }
  return narrowest;
}

const protectedOrRefused = (cube: Cube) =>
  protect(cube, guarded).catch((error: unknown) => (error instanceof DisclosureError ? error : Promise.reject(error)));

describe("protect(cube, { …, knownCells: 1 })", () => {
  test.prop([smallCubes], { numRuns: tries(15), seed: 21 })(
    "keeps small counts uncertain for whoever is alone in another hidden cell",
    async (cube) => {
      const result = await protectedOrRefused(cube);
      if (result instanceof DisclosureError) expect(result.code).toBe("UNPROTECTABLE");
      else expect(narrowestForInsiders(cube, result, 4)).toBeGreaterThanOrEqual(policy.width - 1e-6);
    },
  );

  test.prop([overlappingCubes], { numRuns: tries(10), seed: 22 })("does so where areas overlap", async (cube) => {
    const result = await protectedOrRefused(cube);
    if (result instanceof DisclosureError) expect(result.code).toBe("UNPROTECTABLE");
    else expect(narrowestForInsiders(cube, result, 4)).toBeGreaterThanOrEqual(policy.width - 1e-6);
  });

  const nested = dimension("area", 4, {
    fine: [[0], [1], [2], [3]],
    middle: [
      [0, 1],
      [2, 3],
    ],
    all: [[0, 1, 2, 3]],
  });
  const noProductMove = [
    cubeOf(
      [flat("area", 4), flat("offence", 3)],
      [1, 0, 9, 2, 8, 6, 1, 37, 25, 0, 4, 7],
      [
        ["each", "each"],
        ["each", "all"],
        ["all", "each"],
      ],
    ),
    cubeOf(
      [nested, { ...nested, code: "period" }],
      [42, 1, 0, 4, 5, 1, 1, 59, 0, 3, 14, 6, 0, 0, 3, 4],
      [
        ["fine", "fine"],
        ["fine", "middle"],
        ["fine", "all"],
        ["middle", "fine"],
        ["all", "fine"],
        ["all", "middle"],
      ],
    ),
  ];
  it.each(noProductMove.map((cube, i) => [i + 1, cube] as const))(
    "finds tables that are no product moves: table %i is published, and safe from insiders",
    async (_, cube) => {
      const result = await protect(cube, guarded);
      expect(result.certificate.programmes).toBeGreaterThan(0);
      expect(narrowestForInsiders(cube, result)).toBeGreaterThanOrEqual(policy.width - 1e-6);
    },
  );

  // Of each, the two-way margins alone are published: who is alone in a cell of one knows its third dimension, and nobody else does.
  const margins = [
    [0, 0, 0, 0, 1, 11, 0, 0, 1, 0, 2, 1, 17, 2, 1, 3, 2, 0, 8, 5, 2, 1, 2, 12, 1, 6, 3],
    [1, 0, 0, 0, 3, 1, 0, 1, 0, 1, 3, 2, 1, 15, 14, 16, 0, 0, 0, 1, 0, 11, 20, 0, 2, 4, 0],
    [3, 1, 7, 3, 0, 2, 2, 2, 0, 0, 8, 16, 3, 0, 1, 2, 2, 12, 2, 2, 0, 0, 1, 0, 0, 0, 20],
  ].map((counts) =>
    cubeOf([flat("area", 3), flat("period", 3), flat("offence", 3)], counts, [
      ["each", "each", "all"],
      ["each", "all", "each"],
      ["all", "each", "each"],
    ]),
  );
  it.each(margins.map((cube, i) => [i + 1, cube] as const))(
    "does not lean on where in the cell the one record lies, if that is in no table: margins %i",
    async (_, cube) => {
      for (const zeros of ["safe", "sensitive"] as const) {
        const result = await protect(cube, { ...guarded, zeros });
        expect(narrowestForInsiders(cube, result)).toBeGreaterThanOrEqual(policy.width - 1e-6);
      }
    },
  );

  it("is more than the width alone gives: without it an insider places a small count, and the verifier says so", async () => {
    const counts = [28, 0, 9, 27, 1, 28, 8, 12, 5, 28, 5, 7, 30, 1, 11, 8, 21, 7, 26, 16, 8, 6, 18, 18, 23];
    const cube = cubeOf([flat("area", 5), flat("offence", 5)], counts);
    const without = await protect(cube, policy);
    expect(narrowestForInsiders(cube, without)).toBeLessThan(policy.width);
    expect(() => verify({ cube, policy: guarded, ...without })).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
    const result = await protect(cube, guarded);
    expect(narrowestForInsiders(cube, result)).toBeGreaterThanOrEqual(policy.width - 1e-6);
    expect(verify({ cube, policy: guarded, ...result }).suppressed).toBeGreaterThan(without.certificate.suppressed);
  });

  it("does not guard the own record of whoever is alone: an area of one is no secret to that one, nor are its parts", async () => {
    const area = dimension("area", 4, {
      beat: [
        [0, 1],
        [2, 3],
      ],
      council: [
        [0, 2],
        [1, 3],
      ],
    });
    const cube = cubeOf(
      [flat("offence", 2), area],
      [3, 0, 1, 1, 60, 6, 4, 58],
      [
        ["each", "beat"],
        ["each", "council"],
        ["all", "beat"],
        ["all", "council"],
      ],
    );
    await expect(protect(cube, guarded)).resolves.toMatchObject({ certificate: { knownCells: 1 } });
  });
});
