import { feasibleIntervals, protect } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, readCase } from "./cases.ts";
import { atomsPerCell, cubeOf, dimension, flat, policy } from "./cubes.ts";
import { feasibleIntervals as readersIntervals } from "./reader.ts";

// biome-ignore lint/suspicious/noExplicitAny: each case has a shape of its own
const caseOf = (id: string): any =>
  casesAbsent ? undefined : readCase("issues/known_failures.json").find((known: { id: string }) => known.id === id);

/** One node per distinct value, of the rows that have it. */
const nodesOf = (values: readonly unknown[]) =>
  [...new Set(values)].map((value) => values.flatMap((other, row) => (other === value ? [row] : [])));

describe.skipIf(casesAbsent)("failures of other tools, reported in public, are found by our attackers and not repeated", () => {
  it.each(["usersupport_136_linked", "usersupport_133_linked"])(
    "%s: tables that are linked by common cells are protected together",
    async (id) => {
      const { region, county, group, n } = caseOf(id).data;
      const area = dimension("area", region.length, {
        region: nodesOf(region),
        county: nodesOf(county),
        group: nodesOf(group),
        all: [[...region.keys()]],
      });
      const cube = cubeOf([area], n, [["region"], ["county"], ["group"], ["all"]]);
      const { groupings } = await protect(cube, { ...policy, threshold: 4, width: 2 });
      for (const [low, high] of readersIntervals(cube, groupings, atomsPerCell, true)) expect(high - low).toBeGreaterThanOrEqual(2);
    },
  );

  it("usersupport_136_linked: counties less groups give one region away", async () => {
    const { region, county, group, n } = caseOf("usersupport_136_linked").data;
    const columns = [...nodesOf(region), ...nodesOf(county), ...nodesOf(group)];
    const values = columns.map((rows) => rows.reduce((sum, row) => sum + n[row], 0));
    const [, , k] = await feasibleIntervals({
      atomCount: region.length,
      columns,
      values,
      suppressed: [0, 1, 4, 5, 6],
      least: 0,
      seconds: 5,
    });
    expect(k).toMatchObject({ cell: 4, low: 3, high: 3 });
  });

  it("usersupport_135_three_singletons: a row whose hidden cells are all one is not published as such", async () => {
    const { values } = caseOf("usersupport_135_three_singletons").data;
    const cube = cubeOf([flat("var1", 2), flat("var2", 5)], values);
    const { groupings } = await protect(cube, { ...policy, threshold: 3, width: 2 });
    const intervals = readersIntervals(cube, groupings, atomsPerCell, true);
    expect(intervals.length).toBeGreaterThan(0);
    for (const [low, high] of intervals) expect(high - low).toBeGreaterThanOrEqual(2);
  });

  it("usersupport_194_zeros_ones: zeros and ones that follow from their total are found, and never hidden so", async () => {
    for (const { total, parts, bad_pattern } of caseOf("usersupport_194_zeros_ones").cases) {
      const columns = [...parts.map((_: number, atom: number) => [atom]), [...parts.keys()]];
      const suppressed = bad_pattern.flatMap((shown: unknown, cell: number) => (shown === "x" ? [cell] : []));
      const least = parts.includes(0) ? 0 : 1;
      for (const { low, high } of await feasibleIntervals({
        atomCount: parts.length,
        columns,
        values: [...parts, total],
        suppressed,
        least,
        seconds: 5,
      }))
        expect(high).toBeCloseTo(low, 6);
      const cube = cubeOf([flat("part", parts.length)], parts);
      const { groupings } = await protect(cube, policy).catch(() => ({ groupings: [] }));
      for (const [low, high] of readersIntervals(cube, groupings, atomsPerCell)) expect(high - low).toBeGreaterThanOrEqual(5);
    }
  });

  it("sdctable_wxyz: two hidden cells in every row and column still give one away", async () => {
    const { table, rows, cols, suppressed, intervals_computed } = caseOf("sdctable_wxyz");
    const names = rows.flatMap((row: string) => cols.map((column: string) => `${row}|${column}`));
    const sides = [0, 1, 2, 3].flatMap((i) => [[0, 1, 2, 3].map((j) => i * 4 + j), [0, 1, 2, 3].map((j) => j * 4 + i)]);
    const columns = [...names.map((_: string, atom: number) => [atom]), ...sides];
    const values = columns.map((atoms) => atoms.reduce((sum: number, atom: number) => sum + table.flat()[atom], 0));
    const intervals = await feasibleIntervals({
      atomCount: 16,
      columns,
      values,
      suppressed: suppressed.map((name: string) => names.indexOf(name)),
      least: 0,
      seconds: 5,
    });
    for (const { cell, low, high } of intervals) {
      expect(low).toBeCloseTo(intervals_computed[names[cell]][0], 6);
      expect(high).toBeCloseTo(intervals_computed[names[cell]][1], 6);
    }
  });

  it("geographic_differencing: the slice between two overlapping area systems is not given away", async () => {
    const { grid_counts } = caseOf("geographic_differencing");
    // The local unit covers the grid squares but for a slice with one person in the last of them.
    const area = dimension("area", 6, {
      grid: [[0], [1], [2], [3, 4], [5]],
      unit: [
        [0, 1, 2, 3],
        [4, 5],
      ],
      all: [[0, 1, 2, 3, 4, 5]],
    });
    const cube = cubeOf([area], [grid_counts[0], grid_counts[1], grid_counts[2], grid_counts[3] - 1, 1, 40]);
    const { groupings } = await protect(cube, { ...policy, threshold: 4 });
    const seen = [{ levels: ["slice"], shape: [1], cells: [{ status: "unpublished" }] }, ...groupings] as unknown as typeof groupings;
    const [slice] = readersIntervals(cube, seen, (given, levels) => (levels[0] === "slice" ? [[4]] : atomsPerCell(given, levels)));
    expect((slice?.[1] ?? 0) - (slice?.[0] ?? 0)).toBeGreaterThanOrEqual(5);
  });
});
