import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  type DisclosureCode,
  disclosureCodes,
  disclosureLabels,
  disclosureList,
  missingDisclosure,
  modesText,
  sampleDesigns,
  spokenLanguages,
  type WaveFacts,
  type WaveMethod,
} from "../../../src/domain/index.ts";

const method: WaveMethod = {
  sponsor: { en: "The city council", es: "El ayuntamiento" },
  conductor: { en: "A fictional institute." },
  population: { en: "Residents of 18 years and older" },
  geography: { en: "The whole city" },
  frame: { en: "An online panel" },
  recruitment: { en: "Everybody on the panel was invited by e-mail." },
  modes: [{ en: "online" }, { en: "telephone" }],
  languages: ["en", "es"],
  invited: 2400,
  completes: 384,
  responseRate: { rate: 0.16, definition: { en: "Completed answers among those invited (RR1)" } },
  processing: { en: "Answers given in less than two minutes were left out." },
  limitations: { en: "People without internet are missing." },
  questionnaireUrl: "https://example.org/questionnaire.pdf",
};
const facts: WaveFacts = {
  design: "opt_in",
  fieldFrom: "2026-04-01",
  fieldTo: "2026-06-30",
  method,
  weighting: {
    method: "raked",
    statement: { en: "Weighted to age and gender of the census" },
    margins: [],
    trim: { lowest: 0.2, highest: 5 },
    iterations: 12,
    designEffect: 1.41,
    nEffective: 272,
  },
  questions: 12,
};
const textOf = (code: DisclosureCode, of: WaveFacts, language = "en") =>
  disclosureList(of).items.find((item) => item.code === code)?.text[language];

describe("disclosureList(facts)", () => {
  it("tells every item of AAPOR's list, in its order", () => {
    const { items, completeness } = disclosureList(facts);
    expect(items.map(({ code }) => code)).toEqual(disclosureCodes);
    expect(items.filter(({ given }) => !given)).toEqual([]);
    expect(completeness).toEqual({ given: 15, of: 15 });
    expect(items.map(({ text }) => text.en)).toEqual([
      "The city council.",
      "A fictional institute.",
      "Published here with its exact words and its place in the questionnaire: every question with figures. Questions: 12. Questionnaire: https://example.org/questionnaire.pdf",
      "Residents of 18 years and older.",
      "The whole city.",
      expect.stringMatching(/^April 1 – June 30, 2026\.$/u),
      "An online panel.",
      "Opt-in survey, not a random sample. Everybody on the panel was invited by e-mail.",
      "Asked to take part: 2,400. Answers used: 384. Response rate: 16%. Completed answers among those invited (RR1).",
      "Weighted to age and gender of the census. Weights, in multiples of their mean: 0.2 – 5.0. Design effect: 1.41. Effective number of answers: 272.",
      expect.stringMatching(/^Modelled precision, assuming the weights remove bias\. .* 6, at a level of 95%\.$/u),
      "Online and telephone.",
      "English and Spanish.",
      "Answers given in less than two minutes were left out.",
      "People without internet are missing.",
    ]);
  });
  it("has a label and a text in each language, and in those of the hub", () => {
    for (const { code, label, text } of disclosureList(facts).items)
      for (const language of spokenLanguages) {
        expect(label[language], code).toBe(disclosureLabels[code][language]);
        expect(text[language], code).not.toBe("");
      }
    expect(textOf("sponsor", facts, "es")).toBe("El ayuntamiento.");
    expect(textOf("sponsor", facts, "ar")).toBe("\u2068The city council\u2069.");
    const french = { ...facts, method: { ...method, sponsor: { fr: "La ville" } } };
    expect(textOf("sponsor", french, "fr")).toBe("La ville.");
  });
  it("says what precision may be called by the design alone", () => {
    for (const design of sampleDesigns)
      for (const language of spokenLanguages)
        expect(/sampling error|error de muestreo|خطأ المعاينة/iu.test(textOf("precision", { ...facts, design }, language) ?? "")).toBe(
          design === "probability",
        );
    // 1.96 √(0.25 / 272) = 5.94 points, rounded upwards.
    expect(textOf("precision", { ...facts, design: "probability" })).toContain("in percentage points either way: 6, ");
  });
  it("says it where nobody was invited, where there is no rate, and where nothing was weighted", () => {
    const open = { ...method, invited: null, responseRate: { rate: null, definition: { en: "The link was open to all" } } };
    expect(textOf("sizes", { ...facts, method: open })).toBe(
      "Nobody was asked by name. Answers used: 384. Response rate: none. The link was open to all.",
    );
    expect(
      textOf("weighting", { ...facts, weighting: { ...facts.weighting, method: "none", statement: { en: "The sample needs none." } } }),
    ).toBe("Not weighted. The sample needs none.");
  });
  it.each<[DisclosureCode, WaveFacts]>([
    ["sponsor", { ...facts, method: { ...method, sponsor: { en: " " } } }],
    ["frame", { ...facts, method: { ...method, frame: {} } }],
    ["sample_design", { ...facts, method: { ...method, recruitment: {} } }],
    ["sizes", { ...facts, method: { ...method, responseRate: { rate: 0.2, definition: {} } } }],
    ["wording_and_order", { ...facts, questions: 0, method: { ...method, questionnaireUrl: null } }],
    ["field_dates", { ...facts, fieldFrom: "soon" }],
    ["field_dates", { ...facts, fieldFrom: "2026-07-01" }],
    ["modes", { ...facts, method: { ...method, modes: [{ en: "online", es: " " }] } }],
    ["weighting", { ...facts, weighting: { ...facts.weighting, statement: {} } }],
  ])("counts %s as not given where it is empty", (code, incomplete) => {
    const { items, completeness } = disclosureList(incomplete);
    expect(items.filter(({ given }) => !given).map((item) => item.code)).toEqual([code]);
    expect(completeness).toEqual({ given: 14, of: 15 });
  });
});

describe("modesText(modes, language)", () => {
  it("is a list within a sentence: capitals of entries go, those of names stay", () => {
    expect(modesText(["Online", "By post", "By telephone"], "en")).toBe("online, by post, and by telephone");
    expect(modesText(["En línea", "Por correo", "Por teléfono"], "es")).toBe("en línea, por correo y por teléfono");
    expect(modesText(["WhatsApp", "SMS", " A 5G app ", ""], "en")).toBe("WhatsApp, SMS, and a 5G app");
    expect(modesText(["Telefon", "Online"], "de")).toBe("Telefon and Online");
  });
  it("keeps what runs the other way in its place: in Arabic, English entries stand in their order", () => {
    expect(modesText(["Online", "By post", "بالهاتف"], "ar")).toBe("\u2068online\u2069 و\u2068by post\u2069 وبالهاتف");
    const modes = [{ en: "Online" }, { en: "By post" }];
    expect(textOf("modes", { ...facts, method: { ...method, modes } }, "ar")).toBe("\u2068online\u2069 و\u2068by post\u2069.");
  });
  it("begins a sentence of the list with a capital", () => {
    const modes = [
      { en: "Online", es: "en línea" },
      { en: "By post", es: "Por correo" },
    ];
    expect(textOf("modes", { ...facts, method: { ...method, modes } })).toBe("Online and by post.");
    expect(textOf("modes", { ...facts, method: { ...method, modes } }, "es")).toBe("En línea y por correo.");
    expect(textOf("languages", facts, "es")).toBe("Inglés y español.");
  });
});

describe("missingDisclosure(method, design)", () => {
  const told: readonly DisclosureCode[] = disclosureCodes.filter(
    (code) => !["wording_and_order", "field_dates", "weighting", "precision"].includes(code),
  );
  it("misses nothing in a whole method, and all of it in none", () => {
    expect(missingDisclosure(method, "probability")).toEqual([]);
    for (const nothing of [undefined, null, {}, [], "method", 3]) expect(missingDisclosure(nothing)).toEqual(told);
  });
  const without = (key: keyof WaveMethod) => Object.fromEntries(Object.entries(method).filter(([other]) => other !== key));
  it.each<[keyof WaveMethod, DisclosureCode]>([
    ["sponsor", "sponsor"],
    ["conductor", "conductor"],
    ["population", "population"],
    ["geography", "geography"],
    ["frame", "frame"],
    ["recruitment", "sample_design"],
    ["invited", "sizes"],
    ["completes", "sizes"],
    ["responseRate", "sizes"],
    ["modes", "modes"],
    ["languages", "languages"],
    ["processing", "processing"],
    ["limitations", "limitations"],
  ])("without %s misses %s", (key, code) => {
    expect(missingDisclosure(without(key))).toEqual([code]);
  });
  it.each([{}, "", " ", { en: "" }, { en: "The city", es: " " }, { en: "TBD" }, "todo", "n/a", "…", { en: null }, 7, null, ["The city"]])(
    "takes %j for no text",
    (sponsor) => {
      expect(missingDisclosure({ ...method, sponsor })).toEqual(["sponsor"]);
    },
  );
  it("takes one string for all languages", () => {
    expect(missingDisclosure({ ...method, sponsor: "The city", modes: ["online"] })).toEqual([]);
  });
  it("wants the number invited where people were chosen by name", () => {
    const open = { ...method, invited: null };
    expect(missingDisclosure(open)).toEqual([]);
    expect(missingDisclosure(open, "opt_in")).toEqual([]);
    expect(missingDisclosure(open, "probability")).toEqual(["sizes"]);
  });
  it("takes a rate that is none, or a count that is none, for missing", () => {
    for (const rate of [NaN, -0.1, 1.2, "16 %", undefined])
      expect(missingDisclosure({ ...method, responseRate: { ...method.responseRate, rate } })).toEqual(["sizes"]);
    for (const completes of [0, -1, 2.5, NaN, "384"]) expect(missingDisclosure({ ...method, completes })).toEqual(["sizes"]);
  });
  test.prop([fc.anything()])("takes anything, and answers with codes of the list", (anything) => {
    for (const code of missingDisclosure(anything)) expect(told).toContain(code);
  });
});
