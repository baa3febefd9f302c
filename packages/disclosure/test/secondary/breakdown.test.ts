import { fc, test } from "@fast-check/vitest";
import { type Cube, type Grouping, protect, verify } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { movedCells } from "../../src/audit/alternatives.ts";
import { cellSpace } from "../../src/cells.ts";
import { minimumFrequency } from "../../src/primary/minimum-frequency.ts";
import { createMoveSearch } from "../../src/secondary/product-move.ts";
import { cellWeights } from "../../src/secondary/weights.ts";
import { crossed, cubeOf, dimension, flat, policy, trueCounts } from "../cubes.ts";

const runs = (leafCount: number, size: number) =>
  Array.from({ length: leafCount / size }, (_, node) => Array.from({ length: size }, (_, i) => node * size + i));
const dimensions = [
  dimension("area", 12, { beat: runs(12, 1), district: runs(12, 3), city: runs(12, 12) }),
  dimension("period", 12, { month: runs(12, 1), quarter: runs(12, 3), year: runs(12, 12) }),
  dimension("theme", 6, { theme: runs(6, 1), group: runs(6, 2), all: runs(6, 6) }),
];
const responses = 5;
const answers = 4;
const plain: Grouping[] = [
  ...crossed([
    ["district", "city"],
    ["quarter", "year"],
    ["group", "all"],
  ]),
  ["city", "month", "theme"],
  ["city", "year", "theme"],
  ["district", "year", "theme"],
  ["beat", "quarter", "all"],
];

/** A record or two in each month of a beat and theme, each with one of five responses and of four answers: the same ones for one seed. */
function broken(seed: number): { readonly without: Cube; readonly withBoth: Cube } {
  let state = seed;
  const draw = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const counts = new Array<number>(12 * 12 * 6 * responses * answers).fill(0);
  for (let atom = 0; atom < 12 * 12 * 6; atom++) {
    const mean = 1.5 * (0.4 + (atom % 6) / 4) * (0.4 + Math.floor(atom / 72) / 10);
    for (let records = Math.floor(-mean * Math.log(1 - draw())); records > 0; records--) {
      const place = (atom * responses + Math.floor(draw() * responses)) * answers + Math.floor(draw() * answers);
      counts[place] = (counts[place] as number) + 1;
    }
  }
  const without = plain.map((grouping) => [...grouping, "all", "all"]);
  const cube = cubeOf([...dimensions, flat("response", responses), flat("answer", answers)], counts, without);
  const breakdowns = [
    ["city", "quarter", "all", "each", "all"],
    ["city", "year", "all", "each", "all"],
    ["district", "year", "all", "all", "each"],
  ];
  return { without: cube, withBoth: { ...cube, groupings: [...without, ...breakdowns] } };
}

const isSmall = (count: number) => count > 0 && count < policy.threshold;
const hiddenCount = async (cube: Cube) => (await protect(cube, policy)).certificate.suppressed;
const seeds = [1, 2, 3];

describe("protect(cube, policy) with breakdowns in which nothing is small", () => {
  it("has small counts without the breakdowns, and none in them", () => {
    for (const { withBoth } of seeds.map(broken)) {
      const small = withBoth.groupings.map((grouping) => trueCounts(withBoth, grouping).filter(isSmall).length);
      expect(small.slice(0, plain.length).some((count) => count > 0)).toBe(true);
      expect(small.slice(plain.length)).toEqual([0, 0, 0]);
    }
  });

  it("hides next to nothing more than without them", async () => {
    let without = 0;
    let withBoth = 0;
    for (const cubes of seeds.map(broken)) {
      without += await hiddenCount(cubes.without);
      withBoth += await hiddenCount(cubes.withBoth);
    }
    expect(without).toBeGreaterThan(100);
    expect(withBoth).toBeLessThanOrEqual(1.05 * without);
  });

  test.prop([fc.nat({ max: 2 ** 31 - 1 })], { numRuns: 5, seed: 5 })("proves every hidden cell to the verifier", async (seed) => {
    const { withBoth: cube } = broken(seed);
    const terms = { ...policy, knownCells: 1 as const };
    const { groupings, proof, certificate } = await protect(cube, terms);
    expect(verify({ cube, policy: terms, groupings, proof }).suppressed).toBe(certificate.suppressed);
  });
});

describe("createMoveSearch(terms).find(cell, width, effort, most)", () => {
  const effort = { partners: 6, leaves: 3, combinations: 5_000, steps: 6 };

  it("finds tables that move a cell by the width, and hardly ever a figure of a breakdown", () => {
    let found = 0;
    let broke = 0;
    for (const { withBoth } of seeds.map(broken)) {
      const space = cellSpace(withBoth);
      const hidden = Uint8Array.from(minimumFrequency(space.counts, policy.threshold), Number);
      const search = createMoveSearch({ space, hidden, least: 1, weights: cellWeights(space, policy.width), emptiesKnown: false });
      const all = new Uint8Array(hidden.length).fill(1);
      const firstBroken = space.groupings[plain.length]?.offset ?? Number.NaN;
      for (const [cell, flag] of hidden.entries()) {
        const tables = flag === 1 && cell < space.publicCount ? search.find(cell, policy.width, effort, 1_000) : null;
        if (!tables) continue;
        found++;
        const moved = tables.map((table) => movedCells(space, all, 1, table));
        const changes = moved.map((cells) => cells.get(cell) ?? 0);
        expect(Math.max(0, ...changes) - Math.min(0, ...changes)).toBeGreaterThanOrEqual(policy.width);
        for (const table of tables) expect(new Set(table.atoms).size).toBe(table.atoms.length);
        if (moved.some((cells) => [...cells.keys()].some((at) => at >= firstBroken && at < space.publicCount))) broke++;
      }
    }
    expect(found).toBeGreaterThan(30);
    expect(broke).toBeLessThan(found / 20);
  });
});
