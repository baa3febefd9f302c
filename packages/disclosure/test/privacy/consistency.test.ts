import { fc, test } from "@fast-check/vitest";
import { type Cube, consistentTree } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { numberCells } from "../../src/cells.ts";
import { drawNoise } from "../../src/privacy/add-noise.ts";
import { leastSquares } from "../../src/privacy/least-squares.ts";
import { nonNegative } from "../../src/privacy/non-negative.ts";
import { createRollUps } from "../../src/privacy/roll-ups.ts";
import { wholeTable } from "../../src/privacy/whole-table.ts";
import { atomsPerCell, cubeOf, dimension, flat, smallCubes, trueCounts } from "../cubes.ts";
import { recorded } from "./recorded.ts";

const variance = { numerator: 16, denominator: 1 };
const free = () => {};
function rollUpsOf(cube: Cube) {
  const space = numberCells(cube);
  return { space, rollUps: createRollUps(space, space.leafShape) };
}
function groupingsOf(rollUps: ReturnType<typeof createRollUps>, table: Float64Array): Float64Array[] {
  const found: Float64Array[] = [];
  rollUps.fold(table, new Float64Array(rollUps.size), (grouping, cells) => {
    found[grouping] = Float64Array.from(cells);
  });
  return found;
}

describe("createRollUps(space, leafShape)", () => {
  test.prop([smallCubes], { numRuns: 100, seed: 31 })("adds up to the counts that adding atom by atom finds", (cube) => {
    const { space, rollUps } = rollUpsOf(cube);
    const found = groupingsOf(rollUps, rollUps.classTable(space.atoms));
    expect(found.map((cells) => [...cells])).toEqual(cube.groupings.map((grouping) => trueCounts(cube, grouping)));
  });
  test.prop([smallCubes, fc.nat({ max: 99 })], { numRuns: 60, seed: 32 })(
    "rolls down what it rolls up: the two are each other's transposes, together and one by one",
    (cube, seed) => {
      const { rollUps } = rollUpsOf(cube);
      const table = Float64Array.from({ length: rollUps.size }, (_, i) => ((i + seed) * 7) % 11);
      const upward = groupingsOf(rollUps, table);
      const given = upward.map((cells) => cells.map((_, i) => ((i + seed) * 5) % 13));
      const down = new Float64Array(rollUps.size);
      rollUps.fold(table, down, (grouping, _cells, back) => {
        for (const [i, value] of (given[grouping] ?? []).entries()) back[i] = (back[i] ?? 0) + value;
      });
      const one = new Float64Array(rollUps.size);
      for (const grouping of given.keys())
        rollUps.foldOne(grouping, table, one, (_, cells, back) => {
          expect([...cells]).toEqual([...(upward[grouping] ?? [])]);
          for (const [i, value] of (given[grouping] ?? []).entries()) back[i] = (back[i] ?? 0) + value;
        });
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
      expect(dot(table, down)).toBe(upward.reduce((sum, cells, g) => sum + dot(cells, given[g] ?? new Float64Array(0)), 0));
      expect([...one]).toEqual([...down]);
    },
  );
});

describe("leastSquares(rollUps, noisy, weights)", () => {
  test.prop([smallCubes, fc.nat()], { numRuns: 100, seed: 33 })(
    "is nearest to the noisy figures: no change of any atom brings it nearer",
    (cube, seed) => {
      const { space, rollUps } = rollUpsOf(cube);
      const truth = groupingsOf(rollUps, rollUps.classTable(space.atoms));
      const noisy = drawNoise(
        truth,
        truth.map(() => variance),
        recorded(`${seed}`),
        free,
      );
      const weights = truth.map((_, g) => 1 / (1 + (g % 3)));
      const nearest = groupingsOf(rollUps, leastSquares(rollUps, noisy, weights, free));
      const pull = new Map<number, number>();
      for (const [g, grouping] of cube.groupings.entries())
        for (const [cell, atoms] of atomsPerCell(cube, grouping).entries())
          for (const atom of atoms)
            pull.set(
              atom,
              (pull.get(atom) ?? 0) + (weights[g] ?? 0) * ((nearest[g]?.[cell] ?? Number.NaN) - (noisy[g]?.[cell] ?? Number.NaN)),
            );
      for (const slope of pull.values()) expect(Math.abs(slope)).toBeLessThan(0.02);
    },
  );
  it("is what two passes find along a tree", () => {
    const beats = [
      [0, 1],
      [2, 3, 4],
      [5, 6],
    ];
    const tree = dimension("area", 7, { all: [[0, 1, 2, 3, 4, 5, 6]], district: beats, beat: [[0], [1], [2], [3], [4], [5], [6]] });
    const { rollUps } = rollUpsOf(cubeOf([tree], [9, 8, 7, 6, 5, 4, 3]));
    const noisy = [Float64Array.of(40), Float64Array.of(20, 11, 13), Float64Array.of(12, 7, 1, -2, 9, 8, 0)];
    const parents = Int32Array.of(-1, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3);
    const expected = consistentTree({
      parents,
      values: Float64Array.from(noisy.flatMap((cells) => [...cells])),
      variances: new Float64Array(11).fill(1),
    });
    const found = groupingsOf(rollUps, leastSquares(rollUps, noisy, [1, 1, 1], free)).flatMap((cells) => [...cells]);
    for (const [node, figure] of found.entries()) expect(Math.abs(figure - (expected[node] ?? Number.NaN))).toBeLessThan(0.01);
  });
  it("is right on average, and more precise than the noise in every grouping", () => {
    const counts = [0, 0, 1, 2, 0, 40, 3, 0, 0, 5, 0, 300];
    const { space, rollUps } = rollUpsOf(cubeOf([flat("area", 4), flat("offence", 3)], counts));
    const truth = groupingsOf(rollUps, rollUps.classTable(space.atoms));
    const random = recorded("average");
    const rounds = 4_000;
    const sums = truth.map((cells) => ({ error: new Float64Array(cells.length), square: 0 }));
    for (let round = 0; round < rounds; round++) {
      const noisy = drawNoise(
        truth,
        truth.map(() => variance),
        random,
        free,
      );
      for (const [g, cells] of groupingsOf(rollUps, leastSquares(rollUps, noisy, [1, 1, 1, 1], free)).entries())
        for (const [i, figure] of cells.entries()) {
          const own = sums[g] as { error: Float64Array; square: number };
          const error = figure - (truth[g]?.[i] ?? Number.NaN);
          own.error[i] = (own.error[i] ?? 0) + error;
          own.square += error * error;
        }
    }
    for (const [g, { error, square }] of sums.entries()) {
      for (const sum of error) expect(Math.abs(sum / rounds)).toBeLessThan((5 * 4) / Math.sqrt(rounds));
      expect(square / rounds / (truth[g]?.length ?? 1)).toBeLessThan(16);
    }
  });
});

describe("nonNegative(rollUps, table), wholeTable(rollUps, table)", () => {
  test.prop([smallCubes, fc.infiniteStream(fc.integer({ min: -400, max: 900 }))], { numRuns: 150, seed: 34 })(
    "gives numbers ≥ 0, then whole ones, and the nearest whole number as their total",
    (cube, stream) => {
      const { space, rollUps } = rollUpsOf(cube);
      const table = Float64Array.from({ length: rollUps.size }, () => Number(stream.next().value) / 7);
      const fitted = nonNegative(
        rollUps,
        table,
        space.groupings.map(({ cellCount }) => cellCount),
      );
      for (const figure of fitted) expect(figure).toBeGreaterThanOrEqual(0);
      const whole = wholeTable(rollUps, fitted);
      for (const figure of whole) expect(Number.isSafeInteger(figure) && figure >= 0).toBe(true);
      const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
      expect(Math.abs(sum(whole) - sum(fitted))).toBeLessThanOrEqual(0.5 + 1e-6);
    },
  );
  it("leaves a table as it is that is whole and ≥ 0 already", () => {
    const { space, rollUps } = rollUpsOf(cubeOf([flat("area", 3), flat("offence", 2)], [5, 0, 7, 1, 0, 2]));
    const table = rollUps.classTable(space.atoms);
    const fitted = nonNegative(
      rollUps,
      table,
      space.groupings.map(({ cellCount }) => cellCount),
    );
    expect([...wholeTable(rollUps, fitted)]).toEqual([5, 0, 7, 1, 0, 2]);
  });
  it("gives a category that is rare everywhere its total, although it is rounded in every area", () => {
    const areas = 100;
    const { space, rollUps } = rollUpsOf(cubeOf([flat("area", areas), flat("offence", 2)], Array(2 * areas).fill(0)));
    const rare = Float64Array.from({ length: 2 * areas }, (_, i) => (i % 2 === 0 ? 0.3 : 5.7));
    const [, , offences] = groupingsOf(rollUps, wholeTable(rollUps, rare));
    expect(space.groupings[2]?.levels).toEqual(["all", "each"]);
    expect(Math.abs((offences?.[0] ?? Number.NaN) - 30)).toBeLessThanOrEqual(1);
  });
});
