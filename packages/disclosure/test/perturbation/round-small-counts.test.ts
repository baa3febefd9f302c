import { fc, test } from "@fast-check/vitest";
import { type Cube, protect, type SmallCountRoundingPolicy, said, verifyRounding } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { atomsPerCell, cubeOf, dimension, flat, overlappingCubes, smallCubes, trueCounts } from "../cubes.ts";
import { addsUp, figuresOf } from "../figures.ts";

const policy = (base = 5): SmallCountRoundingPolicy => ({ method: "smallCountRounding", base, timeLimitSeconds: 20 });
const cubes = fc.oneof(smallCubes, overlappingCubes);

describe("protect(cube, { method: smallCountRounding })", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 1, 60, 0, 80, 2]);

  it("shows every figure, none between zero and the base, and all of them add up", async () => {
    const { groupings, certificate, proof } = await protect(street, policy());
    expect(figuresOf(groupings)).toEqual([[20, 30, 5, 40, 0, 60, 0, 80, 0], [55, 100, 80], [60, 110, 65], [235]]);
    expect(proof).toBeNull();
    expect(certificate).toMatchObject({ method: "smallCountRounding", base: 5, mostPerAtom: 4, groupings: 4, cells: 16, suppressed: 0 });
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
  });

  test.prop([cubes, fc.constantFrom(2, 3, 5, 10)], { numRuns: 200, seed: 71 })(
    "leaves no figure between zero and the base, keeps zeros, and changes a cell by less than the base for each of its small atoms",
    async (cube, base) => {
      const { groupings } = await protect(cube, policy(base));
      cube.groupings.forEach((grouping, g) => {
        const truth = trueCounts(cube, grouping);
        const atoms = atomsPerCell(cube, grouping);
        figuresOf(groupings)[g]?.forEach((figure, i) => {
          const count = truth[i] ?? 0;
          expect(figure === 0 || figure >= base).toBe(true);
          const small = new Set(atoms[i]?.filter((atom) => isSmall(cube.atoms.count[atom] ?? 0, base)));
          if (small.size === 0) expect(figure).toBe(count);
          else expect(Math.abs(figure - count)).toBeLessThanOrEqual(small.size * (base - 1));
        });
      });
    },
  );

  test.prop([cubes], { numRuns: 150, seed: 72 })("adds up in every hierarchy", async (cube) => {
    const { groupings } = await protect(cube, policy());
    expect(addsUp(cube, groupings)).toBe(true);
  });

  test.prop([cubes], { numRuns: 50, seed: 73 })("gives the same answer twice", async (cube) => {
    expect(await protect(cube, policy())).toEqual(await protect(cube, policy()));
  });

  it("rounds a small slice between two levels that overlap, though it is in no table", async () => {
    const levels = dimension("area", 4, { beat: [[0, 1], [2, 3]], council: [[0, 2], [1, 3]] }); // biome-ignore format: one line per level
    const cube = cubeOf([levels], [2, 20, 30, 40]);
    const { groupings, certificate } = await protect(cube, policy());
    expect(certificate.attacks).toContainEqual({ by: "differencing", attacked: 1, narrowest: 2, recovered: null });
    expect(figuresOf(groupings)).toEqual([
      [20, 70],
      [30, 60],
    ]);
  });

  test.prop([fc.array(fc.nat({ max: 7 }), { minLength: 6, maxLength: 6 }), fc.constantFrom(2, 3, 5)], { numRuns: 60, seed: 74 })(
    "states the narrowest interval that is left when every table is tried that could have been rounded to this one",
    async (counts, base) => {
      const cube = cubeOf([flat("area", 2), flat("offence", 3)], counts);
      const { groupings, certificate } = await protect(cube, policy(base));
      const shown = figuresOf(groupings)[0] ?? [];
      // What each atom may have held: exactly what is shown, or, where that is zero or the base and it was small, what rounds to it.
      const choices = shown.map((figure, i) => {
        if (!isSmall(counts[i] ?? 0, base)) return [figure];
        return figure === 0 ? [...Array(base).keys()] : [...Array(base).keys()].map((value) => value + 1);
      });
      const tables = choices.reduce<number[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
      const possible = tables.filter((table) => {
        const differs = table.reduce((sum, value, i) => sum + value - (shown[i] ?? 0), 0);
        return differs >= -base / 2 && differs < base / 2;
      });
      expect(possible).toContainEqual(counts);
      const widths = cube.groupings.flatMap((grouping) =>
        atomsPerCell(cube, grouping).flatMap((atoms) => {
          const sums = possible.map((table) => atoms.reduce((sum, atom) => sum + (table[atom] ?? 0), 0));
          const truth = atoms.reduce((sum, atom) => sum + (counts[atom] ?? 0), 0);
          return isSmall(truth, base) ? [Math.max(...sums) - Math.min(...sums)] : [];
        }),
      );
      const attack = certificate.attacks.find(({ by }) => by === "interval");
      expect(attack?.attacked).toBe(widths.length);
      expect(attack?.narrowest).toBe(widths.length === 0 ? null : Math.min(...widths));
      for (const width of widths) expect(width).toBeGreaterThanOrEqual(1);
    },
  );

  it("leaves an interval of base − 1 as soon as another zero and another base are shown", async () => {
    const { certificate } = await protect(cubeOf([flat("area", 6)], [1, 4, 3, 2, 1, 90]), policy());
    expect(certificate.attacks[0]).toEqual({ by: "interval", attacked: 5, narrowest: 4, recovered: null });
  });

  it.each([[said.shown], [said.hidden]])(
    "refuses a cube of which something was told before (%i): the two would be compared",
    async (word) => {
      const words = [undefined, Uint8Array.of(0, word, 0)];
      await expect(protect({ ...street, said: words }, policy())).rejects.toMatchObject({ code: "UNPROTECTABLE" });
      await expect(protect({ ...street, said: [undefined, new Uint8Array(3)] }, policy())).resolves.toBeDefined();
    },
  );

  it("takes a small cell that another rule found unsafe, and refuses one that it would show as it is", async () => {
    const mark = (cell: number) => [Uint8Array.from({ length: 9 }, (_, i) => Number(i === cell))];
    await expect(protect({ ...street, unsafe: mark(2) }, policy())).resolves.toBeDefined();
    await expect(protect({ ...street, unsafe: mark(0) }, policy())).rejects.toMatchObject({ code: "UNPROTECTABLE" });
    await expect(protect({ ...street, unsafe: mark(6) }, policy())).rejects.toMatchObject({ code: "CUBE_INVALID" });
    await expect(protect({ ...street, unsafe: [new Uint8Array(4)] }, policy())).rejects.toMatchObject({ code: "CUBE_INVALID" });
  });

  it("refuses when time is up", async () => {
    let time = 0;
    const now = () => {
      time += 60_000;
      return time;
    };
    await expect(protect(street, policy(), { now })).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });
});

describe("verifyRounding(claim)", () => {
  const cube: Cube = cubeOf([flat("area", 3)], [20, 3, 1]);
  const grouping = (levels: string[], counts: readonly number[]) => ({
    levels,
    shape: [counts.length],
    cells: counts.map((count) => ({ status: "published", count })),
  });
  const claim = (each: readonly number[], all: number, changed: readonly [number, number][]) =>
    ({
      cube,
      policy: policy(),
      groupings: [grouping(["each"], each), grouping(["all"], [all])],
      changed: { index: changed.map(([atom]) => atom), value: changed.map(([, value]) => value) },
    }) as unknown as Parameters<typeof verifyRounding>[0];

  it("passes what is rounded rightly", () => {
    expect(() => verifyRounding(claim([20, 5, 0], 25, [[1, 5], [2, 0]]))).not.toThrow(); // biome-ignore format: pairs
  });
  it.each([
    ["a small figure", [20, 5, 1], 26, [[1, 5]]],
    [
      "figures that do not add up",
      [20, 5, 0],
      24,
      [
        [1, 5],
        [2, 0],
      ],
    ],
    [
      "an atom that changed without being small",
      [25, 5, 0],
      30,
      [
        [0, 25],
        [1, 5],
        [2, 0],
      ],
    ],
    [
      "an atom rounded to something else",
      [20, 10, 0],
      30,
      [
        [1, 10],
        [2, 0],
      ],
    ],
    [
      "an atom rounded twice",
      [20, 5, 0],
      25,
      [
        [1, 5],
        [1, 5],
        [2, 0],
      ],
    ],
    [
      "a grouping too short",
      [20, 5],
      25,
      [
        [1, 5],
        [2, 0],
      ],
    ],
    [
      "a figure that is none",
      [20, Number.NaN, 0],
      25,
      [
        [1, Number.NaN],
        [2, 0],
      ],
    ],
  ] as [string, number[], number, [number, number][]][])("refuses %s", (_, each, all, changed) => {
    // biome-ignore format: a table
    expect(() => verifyRounding(claim(each, all, changed))).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
  });
});

const isSmall = (count: number, base: number) => count > 0 && count < base;
