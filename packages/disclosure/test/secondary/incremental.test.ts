import { fc, test } from "@fast-check/vitest";
import { feasibleIntervals, incrementalSuppression, type LinkedTables } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

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

  const tables = fc.record({
    inner: fc.array(fc.nat({ max: 40 }), { minLength: 9, maxLength: 9 }),
    cells: fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 1, maxLength: 3 }),
    share: fc.constantFrom(0.1, 0.5),
  });
  test.prop([tables], { numRuns: 60, seed: 14 })(
    "gives each required cell its levels, to a reader with a solver",
    async ({ inner, cells, share }) => {
      const columns = [...inner.keys()]
        .map((atom) => [atom])
        .concat(
          [0, 1, 2].flatMap((i) => [
            [3 * i, 3 * i + 1, 3 * i + 2],
            [i, i + 3, i + 6],
          ]),
          [[...inner.keys()]],
        );
      const values = columns.map((atoms) => atoms.reduce((sum, atom) => sum + (inner[atom] ?? 0), 0));
      const sums = [9, 10, 11, 12, 13, 14]
        .map((total) => ({ total, parts: columns[total] ?? [] }))
        .concat({ total: 15, parts: [9, 11, 13] });
      const required = cells.map((cell) => ({ cell, up: 1 + share * (values[cell] ?? 0), down: share * (values[cell] ?? 0) }));
      const suppressed = await incrementalSuppression({
        values,
        sums,
        weights: values.map((value) => 1 + value),
        required,
        seconds: 10,
      }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: "UNPROTECTABLE" });
        return null;
      });
      if (!suppressed) return;
      const intervals = await feasibleIntervals({ atomCount: 9, columns, values, suppressed, least: 0, seconds: 10 });
      for (const { cell, up, down } of required) {
        const interval = intervals.find((one) => one.cell === cell);
        expect(interval?.low).toBeLessThanOrEqual((values[cell] ?? 0) - down + 1e-4);
        expect(interval?.high).toBeGreaterThanOrEqual((values[cell] ?? 0) + up - 1e-4);
      }
    },
  );
});
