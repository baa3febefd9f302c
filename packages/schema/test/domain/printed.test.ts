import { describe, expect, it } from "vitest";
import { observationStatuses, parsePeriod, printedPeriod, printedValue, spokenPeriod } from "../../src/domain/index.ts";

describe("printedValue(value, status, decimals, language)", () => {
  it("prints as the language does, with the decimals of the measure", () => {
    expect(printedValue(1234.56, "AVAILABLE", 1, "en")).toBe("1,234.6");
    expect(printedValue(12_345.6, "AVAILABLE", 1, "es")).toBe("12.345,6");
    expect(printedValue(0, "AVAILABLE", 0, "en")).toBe("0");
  });
  it("prints a mark and plain words in the place of a value, and never a number", () => {
    for (const status of Object.keys(observationStatuses) as (keyof typeof observationStatuses)[]) {
      if (status === "AVAILABLE") continue;
      for (const language of ["en", "es", "es-MX", "de"]) {
        const text = printedValue(3, status, 0, language);
        expect(text.startsWith(`${observationStatuses[status].mark} `)).toBe(true);
        expect(text).not.toMatch(/\d/);
      }
    }
    expect(printedValue(null, "SUPPRESSED", 0, "es-MX")).toBe(printedValue(null, "SUPPRESSED", 0, "es"));
  });
  it("takes any text for a language", () => {
    expect(printedValue(1234, "AVAILABLE", 0, "not a tag")).toBe("1,234");
  });
});

describe("printedPeriod(period, language)", () => {
  it.each([
    ["2025-03", "en", "March 2025"],
    ["2025-03", "es", "marzo de 2025"],
    ["2025-Q1", "en", "Q1 2025"],
    ["2025-Q1", "es", "T1 2025"],
    ["2025", "es", "2025"],
  ])("prints %s in %s as %s", (code, language, printed) => {
    const period = parsePeriod(code);
    expect(period && printedPeriod(period, language)).toBe(printed);
  });
});

describe("spokenPeriod(period, language)", () => {
  it.each([
    ["2025-03", "en", "March 2025"],
    ["2025-Q1", "en", "Jan – Mar 2025"],
    ["2025-Q1", "es", "ene–mar 2025"],
    ["2025-Q3-12M", "en", "Oct 2024 – Sep 2025"],
    ["2025", "en", "2025"],
  ])("says %s in %s as %s, with no code in it", (code, language, said) => {
    const period = parsePeriod(code);
    expect((period && spokenPeriod(period, language))?.replaceAll("\u2009", " ")).toBe(said);
  });
});
