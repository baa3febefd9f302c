import { describe, expect, it } from "vitest";
import { constructKinds, constructWords, spokenLanguages } from "../../../src/domain/index.ts";

describe("constructWords", () => {
  it("has a title and one sentence for every construct in every language, and no two alike", () => {
    expect(Object.keys(constructWords)).toEqual(constructKinds);
    for (const language of spokenLanguages) {
      const all = constructKinds.map((kind) => constructWords[kind][language]);
      expect(new Set(all.map(({ title }) => title)).size).toBe(constructKinds.length);
      expect(new Set(all.map(({ definition }) => definition)).size).toBe(constructKinds.length);
      for (const { title, definition } of all) {
        expect(title).toMatch(/^\p{Letter}[^.]*$/u);
        expect(definition).toMatch(/^\p{Letter}[^.]{20,}\.$/u);
        if (language === "ar") expect(title + definition).not.toMatch(/[A-Za-z]/u);
      }
    }
  });
});
