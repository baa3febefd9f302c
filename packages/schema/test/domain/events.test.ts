import { describe, expect, it } from "vitest";
import { breaksBehind, eventsOf, measureCatalogue } from "../../src/domain/index.ts";

const year = { start: new Date("2024-01-01"), end: new Date("2024-12-31") };
const figure = (measure: string) => ({ measure, value: 12, numerator: 12, denominator: 1000, ...year });

describe("eventsOf(figure)", () => {
  it("finds events behind counts of records and rates of them, and behind no other measure of the catalogue", () => {
    const found = measureCatalogue.filter(({ code }) => eventsOf(figure(code)) !== null).map(({ code }) => code);
    expect(found).toEqual([
      ...["OUT.01", "OUT.01.R", "OUT.02", "OUT.02.R", "OUT.04", "OUT.04.R", "OUT.04.C", "OUT.04.S"],
      ...["OUT.05", "OUT.05.R", "OUT.05.C", "OUT.06", "OUT.06.R", "OUT.07", "ENG.01", "DLG.01", "DLG.01.R"],
    ]);
  });

  it("says of each what it is over", () => {
    expect(eventsOf(figure("OUT.01"))).toEqual({ count: 12, base: 1, per: 1, days: 366 });
    expect(eventsOf(figure("OUT.01.R"))).toEqual({ count: 12, base: 1000, per: 1000, days: 366 });
    expect(eventsOf(figure("OUT.04.C"))).toEqual({ count: 12, base: 1000, per: 10_000, days: null });
  });

  it("finds none where there is no whole count or no base, or the measure is unknown", () => {
    expect(eventsOf({ ...figure("OUT.01"), value: 1.5 })).toBe(null);
    expect(eventsOf({ ...figure("OUT.01.R"), numerator: null })).toBe(null);
    expect(eventsOf({ ...figure("OUT.01.R"), denominator: 0 })).toBe(null);
    expect(eventsOf(figure("XXX.01"))).toBe(null);
  });
});

describe("breaksBehind(measure, own, datasets)", () => {
  const datasets = [
    { code: "calls", breaks: ["2023-01-01"] },
    { code: "stops", breaks: ["2024-01-01"] },
    { code: "force", breaks: ["2022-01-01", "2025-01-01"] },
  ];

  it("finds the changes in what is counted, and in what it is divided by", () => {
    expect(breaksBehind("OUT.04", "force", datasets)).toEqual(["2022-01-01", "2025-01-01"]);
    expect(breaksBehind("OUT.04.C", "force", datasets)).toEqual(["2023-01-01", "2022-01-01", "2025-01-01"]);
    expect(breaksBehind("OUT.04.S", "force", datasets)).toEqual(["2024-01-01", "2022-01-01", "2025-01-01"]);
  });
});
