import { inLanguage, type LocalisedText } from "../text.ts";
import type { SampleDesign } from "./design.ts";
import { asSentence, ended, inserted, tidied } from "./inserted.ts";
import { formatLocale, type InEachLanguage, spokenLanguage, spokenLanguages } from "./languages.ts";
import { designName, precisionName, precisionNote } from "./precision.ts";
import type { WaveMethod, WaveWeighting } from "./records.ts";

/** What must be told of a survey at once, in the order it is told. @see AAPOR Code of Professional Ethics and Practices (2021), III.A. */
export const disclosureCodes = [
  "sponsor",
  "conductor",
  "wording_and_order",
  "population",
  "geography",
  "field_dates",
  "frame",
  "sample_design",
  "sizes",
  "weighting",
  "precision",
  "modes",
  "languages",
  "processing",
  "limitations",
] as const;
export type DisclosureCode = (typeof disclosureCodes)[number];

/** What each of the list is called. */
export const disclosureLabels: Readonly<Record<DisclosureCode, InEachLanguage>> = {
  sponsor: { en: "Who paid for it", es: "Quién la pagó", ar: "من موّله" },
  conductor: { en: "Who carried it out", es: "Quién la realizó", ar: "من أجراه" },
  wording_and_order: {
    en: "Exact questions and their order",
    es: "Preguntas exactas y su orden",
    ar: "نص الأسئلة وترتيبها",
  },
  population: { en: "Whom it speaks for", es: "A quién representa", ar: "من يمثلهم" },
  geography: { en: "Where", es: "Dónde", ar: "أين" },
  field_dates: { en: "When people answered", es: "Cuándo se respondió", ar: "متى أجاب الناس" },
  frame: { en: "What people were drawn from", es: "De dónde se eligió a las personas", ar: "من أين اختير الناس" },
  sample_design: { en: "How people were chosen", es: "Cómo se eligió a las personas", ar: "كيف اختير الناس" },
  sizes: { en: "How many answered", es: "Cuántas personas respondieron", ar: "كم عدد من أجابوا" },
  weighting: { en: "How answers were weighted", es: "Cómo se ponderaron las respuestas", ar: "كيف رُجّحت الإجابات" },
  precision: { en: "How precise it is", es: "Qué precisión tiene", ar: "ما مدى دقته" },
  modes: { en: "How people were asked", es: "Cómo se preguntó", ar: "كيف سُئل الناس" },
  languages: { en: "In which languages", es: "En qué idiomas", ar: "بأي لغات" },
  processing: { en: "How answers were checked", es: "Cómo se revisaron las respuestas", ar: "كيف روجعت الإجابات" },
  limitations: { en: "What it cannot tell", es: "Lo que no puede decir", ar: "ما لا يمكنه أن يقوله" },
};

/** All that is known of how a wave was held. */
export interface WaveFacts {
  readonly design: SampleDesign;
  /** First and last day on which answers were taken: ISO 8601 dates. */
  readonly fieldFrom: string;
  readonly fieldTo: string;
  readonly method: WaveMethod;
  readonly weighting: WaveWeighting;
  /** How many of its questions are published with their exact words and their place in the questionnaire. */
  readonly questions: number;
}

/** One of the list, told. */
export interface DisclosureItem {
  readonly code: DisclosureCode;
  readonly label: LocalisedText;
  /** By language: those of our words, and those of the hub's. Empty text where it is not told. */
  readonly text: LocalisedText;
  readonly given: boolean;
}

/** The list for a wave, and how much of it is told. */
export interface DisclosureList {
  readonly items: readonly DisclosureItem[];
  readonly completeness: { readonly given: number; readonly of: number };
}

/**
 * The list of what must be told of a survey, for a wave. What a design's precision may be called is ours to say, and never written by hand.
 * @returns All items in the order of `disclosureCodes`, those that are not told too.
 */
export function disclosureList(facts: WaveFacts): DisclosureList {
  const languages = [...new Set([...spokenLanguages, ...Object.keys(facts.method.sponsor)])];
  const items = disclosureCodes.map((code): DisclosureItem => {
    const text = Object.fromEntries(languages.map((language) => [language, texts[code](facts, language)]));
    return { code, label: disclosureLabels[code], text, given: Object.values(text).every((words) => words !== "") };
  });
  return { items, completeness: { given: items.filter(({ given }) => given).length, of: items.length } };
}

/**
 * What a wave's method, as somebody wrote it, does not tell yet: the pipeline asks before it publishes. Of the items that stand elsewhere, the
 * wave's dates, its questions and its weights are checked where they are read, and its precision follows from its design.
 * @param method Anything, such as a part of a YAML file: like `WaveMethod`, with anything missing or empty. A text may be one string for all languages.
 * @param design With it, the number of people invited is missed where people were chosen by name.
 */
export function missingDisclosure(method: unknown, design?: SampleDesign): readonly DisclosureCode[] {
  const written: Readonly<Record<string, unknown>> = isRecord(method) ? method : {};
  const mustInvite = design === "probability" || design === "census_of_contacts";
  const told: Readonly<Partial<Record<DisclosureCode, boolean>>> = {
    sponsor: isTold(written.sponsor),
    conductor: isTold(written.conductor),
    population: isTold(written.population),
    geography: isTold(written.geography),
    frame: isTold(written.frame),
    sample_design: isTold(written.recruitment),
    sizes:
      isCount(written.completes) &&
      (isCount(written.invited) || (written.invited === null && !mustInvite)) &&
      isRecord(written.responseRate) &&
      isTold(written.responseRate.definition) &&
      (isShare(written.responseRate.rate) || written.responseRate.rate === null),
    modes: isListTold(written.modes),
    languages: isListTold(written.languages),
    processing: isTold(written.processing),
    limitations: isTold(written.limitations),
  };
  return disclosureCodes.filter((code) => told[code] === false);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown) => typeof value === "number" && Number.isSafeInteger(value) && value > 0;
const isShare = (value: unknown) => typeof value === "number" && value >= 0 && value <= 1;
const isListTold = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isTold);

/** Words, or the same in each language. What somebody wrote to fill in later is none. */
function isTold(value: unknown): boolean {
  if (typeof value === "string") {
    const words = tidied(value);
    return /[\p{Letter}\p{Number}]/u.test(words) && !/^(?:tbd|todo|n\/?a|xxx+)$/iu.test(words);
  }
  return isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every((text) => typeof text === "string" && isTold(text));
}

type Telling = (facts: WaveFacts, language: string) => string;

/** A text of the hub's as sentences: in the language, or in the first that has it. */
const written = (text: LocalisedText, language: string) => {
  const own = inLanguage(text, language);
  return asSentence(tidied(own) === "" ? (Object.values(text).find((words) => tidied(words) !== "") ?? "") : own, language);
};
const number = (value: number, language: string, decimals = 0) =>
  new Intl.NumberFormat(formatLocale(language), { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
const percent = (value: number, language: string) =>
  new Intl.NumberFormat(formatLocale(language), { style: "percent", maximumFractionDigits: 1 }).format(value);
const listed = (texts: readonly string[], language: string) => new Intl.ListFormat(formatLocale(language)).format(texts);
const sentences = (...parts: readonly string[]) => parts.filter((part) => part !== "").join(" ");
const capitalised = (text: string, language: string) => text.charAt(0).toLocaleUpperCase(formatLocale(language)) + text.slice(1);

const texts: Readonly<Record<DisclosureCode, Telling>> = {
  sponsor: ({ method }, language) => written(method.sponsor, language),
  conductor: ({ method }, language) => written(method.conductor, language),
  wording_and_order: wordingAndOrder,
  population: ({ method }, language) => written(method.population, language),
  geography: ({ method }, language) => written(method.geography, language),
  field_dates: fieldDates,
  frame: ({ method }, language) => written(method.frame, language),
  sample_design: sampleDesign,
  sizes,
  weighting,
  precision,
  modes: ({ method }, language) =>
    ended(
      capitalised(
        modesText(
          method.modes.map((mode) => inLanguage(mode, language)),
          language,
        ),
        language,
      ),
    ),
  languages: ({ method }, language) =>
    capitalised(
      asSentence(
        listed(
          method.languages.map((tag) => tidied(languageName(tag, language))).filter((name) => name !== ""),
          language,
        ),
        language,
      ),
      language,
    ),
  processing: ({ method }, language) => written(method.processing, language),
  limitations: ({ method }, language) => written(method.limitations, language),
};

/**
 * The ways in which people were asked, as a list within a sentence: "online, by post, and by telephone". Each may have been written with a capital, as
 * an entry of a list of its own; what has capitals elsewhere too, such as SMS or WhatsApp, keeps them. What runs the other way keeps its place in the list.
 */
export function modesText(modes: readonly string[], language: string): string {
  const within = (mode: string) =>
    /^(?:en|es|ar)\b/i.test(language) && /^\p{Lu}\p{Ll}*(?![\p{L}\p{N}])/u.test(mode)
      ? mode.charAt(0).toLocaleLowerCase(formatLocale(language)) + mode.slice(1)
      : mode;
  return listed(
    modes.map((mode) => inserted(within(tidied(mode)), language)).filter((mode) => mode !== ""),
    language,
  );
}

function wordingAndOrder({ method, questions }: WaveFacts, language: string): string {
  const words = {
    en: {
      here: "Published here with its exact words and its place in the questionnaire: every question with figures. Questions:",
      there: "Questionnaire:",
    },
    es: {
      here: "Publicadas aquí con sus palabras exactas y su lugar en el cuestionario: todas las preguntas con cifras. Preguntas:",
      there: "Cuestionario:",
    },
    ar: { here: "منشورة هنا بنصها وبموضعها في الاستبيان: كل الأسئلة التي لها أرقام. عدد الأسئلة:", there: "الاستبيان:" },
  }[spokenLanguage(language)];
  const url = inserted(method.questionnaireUrl ?? "", language);
  return sentences(
    Number.isSafeInteger(questions) && questions > 0 ? `${words.here} ${number(questions, language)}.` : "",
    url === "" ? "" : `${words.there} ${url}`,
  );
}

function fieldDates({ fieldFrom, fieldTo }: WaveFacts, language: string): string {
  const [from, to] = [new Date(`${fieldFrom.slice(0, 10)}T00:00:00Z`), new Date(`${fieldTo.slice(0, 10)}T00:00:00Z`)];
  if (!(from <= to)) return "";
  const format = new Intl.DateTimeFormat(formatLocale(language), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return asSentence(format.formatRange(from, to), language);
}

function sampleDesign({ design, method }: WaveFacts, language: string): string {
  const recruitment = written(method.recruitment, language);
  return recruitment === "" ? "" : `${capitalised(designName(design, language), language)}. ${recruitment}`;
}

function sizes({ method: { invited, completes, responseRate } }: WaveFacts, language: string): string {
  const definition = written(responseRate.definition, language);
  if (definition === "" || !isCount(completes)) return "";
  const words = {
    en: {
      invited: "Asked to take part:",
      nobody: "Nobody was asked by name.",
      completes: "Answers used:",
      rate: "Response rate:",
      none: "none",
    },
    es: {
      invited: "Personas invitadas:",
      nobody: "No se invitó a nadie por su nombre.",
      completes: "Respuestas utilizadas:",
      rate: "Tasa de respuesta:",
      none: "ninguna",
    },
    ar: {
      invited: "عدد من دُعوا:",
      nobody: "لم يُدعَ أحد باسمه.",
      completes: "الإجابات المستخدمة:",
      rate: "معدل الاستجابة:",
      none: "لا يوجد",
    },
  }[spokenLanguage(language)];
  return sentences(
    invited === null ? words.nobody : `${words.invited} ${number(invited, language)}.`,
    `${words.completes} ${number(completes, language)}.`,
    `${words.rate} ${responseRate.rate === null ? words.none : percent(responseRate.rate, language)}.`,
    definition,
  );
}

function weighting({ weighting: { method, statement, trim, designEffect, nEffective } }: WaveFacts, language: string): string {
  const told = written(statement, language);
  if (told === "") return "";
  const words = {
    en: {
      none: "Not weighted.",
      trim: "Weights, in multiples of their mean:",
      effect: "Design effect:",
      effective: "Effective number of answers:",
    },
    es: {
      none: "Sin ponderar.",
      trim: "Pesos, en múltiplos de su media:",
      effect: "Efecto de diseño:",
      effective: "Número efectivo de respuestas:",
    },
    ar: { none: "من دون أوزان.", trim: "الأوزان، بمضاعفات متوسطها:", effect: "أثر التصميم:", effective: "العدد الفعلي للإجابات:" },
  }[spokenLanguage(language)];
  if (method === "none") return sentences(words.none, told);
  return sentences(
    told,
    trim === null ? "" : `${words.trim} ${number(trim.lowest, language, 1)} – ${number(trim.highest, language, 1)}.`,
    `${words.effect} ${number(designEffect, language, 2)}.`,
    `${words.effective} ${number(nEffective, language)}.`,
  );
}

/** For a share of one half, the least precise: 1.96 √(0.25 / nEffective), rounded upwards. */
function precision({ design, weighting: { nEffective } }: WaveFacts, language: string): string {
  const name = `${capitalised(precisionName(design, language), language)}.`;
  const note = precisionNote(design, language);
  if (!isCount(nEffective)) return sentences(name, note);
  const points = number(Math.ceil(98 / Math.sqrt(nEffective)), language);
  const words = {
    en: `For a share of one half among all who answered, in percentage points either way: ${points}, at a level of ${percent(0.95, language)}.`,
    es: `Para una proporción de la mitad entre todas las respuestas, en puntos porcentuales hacia cada lado: ${points}, a un nivel del ${percent(0.95, language)}.`,
    ar: `لنسبة قدرها النصف بين كل من أجابوا، بالنقاط المئوية في كل اتجاه: ${points}، عند مستوى ${percent(0.95, language)}.`,
  }[spokenLanguage(language)];
  return sentences(name, note, words);
}

/** The name of a language; where Intl knows none, its tag. */
function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(formatLocale(language), { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
