import { describe, expect, it } from "vitest";
import { tableRows } from "../src/data/table-rows.ts";

const answer = {
  rowCount: 2,
  truncated: false,
  endCursor: null,
  key: ["a", "b"],
  measure: ["OUT.01", "OUT.01"],
  dimensions: [
    { code: "area", level: "district", members: ["D1", "D2"] },
    { code: "period", level: "year", members: ["2025", "2025"] },
    { code: "offence", level: "all", members: ["all", "all"] },
  ],
  value: [12, null],
  status: ["AVAILABLE" as const, "SUPPRESSED" as const],
  flags: ["REVISED;PARTIAL_COVERAGE", ""],
  lower: [null, null],
  upper: [null, null],
  numerator: [null, null],
  denominator: [null, null],
  n: [null, null],
  nEffective: [null, null],
  source: { table: "incidents-by-district" },
};

describe("tableRows(table, areaAt, periodAt)", () => {
  it("takes columns apart into rows", () => {
    const [first, second] = tableRows(answer, 0, 1);
    expect(first).toMatchObject({
      area: "D1",
      period: "2025",
      codes: ["all"],
      observation: { value: 12, flags: ["REVISED", "PARTIAL_COVERAGE"] },
    });
    expect(second?.observation).toEqual({ status: "SUPPRESSED", flags: [] });
  });
  it("refuses a figure in a cell that is hidden, and a cell without its figure", () => {
    expect(() => tableRows({ ...answer, value: [12, 3] }, 0, 1)).toThrow("not available came with a figure");
    for (const column of ["numerator", "denominator", "lower", "upper", "n", "nEffective"])
      expect(() => tableRows({ ...answer, [column]: [null, 3] }, 0, 1), column).toThrow("not available came with a figure");
    expect(() => tableRows({ ...answer, value: [null, null] }, 0, 1)).toThrow("without a value");
  });
});
