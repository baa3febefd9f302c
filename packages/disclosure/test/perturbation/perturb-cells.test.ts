import { fc, test } from "@fast-check/vitest";
import {
  type CellKeyCertificate,
  type CellKeyPolicy,
  type Cube,
  cellKey,
  DisclosureError,
  protect,
  recordKey,
  said,
  verifyPerturbation,
} from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { tries } from "../../../../test/support/effort.ts";
import { atomsPerCell, cubeOf, dimension, flat, overlappingCubes, smallCubes, trueCounts } from "../cubes.ts";
import { figuresOf } from "../figures.ts";

const policy: CellKeyPolicy = {
  method: "cellKey",
  most: 5,
  variance: 3,
  blocked: 0,
  monotone: false,
  mostRecovered: 1,
  timeLimitSeconds: 30,
};
const secret = new Uint8Array(32).fill(9);

/** Gives every record of a cube a key, and every atom the sum of its records' keys. */
function withKeys(cube: Cube): Cube {
  const key = Float64Array.from(cube.atoms.index, (atom, i) =>
    cellKey(Array.from({ length: cube.atoms.count[i] ?? 0 }, (_, record) => recordKey(secret, "test", `${atom}/${record}`))),
  );
  return { ...cube, atoms: { ...cube.atoms, key } };
}

/** Null where an attacker comes too close. */
const attempt = (cube: Cube, terms = policy) =>
  protect(cube, terms).catch((error: unknown) => {
    if (error instanceof DisclosureError && error.code === "UNPROTECTABLE") return null;
    throw error;
  });

describe("protect(cube, { method: cellKey })", () => {
  const street = withKeys(cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 1, 60, 0, 80, 2]));

  test.prop([fc.oneof(smallCubes, overlappingCubes), fc.constantFrom(0, 2)], { numRuns: tries(8), seed: 81 })(
    "changes no figure by more than its limit, keeps zeros, and shows no blocked count",
    async (cube, blocked) => {
      const result = await attempt(withKeys(cube), { ...policy, blocked });
      cube.groupings.forEach((grouping, g) => {
        const truth = trueCounts(cube, grouping);
        figuresOf(result?.groupings ?? [])[g]?.forEach((figure, i) => {
          expect(Math.abs(figure - (truth[i] ?? 0))).toBeLessThanOrEqual(policy.most);
          if (truth[i] === 0) expect(figure).toBe(0);
          expect(figure === 0 || figure > blocked).toBe(true);
        });
      });
    },
  );

  test.prop([smallCubes], { numRuns: tries(4), seed: 82 })(
    "gives the same records the same change in every table and in every release",
    async (cube) => {
      const keyed = withKeys(cube);
      const [all, ...others] = await Promise.all([
        attempt(keyed),
        ...cube.groupings.map((grouping) => attempt({ ...keyed, groupings: [grouping] })),
      ]);
      if (!all) return;
      others.forEach((alone, g) => {
        if (alone) expect(figuresOf(alone.groupings)[0]).toEqual(figuresOf(all.groupings)[g]);
      });
      // A month of which nothing is new stays as it was, whatever the other months bring.
      const seen = new Map<string, number>();
      cube.groupings.forEach((grouping, g) => {
        recordsOf(cube, grouping).forEach((records, i) => {
          const figure = figuresOf(all.groupings)[g]?.[i] ?? Number.NaN;
          expect(figure).toBe(seen.get(records) ?? figure);
          seen.set(records, figure);
        });
      });
    },
  );

  it("certifies the terms, and how close three attacks came", async () => {
    const { certificate, proof } = await protect(street, policy);
    expect(proof).toBeNull();
    expect(certificate).toMatchObject({ method: "cellKey", most: 5, variance: 3, blocked: 0, cells: 16, suppressed: 0 });
    expect((certificate as CellKeyCertificate).attacks.map(({ by, attacked }) => [by, attacked])).toEqual([
      ["interval", 3],
      ["differencing", 0],
      ["averaging", 3],
    ]);
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
    expect(await protect(street, policy)).toEqual(await protect(street, policy));
  });

  it("refuses figures that together tell a small count exactly", async () => {
    // With D = 1, keys below a quarter take one away, and keys from a quarter to three quarters change nothing. Each area shows 1, so it has at
    // least one record; the total shows 2, so it has at most three.
    const third = Math.round(0.35 * 2 ** 32);
    const cube = cubeOf([flat("area", 3)], [1, 1, 1]);
    const keyed = { ...cube, atoms: { ...cube.atoms, key: Float64Array.of(third, third + 1, third + 2) } };
    await expect(protect(keyed, { ...policy, most: 1, variance: 0.5 })).rejects.toMatchObject({ code: "UNPROTECTABLE" });
    const apart = { ...cube, atoms: { ...cube.atoms, key: Float64Array.of(third, third + 1, third + 2 ** 31) } };
    await expect(protect(apart, { ...policy, most: 1, variance: 0.5 })).resolves.toBeDefined();
  });

  it("attacks small slices between levels that overlap", async () => {
    const levels = dimension("area", 4, { beat: [[0, 1], [2, 3]], council: [[0, 2], [1, 3]] }); // biome-ignore format: one line per level
    const { certificate } = await protect(withKeys(cubeOf([levels], [2, 20, 30, 40])), policy);
    const attack = certificate.attacks.find(({ by }) => by === "differencing");
    expect(attack?.attacked).toBe(1);
    expect(attack?.narrowest).toBeGreaterThan(5);
  });

  it("refuses when averaging gives more small counts than the policy allows", async () => {
    const wide = withKeys(
      cubeOf(
        [flat("area", 6), flat("offence", 6)],
        Array.from({ length: 36 }, (_, i) => (i * 7) % 5),
      ),
    );
    const { certificate } = await protect(wide, policy);
    const recovered = certificate.attacks.find(({ by }) => by === "averaging")?.recovered ?? 0;
    expect(recovered).toBeGreaterThan(0);
    await expect(protect(wide, { ...policy, mostRecovered: recovered })).resolves.toBeDefined();
    await expect(protect(wide, { ...policy, mostRecovered: recovered - 0.01 })).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });

  const { key, ...keyless } = street.atoms;
  const keys = Array.from(key ?? []);
  it.each([
    ["no keys", undefined],
    ["too few keys", keys.slice(1)],
    ["a fractional key", [0.5, ...keys.slice(1)]],
    ["a key that is not a number", [Number.NaN, ...keys.slice(1)]],
    ["a key out of range", [2 ** 32, ...keys.slice(1)]],
    ["a key without records", keys.map((own, i) => (i === 6 ? 1 : own))],
    ["one key for all", keys.map((_, i) => (i === 6 ? 0 : 7))],
  ])("refuses %s", async (_, given) => {
    const cube = { ...street, atoms: given ? { ...keyless, key: Float64Array.from(given) } : keyless };
    await expect(protect(cube, policy)).rejects.toMatchObject({ code: "CUBE_INVALID" });
  });

  it("refuses a cube of which something was told before, and an unsafe cell that could not have been shown as none", async () => {
    await expect(protect({ ...street, said: [Uint8Array.of(said.shown, 0, 0, 0, 0, 0, 0, 0, 0)] }, policy)).rejects.toMatchObject({
      code: "UNPROTECTABLE",
    });
    const mark = (cell: number) => [Uint8Array.from({ length: 9 }, (_, i) => Number(i === cell))];
    await expect(protect({ ...street, unsafe: mark(2) }, policy)).resolves.toBeDefined();
    await expect(protect({ ...street, unsafe: mark(0) }, policy)).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });

  it("has every figure checked by other code before it may be published", async () => {
    const { groupings } = await protect(street, policy);
    expect(() => verifyPerturbation({ cube: street, policy, groupings })).not.toThrow();
    const [first, ...rest] = groupings;
    for (const by of [1, -1, 0.5]) {
      const cells = first?.cells.map((cell, i) => (i === 1 && cell.status === "published" ? { ...cell, count: cell.count + by } : cell));
      const wrong = [{ ...first, cells }, ...rest] as unknown as typeof groupings;
      expect(() => verifyPerturbation({ cube: street, policy, groupings: wrong })).toThrow(
        expect.objectContaining({ code: "AUDIT_FAILED" }),
      );
    }
  });
});

/** The atoms of each cell that hold records, as one word. */
function recordsOf(cube: Cube, grouping: readonly string[]): string[] {
  const names = Array.from(cube.atoms.count, (count, i) => (count > 0 ? `${cube.atoms.index[i]}` : ""));
  return trueCounts(cube, grouping).map((_, i) => atomsOf(cube, grouping, i).flatMap((atom) => names[atom] || []).sort().join()); // biome-ignore format: short
}
const atomsOf = (cube: Cube, grouping: readonly string[], i: number) => atomsPerCell(cube, grouping)[i] ?? [];
