import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { type Cube, type DifferentialPrivacyPolicy, type ProtectEffects, protect, said } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { atomsPerCell, crossed, cubeOf, dimension, flat, overlappingCubes, smallCubes, trueCounts } from "../cubes.ts";
import { recorded } from "./recorded.ts";

/** ρ = 1/32 for each table: variance 16 where a unit is one record. */
const policy: DifferentialPrivacyPolicy = {
  method: "differentialPrivacy",
  unit: "record",
  contributions: 1,
  rho: { numerator: 1, denominator: 32 },
  delta: 1e-6,
  timeLimitSeconds: 60,
};
const noised = (cube: Cube, terms = policy, effects: ProtectEffects = { random: recorded("cube") }) => protect(cube, terms, effects);
const figuresOf = async (cube: Cube, seed: string) =>
  (await noised(cube, policy, { random: recorded(seed) })).groupings.map(({ cells }) =>
    cells.map((cell) => (cell.status === "published" ? cell.count : Number.NaN)),
  );

/** Every cell and the cells of another grouping that make it up exactly, as their figures: what must add up. */
function sumsOf(cube: Cube, figures: readonly (readonly number[])[]): { readonly figure: number; readonly parts: number }[] {
  const cells = cube.groupings.map((grouping) => atomsPerCell(cube, grouping));
  return cells.flatMap((coarse, g) =>
    cells.flatMap((fine, f) =>
      g === f
        ? []
        : coarse.flatMap((atoms, cell) => {
            const own = new Set(atoms);
            const within = [...fine.keys()].filter((k) => (fine[k]?.length ?? 0) > 0 && fine[k]?.every((atom) => own.has(atom)));
            const covered = within.flatMap((k) => fine[k] ?? []);
            if (covered.length !== own.size || new Set(covered).size !== own.size) return [];
            return [
              {
                figure: figures[g]?.[cell] ?? Number.NaN,
                parts: within.reduce((sum, k) => sum + (figures[f]?.[k] ?? Number.NaN), 0),
              },
            ];
          }),
    ),
  );
}

const street = cubeOf([flat("area", 4), flat("offence", 3)], [20, 0, 3, 40, 0, 60, 7, 0, 9, 1, 0, 0]);

describe("protect(cube, { method: 'differentialPrivacy' }, { random })", () => {
  test.prop([smallCubes, fc.nat()], { numRuns: 150, seed: 21 })(
    "gives whole figures ≥ 0 that add up wherever cells make up another",
    async (cube, seed) => {
      const figures = await figuresOf(cube, `${seed}`);
      for (const figure of figures.flat()) expect(Number.isSafeInteger(figure) && figure >= 0).toBe(true);
      for (const { figure, parts } of sumsOf(cube, figures)) expect(parts).toBe(figure);
    },
  );
  test.prop([overlappingCubes, fc.nat()], { numRuns: 50, seed: 22 })(
    "gives beats and council districts, which overlap without nesting, the same totals",
    async (cube, seed) => {
      const sums = sumsOf(cube, await figuresOf(cube, `${seed}`));
      expect(sums.length).toBeGreaterThan(8);
      for (const { figure, parts } of sums) expect(parts).toBe(figure);
    },
  );

  it("publishes every cell, and certifies exactly what it cost, with ε rounded up", async () => {
    const { groupings, certificate, proof } = await noised(street);
    expect(groupings.map(({ levels, shape, cells }) => [levels, shape, cells.length])).toEqual([
      [["each", "each"], [4, 3], 12],
      [["each", "all"], [4, 1], 4],
      [["all", "each"], [1, 3], 3],
      [["all", "all"], [1, 1], 1],
    ]);
    expect(groupings.every(({ cells }) => Object.isFrozen(cells))).toBe(true);
    expect(proof).toBeNull();
    expect(certificate).toMatchObject({
      method: "differentialPrivacy",
      unit: "record",
      contributions: 1,
      rho: { numerator: 1, denominator: 8 },
      delta: 1e-6,
      variances: Array(4).fill({ numerator: 16, denominator: 1 }),
      groupings: 4,
      cells: 20,
      suppressed: 0,
      attacks: [],
    });
    if (certificate.method !== "differentialPrivacy") throw new Error("The certificate is of another method.");
    expect(certificate.epsilon).toBeGreaterThan(2.4); // found by hand: the least ε of ρ = 1/8 and δ = 1e-6 lies between
    expect(certificate.epsilon).toBeLessThan(2.6);
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
  });

  it("gives the same for the same random bytes, and something else for others", async () => {
    expect(await figuresOf(street, "a")).toEqual(await figuresOf(street, "a"));
    expect(await figuresOf(street, "a")).not.toEqual(await figuresOf(street, "b"));
  });

  it("adds noise to zeros: an empty cube does not look empty", async () => {
    const empty = cubeOf([flat("area", 4), flat("offence", 3)], Array(12).fill(0));
    const totals = await Promise.all(Array.from({ length: 20 }, async (_, draw) => (await figuresOf(empty, `zeros-${draw}`)).at(-1)?.[0]));
    expect(new Set(totals).size).toBeGreaterThan(2);
  });

  it("makes the noise larger for persons with several records, and where areas of one level overlap", async () => {
    const rings = dimension("area", 3, {
      ring: [
        [0, 1],
        [1, 2],
      ],
      all: [[0, 1, 2]],
    });
    const { certificate } = await noised(cubeOf([rings], [5, 6, 7]), { ...policy, unit: "person", contributions: 3 });
    expect(certificate).toMatchObject({
      contributions: 3,
      variances: [
        { numerator: 16 * 9 * 4, denominator: 1 },
        { numerator: 16 * 9, denominator: 1 },
      ],
    });
  });

  it("leaves cells at zero that hold no leaf at all, and areas that cover nothing do no harm", async () => {
    const partial = dimension("area", 3, { some: [[0], []], none: [[]] });
    const figures = await figuresOf(cubeOf([partial, flat("offence", 2)], [50, 60, 0, 0, 9, 9]), "holes");
    expect(figures.map((cells) => cells.map((figure) => figure > 0))).toEqual([
      [true, true, false, false],
      [true, false],
      [false, false],
      [false],
    ]);
  });

  it("refuses figures of which others were published, hidden or shown", async () => {
    for (const word of [said.shown, said.hidden]) {
      const cube = { ...street, said: [undefined, Uint8Array.of(0, 0, word, 0)] };
      await expect(noised(cube)).rejects.toMatchObject({
        code: "UNPROTECTABLE",
        message: expect.stringContaining("published before"),
      });
    }
    await expect(noised({ ...street, said: [new Uint8Array(12), undefined] })).resolves.toBeDefined();
  });
  it("refuses to draw without random bytes, or from a source that gives too few", async () => {
    await expect(noised(street, policy, {})).rejects.toMatchObject({ code: "POLICY_INVALID" });
    await expect(noised(street, policy, { random: () => new Uint8Array(1) })).rejects.toMatchObject({ code: "POLICY_INVALID" });
  });
  it.each([
    { numerator: 1, denominator: 2 ** 40 },
    { numerator: 2 ** 40 + 1, denominator: 2 ** 40 },
    { numerator: 1, denominator: Number.MAX_SAFE_INTEGER },
  ])("refuses a ρ of $numerator / $denominator, which makes noise that cannot be drawn exactly", async (rho) => {
    await expect(noised(street, { ...policy, rho })).rejects.toMatchObject({ code: "POLICY_INVALID" });
  });
  it("refuses when time is up, and counts that are not whole", async () => {
    let now = 0;
    await expect(
      noised(street, policy, {
        random: recorded("late"),
        now: () => {
          now += 100_000;
          return now;
        },
      }),
    ).rejects.toMatchObject({ code: "UNPROTECTABLE" });
    await expect(noised(cubeOf([flat("area", 2)], [1.5, 2]))).rejects.toMatchObject({ code: "COUNT_NOT_WHOLE" });
  });
});

describe("the figures that come out", () => {
  const areas = dimension("area", 12, {
    beat: Array.from({ length: 12 }, (_, leaf) => [leaf]),
    district: [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11],
    ],
    all: [Array.from({ length: 12 }, (_, leaf) => leaf)],
  });
  const offences = flat("offence", 8);
  const levels = crossed([
    ["beat", "district", "all"],
    ["each", "all"],
  ]);
  const counts = Array.from({ length: 96 }, (_, atom) => [0, 0, 1, 2, 0, 4, 30, 90][atom % 8] ?? 0);
  const cube = cubeOf([areas, offences], counts, levels);

  it("are nearer to the truth than the noise that was added, in every grouping together and in the finest", async () => {
    const variance = 16;
    const rounds = 150;
    const errors = levels.map(() => 0);
    const truth = levels.map((grouping) => trueCounts(cube, grouping));
    for (let round = 0; round < rounds; round++)
      for (const [g, figures] of (await figuresOf(cube, `error-${round}`)).entries())
        errors[g] = (errors[g] ?? 0) + figures.reduce((sum, figure, cell) => sum + (figure - (truth[g]?.[cell] ?? 0)) ** 2, 0);
    const perCell = errors.map((error, g) => error / rounds / (truth[g]?.length ?? 1));
    expect(perCell[0]).toBeLessThan(variance / 2);
    for (const error of perCell) expect(error).toBeLessThan(variance * 1.3);
    expect(perCell.reduce((sum, error) => sum + error, 0)).toBeLessThan(variance * perCell.length);
  });

  it("do not let small cells that lost their negative noise add up to totals that are far too large", async () => {
    // Fifteen offences that never happen and one that happens everywhere: clipping sixty areas would leave each of the fifteen with about a hundred.
    const rare = cubeOf(
      [flat("area", 60), flat("offence", 16)],
      Array.from({ length: 960 }, (_, atom) => (atom % 16 === 0 ? 200 : 0)),
    );
    const offence = rare.groupings.findIndex((grouping) => grouping.join() === "all,each");
    const totals: number[] = [];
    for (let round = 0; round < 10; round++) totals.push(...((await figuresOf(rare, `rare-${round}`))[offence]?.slice(1) ?? []));
    expect(totals).toHaveLength(150);
    expect(totals.reduce((sum, total) => sum + total, 0) / totals.length).toBeLessThan(5);
  });
});

describe("the source of the noise", () => {
  it.each(["samplers.ts", "random.ts"])("%s has no function whose result is rounded", (file) => {
    const source = readFileSync(join(import.meta.dirname, "../../src/privacy", file), "utf8");
    expect(
      [...source.matchAll(/Math\.(\w+)/g)].map(([, name]) => name).filter((name) => !["floor", "abs", "sqrt"].includes(name ?? "")),
    ).toEqual([]);
    expect(source).not.toMatch(/\d\.\d|\de-\d|parseFloat|Float32|Float64/);
  });
});
