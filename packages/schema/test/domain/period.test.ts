import { parsePeriod, periodOf, periodsBetween } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";

describe("parsePeriod(code)", () => {
  it("knows the first and last day of a month, a quarter and a year", () => {
    expect(parsePeriod("2024-02")).toEqual({ code: "2024-02", grain: "month", start: "2024-02-01", end: "2024-02-29" });
    expect(parsePeriod("2026-Q4")).toEqual({ code: "2026-Q4", grain: "quarter", start: "2026-10-01", end: "2026-12-31" });
    expect(parsePeriod("2025")).toEqual({ code: "2025", grain: "year", start: "2025-01-01", end: "2025-12-31" });
  });
  it.each(["2026-13", "2026-Q5", "26", "2026-9", "2026-00", "latest", ""])("knows no period %j", (code) => {
    expect(parsePeriod(code)).toBeUndefined();
  });
});

describe("periodOf(day, grain)", () => {
  it("finds the month, quarter and year that hold a day", () => {
    expect([
      periodOf("2026-09-30", "month"),
      periodOf("2026-09-30", "quarter"),
      periodOf("2026-10-01", "quarter"),
      periodOf("2026-09-30", "year"),
    ]).toEqual(["2026-09", "2026-Q3", "2026-Q4", "2026"]);
  });
});

describe("periodsBetween(from, to, grain)", () => {
  it("lists every period that overlaps the days, across years", () => {
    expect(periodsBetween("2025-11-15", "2026-02-01", "month").map(({ code }) => code)).toEqual([
      "2025-11",
      "2025-12",
      "2026-01",
      "2026-02",
    ]);
    expect(periodsBetween("2025-11-15", "2026-02-01", "quarter").map(({ code }) => code)).toEqual(["2025-Q4", "2026-Q1"]);
    expect(periodsBetween("2025-11-15", "2026-02-01", "year").map(({ code }) => code)).toEqual(["2025", "2026"]);
  });
});
