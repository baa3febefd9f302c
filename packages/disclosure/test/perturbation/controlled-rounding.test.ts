import { fc, test } from "@fast-check/vitest";
import { type ControlledRoundingCertificate, type ControlledRoundingPolicy, controlledRounding, protect, said } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { cubeOf, dimension, flat, overlappingCubes, smallCubes, trueCounts } from "../cubes.ts";
import { addsUp, figuresOf } from "../figures.ts";

const policy = (base = 5): ControlledRoundingPolicy => ({ method: "controlledRounding", base, timeLimitSeconds: 20 });
const sum = (counts: readonly number[], atoms: readonly number[]) => atoms.reduce((total, atom) => total + (counts[atom] ?? 0), 0);

describe("controlledRounding({ counts, columns, base, seconds })", () => {
  const problems = fc.integer({ min: 2, max: 9 }).chain((size) =>
    fc.record({
      counts: fc.array(fc.nat({ max: 30 }), { minLength: size, maxLength: size }),
      columns: fc.array(fc.uniqueArray(fc.nat({ max: size - 1 }), { minLength: 1 }), { minLength: 1, maxLength: 9 }),
      base: fc.constantFrom(2, 3, 5, 10),
    }),
  );
  test.prop([problems], { numRuns: 200, seed: 61 })(
    "makes every cell a multiple of the base that is near, and keeps zeros",
    async (problem) => {
      const { rounded, lessThan } = await controlledRounding({ ...problem, seconds: 20 });
      for (const value of rounded) expect(value >= 0 && value % problem.base === 0).toBe(true);
      for (const atoms of problem.columns) {
        const [figure, count] = [sum(rounded, atoms), sum(problem.counts, atoms)];
        expect(Math.abs(figure - count)).toBeLessThan(lessThan);
        if (count === 0) expect(figure).toBe(0);
        if (lessThan === problem.base && count % problem.base === 0) expect(figure).toBe(count);
      }
    },
  );

  it("takes a multiple further away where none next to the counts adds up, and says so", async () => {
    // Any two of three make up exactly one base: in whole bases that cannot be.
    const columns = [[0, 1], [1, 2], [0, 2]]; // biome-ignore format: pairs
    const { rounded, lessThan } = await controlledRounding({ counts: [1, 1, 1], columns, base: 2, seconds: 20 });
    expect(lessThan).toBe(4);
    for (const atoms of columns) expect([0, 2, 4]).toContain(sum(rounded, atoms));
  });

  it("chooses the nearer multiples where they add up", async () => {
    const columns = [[0], [1], [2], [0, 1, 2]];
    expect((await controlledRounding({ counts: [4, 6, 11], columns, base: 5, seconds: 20 })).rounded).toEqual([5, 5, 10]);
  });

  it.each([
    [{ base: 1 }, "POLICY_INVALID"],
    [{ counts: [1, Number.NaN] }, "COUNT_NOT_WHOLE"],
    [{ columns: [[0], [2]] }, "CUBE_INVALID"],
    [{ columns: [[0, 0]] }, "CUBE_INVALID"],
  ])("refuses %j", async (part, code) => {
    await expect(controlledRounding({ counts: [1, 2], columns: [[0], [1]], base: 3, seconds: 20, ...part })).rejects.toMatchObject({
      code,
    });
  });
});

describe("protect(cube, { method: controlledRounding })", () => {
  const street = cubeOf([flat("area", 3), flat("offence", 3)], [20, 30, 3, 40, 1, 60, 0, 80, 2]);

  test.prop([fc.oneof(smallCubes, overlappingCubes), fc.constantFrom(3, 5)], { numRuns: 60, seed: 62 })(
    "shows multiples of the base near the counts, keeps zeros, adds up, and leaves no small count certain",
    async (cube, base) => {
      const { groupings, certificate } = await protect(cube, policy(base));
      const { lessThan, attacks } = certificate as ControlledRoundingCertificate;
      expect(addsUp(cube, groupings)).toBe(true);
      cube.groupings.forEach((grouping, g) => {
        const truth = trueCounts(cube, grouping);
        figuresOf(groupings)[g]?.forEach((figure, i) => {
          expect(figure % base).toBe(0);
          expect(Math.abs(figure - (truth[i] ?? 0))).toBeLessThan(lessThan);
          if (truth[i] === 0) expect(figure).toBe(0);
        });
      });
      for (const { narrowest } of attacks) expect(narrowest ?? 1).toBeGreaterThanOrEqual(1);
    },
  );

  test.prop([fc.array(fc.nat({ max: 40 }), { minLength: 12, maxLength: 12 })], { numRuns: 60, seed: 63 })(
    "never needs more than the next multiple in two dimensions",
    async (counts) => {
      const { certificate } = await protect(cubeOf([flat("area", 3), flat("offence", 4)], counts), policy());
      expect(certificate).toMatchObject({ method: "controlledRounding", base: 5, lessThan: 5, suppressed: 0, cells: 20 });
    },
  );

  it("attacks small slices between levels that overlap", async () => {
    const levels = dimension("area", 4, { beat: [[0, 1], [2, 3]], council: [[0, 2], [1, 3]] }); // biome-ignore format: one line per level
    const { certificate } = await protect(cubeOf([levels], [2, 20, 30, 40]), policy());
    expect(certificate.attacks.find(({ by }) => by === "differencing")).toMatchObject({ attacked: 1 });
  });

  it("gives the same answer twice, and a proof to nobody", async () => {
    expect(await protect(street, policy())).toEqual(await protect(street, policy()));
    expect((await protect(street, policy())).proof).toBeNull();
  });

  it("refuses a cube of which something was told before, an unsafe cell that is not small, and when time is up", async () => {
    await expect(protect({ ...street, said: [Uint8Array.of(said.shown, 0, 0, 0, 0, 0, 0, 0, 0)] }, policy())).rejects.toMatchObject({
      code: "UNPROTECTABLE",
    });
    const mark = (cell: number) => [Uint8Array.from({ length: 9 }, (_, i) => Number(i === cell))];
    await expect(protect({ ...street, unsafe: mark(2) }, policy())).resolves.toBeDefined();
    await expect(protect({ ...street, unsafe: mark(0) }, policy())).rejects.toMatchObject({ code: "UNPROTECTABLE" });
    let time = 0;
    const now = () => {
      time += 60_000;
      return time;
    };
    await expect(protect(street, policy(), { now })).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });
});
