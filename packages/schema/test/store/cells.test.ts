import { describe, expect, it } from "vitest";
import { readCells } from "../../src/store/cells.ts";
import type { Selection } from "../../src/store/selection.ts";

const members = new Map([1, 2, 3].map((id) => [id, { id, code: `code-${id}` }]));
const selection = {
  catalogue: { measureById: members, areaById: members, periodById: members, release: { version: "1.0.0" } },
  table: { row: { id: 1, code: "incidents" } },
  grouping: { id: 1 },
  measures: [{ id: 1 }],
  codes: new Map(),
} as unknown as Selection;

const columns = {
  seq: [7, 8],
  measure_id: [1, 1],
  area_id: [1, 2],
  period_id: [3, 3],
  codes: [["theft"], ["robbery"]],
  status: ["AVAILABLE", "SUPPRESSED"],
  flags: [["REVISED"], []],
  value: [12, null],
  numerator: [null, null],
  denominator: [null, null],
  n: [null, null],
  n_effective: [null, null],
  lower: [null, null],
  upper: [null, null],
  interval_level: [null, null],
  interval_method: [null, null],
} as const;
const read = (changes: Readonly<Record<string, unknown>>, first = 10) =>
  readCells(async () => [{ ...columns, ...changes }], selection, { first: 1, last: 9, cells: 9 }, { first });

describe("readCells(run, selection, extent, page), which takes a store at its word in nothing", () => {
  it("makes a cell of each place in the lists", async () => {
    const { cells, hasNextPage } = await read({});
    expect(cells.map(({ seq, area, codes, status, flags, value }) => [seq, area.code, codes, status, flags, value])).toEqual([
      [7, "code-1", ["theft"], "AVAILABLE", ["REVISED"], 12],
      [8, "code-2", ["robbery"], "SUPPRESSED", [], null],
    ]);
    expect(hasNextPage).toBe(false);
  });
  it("knows from one row too many that there is more", async () => {
    const { cells, hasNextPage } = await read({}, 1);
    expect([cells.length, hasNextPage]).toEqual([1, true]);
  });
  it("finds nothing where there is nothing", async () => {
    expect((await read(Object.fromEntries(Object.keys(columns).map((name) => [name, null])))).cells).toEqual([]);
  });
  it("lets no figure of a hidden cell through, should one ever stand there", async () => {
    const figures = { value: [12, 3], numerator: [1, 3], n: [1, 3], lower: [1, 2], upper: [1, 4], interval_method: ["Byar", "Byar"] };
    const { value, numerator, n, lower, upper, intervalMethod } = (await read(figures)).cells[1] ?? {};
    expect([value, numerator, n, lower, upper, intervalMethod]).toEqual([null, null, null, null, null, null]);
  });
  it.each([
    ["value", [12]],
    ["value", null],
    ["value", ["12", null]],
    ["status", ["AVAILABLE", "SECRET"]],
    ["flags", [["REVISED"], ["SECRET"]]],
    ["flags", [["REVISED"], null]],
    ["codes", [["theft"], [5]]],
    ["area_id", [1, 99]],
    ["seq", [8, 7]],
    ["seq", [7, 7]],
    ["seq", [7, 7.5]],
    ["interval_method", [null, 1]],
  ])("refuses a store whose %s is %j", async (column, values) => {
    await expect(read({ [column]: values })).rejects.toThrow(/is not what it must be/);
  });
});
