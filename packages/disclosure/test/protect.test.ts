import { fc, test } from "@fast-check/vitest";
import { type Cell, type Cube, DisclosureError, type ProtectedCells, protect } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { tries } from "../../../test/support/effort.ts";
import { atomsPerCell, cellsOf, crossed, cubeOf, dimension, flat, overlappingCubes, policy, smallCubes, trueCounts } from "./cubes.ts";
import { feasibleIntervals } from "./reader.ts";

const attempt = async (cube: Cube, terms = policy) =>
  protect(cube, terms).catch((error: unknown) => (error instanceof DisclosureError ? error : Promise.reject(error)));

describe("protect(cube, policy)", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 50, 60, 70, 80, 90]);

  it("publishes true counts and true zeros, and hides small counts with as many others as keep them uncertain", async () => {
    const { groupings } = await protect(street, policy);
    expect(
      groupings.map(({ levels, shape, cells }) => [
        levels.join(" × "),
        shape,
        cells.map((cell) => (cell.status === "published" ? cell.count : "c")),
      ]),
    ).toEqual([
      ["each × each", [3, 3], [20, "c", "c", 40, "c", "c", 70, 80, 90]],
      ["each × all", [3, 1], [53, 150, 240]],
      ["all × each", [1, 3], [130, 160, 153]],
      ["all × all", [1, 1], [443]],
    ]);
  });

  it("certifies in totals how much is hidden and how it was proved", async () => {
    const { certificate } = await protect(street, policy);
    expect(certificate).toMatchObject({
      method: "suppress",
      threshold: 5,
      width: 5,
      groupings: 4,
      cells: 16,
      suppressed: 4,
      attacked: 4,
      provedByTables: 4,
      worstWidth: 5,
    });
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
    expect(JSON.stringify(certificate)).not.toMatch(/primary|secondary/);
  });

  it("hides every cell behind one and the same frozen object: nothing tells a small count from its complement", async () => {
    const { groupings } = await protect(street, policy);
    const hidden = new Set(cellsOf(groupings).filter(({ status }) => status === "suppressed"));
    expect([...hidden]).toEqual([{ status: "suppressed" }]);
    expect([...hidden].every(Object.isFrozen)).toBe(true);
  });

  it("gives the same answer twice", async () => {
    expect(await protect(street, policy)).toEqual(await protect(street, policy));
  });

  it("gives an answer for a cube of nothing but zeros", async () => {
    const { groupings, certificate } = await protect(
      { ...street, atoms: { index: new Float64Array(0), count: new Float64Array(0) } },
      policy,
    );
    expect(cellsOf(groupings)).toEqual(Array.from({ length: 16 }, () => ({ status: "published", count: 0 })));
    expect(certificate.worstWidth).toBeNull();
  });

  it("protects areas that overlap without nesting: no difference of two of them shows a small count", async () => {
    // Beats and council districts meet in four blocks. The beats are large, and so are the council districts, but one block holds 2.
    const area = dimension("area", 4, {
      beat: [
        [0, 1],
        [2, 3],
      ],
      council: [[0], [1, 2, 3]],
      city: [[0, 1, 2, 3]],
    });
    const cube = cubeOf([area, flat("offence", 2)], [18, 40, 2, 30, 30, 50, 40, 60]);
    const { groupings } = await protect(cube, policy);
    for (const [low, high] of feasibleIntervals(cube, groupings, atomsPerCell))
      expect(high - low).toBeGreaterThanOrEqual(policy.width - 1e-6);
  });

  it("protects all groupings together: a cell hidden in one is not given away by another", async () => {
    const period = dimension("period", 4, {
      quarter: [[0], [1], [2], [3]],
      half: [
        [0, 1],
        [2, 3],
      ],
      year: [[0, 1, 2, 3]],
    });
    const cube = cubeOf([flat("area", 3), period], [3, 20, 30, 40, 20, 21, 22, 23, 30, 31, 32, 33]);
    const { groupings } = await protect(cube, policy);
    const intervals = feasibleIntervals(cube, groupings, atomsPerCell);
    expect(intervals.length).toBeGreaterThan(1);
    for (const [low, high] of intervals) expect(high - low).toBeGreaterThanOrEqual(policy.width - 1e-6);
  });

  test.prop([smallCubes], { numRuns: tries(25), seed: 20_261 })(
    "leaves no hidden cell within an interval narrower than the width, to a reader with a solver",
    async (cube) => {
      const result = await attempt(cube);
      if (result instanceof DisclosureError) {
        expect(result.code).toBe("UNPROTECTABLE");
        return;
      }
      for (const [low, high] of feasibleIntervals(cube, result.groupings, atomsPerCell, true))
        expect(high - low).toBeGreaterThanOrEqual(policy.width - 1e-6);
    },
  );

  test.prop([overlappingCubes], { numRuns: tries(20), seed: 11 })(
    "leaves no small count between areas that overlap without nesting within an interval narrower than the width",
    async (cube) => {
      const result = await attempt(cube);
      if (result instanceof DisclosureError) {
        expect(result.code).toBe("UNPROTECTABLE");
        return;
      }
      const parts = {
        ...cube,
        dimensions: [
          { ...cube.dimensions[0], levels: [...(cube.dimensions[0]?.levels ?? []), flat("area", 4).levels[0]] },
          cube.dimensions[1],
        ],
      } as Cube;
      const counts = ["each", "all"].flatMap((offence) => trueCounts(parts, ["each", offence]));
      const cells = counts.map(() => ({ status: "unpublished" }) as unknown as Cell);
      const unpublished = { levels: ["parts"], shape: [cells.length], cells: cells as unknown as ProtectedCells };
      const intervals = feasibleIntervals(cube, [unpublished, ...result.groupings], (_, levels) =>
        levels[0] === "parts" ? ["each", "all"].flatMap((offence) => atomsPerCell(parts, ["each", offence])) : atomsPerCell(cube, levels),
      );
      counts.forEach((count, i) => {
        const [low, high] = intervals[i] ?? [0, 0];
        if (count > 0 && count < policy.threshold) expect(high - low).toBeGreaterThanOrEqual(policy.width - 1e-6);
      });
    },
  );

  test.prop([smallCubes, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 })], { numRuns: tries(20), seed: 7 })(
    "publishes nothing but true counts, none of them small, whatever the threshold and the width",
    async (cube, threshold, width) => {
      const result = await attempt(cube, { ...policy, threshold, width });
      if (result instanceof DisclosureError) {
        expect(result.code).toBe("UNPROTECTABLE");
        return;
      }
      result.groupings.forEach(({ levels, cells, shape }) => {
        const counts = trueCounts(cube, levels);
        expect(shape.reduce((product, size) => product * size, 1)).toBe(cells.length);
        cells.forEach((cell, i) => {
          if (cell.status === "suppressed") return;
          expect(cell.count).toBe(counts[i]);
          expect(cell.count === 0 || cell.count >= threshold).toBe(true);
        });
      });
      for (const [low, high] of feasibleIntervals(cube, result.groupings, atomsPerCell))
        expect(high - low).toBeGreaterThanOrEqual(width - 1e-6);
    },
  );

  test.prop([smallCubes], { numRuns: 30, seed: 8 })(
    "adds up: a total is the sum of its parts wherever all of them are published",
    async (cube) => {
      const result = await attempt(cube);
      if (result instanceof DisclosureError) return;
      const known = new Map<number, number>();
      for (const { levels, cells } of result.groupings)
        atomsPerCell(cube, levels).forEach((atoms, i) => {
          const cell = cells[i];
          if (atoms.length === 1 && cell?.status === "published") known.set(atoms[0] as number, cell.count);
        });
      for (const { levels, cells } of result.groupings)
        atomsPerCell(cube, levels).forEach((atoms, i) => {
          const cell = cells[i];
          if (cell?.status === "published" && atoms.every((atom) => known.has(atom)))
            expect(cell.count).toBe(atoms.reduce((sum, atom) => sum + (known.get(atom) ?? 0), 0));
        });
    },
  );

  test.prop([smallCubes], { numRuns: 30, seed: 9 })("does not care what codes are called", async (cube) => {
    const renamed: Cube = {
      ...cube,
      dimensions: cube.dimensions.map((old) => ({
        ...old,
        code: `x${old.code}`,
        levels: old.levels.map((level) => ({
          code: `y${level.code}`,
          nodes: level.nodes.map((node) => ({ ...node, code: `z${node.code}` })),
        })),
      })),
      groupings: cube.groupings.map((grouping) => grouping.map((code) => `y${code}`)),
    };
    const [a, b] = [await attempt(cube), await attempt(renamed)];
    if (a instanceof DisclosureError || b instanceof DisclosureError) {
      expect(b).toBeInstanceOf(DisclosureError);
      return;
    }
    expect(b.groupings.map(({ cells }) => cells)).toEqual(a.groupings.map(({ cells }) => cells));
    expect(b.certificate).toEqual(a.certificate);
  });

  it("refuses cells that were never protected, in types", () => {
    const cells: Cell[] = [{ status: "published", count: 12 }];
    // @ts-expect-error unchecked cells cannot be released
    const released: ProtectedCells = cells;
    expect(released).toBe(cells);
  });
});

describe("protect(cube, policy) refuses", () => {
  const cube = cubeOf([flat("area", 2), flat("offence", 2)], [20, 30, 3, 40]);
  const codeOf = async (given: unknown, terms: unknown) => {
    const refusal = await protect(given as Cube, terms as typeof policy).catch((error: unknown) => error);
    if (!(refusal instanceof DisclosureError)) throw refusal;
    expect(refusal.message).not.toMatch(/\b(20|30|40|103)\b/);
    return refusal.code;
  };

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a threshold that is not a number", { ...policy, threshold: Number.NaN }],
    ["a threshold of zero", { ...policy, threshold: 0 }],
    ["a threshold in words", { ...policy, threshold: "5" }],
    ["an endless threshold", { ...policy, threshold: Number.POSITIVE_INFINITY }],
    ["a fractional width", { ...policy, width: 4.5 }],
    ["no width", { ...policy, width: undefined }],
    ["a negative width", { ...policy, width: -5 }],
    ["an unknown rule for zeros", { ...policy, zeros: "unsafe" }],
    ["another method", { ...policy, method: "none" }],
    ["no time", { ...policy, timeLimitSeconds: 0 }],
    ["a time limit that is not a number", { ...policy, timeLimitSeconds: Number.NaN }],
    ["an endless time limit", { ...policy, timeLimitSeconds: Number.POSITIVE_INFINITY }],
    ["an unknown key", { ...policy, treshold: 5 }],
  ])("a policy with %s", async (_, terms) => {
    expect(await codeOf(cube, terms)).toBe("POLICY_INVALID");
  });

  it.each([[Number.NaN], [-1], [2.5], [Number.POSITIVE_INFINITY], [2 ** 40]])("a count of %s", async (count) => {
    expect(await codeOf(cubeOf(cube.dimensions, [20, 30, count, 40]), policy)).toBe("COUNT_NOT_WHOLE");
  });

  it.each<[string, unknown]>([
    ["no dimension", { ...cube, dimensions: [] }],
    ["no grouping", { ...cube, groupings: [] }],
    [
      "a grouping given twice",
      {
        ...cube,
        groupings: [
          ["each", "each"],
          ["each", "each"],
        ],
      },
    ],
    ["a grouping that forgets a dimension", { ...cube, groupings: [["each"]] }],
    ["a level that does not exist", { ...cube, groupings: [["each", "most"]] }],
    [
      "a node with a leaf that does not exist",
      { ...cube, dimensions: [dimension("area", 2, { each: [[0], [2]], all: [[0, 1]] }), flat("offence", 2)] },
    ],
    [
      "a node that names a leaf twice",
      { ...cube, dimensions: [dimension("area", 2, { each: [[0, 0], [1]], all: [[0, 1]] }), flat("offence", 2)] },
    ],
    ["a dimension without leaves", { ...cube, dimensions: [{ code: "area", leafCount: 0, levels: [] }, flat("offence", 2)] }],
    ["an atom outside its leaves", { ...cube, atoms: { index: Float64Array.of(4), count: Float64Array.of(40) } }],
    ["an atom that is not a number", { ...cube, atoms: { index: Float64Array.of(Number.NaN), count: Float64Array.of(40) } }],
    ["an atom given twice", { ...cube, atoms: { index: Float64Array.of(1, 1), count: Float64Array.of(20, 30) } }],
    ["an atom without a count", { ...cube, atoms: { index: Float64Array.of(1, 2), count: Float64Array.of(20) } }],
    ["more atoms than can be held", { ...cube, dimensions: [flat("area", 3), { ...flat("offence", 2), leafCount: 2 ** 30 }] }],
  ])("a cube with %s", async (_, given) => {
    expect(await codeOf(given, policy)).toBe("CUBE_INVALID");
  });

  const sparse = cubeOf([flat("area", 2)], [3, 3]);

  it("to hide a grand total: it proposes the coarser groupings that pass", async () => {
    const refusal = await attempt(sparse);
    expect(refusal).toMatchObject({ code: "UNPROTECTABLE", proposal: [["all"]] });
    await expect(protect({ ...sparse, groupings: [["all"]] }, policy)).resolves.toMatchObject({ certificate: { suppressed: 0 } });
  });

  it("what no coarser groupings can save, and says so", async () => {
    const refusal = await attempt({ ...sparse, groupings: [["each"], ["all"]].reverse() }, { ...policy, width: 1_000 });
    expect(refusal).toMatchObject({ code: "UNPROTECTABLE", proposal: [["all"]] });
    const alone = await attempt(cubeOf([dimension("area", 2, { pair: [[0, 1]], other: [[0], [1]] })], [3, 3], [["pair"], ["other"]]), {
      ...policy,
      width: 1_000,
    });
    expect(alone).toBeInstanceOf(DisclosureError);
  });

  it("when its time is up, before anything is published", async () => {
    let now = 0;
    const refusal = await protect(cube, { ...policy, timeLimitSeconds: 1 }, { now: () => (now += 600) }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "UNPROTECTABLE" });
  });

  it("reports its progress by stage", async () => {
    const stages = new Set<string>();
    const wide = cubeOf(
      crossed([["a"], ["b"]])
        .map((_, i) => flat(`d${i}`, 4))
        .concat(flat("e", 4)),
      Array.from({ length: 16 }, (_, i) => (i % 5) + 1),
    );
    await protect(wide, policy, { progress: (_done, _total, stage) => stages.add(stage) }).catch(() => undefined);
    expect(stages.has("moves")).toBe(true);
  });
});

describe("protect(cube, policy) of a cube in which cells need wider intervals", () => {
  const wide: fc.Arbitrary<{ cube: Cube; needed: number[] }> = smallCubes.chain((cube) =>
    fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 6, max: 60 })), { minLength: 6, maxLength: 6 }).map((needed) => ({ cube, needed })),
  );
  test.prop([wide], { numRuns: tries(20), seed: 31 })(
    "keeps each hidden cell within as wide an interval as it needs, to a reader with a solver",
    async ({ cube, needed }) => {
      const counts = cube.groupings.map((grouping) => trueCounts(cube, grouping));
      const widths = counts.map((list) => Float64Array.from(list, (_, cell) => needed[cell % needed.length] ?? 0));
      const unsafe = counts.map((list) =>
        Uint8Array.from(list, (count, cell) => (count > 0 && (needed[cell % needed.length] ?? 0) > 0 ? 1 : 0)),
      );
      const result = await protect({ ...cube, widths, unsafe }, policy).catch((error: unknown) => error);
      if (result instanceof DisclosureError) {
        expect(result.code).toBe("UNPROTECTABLE");
        return;
      }
      const { groupings } = result as Awaited<ReturnType<typeof protect>>;
      const wanted = groupings.flatMap(({ cells }, g) =>
        cells.flatMap(({ status }, cell) => (status === "suppressed" ? [Math.max(policy.width, widths[g]?.[cell] ?? 0)] : [])),
      );
      const intervals = feasibleIntervals(cube, groupings, atomsPerCell);
      expect(intervals).toHaveLength(wanted.length);
      for (const [place, [low, high]] of intervals.entries()) expect(high - low).toBeGreaterThanOrEqual((wanted[place] ?? 0) - 1e-6);
      groupings.forEach(({ cells }, g) => {
        cells.forEach(({ status }, cell) => {
          if (unsafe[g]?.[cell] === 1) expect(status).toBe("suppressed");
        });
      });
    },
  );

  it("refuses widths that do not fit the cells, or are none", async () => {
    const cube = cubeOf([flat("area", 2), flat("offence", 2)], [20, 30, 40, 50]);
    for (const widths of [[Float64Array.of(5)], [Float64Array.of(5, 5, 5, -1)], [Float64Array.of(5, 5, 5, 2.5)]])
      await expect(protect({ ...cube, widths }, policy)).rejects.toMatchObject({ code: "CUBE_INVALID" });
  });
});
