import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { asSentence, inserted, quoted, tidied } from "../../../src/domain/survey/inserted.ts";

describe("tidied(text)", () => {
  it.each([
    ["  Harbour \n  district. ", "Harbour district"],
    ["Sector 4 ()", "Sector 4"],
    ["Sector 4 ([ ])", "Sector 4"],
    ["Well... yes", "Well… yes"],
    ["one. . two", "one… two"],
    ["\u202Etxt\u202C", "txt"],
    ["undefined", ""],
    ["NaN%", ""],
    ["[object Object]", ""],
    ["Is a null vote fair?", "Is a null vote fair?"],
  ])("of %j is %j", (text, words) => {
    expect(tidied(text)).toBe(words);
  });
  test.prop([fc.string({ unit: "grapheme" })])("has nothing more to do the second time, and nothing that tears a sentence", (text) => {
    const words = tidied(text);
    expect(tidied(words)).toBe(words);
    expect(words).not.toMatch(/\s\s|\.\s*\.|[([{]\s*[)\]}]|^\s|\s$|\.$/u);
  });
});

describe("quoted(text, language)", () => {
  it("has the quotation marks of the language, and others within", () => {
    expect(quoted("They say “no”.", "en")).toBe("“They say ‘no’”");
    expect(quoted("Dicen «no».", "es")).toBe("«Dicen “no”»");
    expect(quoted(" . ", "en")).toBe("");
  });
});

describe("inserted(text, language)", () => {
  it("isolates only words that run the other way", () => {
    expect(inserted("Harbour", "en")).toBe("Harbour");
    expect(inserted("Harbour", "ar")).toBe("\u2068Harbour\u2069");
    expect(inserted("الميناء", "ar")).toBe("الميناء");
    expect(inserted("الميناء", "es")).toBe("\u2068الميناء\u2069");
  });
});

describe("asSentence(text, language)", () => {
  it("ends with one mark", () => {
    expect([
      asSentence("Paid by the city.", "en"),
      asSentence("Paid by the city", "en"),
      asSentence("Who?", "en"),
      asSentence("", "en"),
    ]).toEqual(["Paid by the city.", "Paid by the city.", "Who?", ""]);
  });
});
