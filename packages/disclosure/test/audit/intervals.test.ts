import { feasibleIntervals, optimalSuppression } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, gaussCases, readCase } from "../cases.ts";

const table = {
  atomCount: 4,
  columns: [[0], [1], [2], [3], [0, 1], [2, 3], [0, 2], [1, 3]],
  values: [3, 20, 30, 40, 23, 70, 33, 60],
  seconds: 5,
};

describe("feasibleIntervals(table)", () => {
  it("finds how far a rectangle of hidden cells can turn", async () => {
    const intervals = await feasibleIntervals({ ...table, suppressed: [0, 1, 2, 3], least: 0 });
    expect(intervals.map(({ low, high }) => [Math.round(low), Math.round(high)])).toEqual([
      [0, 23],
      [0, 23],
      [10, 33],
      [37, 60],
    ]);
  });
  it("finds less where hidden cells are known not to be zero", async () => {
    const intervals = await feasibleIntervals({ ...table, suppressed: [0, 1, 2, 3], least: 1 });
    expect(intervals.map(({ low, high }) => [Math.round(low), Math.round(high)])).toEqual([
      [1, 22],
      [1, 22],
      [11, 32],
      [38, 59],
    ]);
  });
  it("refuses a published value that is missing, and values that contradict each other", async () => {
    await expect(feasibleIntervals({ ...table, values: [3], suppressed: [0], least: 0 })).rejects.toMatchObject({
      code: "COUNT_NOT_WHOLE",
    });
    await expect(feasibleIntervals({ ...table, values: [3, 20, 30, 40, 24, 70, 33, 60], suppressed: [0], least: 0 })).rejects.toMatchObject(
      { code: "AUDIT_FAILED" },
    );
  });
  it.skipIf(casesAbsent).each(gaussCases.filter((name) => readCase(`gauss/${name}.json`).intervals))(
    "equals the intervals of the reference on %s",
    async (name) => {
      const { x, n_inner, values, primary, expected, intervals } = readCase(`gauss/${name}.json`);
      const suppressed: number[] = [...primary, ...expected.secondary_none].sort((a, b) => a - b);
      expect([...intervals.cells].sort((a: number, b: number) => a - b)).toEqual(suppressed);
      const found = new Map(
        (await feasibleIntervals({ atomCount: n_inner, columns: x, values, suppressed, least: 0, seconds: 10 })).map(
          ({ cell, low, high }) => [cell, [low, high]],
        ),
      );
      intervals.cells.forEach((cell: number, i: number) => {
        expect(found.get(cell)?.[0]).toBeCloseTo(intervals.lo[i], 6);
        expect(found.get(cell)?.[1]).toBeCloseTo(intervals.up[i], 6);
      });
    },
  );
});

/** The table of investments of the textbooks: three activities by three regions, with totals. */
const investment = {
  atomCount: 9,
  columns: [
    [0],
    [1],
    [2],
    [0, 1, 2],
    [3],
    [4],
    [5],
    [3, 4, 5],
    [6],
    [7],
    [8],
    [6, 7, 8],
    [0, 3, 6],
    [1, 4, 7],
    [2, 5, 8],
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  ],
  values: [20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190],
  seconds: 10,
};

describe("the investments of Willenborg & de Waal, and Fischetti & Salazar-González", () => {
  it("give the published intervals for the published pattern", async () => {
    const intervals = await feasibleIntervals({ ...investment, suppressed: [4, 6, 8, 10], least: 0 });
    expect(intervals.map(({ low, high }) => [Math.round(low), Math.round(high)])).toEqual([
      [0, 25],
      [5, 30],
      [0, 25],
      [4, 29],
    ]);
    expect(await feasibleIntervals({ ...investment, suppressed: [6], least: 0 })).toMatchObject([{ low: 22, high: 22 }]);
  });
  it("are protected best at a cost of 59: optimalSuppression(problem)", async () => {
    const suppressed = await optimalSuppression({ ...investment, weights: investment.values, required: [{ cell: 6, down: 5, up: 8 }] });
    expect(suppressed).toEqual([4, 6, 8, 10]);
    expect(suppressed.reduce((sum, cell) => sum + (investment.values[cell] ?? 0), 0)).toBe(59);
  });
  it("cannot be protected beyond their total: optimalSuppression(problem) refuses", async () => {
    await expect(
      optimalSuppression({ ...investment, weights: investment.values, required: [{ cell: 6, down: 23, up: 8 }] }),
    ).rejects.toMatchObject({ code: "UNPROTECTABLE" });
  });
  it("are refused rather than left unprotected where values differ too much in size for the solver", async () => {
    const far = (value: number, atoms: readonly number[]) => (atoms.length === 1 && atoms[0] === smallest ? value : value * 1e5);
    const smallest = investment.columns[6]?.[0] ?? 0;
    const atomValues = Array.from({ length: investment.atomCount }, (_, atom) => {
      const cell = investment.columns.findIndex((atoms) => atoms.length === 1 && atoms[0] === atom);
      return far(investment.values[cell] ?? 0, [atom]);
    });
    const values = investment.columns.map((atoms) => atoms.reduce((sum, atom) => sum + (atomValues[atom] ?? 0), 0));
    const attempt = optimalSuppression({
      ...investment,
      values,
      weights: values.map(() => 1),
      required: [{ cell: 6, down: 2.2, up: 2.2 }],
    });
    const suppressed = await attempt.catch((error: unknown) => error);
    if (Array.isArray(suppressed)) {
      const [interval] = await feasibleIntervals({ ...investment, values, suppressed, attacked: [6], least: 0 });
      expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThanOrEqual(4.4 - 1e-4);
    } else expect(suppressed).toMatchObject({ code: "SOLVER_FAILED" });
  });
});
