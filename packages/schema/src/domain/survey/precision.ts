import type { SampleDesign } from "./design.ts";
import { type InEachLanguage, spokenLanguage } from "./languages.ts";

interface PrecisionWords {
  /** How people were chosen. */
  readonly design: string;
  /** What the range of an estimate may be called. */
  readonly name: string;
  /** What the range tells, and what it does not. */
  readonly note: string;
}

/** How people of a design were chosen, in a few words. English where a language has no words of its own. */
export const designName = (design: SampleDesign, language: string): string => wordsOf(design, language).design;

/**
 * What the precision of a design may be called. Only a random sample has a margin of sampling error.
 * @see AAPOR guidance on reporting precision for nonprobability samples (2016): precision only with its method and its assumptions.
 */
export const precisionName = (design: SampleDesign, language: string): string => wordsOf(design, language).name;

/** What the range around an estimate of a design tells and what it does not, in two sentences. */
export const precisionNote = (design: SampleDesign, language: string): string => wordsOf(design, language).note;

const wordsOf = (design: SampleDesign, language: string): PrecisionWords => words[design][spokenLanguage(language)];

const words: Readonly<Record<SampleDesign, InEachLanguage<PrecisionWords>>> = {
  probability: {
    en: {
      design: "random sample",
      name: "margin of sampling error",
      note: "People were drawn at random, and the range tells of that chance alone. Other errors, such as who did not answer, come on top of it.",
    },
    es: {
      design: "muestra aleatoria",
      name: "margen de error de muestreo",
      note: "Las personas se eligieron al azar, y el intervalo refleja solo ese azar. Otros errores, como quién no respondió, se suman a él.",
    },
    ar: {
      design: "عينة عشوائية",
      name: "هامش خطأ المعاينة",
      note: "اختير الناس عشوائيًا، والمدى يعبّر عن هذه المصادفة وحدها. وتضاف إليه أخطاء أخرى، مثل من لم يجيبوا.",
    },
  },
  nonprobability_quota: {
    en: {
      design: "quota sample, not a random sample",
      name: "modelled precision, assuming the weights remove bias",
      note: "People were chosen to fill quotas and not at random. The range is worked out as if they had been drawn at random, and holds only as far as the weights remove bias.",
    },
    es: {
      design: "muestra por cuotas, no aleatoria",
      name: "precisión según un modelo, suponiendo que las ponderaciones eliminan el sesgo",
      note: "Las personas se eligieron para cubrir cuotas y no al azar. El intervalo se calcula como si se hubieran elegido al azar, y solo vale en la medida en que las ponderaciones eliminan el sesgo.",
    },
    ar: {
      design: "عينة حصص، وليست عشوائية",
      name: "دقة بحسب نموذج، بافتراض أن الأوزان تزيل التحيز",
      note: "اختير الناس لملء حصص لا عشوائيًا. يُحسب المدى كأنهم اختيروا عشوائيًا، ولا يصح إلا بقدر ما تزيل الأوزان التحيز.",
    },
  },
  opt_in: {
    en: {
      design: "opt-in survey, not a random sample",
      name: "modelled precision, assuming the weights remove bias",
      note: "People decided themselves to take part and were not drawn at random. The range is worked out as if they had been, and holds only as far as the weights remove bias.",
    },
    es: {
      design: "encuesta de participación voluntaria, no aleatoria",
      name: "precisión según un modelo, suponiendo que las ponderaciones eliminan el sesgo",
      note: "Las personas decidieron participar por sí mismas y no se eligieron al azar. El intervalo se calcula como si así hubiera sido, y solo vale en la medida en que las ponderaciones eliminan el sesgo.",
    },
    ar: {
      design: "استطلاع بمشاركة طوعية، وليس عينة عشوائية",
      name: "دقة بحسب نموذج، بافتراض أن الأوزان تزيل التحيز",
      note: "قرر الناس المشاركة بأنفسهم ولم يُختاروا عشوائيًا. يُحسب المدى كأنهم اختيروا عشوائيًا، ولا يصح إلا بقدر ما تزيل الأوزان التحيز.",
    },
  },
  census_of_contacts: {
    en: {
      design: "everybody who had contact was asked",
      name: "range for those who did not answer",
      note: "Everybody who had contact was asked, so nobody was drawn. The range tells of those who did not answer, and assumes that they are like those who did.",
    },
    es: {
      design: "se preguntó a todas las personas que tuvieron contacto",
      name: "intervalo por quienes no respondieron",
      note: "Se preguntó a todas las personas que tuvieron contacto, así que no se eligió una muestra. El intervalo refleja a quienes no respondieron, y supone que son como quienes respondieron.",
    },
    ar: {
      design: "سُئل كل من كان له تعامل مع الشرطة",
      name: "مدى يعبّر عمّن لم يجيبوا",
      note: "سُئل كل من كان له تعامل مع الشرطة، فلم تُسحب عينة. يعبّر المدى عمّن لم يجيبوا، ويفترض أنهم مثل من أجابوا.",
    },
  },
};
