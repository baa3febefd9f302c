import { feasibleIntervals, incrementalSuppression, type LinkedTables } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, readCase, readCaseText } from "../cases.ts";

const investment: LinkedTables = {
  values: [20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190],
  sums: [
    { total: 3, parts: [0, 1, 2] },
    { total: 7, parts: [4, 5, 6] },
    { total: 11, parts: [8, 9, 10] },
    { total: 15, parts: [12, 13, 14] },
    { total: 12, parts: [0, 4, 8] },
    { total: 13, parts: [1, 5, 9] },
    { total: 14, parts: [2, 6, 10] },
    { total: 15, parts: [3, 7, 11] },
  ],
  weights: [20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190],
  required: [{ cell: 6, down: 5, up: 8 }],
  seconds: 10,
};

describe("incrementalSuppression(tables)", () => {
  it("protects the investments of the textbooks as cheaply as can be", async () => {
    expect(await incrementalSuppression(investment)).toEqual([4, 6, 8, 10]);
  });
  it("refuses what no suppression can protect", async () => {
    await expect(incrementalSuppression({ ...investment, required: [{ cell: 6, down: 23, up: 8 }] })).rejects.toMatchObject({
      code: "UNPROTECTABLE",
    });
  });
});

/** A table of turnover: its cells, and the sums of both its hierarchies. */
interface Turnover {
  readonly keys: readonly string[];
  readonly values: readonly number[];
  readonly primary: readonly number[];
  readonly sums: LinkedTables["sums"];
}

const lines = (path: string) =>
  readCaseText(path)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((field) => field.replaceAll('"', "")));

/** The parts of each code, from a table with one column per level; a code that is its own only part is one cell with it. */
function partsOf(path: string): Map<string, string[]> {
  const parts = new Map<string, Set<string>>([["Total", new Set()]]);
  for (const row of lines(path).slice(1)) {
    parts.get("Total")?.add(row[0] ?? "");
    row.forEach((code, level) => {
      const below = row[level + 1];
      if (below !== undefined && below !== code) parts.set(code, (parts.get(code) ?? new Set()).add(below));
    });
  }
  return new Map([...parts].map(([code, below]) => [code, [...below]]));
}

function turnover(name: string, hierarchy: string): Turnover {
  const rows = lines(`tauargus/${name}.csv`).slice(1);
  const keys = rows.map(([first, second]) => `${first}|${second}`);
  const place = new Map(keys.map((key, cell) => [key, cell]));
  const values = rows.map((row) => Number(row[3]));
  const primary = rows.flatMap(([, , n, total, most], cell) =>
    (Number(n) > 0 && Number(n) < 3) || Number(most) / Number(total) > 0.85 ? [cell] : [],
  );
  const seconds = [...new Set(rows.map(([, second]) => second ?? ""))];
  const firsts = [...new Set(rows.map(([first]) => first ?? ""))];
  const sums: { total: number; parts: number[] }[] = [];
  const add = (total: string, parts: readonly string[]) => {
    const known = parts.flatMap((part) => place.get(part) ?? []);
    const sum = place.get(total);
    if (sum !== undefined && known.length > 0) sums.push({ total: sum, parts: known });
  };
  for (const [code, below] of partsOf(hierarchy))
    for (const second of seconds)
      add(
        `${code}|${second}`,
        below.map((part) => `${part}|${second}`),
      );
  for (const first of firsts)
    add(
      `${first}|Total`,
      seconds.filter((second) => second !== "Total").map((second) => `${first}|${second}`),
    );
  return { keys, values, primary, sums };
}

describe.skipIf(casesAbsent)("the turnover tables of rtauargus", () => {
  const published: { table: string; A: number; B: number; D_secondary: number }[] =
    readCase("tauargus/published_results.json").results ?? [];
  it.each([
    ["turnover_act_size", "tauargus/activity_corr_table.csv"],
    ["turnover_act_cj", "tauargus/activity_corr_table.csv"],
    ["turnover_nuts_size", "tauargus/nuts23_fr_corr_table.csv"],
    ["turnover_nuts_cj", "tauargus/nuts23_fr_corr_table.csv"],
  ])("%s: no more secondary cells than Tau-Argus, and every primary cell keeps its ten percent", async (name, hierarchy) => {
    const { values, primary, sums } = turnover(name, hierarchy);
    const results = published.filter(({ table }) => table.startsWith(name));
    expect(primary.length).toBe((results[0]?.A ?? 0) + (results[0]?.B ?? 0));
    const required = primary.map((cell) => ({ cell, down: (values[cell] ?? 0) / 10, up: (values[cell] ?? 0) / 10 }));
    const suppressed = await incrementalSuppression({ values, sums, weights: values.map(() => 1), required, seconds: 60 });
    console.info(
      `${name}: ${suppressed.length - primary.length} secondary cells; Tau-Argus: ${results.map(({ D_secondary }) => D_secondary).join(", ")}`,
    );
    expect(suppressed.length - primary.length).toBeLessThanOrEqual(Math.max(...results.map(({ D_secondary }) => D_secondary)));
    await expectProtected(values, sums, suppressed, primary);
  });
});

/** Attacks the cells by their sums, written apart from the engine: cells that are parts of nothing finer are the atoms. */
async function expectProtected(
  values: readonly number[],
  sums: LinkedTables["sums"],
  suppressed: readonly number[],
  primary: readonly number[],
): Promise<void> {
  const finer = new Map(sums.map(({ total, parts }) => [total, parts]));
  const atoms = values.flatMap((_, cell) => (finer.has(cell) ? [] : [cell]));
  const number = new Map(atoms.map((cell, atom) => [cell, atom]));
  const columnOf = (cell: number): number[] => finer.get(cell)?.flatMap(columnOf) ?? [number.get(cell) ?? 0];
  const columns = values.map((_, cell) => columnOf(cell));
  const exact = columns.map((column) => column.reduce((sum, atom) => sum + (values[atoms[atom] ?? 0] ?? 0), 0) / 1_000);
  const intervals = await feasibleIntervals({ atomCount: atoms.length, columns, values: exact, suppressed, least: 0, seconds: 30 });
  for (const { cell, low, high } of intervals) {
    if (!primary.includes(cell)) continue;
    const value = exact[cell] ?? 0;
    expect(low).toBeLessThanOrEqual(value * 0.9 + 1e-3);
    expect(high).toBeGreaterThanOrEqual(value * 1.1 - 1e-3);
  }
}
