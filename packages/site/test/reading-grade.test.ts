import { describe, expect, it } from "vitest";
import { readingGrade } from "./support/reading-grade.ts";

describe("readingGrade(text)", () => {
  it("is Flesch and Kincaid's: words and their syllables", () => {
    // 10 words of 10 syllables; 4 words of 12.
    expect(readingGrade("The cat sat on the mat and the dog ran")).toBeCloseTo(0.39 * 10 + 11.8 - 15.59);
    expect(readingGrade("Concentration of residents: unavailable")).toBeCloseTo(0.39 * 4 + 11.8 * (13 / 4) - 15.59);
  });
  it.each([
    ["recorded", 3],
    ["incidents", 3],
    ["closed", 1],
    ["times", 1],
    ["people", 2],
    ["closely", 2],
    ["response", 2],
    ["2,026", 1],
  ])("counts the syllables of %s as spoken: %i", (word, syllables) => {
    expect(readingGrade(word)).toBeCloseTo(0.39 + 11.8 * syllables - 15.59);
  });
});
