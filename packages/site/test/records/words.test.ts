import { dayIn, evaluationDesigns } from "@openbeat/schema/domain";
import { codeLists, findingKinds, publicKinds } from "@openbeat/standard";
import { describe, expect, it } from "vitest";
import { hoursText, languageText } from "../../src/words/formats.ts";
import { type CodeListName, codeOf, codeText } from "../../src/words/records-text.ts";
import { languages, wordsOf } from "../../src/words/words.ts";

/** The kinds that a release may have records of: what the agency wrote, and what the hub found out. */
const kinds = [...publicKinds, ...findingKinds];
/** The lists that a public record has codes of. */
const lists = [
  ...new Set(kinds.flatMap(({ fields }) => fields.flatMap(({ codes, use }) => (use === "published" && codes ? [codes] : [])))),
];

describe("the words for public records", () => {
  it("are there for every code of every list of the standard that records use, in every language", () => {
    expect(lists.length).toBeGreaterThan(10);
    for (const language of languages) {
      const { codes } = wordsOf(language).recordPages;
      expect(Object.keys(codes).toSorted()).toEqual(lists.toSorted());
      for (const list of lists) {
        expect(Object.keys(codes[list as CodeListName]).toSorted(), `${language} ${list}`).toEqual(
          codeLists[list].map(({ code }) => code).toSorted(),
        );
        for (const word of Object.values(codes[list as CodeListName])) expect(word).toMatch(/\p{L}|\d/u);
      }
    }
  });

  it("are there for every kind of record and every design of an assessment", () => {
    for (const language of languages) {
      const { kinds: named, designs } = wordsOf(language).recordPages;
      expect(Object.keys(named).toSorted()).toEqual(kinds.map(({ name }) => name).toSorted());
      expect(Object.keys(designs)).toEqual(Object.keys(evaluationDesigns));
      for (const { name, cannotShow } of Object.values(designs)) expect([name, cannotShow]).not.toContain("");
    }
  });

  it("are found by the code, and by the name that the schema has for it", () => {
    expect(codeOf("FROM_1000_9999")).toBe("1000_9999");
    for (const list of lists)
      for (const { code } of codeLists[list]) {
        const name = (/^\d/.test(code) ? `FROM_${code}` : code).toUpperCase();
        expect(codeText(wordsOf("en").recordPages, list as CodeListName, name)).toBe(
          codeText(wordsOf("en").recordPages, list as CodeListName, code),
        );
      }
    expect(() => codeText(wordsOf("en").recordPages, "mode", "BY_POST")).toThrow("lack a code of the list mode");
  });
});

describe("times of activities", () => {
  const plain = (text: string) => text.replace(/[\u2009\u202f\u00a0]/g, " ");
  it("are told where the hub is", () => {
    expect(dayIn("2026-04-03T01:00:00Z", "America/Chicago")).toBe("2026-04-02");
    expect(plain(hoursText("2026-04-02T23:30:00Z", "2026-04-03T01:00:00Z", "en", "America/Chicago"))).toBe("6:30 – 8:00 PM");
    expect(plain(hoursText("2026-04-02T23:30:00Z", null, "es", "America/Chicago"))).toBe("18:30");
  });
  it("name their days where they are not on one", () => {
    expect(plain(hoursText("2026-04-02T23:30:00Z", "2026-04-04T01:00:00Z", "en", "America/Chicago"))).toMatch(/Apr 2.*Apr 3/);
  });
  it("name languages in the reader's, and leave what is none as it stands", () => {
    expect([languageText("es", "en"), languageText("en", "es"), languageText("no language", "en")]).toEqual([
      "Spanish",
      "inglés",
      "no language",
    ]);
  });
});
