import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cube, type CubeDimension, kAnonymity, protect } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { atomsPerCell, cellsOf, crossed, policy, trueCounts } from "./cubes.ts";
import { feasibleIntervals } from "./reader.ts";

const file = join(import.meta.dirname, "../../../../shared/data/kansas-city/kcmo_resident_survey_2021Q3_1QSEP2021.csv");
const absent = !existsSync(file);
if (absent) console.warn("Skipped: the resident survey of Kansas City is not on this machine.");

/** Who answered: one row a person, by council district, race, age group and gender. No field of these columns is quoted or holds a comma. */
function respondents(): readonly Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const names = header.split(",").map((name) => name.replaceAll('"', ""));
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [names[at] ?? "", value.replaceAll('"', "")])));
}

const columns = { district: "counci", race: "q37_race", age: "q40_w", gender: "q41_w" } as const;

function cubeOf(people: ReturnType<typeof respondents>, groupings: readonly (readonly string[])[]): Cube {
  const codes = Object.values(columns).map((column) => [...new Set(people.map((row) => row[column] ?? ""))].sort());
  const counts = new Map<number, number>();
  for (const row of people) {
    const atom = Object.values(columns).reduce(
      (number, column, d) => number * (codes[d]?.length ?? 1) + (codes[d]?.indexOf(row[column] ?? "") ?? 0),
      0,
    );
    counts.set(atom, (counts.get(atom) ?? 0) + 1);
  }
  const dimensions = Object.keys(columns).map((code, d): CubeDimension => {
    const leaves = (codes[d] ?? []).map((_, leaf) => leaf);
    return {
      code,
      leafCount: leaves.length,
      levels: [
        { code: "each", nodes: leaves.map((leaf) => ({ code: String(leaf), leaves: [leaf] })) },
        { code: "all", nodes: [{ code: "all", leaves }] },
      ],
    };
  });
  return { dimensions, atoms: { index: Float64Array.from(counts.keys()), count: Float64Array.from(counts.values()) }, groupings };
}

/** One demographic at a time, in the city and by council district. */
const oneByOne = crossed([["each", "all"], ["each", "all"], ["all"], ["all"]]).concat(
  crossed([["each", "all"], ["all"], ["each"], ["all"]]),
  crossed([["each", "all"], ["all"], ["all"], ["each"]]),
);

describe.skipIf(absent)("the people who answered Kansas City's survey", () => {
  const people = absent ? [] : respondents();

  it("are 1,033, some of them nearly alone in their group", () => {
    expect(people).toHaveLength(1033);
    const race = trueCounts(cubeOf(people, []), ["all", "each", "all", "all"]);
    expect(Math.min(...race)).toBe(5);
    const classes = kAnonymity(
      people.map((row) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, row[column] ?? ""]))),
      Object.keys(columns),
      { k: 5 },
    );
    expect(classes.belowK.length).toBeGreaterThan(50);
  });

  it.each([0, 1] as const)(
    "are counted by one demographic at a time without a small group given away, with %i cells known besides",
    async (knownCells) => {
      const cube = cubeOf(people, oneByOne);
      const { groupings, certificate } = await protect(cube, { ...policy, knownCells, timeLimitSeconds: 50 });
      const cells = cellsOf(groupings);
      const truth = oneByOne.flatMap((levels) => trueCounts(cube, levels));
      expect(truth.filter((count) => count > 0 && count < 5).length).toBeGreaterThan(5);
      cells.forEach((cell, at) => {
        if (cell.status === "published") expect(cell.count).toBe(truth[at]);
        if ((truth[at] ?? 0) > 0 && (truth[at] ?? 0) < 5) expect(cell.status).toBe("suppressed");
      });
      expect(certificate.provedByTables).toBe(cells.filter(({ status }) => status === "suppressed").length);
      for (const [low, high] of feasibleIntervals(cube, groupings, atomsPerCell)) expect(high - low).toBeGreaterThanOrEqual(5 - 1e-6);
    },
  );

  it("are counted by all demographics at once only with a third of the cells hidden, or with small counts rounded", async () => {
    const cube = cubeOf(people, crossed(Object.keys(columns).map(() => ["each", "all"])));
    const { certificate } = await protect(cube, { ...policy, knownCells: 1, timeLimitSeconds: 50 });
    expect(certificate.provedByTables).toBe(certificate.suppressed);
    expect(certificate.suppressed / certificate.cells).toBeGreaterThan(0.25);
    expect(certificate.suppressed / certificate.cells).toBeLessThan(0.4);
    const { groupings } = await protect(cube, { method: "smallCountRounding", base: 5, timeLimitSeconds: 50 });
    for (const cell of cellsOf(groupings)) expect(cell.status === "published" && (cell.count === 0 || cell.count >= 5)).toBe(true);
  });
});
