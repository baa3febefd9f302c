import { fc, test } from "@fast-check/vitest";
import {
  type Cube,
  DisclosureError,
  type ProtectedGrouping,
  protect,
  readPolicy,
  type SuppressionPolicy,
  verify,
} from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { atomsPerCell, cellsOf, cubeOf, flat, overlappingCubes, policy, smallCubes } from "./cubes.ts";
import { feasibleIntervals } from "./reader.ts";

const known: SuppressionPolicy = { ...policy, emptyCombinations: "public" };
const guarded: SuppressionPolicy = { ...known, knownCells: 1 };

/** The hidden cells' intervals for a reader who also knows of every atom whether it holds anything. */
function intervalsWithEmpties(cube: Cube, groupings: readonly ProtectedGrouping[]): [number, number][] {
  const counts = new Map(Array.from(cube.atoms.index, (atom, i) => [atom, cube.atoms.count[i] ?? 0]));
  const all = cube.dimensions.reduce((product, { leafCount }) => product * leafCount, 1);
  const cells = Array.from({ length: all }, (_, atom) =>
    (counts.get(atom) ?? 0) === 0 ? { status: "published", count: 0 } : { status: "suppressed" },
  );
  const list = { levels: ["list"], shape: [all], cells: cells as unknown as ProtectedGrouping["cells"] };
  const atomsIn = (_: Cube, levels: readonly string[]) =>
    levels[0] === "list" ? Array.from({ length: all }, (_, atom) => [atom]) : atomsPerCell(cube, levels);
  const hidden = cellsOf(groupings).filter(({ status }) => status === "suppressed").length;
  return feasibleIntervals(cube, [...groupings, list], atomsIn).slice(0, hidden);
}

/** Area × kind × period: each two of them are published. No K of area A in period Q, and no L of area B in period P. */
const threeTables = cubeOf(
  [flat("area", 2), flat("kind", 2), flat("period", 2)],
  [3, 0, 10, 10, 10, 10, 0, 30],
  [
    ["each", "each", "all"],
    ["each", "all", "each"],
    ["all", "each", "each"],
    ["all", "all", "all"],
  ],
);
const narrowest = (intervals: readonly (readonly [number, number])[]) => Math.min(...intervals.map(([low, high]) => high - low));
const attempt = (cube: Cube, terms: SuppressionPolicy) =>
  protect(cube, terms).catch((error: unknown) => (error instanceof DisclosureError ? error : Promise.reject(error)));

describe("protect(cube, { …, emptyCombinations })", () => {
  it("leaves a count to whoever knows which combinations are empty, where that is said to be unknown", async () => {
    const { groupings, certificate } = await protect(threeTables, policy);
    expect(certificate).toMatchObject({ suppressed: 4, emptyCombinations: "unknown" });
    expect(narrowest(intervalsWithEmpties(threeTables, groupings))).toBe(0);
  });

  it("hides other cells where it is public, and so leaves that reader no narrower interval than the width", async () => {
    const { groupings, certificate } = await protect(threeTables, known);
    expect(groupings).not.toEqual((await protect(threeTables, policy)).groupings);
    expect(certificate.emptyCombinations).toBe("public");
    expect(certificate.attacker).toMatch(/whether it holds anything/);
    expect(narrowest(intervalsWithEmpties(threeTables, groupings))).toBeGreaterThanOrEqual(policy.width);
  });

  test.prop([fc.oneof(smallCubes, overlappingCubes)], { numRuns: 60, seed: 31 })(
    "proves every hidden count to that reader, or refuses",
    async (cube) => {
      const result = await attempt(cube, known);
      if (result instanceof DisclosureError) expect(result.code).toBe("UNPROTECTABLE");
      else expect(narrowest(intervalsWithEmpties(cube, result.groupings))).toBeGreaterThanOrEqual(policy.width - 1e-6);
    },
  );

  test.prop([smallCubes], { numRuns: 30, seed: 32 })("does so for whoever is alone in another hidden cell, too", async (cube) => {
    const result = await attempt(cube, guarded);
    if (result instanceof DisclosureError) expect(result.code).toBe("UNPROTECTABLE");
    else expect(verify({ cube, policy: guarded, ...result }).suppressed).toBe(result.certificate.suppressed);
  });

  it("is refused beside sensitive zeros: what everybody knows cannot be hidden", () => {
    expect(() => readPolicy({ ...known, zeros: "sensitive" })).toThrow(DisclosureError);
  });
});

describe("verify(claim) where empty combinations are public", () => {
  it("refuses a proof whose tables fill combinations that are known to be empty", async () => {
    const result = await protect(threeTables, policy);
    expect(() => verify({ cube: threeTables, policy, ...result })).not.toThrow();
    expect(() => verify({ cube: threeTables, policy: known, ...result })).toThrow(/known to be empty/);
  });

  it("refuses a proof whose tables empty a combination that is known to hold something", () => {
    const cube = cubeOf(
      [flat("area", 2), flat("kind", 2)],
      [3, 5, 5, 5],
      [
        ["each", "each"],
        ["each", "all"],
        ["all", "each"],
      ],
    );
    const cells = (counts: readonly (number | null)[]) =>
      counts.map((count) =>
        count === null ? { status: "suppressed" } : { status: "published", count },
      ) as unknown as ProtectedGrouping["cells"];
    const groupings = [
      { levels: ["each", "each"], shape: [2, 2], cells: cells([null, null, null, null]) },
      { levels: ["each", "all"], shape: [2, 1], cells: cells([8, 10]) },
      { levels: ["all", "each"], shape: [1, 2], cells: cells([8, 10]) },
    ];
    const tables = [
      { atoms: [0, 1, 2, 3], changes: [5, -5, -5, 5] },
      { atoms: [0, 1, 2, 3], changes: [-3, 3, 3, -3] },
    ];
    const proof = { tables, witnesses: [0, 1, 2, 3].map((cell) => ({ cell, tables: [0, 1] })) };
    expect(() => verify({ cube, policy: known, groupings, proof })).toThrow(/empties another/);
  });
});
