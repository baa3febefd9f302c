import { fc, test } from "@fast-check/vitest";
import { addCharge, billionthsOf, type Charge } from "@openbeat/disclosure";
import { describe, expect, it } from "vitest";

const charge: Charge = {
  dataset: "concerns",
  measure: "COM.01",
  grouping: "district,month",
  period: "2026-01",
  firstDay: "2026-01-01",
  lastDay: "2026-01-31",
  unit: "person",
  rhoBillionths: 100_000_000n,
  budgetBillionths: 1_000_000_000n,
};
const january = charge;
const february: Charge = { ...charge, period: "2026-02", firstDay: "2026-02-01", lastDay: "2026-02-28" };
const year: Charge = { ...charge, grouping: "district,year", period: "2026", firstDay: "2026-01-01", lastDay: "2026-12-31" };
const refused = (code: string) => expect.objectContaining({ code });

/** Any charges of two datasets over three years, by months, quarters and years, named so that some are the same. */
const charges = (unit: Charge["unit"]) =>
  fc.array(
    fc
      .record({
        dataset: fc.constantFrom("concerns", "stops"),
        grouping: fc.constantFrom("a", "b", "c"),
        length: fc.constantFrom(1, 3, 12),
        year: fc.integer({ min: 2025, max: 2027 }),
        place: fc.nat({ max: 11 }),
        rhoBillionths: fc.bigInt({ min: 1n, max: 400_000_000n }),
        budgetBillionths: fc.constantFrom(1_000_000_000n, 700_000_001n),
      })
      .map(({ length, year: of, place, ...rest }): Charge => {
        const first = place - (place % length);
        const [from, to] = [first + 1, first + length].map((month) => `${of}-${String(month).padStart(2, "0")}`);
        return { ...charge, ...rest, unit, period: `${from}/${to}`, firstDay: `${from}-01`, lastDay: `${to}-28` };
      }),
    { maxLength: 40 },
  );

describe("billionthsOf(rho)", () => {
  it("rounds up, never down", () => {
    expect(billionthsOf({ numerator: 1, denominator: 200 })).toBe(5_000_000n);
    expect(billionthsOf({ numerator: 1, denominator: 3 })).toBe(333_333_334n);
    expect(billionthsOf({ numerator: 1, denominator: Number.MAX_SAFE_INTEGER })).toBe(1n);
  });
  it.each([0, -1, 1.5, Number.NaN])("refuses a numerator or denominator of %s", (part) => {
    expect(() => billionthsOf({ numerator: part, denominator: 2 })).toThrow(refused("POLICY_INVALID"));
    expect(() => billionthsOf({ numerator: 2, denominator: part })).toThrow(refused("POLICY_INVALID"));
  });
});

describe("addCharge(charges, charge)", () => {
  test.prop([charges("person")], { numRuns: 200, seed: 41 })(
    "never charges a person more in a calendar year than any charge of it allows",
    (tries) => {
      const ledger = tries.reduce<Charge[]>(attempt, []);
      for (const { dataset, firstDay } of ledger) {
        const own = ledger.filter((other) => other.dataset === dataset && other.firstDay.slice(0, 4) === firstDay.slice(0, 4));
        const spent = own.reduce((sum, { rhoBillionths }) => sum + rhoBillionths, 0n);
        for (const { budgetBillionths } of own) expect(spent <= budgetBillionths).toBe(true);
      }
    },
  );
  test.prop([charges("record")], { numRuns: 200, seed: 42 })(
    "never charges a record more on any day than any charge of that day allows",
    (tries) => {
      const ledger = tries.reduce<Charge[]>(attempt, []);
      for (let month = 0; month < 36; month++)
        for (const dataset of ["concerns", "stops"]) {
          const day = `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-15`;
          const own = ledger.filter((other) => other.dataset === dataset && other.firstDay <= day && day <= other.lastDay);
          const spent = own.reduce((sum, { rhoBillionths }) => sum + rhoBillionths, 0n);
          for (const { budgetBillionths } of own) expect(spent <= budgetBillionths).toBe(true);
        }
    },
  );
  it("is exact to one billionth", () => {
    const ledger = addCharge([], january);
    const rest = january.budgetBillionths - january.rhoBillionths;
    expect(addCharge(ledger, { ...february, rhoBillionths: rest })).toHaveLength(2);
    expect(() => addCharge(ledger, { ...february, rhoBillionths: rest + 1n })).toThrow(refused("BUDGET_EXCEEDED"));
  });
  it("adds months up for a person, and not for a record, which lies in one of them", () => {
    const most = { rhoBillionths: 600_000_000n };
    expect(() => addCharge(addCharge([], { ...january, ...most }), { ...february, ...most })).toThrow(refused("BUDGET_EXCEEDED"));
    const record = { ...most, unit: "record" } as const;
    const months = addCharge(addCharge([], { ...january, ...record }), { ...february, ...record });
    expect(months).toHaveLength(2);
    expect(() => addCharge(months, { ...year, ...record })).toThrow(refused("BUDGET_EXCEEDED"));
    expect(addCharge(months, { ...year, ...record, rhoBillionths: 400_000_000n })).toHaveLength(3);
  });
  it("begins anew with a new calendar year, and for another dataset", () => {
    const ledger = addCharge([], { ...year, rhoBillionths: 1_000_000_000n });
    expect(() => addCharge(ledger, february)).toThrow(refused("BUDGET_EXCEEDED"));
    expect(addCharge(ledger, { ...february, dataset: "stops" })).toHaveLength(2);
    expect(addCharge(ledger, { ...february, period: "2027-02", firstDay: "2027-02-01", lastDay: "2027-02-28" })).toHaveLength(2);
  });
  it("holds to the least budget ever stated for the year: raising it afterwards buys nothing", () => {
    const ledger = addCharge([], { ...january, budgetBillionths: 150_000_000n });
    expect(() => addCharge(ledger, { ...february, budgetBillionths: 10_000_000_000n })).toThrow(refused("BUDGET_EXCEEDED"));
  });
  it("never draws twice for the same cells, whatever it would cost", () => {
    expect(() => addCharge(addCharge([], january), { ...january, rhoBillionths: 1n })).toThrow(
      expect.objectContaining({ code: "BUDGET_EXCEEDED", message: expect.stringContaining("before") }),
    );
  });
  it("refuses a dataset that protects persons now and records then", () => {
    expect(() => addCharge(addCharge([], january), { ...february, unit: "record" })).toThrow(refused("BUDGET_EXCEEDED"));
  });
  it.each<Partial<Charge>>([
    { rhoBillionths: 0n },
    { budgetBillionths: -1n },
    { firstDay: "2026-02-01" },
    { firstDay: "1 January" },
    { grouping: "" },
    { unit: "household" as "person" },
  ])("refuses what is no charge: %o", (part) => {
    expect(() => addCharge([], { ...january, ...part })).toThrow(refused("POLICY_INVALID"));
  });
});

function attempt(ledger: Charge[], next: Charge): Charge[] {
  try {
    return addCharge(ledger, next);
  } catch (error) {
    expect(error).toMatchObject({ code: "BUDGET_EXCEEDED" });
    return ledger;
  }
}
