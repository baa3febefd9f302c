import { fc, test } from "@fast-check/vitest";
import type { Cube } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { agrees } from "../../src/audit/alternatives.ts";
import { cellSpace } from "../../src/cells.ts";
import { minimumFrequency } from "../../src/primary/minimum-frequency.ts";
import { coverByMoves } from "../../src/secondary/cover.ts";
import { createPattern, type Pattern, remeasure, unproved } from "../../src/secondary/pattern.ts";
import { reroute } from "../../src/secondary/reroute.ts";
import { cellWeights } from "../../src/secondary/weights.ts";
import { cubeOf, flat, overlappingCubes, smallCubes } from "../cubes.ts";

const threshold = 5;
const width = 5;
const nobody = () => undefined;

function coveredByMoves(cube: Cube): Pattern {
  const space = cellSpace(cube);
  const small = minimumFrequency(space.counts, threshold).flatMap((unsafe, cell) => (unsafe ? [cell] : []));
  const pattern = createPattern(space, small, new Float64Array(space.counts.length).fill(width), cellWeights(space, width));
  coverByMoves(pattern, nobody);
  return pattern;
}

const costOf = ({ hidden, weights }: Pattern) =>
  hidden.reduce((sum, flag, cell) => (flag === 1 ? sum + (weights[cell] as number) : sum), 0);

const someCounts = fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 6 }) }, { weight: 3, arbitrary: fc.integer({ min: 5, max: 40 }) });
const largerTables = fc
  .array(someCounts, { minLength: 36, maxLength: 36 })
  .map((counts) => cubeOf([flat("area", 6), flat("offence", 6)], counts));

describe("reroute(pattern, pause)", () => {
  test.prop([fc.oneof(smallCubes, overlappingCubes, largerTables)], { numRuns: 200, seed: 41 })(
    "hides for no more than before, keeps every proof and every small count hidden",
    (cube) => {
      const pattern = coveredByMoves(cube);
      const [cost, open] = [costOf(pattern), new Set(unproved(pattern))];
      reroute(pattern, nobody);
      expect(costOf(pattern)).toBeLessThanOrEqual(cost + 1e-9);
      expect(pattern.primary.every((cell) => pattern.hidden[cell] === 1)).toBe(true);
      remeasure(pattern);
      expect(unproved(pattern).filter((cell) => !open.has(cell))).toEqual([]);
      for (const { alternative } of pattern.tables.values())
        expect(agrees(pattern.space, pattern.hidden, pattern.least, alternative)).toBe(true);
    },
  );

  it("finds cheaper ways in many tables", () => {
    const gains = fc.sample(largerTables, { numRuns: 60, seed: 3 }).map((cube) => {
      const pattern = coveredByMoves(cube);
      const before = costOf(pattern);
      reroute(pattern, nobody);
      return before - costOf(pattern);
    });
    expect(gains.filter((gain) => gain > 0.5).length).toBeGreaterThan(15);
  });

  it("gives the same answer twice", () => {
    for (const cube of fc.sample(largerTables, { numRuns: 5, seed: 4 })) {
      const [first, second] = [coveredByMoves(cube), coveredByMoves(cube)];
      reroute(first, nobody);
      reroute(second, nobody);
      expect(second.hidden).toEqual(first.hidden);
    }
  });
});
