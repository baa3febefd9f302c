import { fc, test } from "@fast-check/vitest";
import { type Cell, type Cube, DisclosureError, type ProtectedCells, protect, type Suppressed, said, verify } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { tries } from "../../../test/support/effort.ts";
import { atomsPerCell, cellsOf, cubeOf, dimension, flat, overlappingCubes, policy, smallCubes, trueCounts } from "./cubes.ts";
import { feasibleIntervals } from "./reader.ts";

const sensitive = { ...policy, zeros: "sensitive" } as const;
const attempt = (cube: Cube, terms: typeof policy = sensitive) =>
  protect(cube, terms).catch((error: unknown) => (error instanceof DisclosureError ? error : Promise.reject(error)));
/** What a reader is left with who knows of a hidden cell no more than that it is not below zero. */
const intervalsOf = (cube: Cube, { groupings }: Pick<Suppressed, "groupings">, whole = false) =>
  feasibleIntervals(cube, groupings, atomsPerCell, whole, 0);
const narrowestOf = (intervals: readonly [number, number][]) => Math.min(...intervals.map(([low, high]) => high - low));

/** Small tables with enough in their cells that zeros among them can be hidden. */
const fuller = fc
  .tuple(
    fc.integer({ min: 3, max: 4 }),
    fc.integer({ min: 3, max: 4 }),
    fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 16,
      maxLength: 16,
    }),
  )
  .map(([rows, columns, counts]) => cubeOf([flat("area", rows), flat("offence", columns)], counts.slice(0, rows * columns)));

describe("protect(cube, { …, zeros: sensitive })", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 0, 40, 50, 60, 70, 80, 90]);

  it("hides a zero with as many others as keep it uncertain, where it is shown if zeros are safe", async () => {
    const { groupings, certificate } = await protect(street, sensitive);
    const shown = groupings[0]?.cells.map((cell) => (cell.status === "published" ? cell.count : "c"));
    expect(shown?.[2]).toBe("c");
    expect(shown?.filter((value) => value === "c")).toHaveLength(4);
    expect(certificate).toMatchObject({ zeros: "sensitive", suppressed: 4, worstWidth: 5 });
    expect(certificate.attacker).toContain("possibly zero");
    expect(narrowestOf(intervalsOf(street, { groupings }, true))).toBeGreaterThanOrEqual(policy.width);
    const safe = await protect(street, policy);
    expect(cellsOf(safe.groupings).every(({ status }) => status === "published")).toBe(true);
    expect(safe.certificate.policyHash).not.toBe(certificate.policyHash);
  });

  it("hides all of a cube of nothing: that there is nothing is what must not be told", async () => {
    const { groupings, certificate } = await protect(
      { ...street, atoms: { index: new Float64Array(0), count: new Float64Array(0) } },
      sensitive,
    );
    expect(cellsOf(groupings).every(({ status }) => status === "suppressed")).toBe(true);
    expect(certificate.suppressed).toBe(certificate.cells);
  });

  it.each([
    ["small cubes of nested, overlapping and incomplete levels", smallCubes, tries(20), 41],
    ["tables with few zeros", fuller, tries(14), 42],
    ["beats and council districts", overlappingCubes, tries(14), 43],
  ] as const)(
    "%s: shows nothing below the threshold, and no hidden cell can be placed within the width",
    async (_, cubes, numRuns, seed) => {
      let published = 0;
      for (const cube of fc.sample(cubes as fc.Arbitrary<Cube>, { numRuns, seed })) {
        const result = await attempt(cube);
        if (result instanceof DisclosureError) {
          expect(result.code).toBe("UNPROTECTABLE");
          continue;
        }
        published++;
        result.groupings.forEach(({ levels, cells }) => {
          const counts = trueCounts(cube, levels);
          cells.forEach((cell, i) => {
            if ((counts[i] as number) < sensitive.threshold) expect(cell.status).toBe("suppressed");
            if (cell.status === "published") expect(cell.count).toBe(counts[i]);
          });
        });
        for (const [low, high] of intervalsOf(cube, result, true)) expect(high - low).toBeGreaterThanOrEqual(sensitive.width - 1e-6);
      }
      expect(published).toBeGreaterThan(5);
    },
  );

  it("keeps slices between areas that overlap uncertain, also where they hold nothing", async () => {
    let slices = 0;
    for (const cube of fc.sample(overlappingCubes, { numRuns: tries(14), seed: 44 })) {
      const result = await attempt(cube);
      if (result instanceof DisclosureError) continue;
      // Each block lies in one beat and one council district; offences alone, and together.
      const blocks = [0, 1, 2, 3].flatMap((area) => [[area * 2], [area * 2 + 1], [area * 2, area * 2 + 1]]);
      const cells = blocks.map(() => ({ status: "unpublished" }) as unknown as Cell) as unknown as ProtectedCells;
      const intervals = feasibleIntervals(
        cube,
        [{ levels: ["blocks"], shape: [cells.length], cells }, ...result.groupings],
        (_, levels) => (levels[0] === "blocks" ? blocks : atomsPerCell(cube, levels)),
        true,
        0,
      );
      blocks.forEach((atoms, i) => {
        const count = atoms.reduce((sum, atom) => sum + (cube.atoms.count[atom] ?? 0), 0);
        const [low, high] = intervals[i] as [number, number];
        if (count < sensitive.threshold) expect(high - low).toBeGreaterThanOrEqual(sensitive.width - 1e-6);
        if (count === 0) slices++;
      });
    }
    expect(slices).toBeGreaterThan(5);
  });

  test.prop([fuller], { numRuns: tries(10), seed: 45 })("also against whoever is alone in another hidden cell", async (cube) => {
    const guarded = { ...sensitive, knownCells: 1 } as const;
    const result = await attempt(cube, guarded);
    if (result instanceof DisclosureError) {
      expect(result.code).toBe("UNPROTECTABLE");
      return;
    }
    const cells = result.groupings.flatMap(({ levels, cells: shown }, g) => {
      const [counts, atoms] = [trueCounts(cube, levels), atomsPerCell(cube, levels)];
      return shown.map(({ status }, i) => ({ g, i, status, count: counts[i] ?? 0, atoms: atoms[i] ?? [] }));
    });
    const hidden = cells.filter(({ status }) => status === "suppressed");
    for (const alone of hidden.filter(({ count }) => count === 1).slice(0, 3)) {
      const told = result.groupings.map((old, g) => {
        const shown = old.cells.map((cell, i) => (g === alone.g && i === alone.i ? { status: "published", count: 1 } : cell));
        return { ...old, cells: shown as unknown as ProtectedCells };
      });
      const others = hidden.filter((cell) => cell !== alone);
      intervalsOf(cube, { groupings: told }, true).forEach(([low, high], k) => {
        const { count, atoms } = others[k] as (typeof others)[number];
        if (count < sensitive.threshold && !atoms.every((atom) => alone.atoms.includes(atom)))
          expect(high - low).toBeGreaterThanOrEqual(sensitive.width - 1e-6);
      });
    }
  });

  it("is noticed by a reader when a zero is shown after all, or a count beside it", async () => {
    const result = await protect(street, sensitive);
    result.groupings[0]?.cells.forEach(({ status }, place) => {
      if (status === "published") return;
      const groupings = result.groupings.map((old, g) => {
        const count = trueCounts(street, old.levels)[place] ?? 0;
        const cells = old.cells.map((cell, i) => (g === 0 && i === place ? { status: "published", count } : cell));
        return { ...old, cells: cells as unknown as ProtectedCells };
      });
      expect(narrowestOf(intervalsOf(street, { groupings }))).toBe(0);
      expect(() => verify({ ...result, cube: street, policy: sensitive, groupings })).toThrow(
        expect.objectContaining({ code: "AUDIT_FAILED" }),
      );
    });
  });

  it("refuses with a proposal what cannot be hidden, such as the zero of a grouping whose total is known", async () => {
    const refusal = await attempt(cubeOf([flat("area", 2)], [0, 3]), { ...sensitive, threshold: 2 });
    expect(refusal).toMatchObject({ code: "UNPROTECTABLE", proposal: [["all"]] });
  });

  it("refuses a node that cannot hold anything: everybody knows its zeros", async () => {
    const area = dimension("area", 2, { each: [[0], [1], []], all: [[0, 1]] });
    expect(await attempt(cubeOf([area], [20, 30]))).toMatchObject({ code: "CUBE_INVALID" });
    await expect(protect(cubeOf([area], [20, 30]), policy)).resolves.toMatchObject({ certificate: { suppressed: 0 } });
  });

  describe("after earlier releases", () => {
    const word = (cell: number, flag: number) => [Uint8Array.from({ length: 9 }, (_, i) => (i === cell ? flag : said.nothing))];

    it("refuses to hide a zero that one of them shows", async () => {
      expect(await attempt({ ...street, said: word(2, said.shown) })).toMatchObject({ code: "UNPROTECTABLE" });
    });
    it("keeps hidden what was hidden, also where it holds nothing now", async () => {
      const { groupings } = await protect({ ...street, said: word(2, said.hidden) }, sensitive);
      expect(groupings[0]?.cells[2]).toEqual({ status: "suppressed" });
      await expect(protect({ ...street, said: word(2, said.hidden) }, policy)).rejects.toMatchObject({ code: "CUBE_INVALID" });
    });
  });
});

describe("verify({ cube, policy: { …, zeros: sensitive }, groupings, proof })", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 0, 40, 50, 60, 70, 80, 90]);

  it("refuses a published zero, and what was proved under the other rule", async () => {
    const safe = await protect(street, policy);
    expect(() => verify({ ...safe, cube: street, policy: sensitive })).toThrow("below the threshold");
    const hidden = await protect(street, sensitive);
    expect(() => verify({ ...hidden, cube: street, policy })).toThrow("A zero is hidden");
    expect(verify({ ...hidden, cube: street, policy: sensitive })).toMatchObject({ suppressed: 4 });
  });

  it("takes a table that empties a hidden cell for a proof only where hidden cells may be empty", async () => {
    const cube = cubeOf([flat("area", 2), flat("offence", 2)], [3, 30, 40, 50]);
    const claim = { cube, policy: sensitive, ...(await protect(cube, sensitive)) };
    const emptied = [
      { atoms: [0, 1, 2, 3], changes: [-3, 3, 3, -3] },
      { atoms: [0, 1, 2, 3], changes: [2, -2, -2, 2] },
    ];
    const proof = { tables: emptied, witnesses: claim.proof.witnesses.map(({ cell }) => ({ cell, tables: [0, 1] })) };
    expect(verify({ ...claim, proof })).toMatchObject({ suppressed: 4 });
    expect(() => verify({ ...claim, policy, proof })).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
  });
});
