import { fc, test } from "@fast-check/vitest";
import { type Contribution, DisclosureError, dominance, groupDisclosure, pPercent } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { casesAbsent, readCase } from "../cases.ts";

const of = (...values: number[]): Contribution[] => values.map((value) => ({ value }));

describe("dominance(cells, rules)", () => {
  it("marks cells whose n largest contributors hold k percent or more", () => {
    expect(dominance([of(90, 10), of(45, 45, 10), of(40, 40, 20), [], of(0)], [{ n: 2, k: 90 }])).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
  it("adds up the records of one contributor", () => {
    const cell = [
      { value: 30, contributor: "a" },
      { value: 30, contributor: "a" },
      { value: 40, contributor: "b" },
    ];
    expect(dominance([cell], [{ n: 1, k: 60 }])).toEqual([true]);
  });
  it.each([[[]], [[{ n: 0, k: 90 }]], [[{ n: 1, k: 101 }]], [[{ n: 1, k: Number.NaN }]], [[{ n: 1.5, k: 90 }]]])(
    "refuses the rules %j",
    (rules) => {
      expect(() => dominance([of(1)], rules)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
    },
  );
  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY]])("refuses a contribution of %s", (value) => {
    expect(() => dominance([of(5, value)], [{ n: 1, k: 90 }])).toThrow(DisclosureError);
  });
  const cells = fc.array(
    fc.array(
      fc.nat({ max: 1_000 }).map((value) => ({ value })),
      { maxLength: 6 },
    ),
    { minLength: 1, maxLength: 4 },
  );
  test.prop([cells, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 100 })])(
    "marks no fewer cells when the rule is stricter, whatever the order of the records",
    (given, n, k) => {
      const lax = dominance(given, [{ n, k }]);
      const strict = dominance(
        given.map((cell) => [...cell].reverse()),
        [{ n, k: k - 1 }],
      );
      lax.forEach((unsafe, cell) => {
        if (unsafe) expect(strict[cell]).toBe(true);
      });
    },
  );
});

describe("pPercent(cells, p)", () => {
  it("marks cells whose largest contributor the second can work out to within p percent", () => {
    expect(pPercent([of(100), of(90, 10), of(80, 10, 10), of(60, 20, 10, 10), [], of(0, 0)], 20)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
  it.each([[0], [Number.NaN], [101]])("refuses p = %s", (p) => {
    expect(() => pPercent([of(1)], p)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});

describe("groupDisclosure(counts, groups, others)", () => {
  it("marks cells that hold all of their group, or all but a few", () => {
    expect(groupDisclosure([12, 11, 10, 0], [12, 12, 12, 12], 2)).toEqual([true, true, false, false]);
    expect(groupDisclosure([12, 11], [12, 12], 1)).toEqual([true, false]);
  });
  it("refuses a cell larger than its group, a group that is missing, and a number of others below one", () => {
    expect(() => groupDisclosure([13], [12], 1)).toThrow(expect.objectContaining({ code: "COUNT_NOT_WHOLE" }));
    expect(() => groupDisclosure([1, 2], [12], 1)).toThrow(expect.objectContaining({ code: "CUBE_INVALID" }));
    expect(() => groupDisclosure([1], [12], 0)).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
  });
});

describe.skipIf(casesAbsent)("the magnitude rules of Statistics Norway", () => {
  const { data, cells, rules } = readCase("magnitude/dominance.json");
  const group = (weights: boolean, contributors: boolean): Contribution[][] =>
    cells.map((cell: string) =>
      data
        .filter(({ v1 }: { v1: string }) => v1 === cell)
        .map(({ num, sw2, char }: { num: number; sw2: number; char: string }) => ({
          value: num,
          ...(weights ? { weight: sw2 } : {}),
          ...(contributors ? { contributor: char } : {}),
        })),
    );
  it.each((rules ?? []).map((rule: { rule: string }, i: number) => [i, rule.rule, rule]))(
    "equal the reference, rule %i: %s",
    (...[, name, rule]) => {
      const given = group(rule.weights !== undefined, name.includes("contributor"));
      const list = [rule.n].flat().map((n: number, i: number) => ({ n, k: [rule.k].flat()[i] }));
      const flags = name.startsWith("p%")
        ? pPercent(given, rule.p)
        : dominance(given, list, rule.method === "tauargus" ? "expanded" : "total");
      expect(flags).toEqual(rule.result);
    },
  );

  const table = readCase("magnitude/dominance.json").magnitude1;
  type Row = { sector4: string; sector2: string; geo: string; eu: string; company: string; value: number };
  const belongs = (row: Row, cell: { geo: string; sector4: string }) =>
    (cell.geo === "Total" || row.geo === cell.geo || row.eu === cell.geo) &&
    (cell.sector4 === "Total" || row.sector4 === cell.sector4 || row.sector2 === cell.sector4);
  it.each([
    ["p10_company", (given: Contribution[][]) => pPercent(given, 10)],
    [
      "nk_80_99",
      (given: Contribution[][]) =>
        dominance(given, [
          { n: 1, k: 80 },
          { n: 2, k: 99 },
        ]),
    ],
  ] as const)("equal the reference on a table of two hierarchies: %s", (name, rule) => {
    const company = name === "p10_company";
    const given = table[name].map((cell: Row) =>
      table.data
        .filter((row: Row) => belongs(row, cell))
        .map(({ value, company: contributor }: Row) => (company ? { value, contributor } : { value })),
    );
    expect(rule(given)).toEqual(table[name].map(({ primary }: { primary: boolean }) => primary));
  });
});
