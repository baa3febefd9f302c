import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "@fast-check/vitest";
import { type Cube, DisclosureError, type ProtectedGrouping, protect } from "@openbeat/disclosure";
import { afterAll, describe, expect, it } from "vitest";
import { tries } from "../../../test/support/effort.ts";
import { atomsPerCell, cellsOf, crossed, cubeOf, dimension, flat, overlappingCubes, policy, smallCubes } from "./cubes.ts";

const absent = spawnSync("glpsol", ["--version"]).status !== 0;
if (absent) console.warn("Skipped: the second referee, glpsol of the package glpk-utils, is not on this machine.");

const folder = mkdtempSync(join(tmpdir(), "openbeat-referee-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the public has: which cells there are, and what each of them says. No atom has a count here. */
type Artefact = Pick<Cube, "dimensions" | "groupings"> & { readonly shown: readonly ProtectedGrouping[] };
const noAtoms = { index: new Int32Array(), count: new Int32Array() };
const published = ({ dimensions, groupings }: Cube, shown: readonly ProtectedGrouping[]): Artefact =>
  structuredClone({ dimensions, groupings, shown });

/**
 * A reader with GLPK, which shares no code with the engine or its solver: the smallest and the largest value of hidden cells.
 * @param whole Whether counts are taken as whole numbers: what is known indeed, and slower. Without, intervals come out as wide or wider.
 * @param every Attacks each hidden cell, or one in so many.
 * @param least What every hidden cell is known to hold at least: 1 where zeros are shown.
 * @param slices Attacks these sets of atoms instead, which are in no table.
 */
function attackedByGlpk(
  { dimensions, groupings, shown }: Artefact,
  {
    whole = true,
    every = 1,
    least = 1,
    slices,
  }: { whole?: boolean; every?: number; least?: 0 | 1; slices?: readonly (readonly number[])[] } = {},
): [number, number][] {
  const rows: string[] = [];
  const hidden: string[] = [];
  const atoms = new Set<string>();
  groupings.forEach((grouping, g) => {
    atomsPerCell({ dimensions, groupings, atoms: noAtoms }, grouping).forEach((list, i) => {
      const cell = shown[g]?.cells[i];
      if (!cell || list.length === 0) return;
      const names = list.map((atom) => `x${atom}`);
      for (const name of names) atoms.add(name);
      rows.push(`${names.join("\n + ")} ${cell.status === "published" ? `= ${cell.count}` : `>= ${least}`}`);
      if (cell.status === "suppressed") hidden.push(names.join("\n + "));
    });
  });
  const tail = [
    "Subject To",
    ...rows.map((row, i) => ` r${i}: ${row}`),
    ...(whole ? ["Generals", ...[...atoms].map((atom) => ` ${atom}`)] : []),
    "End\n",
  ].join("\n");
  const solve = (sense: "Minimize" | "Maximize", goal: string) => {
    const [problem, answer] = [join(folder, "problem.lp"), join(folder, "answer.txt")];
    writeFileSync(problem, `${sense}\n goal: ${goal}\n${tail}`);
    const { stdout } = spawnSync("glpsol", ["--lp", problem, "--output", answer], { encoding: "utf8" });
    if (/UNBOUNDED|NO DUAL FEASIBLE/.test(stdout)) return sense === "Minimize" ? 0 : Number.POSITIVE_INFINITY;
    const text = readFileSync(answer, "utf8");
    const found = /Status:\s+(?:INTEGER )?OPTIMAL\nObjective:\s+goal = (\S+)/.exec(text)?.[1];
    if (found === undefined) throw new Error(`The referee has no answer: ${/Status:.*/.exec(text)?.[0]}`);
    return Number(found);
  };
  const goals = slices?.map((list) => list.map((atom) => `x${atom}`).join(" + ")) ?? hidden.filter((_, i) => i % every === 0);
  return goals.map((goal) => [solve("Minimize", goal), solve("Maximize", goal)]);
}

const protectedOrNull = (cube: Cube, terms = policy) =>
  protect(cube, terms).catch((error: unknown) => {
    if (error instanceof DisclosureError && error.code === "UNPROTECTABLE") return null;
    throw error;
  });

/** Incidents by district, month and category: a few frequent categories, many rare ones, large and small districts. */
function likePhiladelphia(): Cube {
  const [districts, months, categories] = [8, 6, 12];
  const counts: number[] = [];
  for (let district = 0; district < districts; district++)
    for (let month = 0; month < months; month++)
      for (let category = 0; category < categories; category++) {
        const mixed = Math.imul(counts.length + 1, 0x9e3779b1) >>> 16;
        counts.push(Math.floor((((mixed % 97) / 97 + 0.5) * 160) / ((1 + category) ** 1.7 * (1 + district / 4))));
      }
  const halves = (size: number) => [0, 1].map((half) => Array.from({ length: size / 2 }, (_, i) => half * (size / 2) + i));
  const levels = (size: number) => ({
    each: Array.from({ length: size }, (_, leaf) => [leaf]),
    half: halves(size),
    all: [[...Array(size).keys()]],
  });
  return cubeOf(
    [flat("district", districts), dimension("period", months, levels(months)), dimension("category", categories, levels(categories))],
    counts,
  );
}

describe.skipIf(absent)("what protect() publishes, attacked by a second referee from the published cells alone", () => {
  it.each([
    ["small cubes of nested, overlapping and incomplete levels", smallCubes, tries(10)],
    ["beats and council districts", overlappingCubes, tries(5)],
  ] as const)(
    "%s: no hidden count can be placed within the width, in whole numbers",
    async (_, cubes, numRuns) => {
      let attacked = 0;
      for (const cube of fc.sample(cubes, { numRuns, seed: 33 })) {
        const result = await protectedOrNull(cube);
        if (!result) continue;
        for (const [low, high] of attackedByGlpk(published(cube, result.groupings))) {
          expect(high - low).toBeGreaterThanOrEqual(policy.width);
          attacked++;
        }
      }
      expect(attacked).toBeGreaterThan(20);
    },
    120_000,
  );

  it("small cubes with sensitive zeros: no hidden count can be placed within the width, in whole numbers from zero on", async () => {
    let attacked = 0;
    for (const cube of fc.sample(smallCubes, { numRuns: tries(5), seed: 35 })) {
      const result = await protectedOrNull(cube, { ...policy, zeros: "sensitive" });
      if (!result) continue;
      for (const [low, high] of attackedByGlpk(published(cube, result.groupings), { least: 0 })) {
        expect(high - low).toBeGreaterThanOrEqual(policy.width);
        attacked++;
      }
    }
    expect(attacked).toBeGreaterThan(5);
  }, 120_000);

  it("small counts of the slices between beats and council districts cannot be placed within the width either", async () => {
    let attacked = 0;
    for (const cube of fc.sample(overlappingCubes, { numRuns: tries(5), seed: 34 })) {
      const result = await protectedOrNull(cube);
      if (!result) continue;
      const count = (atoms: readonly number[]) => atoms.reduce((sum, atom) => sum + (cube.atoms.count[atom] ?? 0), 0);
      // Each area of the finest kind lies in one beat and one council district; offences alone, and together.
      const slices = [0, 1, 2, 3].flatMap((area) => [[area * 2], [area * 2 + 1], [area * 2, area * 2 + 1]]);
      const small = slices.filter((atoms) => count(atoms) > 0 && count(atoms) < policy.threshold);
      for (const [low, high] of attackedByGlpk(published(cube, result.groupings), { slices: small })) {
        expect(high - low).toBeGreaterThanOrEqual(policy.width);
        attacked++;
      }
    }
    expect(attacked).toBeGreaterThan(3);
  }, 120_000);

  it("incidents like those of Philadelphia: no hidden count of the sample can be placed within the width", async () => {
    const cube = likePhiladelphia();
    const { groupings, certificate } = await protect(cube, policy);
    expect(certificate.suppressed).toBeGreaterThan(100);
    const intervals = attackedByGlpk(published(cube, groupings), { whole: false, every: Math.ceil(certificate.suppressed / 24) });
    expect(intervals.length).toBeGreaterThan(20);
    for (const [low, high] of intervals) expect(high - low).toBeGreaterThanOrEqual(policy.width - 1e-6);
  }, 120_000);

  it("finds out what a complementary cell hides once that is shown after all", async () => {
    const cube = cubeOf(
      [flat("area", 3), flat("offence", 3)],
      [20, 30, 3, 40, 50, 60, 70, 80, 90],
      crossed([
        ["each", "all"],
        ["each", "all"],
      ]),
    );
    const { groupings } = await protect(cube, policy);
    const [first] = groupings;
    const cells = [...(first?.cells ?? [])];
    const complementary = cells.findIndex(({ status }, i) => status === "suppressed" && i !== 2);
    cells[complementary] = { status: "published", count: cube.atoms.count[complementary] ?? 0 };
    const shown = groupings.map((grouping, g) =>
      g === 0 ? { ...grouping, cells: cells as unknown as ProtectedGrouping["cells"] } : grouping,
    );
    expect(cellsOf(groupings).filter(({ status }) => status === "suppressed").length).toBe(4);
    expect(attackedByGlpk(published(cube, shown))).toContainEqual([3, 3]);
  });
});
