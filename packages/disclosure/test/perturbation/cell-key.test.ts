import { fc, test } from "@fast-check/vitest";
import { cellKey, DisclosureError, type PerturbationTable, perturb, perturbationTable, recordKey } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";
import { tries } from "../../../../test/support/effort.ts";
import { casesAbsent, readCase, readCaseText } from "../cases.ts";

describe("perturbationTable(terms)", () => {
  const terms = fc.record({
    most: fc.integer({ min: 2, max: 8 }),
    variance: fc.double({ min: 1.5, max: 6, noNaN: true }),
    blocked: fc.integer({ min: 0, max: 2 }),
    monotone: fc.boolean(),
  });
  test.prop([terms], { numRuns: tries(20), seed: 4 })(
    "changes no count by more than its limit, without bias, within the variance, and never to a blocked count",
    (given) => {
      let table: PerturbationTable;
      try {
        table = perturbationTable(given);
      } catch (error) {
        expect(error).toBeInstanceOf(DisclosureError); // so little variance leaves no way round the blocked counts
        return;
      }
      table.rows.forEach((row, count) => {
        const sum = (power: number) => row.reduce((total, { change, probability }) => total + change ** power * probability, 0);
        expect(sum(0)).toBeCloseTo(1, 9);
        expect(sum(1)).toBeCloseTo(0, 8);
        expect(sum(2)).toBeLessThanOrEqual(given.variance + 1e-8);
        for (const { change } of row) {
          expect(Math.abs(change)).toBeLessThanOrEqual(given.most);
          expect(count + change === 0 || count + change > given.blocked || count === 0).toBe(true);
        }
        const below = row.filter(({ change }) => change <= 0).map(({ probability }) => probability);
        if (given.monotone)
          for (const [i, probability] of below.entries()) expect(probability).toBeGreaterThanOrEqual((below[i - 1] ?? 0) - 1e-12);
      });
    },
  );
  it.each([
    [{ most: 0 }],
    [{ variance: Number.NaN }],
    [{ variance: 0 }],
    [{ blocked: -1 }],
    [{ most: 2.5 }],
    [{ variance: 0.5, blocked: 2 }],
  ])("refuses %j", (part) => {
    expect(() => perturbationTable({ most: 5, variance: 3, blocked: 0, monotone: true, ...part })).toThrow(
      expect.objectContaining({ code: "POLICY_INVALID" }),
    );
  });
  const tables = readCase("ptable/cnt_ptables.json").tables ?? [];
  it.skipIf(casesAbsent).each(tables.map((table: { params: object }) => [JSON.stringify(table.params), table]))(
    "equals the reference for %s",
    (...[, reference]) => {
      const { D, V, js, mono = true } = reference.params;
      const [pooled, free] = [true, false].map((monotone) => perturbationTable({ most: D, variance: V, blocked: js, monotone }));
      for (const count of new Set<number>(reference.rows.map(({ i }: { i: number }) => i))) {
        const monotone = Array.isArray(mono) ? mono[count - 1] : mono;
        const row = ((monotone ?? true) ? pooled : free)?.rows[count] ?? [];
        const found = new Map(row.map(({ change, probability }) => [change, probability]));
        for (const { i, v, p } of reference.rows) if (i === count) expect(Math.abs((found.get(v) ?? 0) - p)).toBeLessThan(1e-6);
      }
    },
  );
});

describe.skipIf(casesAbsent)("the example of a perturbation table that was published", () => {
  it("has the probabilities of four rows, one of them not monotone", () => {
    const [pooled, free] = [true, false].map((monotone) => perturbationTable({ most: 2, variance: 1.05, blocked: 1, monotone }));
    const rows = [0, 1, 2, 3, 4].map((count) => (count === 3 ? free : pooled)?.rows[count] ?? []);
    const expected: number[] = readCase("ptable/published_example.json").p;
    const found = rows.flatMap((row) => row.map(({ probability }) => probability));
    expect(found.length).toBe(expected.length);
    for (const [i, probability] of found.entries()) expect(Math.abs(probability - (expected[i] ?? 0))).toBeLessThan(1e-6);
  });
});

describe("perturb(count, key, table)", () => {
  const table = perturbationTable({ most: 3, variance: 2, blocked: 0, monotone: true });
  it("gives the same result for the same records, and leaves zero as it is", () => {
    expect(perturb(17, 123_456, table)).toBe(perturb(17, 123_456, table));
    expect(perturb(0, 123_456, table)).toBe(0);
  });
  it("gives each result as often as the table says, over all keys", () => {
    const range = 4_096;
    const seen = new Map<number, number>();
    for (let key = 0; key < range; key++) {
      const change = perturb(100, key, table, range) - 100;
      seen.set(change, (seen.get(change) ?? 0) + 1);
    }
    for (const { change, probability } of table.rows[3] ?? [])
      expect(Math.abs((seen.get(change) ?? 0) / range - probability)).toBeLessThan(1 / range);
  });
  it.each([
    [-1, 0],
    [2.5, 0],
    [Number.NaN, 0],
    [5, -1],
    [5, 2 ** 32],
    [5, Number.NaN],
  ])("refuses the count %s with the key %s", (count, key) => {
    expect(() => perturb(count, key, table)).toThrow(expect.objectContaining({ code: "COUNT_NOT_WHOLE" }));
  });
});

describe("recordKey(secret, dataset, id) and cellKey(keys)", () => {
  const secret = new Uint8Array(32).fill(7);
  it("depend on the secret, the dataset and the record, and on nothing else", () => {
    expect(recordKey(secret, "incidents", "1")).toBe(recordKey(new Uint8Array(32).fill(7), "incidents", "1"));
    const keys = [
      recordKey(secret, "incidents", "1"),
      recordKey(secret, "incidents", "2"),
      recordKey(secret, "calls", "1"),
      recordKey(
        secret.map(() => 8),
        "incidents",
        "1",
      ),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(cellKey(keys)).toBe(cellKey([...keys].reverse()));
  });
  it("refuse a short secret and a key that is none", () => {
    expect(() => recordKey(new Uint8Array(8), "incidents", "1")).toThrow(expect.objectContaining({ code: "POLICY_INVALID" }));
    expect(() => cellKey([1, Number.NaN])).toThrow(expect.objectContaining({ code: "COUNT_NOT_WHOLE" }));
  });
});

describe.skipIf(casesAbsent)("the cell keys of the Office for National Statistics", () => {
  const [header = "", ...lines] = readCaseText("ons/microdata_1000.csv").trim().split(/\r?\n/);
  const records = lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [header.split(",")[i] ?? "", value])));
  /** The 10-5 rule: below ten to zero, the others to the nearest five. */
  const tenFive: PerturbationTable = {
    rows: Array.from({ length: 751 }, (_, count) => [{ change: (count < 10 ? 0 : Math.round(count / 5) * 5) - count, probability: 1 }]),
    period: 250,
  };
  const tables = readCase("ons/expected.json").tables ?? [];
  it.each(tables.map((table: { geog: string[]; tab_vars: string[] }) => [[...table.geog, ...table.tab_vars].join(" × "), table]))(
    "give the reference's counts: %s",
    (...[, table]) => {
      for (const row of table.rows) {
        const variables: string[] = [...table.geog, ...table.tab_vars];
        const own = records.filter((record) => variables.every((variable) => record[variable] === String(row[variable])));
        const key = cellKey(
          own.map((record) => Number(record.record_key)),
          256,
        );
        const count = perturb(own.length, key, tenFive, 256);
        expect([own.length, key, count - own.length]).toEqual([row.pre_sdc_count, row.ckey, row.pvalue]);
        expect(count < table.threshold ? null : count).toBe(row.count);
      }
    },
  );
});
