import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  type Comparison,
  type ComparisonSentenceInput,
  comparedKinds,
  comparisonAdjustments,
  comparisonSentence,
  type EstimateSentenceInput,
  estimateSentence,
  notComparableReasons,
  type ObservationFlag,
  type ObservationStatus,
  observationFlags,
  observationStatuses,
  type SurveyEstimate,
  sampleDesigns,
  spokenLanguages,
  surveyMeasures,
} from "../../../src/domain/index.ts";
import { tidied } from "../../../src/domain/survey/inserted.ts";

type Available = Extract<SurveyEstimate, { status: "AVAILABLE" }>;
type Comparable = Exclude<Comparison, { verdict: "NOT_COMPARABLE" }>;
const statuses = Object.keys(observationStatuses) as ObservationStatus[];
const flags = Object.keys(observationFlags) as ObservationFlag[];
const measures = Object.values(surveyMeasures);
/** What Intl puts into percentages, by version: spaces that do not break, marks of direction. */
const plain = (text: string) => text.replace(/\u00A0/gu, " ").replace(/[\u200E\u200F\u061C\u2068\u2069]/gu, "");

const estimate = (more: Partial<Available> = {}): Available => ({
  status: "AVAILABLE",
  measure: "TRU.FAV",
  value: 62,
  interval: { lower: 56, upper: 68, level: 0.95, method: "korn_graubard" },
  n: 380,
  nEffective: 272,
  design: "opt_in",
  flags: [],
  ...more,
});
const hidden = (status: Exclude<ObservationStatus, "AVAILABLE">): SurveyEstimate => ({
  status,
  measure: "TRU.FAV",
  design: "opt_in",
  flags: [],
});
const english: EstimateSentenceInput = {
  estimate: estimate(),
  item: { title: "Respect", wording: "The police treat people with respect." },
  construct: "Respect",
  answer: null,
  favourable: ["Agree", "Strongly agree"],
  area: "Harbour",
  group: null,
  period: "Apr – Jun 2026",
  base: "residents of 18 years and older",
  weighted: true,
  pool: null,
};
const spanish: EstimateSentenceInput = {
  ...english,
  item: { title: "Respeto", wording: "La policía trata a las personas con respeto." },
  favourable: ["De acuerdo", "Muy de acuerdo"],
  area: "Puerto",
  period: "abr–jun 2026",
  base: "residentes de 18 años o más",
};
const arabic: EstimateSentenceInput = {
  ...english,
  item: { title: "الاحترام", wording: "تعامل الشرطة الناس باحترام." },
  favourable: ["أوافق", "أوافق بشدة"],
  area: "الميناء",
  period: "أبريل – يونيو 2026",
  base: "سكان من 18 سنة فأكثر",
};
const inEnglish = (more: Partial<EstimateSentenceInput>) => estimateSentence({ ...english, ...more }, "en");

describe("estimateSentence(input, language)", () => {
  it("says what was found, its range, of how many people, and how they were chosen", () => {
    expect(estimateSentence(english, "en")).toBe(
      "In Apr – Jun 2026, in Harbour, 62% of the people who answered gave a favourable answer to “The police treat people with respect”. " +
        "Counted as favourable: “Agree” and “Strongly agree”. Likely range: 56% to 68%. " +
        "Based on the answers of about 380 people, with an effective number of 272. " +
        "Opt-in survey, weighted; not a random sample, so the range assumes the weights remove bias. " +
        "Asked of: residents of 18 years and older.",
    );
    expect(plain(estimateSentence(spanish, "es"))).toBe(
      "En abr–jun 2026, en Puerto, el 62 % de quienes respondieron dio una respuesta favorable a «La policía trata a las personas con respeto». " +
        "Cuentan como favorables las respuestas siguientes: «De acuerdo» y «Muy de acuerdo». Intervalo probable: de 56 % a 68 %. " +
        "Basado en las respuestas de aproximadamente 380 personas, con un número efectivo de 272. " +
        "Encuesta de participación voluntaria, ponderada; no es una muestra aleatoria, así que el intervalo supone que las ponderaciones eliminan el sesgo. " +
        "A quién se preguntó: residentes de 18 años o más.",
    );
    expect(plain(estimateSentence(arabic, "ar"))).toBe(
      "في أبريل – يونيو 2026، في الميناء، 62% ممن أجابوا أعطوا إجابة إيجابية عن «تعامل الشرطة الناس باحترام». " +
        "الإجابات التي تُعد إيجابية: «أوافق» و«أوافق بشدة». المدى المرجّح: من 56% إلى 68%. " +
        "بناءً على إجابات نحو 380 شخصًا، والعدد الفعلي 272. " +
        "استطلاع بمشاركة طوعية، مرجّح بأوزان؛ وليس عينة عشوائية، لذلك يفترض المدى أن الأوزان تزيل التحيز. " +
        "من سُئلوا: سكان من 18 سنة فأكثر.",
    );
  });
  it("says that an index is no percentage, and prints it without a per cent sign", () => {
    const text = inEnglish({ item: null, estimate: estimate({ measure: "TRU.INDEX", value: 58, design: "probability" }) });
    expect(text).toContain("the mean answer to the questions about “Respect” was 58 on an index from 0 to 100, not a percentage.");
    for (const [input, language] of [
      [english, "en"],
      [spanish, "es"],
      [arabic, "ar"],
    ] as const)
      expect(estimateSentence({ ...input, estimate: estimate({ measure: "TRU.INDEX" }) }, language)).not.toMatch(/[%٪]/u);
  });
  it("rounds a range outwards, and prints no zero below zero", () => {
    expect(inEnglish({ estimate: estimate({ interval: { lower: 56.7, upper: 67.2, level: 0.95, method: "t" } }) })).toContain(
      "56% to 68%.",
    );
    expect(inEnglish({ estimate: estimate({ value: -0 }) })).toContain("in Harbour, 0% of the people");
  });
  it("names the answer, or says that it is none", () => {
    expect(inEnglish({ answer: "Agree", estimate: estimate({ measure: "TRU.SHARE" }) })).toContain(
      "62% of the people who answered chose the answer “Agree” to “The police treat people with respect”.",
    );
    expect(inEnglish({ estimate: estimate({ measure: "TRU.DK" }) })).toContain(
      "62% of the people who were asked did not know or would not",
    );
    expect(inEnglish({ estimate: estimate({ measure: "TRU.FAV.C" }) })).toContain("an answer that is not counted as favourable");
  });
  it("names a group, and leaves out whatever has no words", () => {
    expect(inEnglish({ group: "18 to 24" })).toContain("In Apr – Jun 2026, in Harbour, among the group “18 to 24”, 62%");
    expect(inEnglish({ period: "", area: " ", item: { title: "", wording: "" }, construct: null, base: "", favourable: [""] })).toBe(
      "62% of the people who answered gave a favourable answer. Likely range: 56% to 68%. " +
        "Based on the answers of about 380 people, with an effective number of 272. " +
        "Opt-in survey, weighted; not a random sample, so the range assumes the weights remove bias.",
    );
    expect(inEnglish({ item: { title: "Respect", wording: "" } })).toContain("a favourable answer to “Respect”.");
  });
  it("speaks of a margin of sampling error only where people were drawn at random", () => {
    for (const design of sampleDesigns)
      for (const weighted of [true, false])
        for (const [input, language] of [
          [english, "en"],
          [spanish, "es"],
          [arabic, "ar"],
        ] as const)
          expect(
            /sampling error|margin|margen|هامش/iu.test(estimateSentence({ ...input, weighted, estimate: estimate({ design }) }, language)),
          ).toBe(design === "probability");
    expect(inEnglish({ weighted: false })).toContain(
      "Opt-in survey, not weighted; not a random sample, so the range assumes that the people",
    );
  });
  it("counts people as each language does", () => {
    const of = (n: number, language: string) => plain(estimateSentence({ ...english, estimate: estimate({ n }) }, language));
    expect(of(1, "en")).toContain("about 1 person,");
    expect(of(1, "es")).toContain("aproximadamente 1 persona,");
    expect([1, 2, 5, 50, 100].map((n) => /نحو ([^،]+)،/u.exec(of(n, "ar"))?.[1])).toEqual([
      "شخص واحد",
      "شخصين",
      "5 أشخاص",
      "50 شخصًا",
      "100 شخص",
    ]);
  });
  it("says flags in words", () => {
    const text = inEnglish({ estimate: estimate({ flags: ["LOW_RELIABILITY", "BREAK_IN_SERIES", "COMPLEMENT_UNRELIABLE", "ROUNDED"] }) });
    expect(text).toMatch(
      /older\. Based on few answers: use with caution\. Not comparable with earlier periods\. The share of all others, worked out from this one, is not reliable\.$/u,
    );
  });
  it.each([
    ["SUPPRESSED", "not shown, so that nobody can be identified"],
    ["UNRELIABLE", "not shown, because there are too few answers to be reliable"],
    ["NOT_REPORTED", "the agency did not report this figure"],
    ["NOT_COLLECTED", "not asked in this wave"],
    ["NOT_APPLICABLE", "no figure, because the question changed within these twelve months"],
    ["NOT_YET_PUBLISHED", "not yet published"],
    ["WITHDRAWN", "this figure was published and has been withdrawn"],
  ] as const)("says of %s: %s", (status, why) => {
    expect(inEnglish({ estimate: hidden(status) })).toBe(
      `In Apr – Jun 2026, in Harbour: ${why}. Asked: “The police treat people with respect”.`,
    );
  });
  it("points to more answers where there are too few, and nowhere else", () => {
    const pool = { period: "Oct 2025 – Sep 2026", area: "the whole city" };
    expect(inEnglish({ pool, estimate: hidden("UNRELIABLE") })).toMatch(/Try Oct 2025 – Sep 2026, or the whole city\.$/u);
    expect(inEnglish({ pool: { ...pool, area: null }, estimate: hidden("UNRELIABLE") })).toMatch(/Try Oct 2025 – Sep 2026\.$/u);
    expect(inEnglish({ pool, estimate: hidden("SUPPRESSED") })).not.toContain("Try");
    expect(
      estimateSentence({ ...spanish, pool: { period: "2026", area: "toda la ciudad" }, estimate: hidden("UNRELIABLE") }, "es"),
    ).toMatch(/Pruebe con 2026, o bien con toda la ciudad\.$/u);
  });
  it.each([NaN, Infinity, -Infinity, -1, 101])("says of a figure of %s that it cannot be shown, and prints no number", (broken) => {
    const interval = { lower: 56, upper: 68, level: 0.95, method: "t" };
    for (const estimated of [
      estimate({ value: broken }),
      estimate({ interval: { ...interval, lower: broken } }),
      estimate({ interval: { ...interval, upper: broken } }),
    ])
      expect(inEnglish({ period: "", estimate: estimated })).toBe(
        "In Harbour: this figure cannot be shown, because of a mistake in its numbers. Asked: “The police treat people with respect”.",
      );
  });
  it.each([NaN, Infinity, 0, -5])("cannot show a figure of %s people", (n) => {
    for (const estimated of [estimate({ n }), estimate({ nEffective: n })])
      expect(inEnglish({ estimate: estimated })).toContain("cannot be shown");
  });
  it("falls back to English, with the numbers of English", () => {
    for (const language of ["de", "", "not a tag", "constructor"])
      expect(estimateSentence({ ...english, estimate: estimate({ n: 1380 }) }, language)).toContain("about 1,380 people");
    expect(estimateSentence(spanish, "es-MX")).toContain("el 62% de quienes");
  });
});

const comparable: Comparable = {
  verdict: "UP",
  reason: null,
  difference: 8,
  interval: { lower: 1.8, upper: 14.2, level: 0.95, method: "z" },
  standardError: 3.5,
  pValue: 0.02,
  adjustedPValue: 0.02,
  adjustment: "HOLM",
  comparisons: 1,
  overlapping: false,
};
const changed: ComparisonSentenceInput = {
  item: english.item,
  construct: null,
  answer: null,
  favourable: [],
  comparison: comparable,
  measure: "TRU.FAV",
  compared: "PERIODS",
  first: "2025",
  second: "2026",
  design: "opt_in",
  weighted: true,
};
const compared = (more: Partial<ComparisonSentenceInput>, language = "en") => plain(comparisonSentence({ ...changed, ...more }, language));
const optIn = "Opt-in survey, weighted; not a random sample, so the range assumes the weights remove bias.";
const incomparable = (reason: (typeof notComparableReasons)[number]): Comparison => ({
  verdict: "NOT_COMPARABLE",
  reason,
  difference: null,
  interval: null,
  standardError: null,
  pValue: null,
  adjustedPValue: null,
});

describe("comparisonSentence(input, language)", () => {
  it("says up or down of periods, higher or lower of areas and groups, and never better or worse", () => {
    expect(compared({})).toBe(
      "Share of favourable answers to “The police treat people with respect”, from 2025 to 2026: up by 8 percentage points. " +
        `Likely range of the difference, in points: +1 to +15. ${optIn}`,
    );
    const down: Comparison = {
      ...comparable,
      verdict: "DOWN",
      difference: -8,
      interval: { ...comparable.interval, lower: -14.2, upper: -1.8 },
    };
    expect(compared({ comparison: down })).toContain(
      "from 2025 to 2026: down by 8 percentage points. Likely range of the difference, in points: -15 to -1.",
    );
    expect(compared({ comparison: down, compared: "AREAS", first: "Harbour", second: "Old Town" })).toContain(
      "“Old Town” against “Harbour”: lower by 8 percentage points.",
    );
  });
  it("says no clear change, and among how many comparisons", () => {
    const unclear: Comparison = { ...comparable, verdict: "NO_CLEAR_CHANGE" };
    expect(compared({ comparison: unclear })).toContain("no clear change: a difference of this size is common by chance. Likely range");
    expect(compared({ comparison: { ...unclear, comparisons: 12 } })).toContain("common by chance when 12 comparisons are made at once.");
    expect(compared({ comparison: { ...unclear, comparisons: 12, adjustment: "NONE" } })).toContain("is common by chance. Likely range");
    expect(compared({ comparison: unclear, compared: "AREAS" })).toContain("no clear difference: ");
  });
  it("speaks of the points of an index, which are no percentage points", () => {
    expect(compared({ measure: "TRU.INDEX", item: null, construct: "Respect" })).toContain(
      "Mean answer to the questions about “Respect”, on an index from 0 to 100, not a percentage, from 2025 to 2026: up by 8 index points.",
    );
  });
  it("says less than one point, rather than none, of a clear difference that small", () => {
    expect(compared({ comparison: { ...comparable, difference: 0.4 } })).toContain("from 2025 to 2026: up by less than one point.");
  });
  it("says that both rest on some of the same answers", () => {
    expect(compared({ comparison: { ...comparable, overlapping: true } })).toMatch(/the same answers, which is taken into account\.$/u);
  });
  it.each([
    ["HIDDEN", "because a figure is not shown"],
    ["BREAK_IN_SERIES", "because the question or the way of asking changed"],
    ["DESIGN_DIFFERS", "because people were chosen in different ways"],
    ["MEASURE_DIFFERS", "because the figures measure different things"],
    ["OVERLAP_UNKNOWN", "because it is not known how many answers are in both figures"],
  ] as const)("says of %s: cannot be compared, %s; and nothing more", (reason, why) => {
    expect(compared({ comparison: incomparable(reason) })).toBe(
      `Share of favourable answers to “The police treat people with respect”, from 2025 to 2026: cannot be compared, ${why}.`,
    );
  });
  it("has the same in Spanish and in Arabic", () => {
    expect(compared({ item: spanish.item }, "es")).toContain(
      "Proporción que dio una respuesta favorable a «La policía trata a las personas con respeto», de 2025 a 2026: subió 8 puntos porcentuales.",
    );
    const points = [1, 2, 8, 12, 100].map((difference) => {
      const text = compared({ item: arabic.item, comparison: { ...comparable, difference } }, "ar");
      return /2026: ارتفاع قدره ([^.]+)\./u.exec(text)?.[1];
    });
    expect(points).toEqual(["نقطة مئوية واحدة", "نقطتان مئويتان", "8 نقاط مئوية", "12 نقطة مئوية", "100 نقطة مئوية"]);
  });
  it.each([NaN, Infinity, -Infinity])("says of a difference of %s that it cannot be shown", (broken) => {
    for (const comparison of [
      { ...comparable, difference: broken },
      { ...comparable, interval: { ...comparable.interval, lower: broken } },
    ])
      expect(compared({ comparison })).toMatch(/: this figure cannot be shown, because of a mistake in its numbers\.$/u);
  });
});

describe("every sentence, whatever is put into it", () => {
  const torn = /NaN|undefined|null|Infinity|\[object|[([{]\s*[)\]}]|\s\s|\.\s*\.|^\s|\s$|“”|«»|:\.$/u;
  const missing = /nan|undefined|null|infinity|\[object/iu;
  const strings = fc.oneof(
    fc.string({ unit: "grapheme" }).filter((text) => !missing.test(text)),
    fc.string({ unit: fc.constantFrom(..." .()[]{}“”«»\"'…:\u202E\u2067\u200Fأبx7\n\u00A0") }),
    fc.constantFrom(
      "",
      "undefined",
      "null",
      "NaN%",
      "[object Object]",
      "Infinity",
      "عدن",
      "He said “no.”",
      "a  b..",
      "(“”)",
      "()",
      "\uD800",
    ),
  );
  const numbers = fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 100 }),
    fc.integer({ min: -2, max: 120 }),
    fc.constantFrom(NaN, Infinity, -Infinity, -0),
  );
  const languages = fc.oneof(fc.constantFrom(...spokenLanguages, "ar-EG", "es-MX", "de", "", "__proto__", "en-u-nu-arab"), fc.string());
  const intervals = fc.record({ lower: numbers, upper: numbers, level: numbers, method: strings });
  const design = fc.constantFrom(...sampleDesigns);
  const measure = fc.constantFrom(...measures);
  const flagged = fc.array(fc.constantFrom(...flags), { maxLength: 5 });
  const estimates: fc.Arbitrary<SurveyEstimate> = fc.oneof(
    fc.record({
      status: fc.constant("AVAILABLE" as const),
      measure,
      value: numbers,
      interval: intervals,
      n: numbers,
      nEffective: numbers,
      design,
      flags: flagged,
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 3000 }), fc.nat({ max: 9 }), measure, design, flagged)
      .map(([value, n, arm, measure, design, flags]) =>
        estimate({
          value,
          n,
          measure,
          design,
          flags,
          nEffective: n,
          interval: { lower: Math.max(0, value - arm), upper: Math.min(100, value + arm), level: 0.95, method: "m" },
        }),
      ),
    fc.record({
      status: fc.constantFrom(...statuses.filter((status) => status !== "AVAILABLE")),
      measure,
      design,
      flags: flagged,
    }),
  );
  const asked = {
    item: fc.option(fc.record({ title: strings, wording: strings })),
    construct: fc.option(strings),
    answer: fc.option(strings),
    favourable: fc.array(strings, { maxLength: 3 }),
  };
  const estimateInputs: fc.Arbitrary<EstimateSentenceInput> = fc.record({
    ...asked,
    estimate: estimates,
    area: strings,
    group: fc.option(strings),
    period: strings,
    base: strings,
    weighted: fc.boolean(),
    pool: fc.option(fc.record({ period: fc.option(strings), area: fc.option(strings) })),
  });
  const comparisons: fc.Arbitrary<Comparison> = fc.oneof(
    fc.constantFrom(...notComparableReasons).map(incomparable),
    fc.record({
      verdict: fc.constantFrom("UP" as const, "DOWN" as const, "NO_CLEAR_CHANGE" as const),
      reason: fc.constant(null),
      difference: numbers,
      interval: intervals,
      standardError: numbers,
      pValue: numbers,
      adjustedPValue: numbers,
      adjustment: fc.constantFrom(...comparisonAdjustments),
      comparisons: numbers,
      overlapping: fc.boolean(),
    }),
  );
  const comparisonInputs: fc.Arbitrary<ComparisonSentenceInput> = fc.record({
    ...asked,
    comparison: comparisons,
    measure,
    compared: fc.constantFrom(...comparedKinds),
    first: strings,
    second: strings,
    design,
    weighted: fc.boolean(),
  });
  const many = { numRuns: 2000 };

  test.prop([estimateInputs, languages], many)("of an estimate is whole", (input, language) => {
    const text = estimateSentence(input, language);
    expect(text).not.toMatch(torn);
    expect(text).toMatch(/\.$/u);
  });
  test.prop([comparisonInputs, languages], many)("of a comparison is whole", (input, language) => {
    const text = comparisonSentence(input, language);
    expect(text).not.toMatch(torn);
    expect(text).toMatch(/\.$/u);
  });
  test.prop([estimateInputs, fc.constantFrom(...spokenLanguages)])("has no figure where there is none to have", (input, language) => {
    const words = { ...input, period: "", area: "", group: null, item: null, construct: null, base: "", pool: null, favourable: [] };
    const text = estimateSentence(words, language);
    const shown = input.estimate.status === "AVAILABLE" && /\d/u.test(text);
    if (!shown) expect(text).not.toMatch(/\d|%/u);
    else expect(text).toMatch(/Likely range|Intervalo probable|المدى المرجّح/u);
  });
  test.prop([estimateInputs, strings])("says each of the hub's words as they stand", (input, wording) => {
    fc.pre(tidied(wording) !== "" && !/[“”]/u.test(wording));
    expect(plain(estimateSentence({ ...input, item: { title: "", wording } }, "en"))).toContain(`“${plain(tidied(wording))}”`);
  });
  it("has words for every language, measure, design, status and flag", () => {
    for (const measure of measures)
      for (const status of statuses) {
        const texts = (
          [
            [english, "en"],
            [spanish, "es"],
            [arabic, "ar"],
          ] as const
        ).map(([input, language]) =>
          estimateSentence({ ...input, estimate: status === "AVAILABLE" ? estimate({ measure, flags }) : hidden(status) }, language),
        );
        expect(new Set(texts).size).toBe(3);
        expect(texts[2]).toMatch(/^[^A-Za-z]+$/u);
      }
  });
});
