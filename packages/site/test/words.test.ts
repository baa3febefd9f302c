import { significance, toldCount } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { coverageOf, isWhole } from "../src/data/coverage.ts";
import { yearBefore } from "../src/data/year-before.ts";
import { lastWholePeriod } from "../src/figures/cubes.ts";
import { numberText, periodText } from "../src/words/formats.ts";
import { toldCountText } from "../src/words/values.ts";
import { checkCatalogue, keysOf, languages, wordsOf } from "../src/words/words.ts";

describe("periods", () => {
  it("are told in words", () => {
    expect(periodText("2025-03", "en")).toBe("March 2025");
    expect(periodText("2025", "en")).toBe("2025");
    expect(periodText("2025-Q3", "en").replace(/\s/g, " ")).toBe("Jul – Sep 2025");
  });
  it("have the same period a year before", () => {
    expect([yearBefore("2025-Q3"), yearBefore("2025-03"), yearBefore("2025")]).toEqual(["2024-Q3", "2024-03", "2024"]);
  });
  it("are whole when the records cover their first day and their last, and where none is, the last is told", () => {
    const covered = (coverageFrom: string, coverageTo: string) => lastWholePeriod(["2024", "2025"], { coverageFrom, coverageTo });
    expect(covered("2024-01-01", "2025-12-20")).toBe("2024");
    expect(covered("2024-01-01", "2025-12-31")).toBe("2025");
    expect(covered("2024-04-01", "2025-12-20")).toBe("2025");
  });
});

describe("coverageOf(dataset, measure)", () => {
  it("ends earlier for what takes time to show", () => {
    const dataset = { coverageFrom: "2024-01-01", coverageTo: "2026-10-31" };
    expect(coverageOf(dataset, "DLG.01")).toEqual(dataset);
    expect(coverageOf(dataset, "DLG.06")).toEqual({ coverageFrom: "2024-01-01", coverageTo: "2026-08-02" });
    expect(isWhole("2026-Q3", coverageOf(dataset, "DLG.06"))).toBe(false);
    expect(isWhole("2026-Q2", coverageOf(dataset, "DLG.06"))).toBe(true);
  });
});

describe("numbers", () => {
  it("are written the same however often, and whatever was written before", () => {
    const asked = [-0, 0, 1234.5, 0, -0, Number.NaN, 1234.5, -1] as const;
    const written = (language: string, decimals: number) => asked.map((value) => numberText(value, language, decimals));
    for (const language of languages)
      for (const decimals of [0, 1]) {
        const format = new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
        expect(written(language, decimals)).toEqual(asked.map((value) => format.format(value)));
      }
  });
});

describe("toldCountText(records, words, language)", () => {
  it("has words for every way in which a release tells a count, and for no other", () => {
    const ways = toldCount.options.flatMap((option) => ("options" in option ? option.options : "value" in option ? [option.value] : []));
    expect(ways).toHaveLength(8);
    for (const language of languages) {
      const texts = ways.map((way) => toldCountText(way, wordsOf(language), language));
      expect(new Set(texts).size).toBe(ways.length);
    }
    expect(toldCountText("1234", wordsOf("en"), "en")).toBe("1,234");
    expect(() => toldCountText("a few", wordsOf("en"), "en")).toThrow(/lack an order of magnitude/);
  });
});

describe("the catalogues", () => {
  it("have the same keys in every language, and no empty text", () => {
    const keys = keysOf(wordsOf("en"));
    for (const language of languages) {
      expect(keysOf(wordsOf(language))).toEqual(keys);
      for (const text of Object.values(wordsOf(language))) if (typeof text === "string") expect(text).not.toBe("");
    }
  });
  it("tell of how rare a change must be as the headlines take it", () => {
    expect(1 / significance).toBeCloseTo(20);
    const twenty = { en: "less than once in twenty", es: "menos de una vez de cada veinte", ar: "أقل من مرة في كل عشرين" };
    for (const [language, told] of Object.entries(twenty)) expect(wordsOf(language).changeText.join(" ")).toContain(told);
  });
  it("stop the build where a text is missing, and name it", () => {
    const { home: _, ...lacking } = wordsOf("es");
    expect(() => checkCatalogue("es", lacking)).toThrow("The words in es lack: home. Add them to words/es.ts.");
    expect(() => checkCatalogue("es", wordsOf("es"))).not.toThrow();
  });
  it("put the same things into headlines in every language, and end with a form that needs little", () => {
    const names = (forms: readonly string[]) => new Set(forms.flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
    const english = wordsOf("en").headlines.forms;
    for (const language of languages) {
      for (const [kind, forms] of Object.entries(wordsOf(language).headlines.forms)) {
        const own = names(forms);
        expect(names(english[kind as keyof typeof english]).isSupersetOf(own), `${language} ${kind}`).toBe(true);
        expect(own.size, `${language} ${kind}`).toBeGreaterThan(0);
        expect(names(forms.slice(-1)).size, `${language} ${kind}`).toBeLessThanOrEqual(2);
      }
    }
  });
  it("never say by which rule a value is hidden", () => {
    for (const language of languages) {
      const catalogue = wordsOf(language);
      const said = JSON.stringify(catalogue, (_, value) => (typeof value === "function" ? value.toString() : value));
      expect(said).not.toMatch(/\b(primary|secondary|primari[oa]|secundari[oa])\b|(below|fewer than|menos de) 5/i);
    }
  });
});
