import { fc, test } from "@fast-check/vitest";
import { distinctContributors, groupDisclosure, minimumFrequency, smallComplement, type ZeroRule, zeroCells } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

const cells = fc.array(
  fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 30 })).map(([count, rest]) => ({ count, rest, group: count + rest })),
  { minLength: 1, maxLength: 20 },
);
const threshold = fc.integer({ min: 1, max: 12 });

describe("smallComplement(counts, groups, threshold)", () => {
  it("marks cells that leave some of their group, but too few", () => {
    expect(smallComplement([12, 11, 8, 7, 0], [12, 12, 12, 12, 3], 5)).toEqual([false, true, true, false, true]);
  });
  test.prop([cells, threshold])(
    "marks a cell exactly where the rest of its group, as a cell, would be below the minimum frequency",
    (given, t) => {
      const flags = smallComplement(
        given.map(({ count }) => count),
        given.map(({ group }) => group),
        t,
      );
      expect(flags).toEqual(
        minimumFrequency(
          given.map(({ rest }) => rest),
          t,
        ),
      );
    },
  );
  test.prop([cells, threshold])("with group disclosure, marks whatever leaves fewer than the threshold", (given, t) => {
    const [counts, groups] = [given.map(({ count }) => count), given.map(({ group }) => group)];
    const [small, whole] = [smallComplement(counts, groups, t), groupDisclosure(counts, groups, 1)];
    given.forEach(({ count, rest }, cell) => {
      expect(Boolean(small[cell] || whole[cell])).toBe(rest < t && (rest > 0 || count > 0));
    });
  });
  test.prop([cells, threshold])("marks no fewer cells when the threshold is higher", (given, t) => {
    const of = (at: number) =>
      smallComplement(
        given.map(({ count }) => count),
        given.map(({ group }) => group),
        at,
      );
    of(t).forEach((unsafe, cell) => {
      if (unsafe) expect(of(t + 1)[cell]).toBe(true);
    });
  });
  it.each([
    [[13], [12], 5, "COUNT_NOT_WHOLE"],
    [[Number.NaN], [12], 5, "COUNT_NOT_WHOLE"],
    [[1], [Number.NaN], 5, "COUNT_NOT_WHOLE"],
    [[1, 2], [12], 5, "CUBE_INVALID"],
    [[1], [12], 0, "POLICY_INVALID"],
    [[1], [12], Number.NaN, "POLICY_INVALID"],
  ])("refuses counts %j of groups %j with threshold %s", (counts, groups, t, code) => {
    expect(() => smallComplement(counts, groups, t)).toThrow(expect.objectContaining({ code }));
  });
});

describe("zeroCells(counts, rule, structural)", () => {
  it("marks no zero where zeros are safe, and every zero where they are sensitive", () => {
    expect(zeroCells([0, 1, 0], "safe")).toEqual([false, false, false]);
    expect(zeroCells([0, 1, 0], "sensitive")).toEqual([true, false, true]);
  });
  it("never marks a cell that must be empty", () => {
    expect(zeroCells([0, 1, 0], "sensitive", [true, false, false])).toEqual([false, false, true]);
  });
  test.prop([cells, threshold])("marks no cell that minimum frequency marks: the two share no count", (given, t) => {
    const counts = given.map(({ count }) => count);
    const small = minimumFrequency(counts, t);
    zeroCells(counts, "sensitive").forEach((unsafe, cell) => {
      expect(unsafe && small[cell]).toBe(false);
    });
  });
  it.each([
    [[0], undefined, undefined, "POLICY_INVALID"],
    [[0], "structural", undefined, "POLICY_INVALID"],
    [[Number.NaN], "safe", undefined, "COUNT_NOT_WHOLE"],
    [[-1], "sensitive", undefined, "COUNT_NOT_WHOLE"],
    [[0, 0], "sensitive", [true], "CUBE_INVALID"],
    [[0], "sensitive", [undefined], "CUBE_INVALID"],
    [[4], "sensitive", [true], "CUBE_INVALID"],
    [[4], "safe", [true], "CUBE_INVALID"],
  ])("refuses counts %j with the rule %s and flags %j", (counts, rule, flags, code) => {
    expect(() => zeroCells(counts, rule as ZeroRule, flags as boolean[] | undefined)).toThrow(expect.objectContaining({ code }));
  });
});

describe("distinctContributors(records, persons, threshold)", () => {
  it("marks cells by their persons, however many records these have", () => {
    expect(distinctContributors([50, 5, 9, 0], [4, 5, 1, 0], 5)).toEqual([true, false, true, false]);
  });
  test.prop([fc.array(fc.nat({ max: 40 })), threshold])("is minimum frequency where each person has one record", (counts, t) => {
    expect(distinctContributors(counts, counts, t)).toEqual(minimumFrequency(counts, t));
  });
  test.prop([fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 20 }))), threshold])(
    "marks whatever minimum frequency marks of the records",
    (given, t) => {
      const records = given.map(([persons, more]) => persons + more);
      const flags = distinctContributors(
        records,
        given.map(([persons]) => persons),
        t,
      );
      minimumFrequency(records, t).forEach((unsafe, cell) => {
        if (unsafe) expect(flags[cell]).toBe(true);
      });
    },
  );
  it.each([
    [[5], [6], 5, "COUNT_NOT_WHOLE"],
    [[5], [0], 5, "COUNT_NOT_WHOLE"],
    [[5], [Number.NaN], 5, "COUNT_NOT_WHOLE"],
    [[5], [undefined as unknown as number], 5, "COUNT_NOT_WHOLE"],
    [[2.5], [2], 5, "COUNT_NOT_WHOLE"],
    [[5, 5], [5], 5, "CUBE_INVALID"],
    [[5], [5], 0, "POLICY_INVALID"],
  ])("refuses records %j of persons %j with threshold %s", (records, persons, t, code) => {
    expect(() => distinctContributors(records, persons, t)).toThrow(expect.objectContaining({ code }));
  });
});
