import { attackers, type MethodCertificate, methodCertificate } from "@openbeat/schema/domain";
import { describe, expect, it } from "vitest";
import { attackText, termsText, widthText } from "../src/words/certificate-text.ts";
import { languages, wordsOf } from "../src/words/words.ts";

const base = { engine: "by hand", policyHash: "a".repeat(64), groupings: 2, cells: 10, suppressed: 0, attacker: "", attacks: [] };
const certificates: readonly MethodCertificate[] = [
  {
    ...base,
    ...{ method: "suppress", threshold: 5, width: 7, zeros: "safe", knownCells: 1, slices: 0, attacked: 0, provedByTables: 0, tables: 0 },
    ...{ programmes: 0, worstWidth: null, emptyCombinations: "unknown" },
  },
  { ...base, method: "smallCountRounding", base: 6, mostPerAtom: 5 },
  { ...base, method: "controlledRounding", base: 6, lessThan: 6 },
  { ...base, method: "cellKey", most: 4, variance: 2.25, blocked: 2 },
  {
    ...base,
    ...{ method: "differentialPrivacy", unit: "person", contributions: 3, epsilon: 1.23401, delta: 0.000001 },
    ...{ rho: { numerator: 1, denominator: 100 }, variances: [] },
  },
  {
    ...base,
    ...{ method: "survey", smallestBase: 50, width: 5, smallestAnswer: 5, roundPercentTo: 1, roundBaseTo: 20, reliability: "nchs" },
  },
];

describe("termsText(certificate, words, language)", () => {
  it("has words for every method that a certificate may have", () => {
    expect(certificates.map(({ method }) => method)).toEqual(methodCertificate.options.map(({ shape }) => shape.method.value));
  });

  it.each(languages)("tells every method its own terms, in %s, and forgets none", (language) => {
    const words = wordsOf(language);
    for (const certificate of certificates) {
      const text = termsText(certificate, words, language).join(" ");
      expect(text).toMatch(/[.…]$/);
      expect(text).not.toMatch(/undefined|NaN|null|\[object/);
      expect(words.certificate.methodName[certificate.method]).not.toBe("");
      expect(words.certificate.promise[certificate.method]).not.toBe("");
    }
    expect(new Set(certificates.map((certificate) => termsText(certificate, words, language).join())).size).toBe(certificates.length);
    for (const by of attackers) expect(words.certificate.attacker[by]).not.toBe(words.certificate.attackerName[by]);
  });

  it("states the numbers of each method, ε never lower than it was proved", () => {
    const text = certificates.map((certificate) => termsText(certificate, wordsOf("en"), "en").join(" "));
    expect(text[0]).toMatch(/from 1 to 4.*7 or more apart.*only person/);
    const [suppressed] = certificates;
    if (suppressed?.method !== "suppress") throw new Error("The first certificate is not one of suppression.");
    for (const language of languages) {
      const hidden = termsText({ ...suppressed, zeros: "sensitive" }, wordsOf(language), language);
      expect(hidden).not.toEqual(termsText(suppressed, wordsOf(language), language));
      const listed = termsText({ ...suppressed, emptyCombinations: "public" }, wordsOf(language), language);
      expect(listed.slice(0, -1)).toEqual(termsText(suppressed, wordsOf(language), language));
    }
    expect(termsText({ ...suppressed, zeros: "sensitive" }, wordsOf("en"), "en")[0]).toMatch(/below 5, zeros too, are never shown/);
    expect(text[1]).toMatch(/0 or 6/);
    expect(text[2]).toMatch(/Multiples of 6\..*by more than 5/);
    expect(text[3]).toMatch(/more than 4\..*is 2\.25\..*from 1 to 2/);
    expect(text[4]).toMatch(/ε is 1\.235 at most, with δ of 0\.000001\..*3 at most count/);
    expect(text[5]).toMatch(
      /fewer than 50 people are.*fewer than 5 people gave, or all but so few\..*steps of 1, 2, 5, or 10 points.*at least 5 people.*rounded to 20\..*NCHS/,
    );
    expect(text[5]).not.toMatch(/worked out|apart/);
    const [survey] = certificates.filter((one) => one.method === "survey");
    if (survey?.method !== "survey") throw new Error("There is no certificate of a survey.");
    const wider = termsText({ ...survey, width: 8, roundPercentTo: 2 }, wordsOf("en"), "en").join(" ");
    expect(wider).toMatch(/steps of 2, 5, or 10 points.*Where no step is worth 8 people, the figure is not shown\./);
    expect(text[5]).toMatch(/same people but for fewer than 5, only one is shown\./);
  });
});

describe("attackText(attack, words, language)", () => {
  it("tells what was left, and never a width wider than it is", () => {
    const told = (attacked: number, narrowest: number | null, recovered: number | null) =>
      attackText({ by: "interval", attacked, narrowest, recovered }, wordsOf("en"), "en");
    expect(told(0, null, null)).toBe("nothing to attack");
    expect(told(9, 5, null)).toBe("values at least 5 apart");
    expect(told(9, null, 0.125)).toBe("right in 12.5% at most");
    expect(told(9, null, null)).toBe("not measured as a number");
    expect(widthText(4.9999, "en")).toBe("4.999");
  });
});
