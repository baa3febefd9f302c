import { describe, expect, it } from "vitest";
import { designName, precisionName, precisionNote, sampleDesigns, spokenLanguages } from "../../../src/domain/index.ts";

const samplingError = /sampling error|margin of error|margen de error|error de muestreo|هامش|خطأ المعاينة/iu;

describe("precisionName(design, language)", () => {
  it("calls only a random sample's precision a margin of sampling error", () => {
    expect(spokenLanguages.map((language) => precisionName("probability", language))).toEqual([
      "margin of sampling error",
      "margen de error de muestreo",
      "هامش خطأ المعاينة",
    ]);
    for (const design of sampleDesigns)
      for (const language of spokenLanguages) {
        const all = [designName, precisionName, precisionNote].map((say) => say(design, language)).join(" ");
        expect(samplingError.test(all), `${design} in ${language}`).toBe(design === "probability");
      }
  });
  it("names the assumption of samples that are not random", () => {
    for (const design of ["opt_in", "nonprobability_quota"] as const)
      expect(precisionName(design, "en")).toBe("modelled precision, assuming the weights remove bias");
  });
  it("speaks of those who did not answer where everybody was asked", () => {
    expect(precisionName("census_of_contacts", "en")).toBe("range for those who did not answer");
    expect(precisionNote("census_of_contacts", "es")).toContain("quienes no respondieron");
  });
});

describe("designName, precisionName and precisionNote", () => {
  it("have words of their own for every design in every language", () => {
    for (const say of [designName, precisionName, precisionNote])
      for (const design of sampleDesigns) {
        expect(new Set(spokenLanguages.map((language) => say(design, language))).size).toBe(spokenLanguages.length);
        expect(say(design, "ar")).toMatch(/^[^A-Za-z]+$/);
      }
  });
  it("take any text for a language", () => {
    for (const language of ["de", "", "not a tag", "constructor", "__proto__"])
      expect(designName("opt_in", language)).toBe("opt-in survey, not a random sample");
    expect(designName("opt_in", "es-MX")).toBe(designName("opt_in", "es"));
    expect(designName("opt_in", "AR-eg")).toBe(designName("opt_in", "ar"));
  });
});
