import type { ObservationFlag, ObservationStatus } from "../observation.ts";
import type { NotComparableReason } from "./comparison.ts";
import type { SampleDesign } from "./design.ts";
import type { SurveyMeasure } from "./estimate.ts";
import type { InEachLanguage } from "./languages.ts";

/** What is compared: two times, two places or two groups. */
export const comparedKinds = ["PERIODS", "AREAS", "GROUPS"] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/**
 * The words of sentences about a survey in one language. Words that are inserted come in quotation marks, or after words that govern no case or
 * gender of theirs, so that any will do. Inserted words may be empty; then what they belong to is left out.
 */
export interface SentenceWords {
  /** "In 2026", "in Harbour", "among the group …": joined by commas. */
  readonly when: (period: string) => string;
  readonly where: (area: string) => string;
  readonly among: (group: string) => string;
  readonly comma: string;
  /** What was found; `to` is from `toQuestion` or `toConstruct`, or empty. */
  readonly found: Readonly<Record<SurveyMeasure, (value: string, to: string, answer: string) => string>>;
  readonly toQuestion: (wording: string) => string;
  readonly toConstruct: (title: string) => string;
  readonly favourable: (answers: string) => string;
  readonly range: (lower: string, upper: string) => string;
  readonly people: (count: number, text: string, effective: string) => string;
  /** How people were chosen, whether answers were weighted, and what the range assumes. */
  readonly design: Readonly<Record<SampleDesign, { readonly weighted: string; readonly unweighted: string }>>;
  readonly base: (base: string) => string;
  readonly flags: Readonly<Record<ObservationFlag, string>>;
  readonly hidden: Readonly<Record<Exclude<ObservationStatus, "AVAILABLE">, string>>;
  /** For a figure that is none, by a mistake of ours. */
  readonly broken: string;
  readonly asked: (question: string) => string;
  readonly aboutConstruct: (title: string) => string;
  /** Where to look instead; at least one of the two is there. */
  readonly instead: (places: readonly string[]) => string;

  /** What is compared, as the beginning of a sentence. */
  readonly subject: Readonly<Record<SurveyMeasure, (to: string, answer: string) => string>>;
  readonly compared: Readonly<Record<ComparedKind, (first: string, second: string) => string>>;
  readonly verdict: Readonly<Record<ComparedKind, { readonly up: string; readonly down: string; readonly unclear: string }>>;
  readonly points: (count: number, text: string) => string;
  readonly indexPoints: (count: number, text: string) => string;
  readonly underOnePoint: string;
  readonly common: string;
  readonly commonAmong: (count: number, text: string) => string;
  readonly differenceRange: (lower: string, upper: string) => string;
  readonly overlapping: string;
  readonly incomparable: Readonly<Record<NotComparableReason, string>>;
}

const either = (
  count: number,
  language: string,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string },
) => forms[new Intl.PluralRules(language).select(count)] ?? forms.other;

const en: SentenceWords = {
  when: (period) => `in ${period}`,
  where: (area) => `in ${area}`,
  among: (group) => `among the group ${group}`,
  comma: ", ",
  found: {
    "TRU.SHARE": (value, to, answer) =>
      `${value} of the people who answered chose ${answer === "" ? "this answer" : `the answer ${answer}`}${to}`,
    "TRU.FAV": (value, to) => `${value} of the people who answered gave a favourable answer${to}`,
    "TRU.FAV.C": (value, to) => `${value} of the people who answered gave an answer that is not counted as favourable${to}`,
    "TRU.INDEX": (value, to) => `the mean answer${to} was ${value} on an index from 0 to 100, not a percentage`,
    "TRU.DK": (value, to) => `${value} of the people who were asked did not know or would not give an answer${to}`,
  },
  toQuestion: (wording) => ` to ${wording}`,
  toConstruct: (title) => ` to the questions about ${title}`,
  favourable: (answers) => `Counted as favourable: ${answers}.`,
  range: (lower, upper) => `Likely range: ${lower} to ${upper}.`,
  people: (count, text, effective) =>
    `Based on the answers of about ${text} ${either(count, "en", { one: "person", other: "people" })}, with an effective number of ${effective}.`,
  design: {
    probability: {
      weighted: "Random sample, weighted; the range is its margin of sampling error.",
      unweighted: "Random sample, not weighted; the range is its margin of sampling error.",
    },
    nonprobability_quota: {
      weighted: "Quota sample, weighted; not a random sample, so the range assumes the weights remove bias.",
      unweighted: "Quota sample, not weighted; not a random sample, so the range assumes that the people who answered are like all others.",
    },
    opt_in: {
      weighted: "Opt-in survey, weighted; not a random sample, so the range assumes the weights remove bias.",
      unweighted:
        "Opt-in survey, not weighted; not a random sample, so the range assumes that the people who answered are like all others.",
    },
    census_of_contacts: {
      weighted: "Everybody who had contact was asked; weighted. The range tells of those who did not answer.",
      unweighted: "Everybody who had contact was asked; not weighted. The range tells of those who did not answer.",
    },
  },
  base: (base) => `Asked of: ${base}.`,
  flags: {
    PROVISIONAL: "This figure may still change.",
    REVISED: "This figure changed since an earlier release.",
    ESTIMATED: "",
    IMPUTED: "A part was filled in by a stated method.",
    ROUNDED: "",
    PERTURBED: "This figure was changed slightly at random to protect people.",
    LOW_RELIABILITY: "Based on few answers: use with caution.",
    BREAK_IN_SERIES: "Not comparable with earlier periods.",
    PARTIAL_COVERAGE: "The answers cover only a part of this period.",
    COMPLEMENT_UNRELIABLE: "The share of all others, worked out from this one, is not reliable.",
    NOT_REACHED: "Not known yet: it lies beyond what was seen so far.",
    DEFINITION_DIFFERS: "Defined differently from the rest of the series.",
  },
  hidden: {
    SUPPRESSED: "not shown, so that nobody can be identified",
    UNRELIABLE: "not shown, because there are too few answers to be reliable",
    NOT_REPORTED: "the agency did not report this figure",
    NOT_COLLECTED: "not asked in this wave",
    NOT_APPLICABLE: "no figure, because the question changed within these twelve months",
    NOT_YET_PUBLISHED: "not yet published",
    WITHDRAWN: "this figure was published and has been withdrawn",
  },
  broken: "this figure cannot be shown, because of a mistake in its numbers",
  asked: (question) => `Asked: ${question}.`,
  aboutConstruct: (title) => `Questions about: ${title}.`,
  instead: (places) => `Try ${places.join(", or ")}.`,
  subject: {
    "TRU.SHARE": (to, answer) => `Share who chose ${answer === "" ? "this answer" : `the answer ${answer}`}${to}`,
    "TRU.FAV": (to) => `Share of favourable answers${to}`,
    "TRU.FAV.C": (to) => `Share of answers not counted as favourable${to}`,
    "TRU.INDEX": (to) => `Mean answer${to}, on an index from 0 to 100, not a percentage`,
    "TRU.DK": (to) => `Share who did not know or would not give an answer${to}`,
  },
  compared: {
    PERIODS: (first, second) => `from ${first} to ${second}`,
    AREAS: (first, second) => `${second} against ${first}`,
    GROUPS: (first, second) => `${second} against ${first}`,
  },
  verdict: {
    PERIODS: { up: "up by", down: "down by", unclear: "no clear change" },
    AREAS: { up: "higher by", down: "lower by", unclear: "no clear difference" },
    GROUPS: { up: "higher by", down: "lower by", unclear: "no clear difference" },
  },
  points: (count, text) => `${text} percentage ${either(count, "en", { one: "point", other: "points" })}`,
  indexPoints: (count, text) => `${text} index ${either(count, "en", { one: "point", other: "points" })}`,
  underOnePoint: "less than one point",
  common: "a difference of this size is common by chance",
  commonAmong: (_count, text) => `a difference of this size is common by chance when ${text} comparisons are made at once`,
  differenceRange: (lower, upper) => `Likely range of the difference, in points: ${lower} to ${upper}.`,
  overlapping: "Both rest in part on the same answers, which is taken into account.",
  incomparable: {
    HIDDEN: "cannot be compared, because a figure is not shown",
    BREAK_IN_SERIES: "cannot be compared, because the question or the way of asking changed",
    DESIGN_DIFFERS: "cannot be compared, because people were chosen in different ways",
    MEASURE_DIFFERS: "cannot be compared, because the figures measure different things",
    OVERLAP_UNKNOWN: "cannot be compared, because it is not known how many answers are in both figures",
  },
};

const es: SentenceWords = {
  when: (period) => `en ${period}`,
  where: (area) => `en ${area}`,
  among: (group) => `en el grupo ${group}`,
  comma: ", ",
  found: {
    "TRU.SHARE": (value, to, answer) =>
      `el ${value} de quienes respondieron eligió ${answer === "" ? "esta respuesta" : `${answer} como respuesta`}${to}`,
    "TRU.FAV": (value, to) => `el ${value} de quienes respondieron dio una respuesta favorable${to}`,
    "TRU.FAV.C": (value, to) => `el ${value} de quienes respondieron dio una respuesta que no cuenta como favorable${to}`,
    "TRU.INDEX": (value, to) => `la respuesta media${to} fue ${value} en un índice de 0 a 100, que no es un porcentaje`,
    "TRU.DK": (value, to) => `el ${value} de las personas preguntadas no sabía o no quiso dar una respuesta${to}`,
  },
  toQuestion: (wording) => ` a ${wording}`,
  toConstruct: (title) => ` a las preguntas sobre ${title}`,
  favourable: (answers) => `Cuentan como favorables las respuestas siguientes: ${answers}.`,
  range: (lower, upper) => `Intervalo probable: de ${lower} a ${upper}.`,
  people: (count, text, effective) =>
    `Basado en las respuestas de aproximadamente ${text} ${either(count, "es", { one: "persona", other: "personas" })}, con un número efectivo de ${effective}.`,
  design: {
    probability: {
      weighted: "Muestra aleatoria, ponderada; el intervalo es su margen de error de muestreo.",
      unweighted: "Muestra aleatoria, sin ponderar; el intervalo es su margen de error de muestreo.",
    },
    nonprobability_quota: {
      weighted: "Muestra por cuotas, ponderada; no es aleatoria, así que el intervalo supone que las ponderaciones eliminan el sesgo.",
      unweighted:
        "Muestra por cuotas, sin ponderar; no es aleatoria, así que el intervalo supone que quienes respondieron son como las demás personas.",
    },
    opt_in: {
      weighted:
        "Encuesta de participación voluntaria, ponderada; no es una muestra aleatoria, así que el intervalo supone que las ponderaciones eliminan el sesgo.",
      unweighted:
        "Encuesta de participación voluntaria, sin ponderar; no es una muestra aleatoria, así que el intervalo supone que quienes respondieron son como las demás personas.",
    },
    census_of_contacts: {
      weighted: "Se preguntó a todas las personas que tuvieron contacto; ponderado. El intervalo refleja a quienes no respondieron.",
      unweighted: "Se preguntó a todas las personas que tuvieron contacto; sin ponderar. El intervalo refleja a quienes no respondieron.",
    },
  },
  base: (base) => `A quién se preguntó: ${base}.`,
  flags: {
    PROVISIONAL: "Esta cifra aún puede cambiar.",
    REVISED: "Esta cifra cambió desde una publicación anterior.",
    ESTIMATED: "",
    IMPUTED: "Una parte se completó con un método declarado.",
    ROUNDED: "",
    PERTURBED: "Esta cifra se cambió ligeramente al azar para proteger a las personas.",
    LOW_RELIABILITY: "Basado en pocas respuestas: úsese con cautela.",
    BREAK_IN_SERIES: "No es comparable con periodos anteriores.",
    PARTIAL_COVERAGE: "Las respuestas cubren solo una parte de este periodo.",
    COMPLEMENT_UNRELIABLE: "La proporción de todas las demás respuestas, calculada a partir de esta, no es fiable.",
    NOT_REACHED: "Aún no se conoce: queda más allá de lo visto hasta ahora.",
    DEFINITION_DIFFERS: "Se define de forma distinta al resto de la serie.",
  },
  hidden: {
    SUPPRESSED: "no se muestra, para que no se pueda identificar a nadie",
    UNRELIABLE: "no se muestra, porque hay muy pocas respuestas para que sea fiable",
    NOT_REPORTED: "la agencia no comunicó esta cifra",
    NOT_COLLECTED: "no se preguntó en esta ronda",
    NOT_APPLICABLE: "no hay cifra, porque la pregunta cambió durante estos doce meses",
    NOT_YET_PUBLISHED: "aún no se ha publicado",
    WITHDRAWN: "esta cifra se publicó y se ha retirado",
  },
  broken: "esta cifra no se puede mostrar, por un error en sus números",
  asked: (question) => `Se preguntó: ${question}.`,
  aboutConstruct: (title) => `Preguntas sobre: ${title}.`,
  instead: (places) => `Pruebe con ${places.join(", o bien con ")}.`,
  subject: {
    "TRU.SHARE": (to, answer) => `Proporción que eligió ${answer === "" ? "esta respuesta" : `${answer} como respuesta`}${to}`,
    "TRU.FAV": (to) => `Proporción que dio una respuesta favorable${to}`,
    "TRU.FAV.C": (to) => `Proporción que dio una respuesta que no cuenta como favorable${to}`,
    "TRU.INDEX": (to) => `Respuesta media${to}, en un índice de 0 a 100, que no es un porcentaje`,
    "TRU.DK": (to) => `Proporción que no sabía o no quiso dar una respuesta${to}`,
  },
  compared: {
    PERIODS: (first, second) => `de ${first} a ${second}`,
    AREAS: (first, second) => `${second} en comparación con ${first}`,
    GROUPS: (first, second) => `${second} en comparación con ${first}`,
  },
  verdict: {
    PERIODS: { up: "subió", down: "bajó", unclear: "sin cambio claro" },
    AREAS: { up: "más alta en", down: "más baja en", unclear: "sin diferencia clara" },
    GROUPS: { up: "más alta en", down: "más baja en", unclear: "sin diferencia clara" },
  },
  points: (count, text) => `${text} ${either(count, "es", { one: "punto porcentual", other: "puntos porcentuales" })}`,
  indexPoints: (count, text) => `${text} ${either(count, "es", { one: "punto del índice", other: "puntos del índice" })}`,
  underOnePoint: "menos de un punto",
  common: "una diferencia de este tamaño es frecuente por azar",
  commonAmong: (_count, text) => `una diferencia de este tamaño es frecuente por azar cuando se hacen ${text} comparaciones a la vez`,
  differenceRange: (lower, upper) => `Intervalo probable de la diferencia, en puntos: de ${lower} a ${upper}.`,
  overlapping: "Ambas cifras se basan en parte en las mismas respuestas, lo que se tiene en cuenta.",
  incomparable: {
    HIDDEN: "no se puede comparar, porque una cifra no se muestra",
    BREAK_IN_SERIES: "no se puede comparar, porque cambió la pregunta o la forma de preguntar",
    DESIGN_DIFFERS: "no se puede comparar, porque las personas se eligieron de formas distintas",
    MEASURE_DIFFERS: "no se puede comparar, porque las cifras miden cosas distintas",
    OVERLAP_UNKNOWN: "no se puede comparar, porque no se sabe cuántas respuestas están en ambas cifras",
  },
};

const ar: SentenceWords = {
  when: (period) => `في ${period}`,
  where: (area) => `في ${area}`,
  among: (group) => `ضمن الفئة ${group}`,
  comma: "، ",
  found: {
    "TRU.SHARE": (value, to, answer) => `${value} ممن أجابوا اختاروا ${answer === "" ? "هذه الإجابة" : `الإجابة ${answer}`}${to}`,
    "TRU.FAV": (value, to) => `${value} ممن أجابوا أعطوا إجابة إيجابية${to}`,
    "TRU.FAV.C": (value, to) => `${value} ممن أجابوا أعطوا إجابة لا تُعد إيجابية${to}`,
    "TRU.INDEX": (value, to) => `متوسط الإجابة${to} هو ${value} على مؤشر من 0 إلى 100، وليس نسبة مئوية`,
    "TRU.DK": (value, to) => `${value} ممن سُئلوا لم يعرفوا الإجابة أو لم يرغبوا في الإجابة${to}`,
  },
  toQuestion: (wording) => ` عن ${wording}`,
  toConstruct: (title) => ` عن الأسئلة التي موضوعها ${title}`,
  favourable: (answers) => `الإجابات التي تُعد إيجابية: ${answers}.`,
  range: (lower, upper) => `المدى المرجّح: من ${lower} إلى ${upper}.`,
  people: (count, text, effective) => {
    const people = either(count, "ar", {
      one: "شخص واحد",
      two: "شخصين",
      few: `${text} أشخاص`,
      many: `${text} شخصًا`,
      other: `${text} شخص`,
    });
    return `بناءً على إجابات نحو ${people}، والعدد الفعلي ${effective}.`;
  },
  design: {
    probability: {
      weighted: "عينة عشوائية، مرجّحة بأوزان؛ والمدى هو هامش خطأ المعاينة فيها.",
      unweighted: "عينة عشوائية، من دون أوزان؛ والمدى هو هامش خطأ المعاينة فيها.",
    },
    nonprobability_quota: {
      weighted: "عينة حصص، مرجّحة بأوزان؛ وليست عينة عشوائية، لذلك يفترض المدى أن الأوزان تزيل التحيز.",
      unweighted: "عينة حصص، من دون أوزان؛ وليست عينة عشوائية، لذلك يفترض المدى أن من أجابوا مثل غيرهم.",
    },
    opt_in: {
      weighted: "استطلاع بمشاركة طوعية، مرجّح بأوزان؛ وليس عينة عشوائية، لذلك يفترض المدى أن الأوزان تزيل التحيز.",
      unweighted: "استطلاع بمشاركة طوعية، من دون أوزان؛ وليس عينة عشوائية، لذلك يفترض المدى أن من أجابوا مثل غيرهم.",
    },
    census_of_contacts: {
      weighted: "سُئل كل من كان له تعامل مع الشرطة؛ والإجابات مرجّحة بأوزان. يعبّر المدى عمّن لم يجيبوا.",
      unweighted: "سُئل كل من كان له تعامل مع الشرطة؛ والإجابات من دون أوزان. يعبّر المدى عمّن لم يجيبوا.",
    },
  },
  base: (base) => `من سُئلوا: ${base}.`,
  flags: {
    PROVISIONAL: "قد يتغير هذا الرقم.",
    REVISED: "تغير هذا الرقم منذ إصدار سابق.",
    ESTIMATED: "",
    IMPUTED: "استُكمل جزء منه بطريقة معلنة.",
    ROUNDED: "",
    PERTURBED: "غُيّر هذا الرقم قليلًا بطريقة عشوائية لحماية الناس.",
    LOW_RELIABILITY: "مبني على إجابات قليلة: يُستخدم بحذر.",
    BREAK_IN_SERIES: "لا يُقارن بالفترات السابقة.",
    PARTIAL_COVERAGE: "لا تغطي الإجابات إلا جزءًا من هذه الفترة.",
    COMPLEMENT_UNRELIABLE: "نسبة كل الإجابات الأخرى، إذا حُسبت من هذه، لا يُعتمد عليها.",
    NOT_REACHED: "غير معروف بعد: يتجاوز ما لوحظ حتى الآن.",
    DEFINITION_DIFFERS: "تعريفه يختلف عن بقية السلسلة.",
  },
  hidden: {
    SUPPRESSED: "لا يُعرض، كي لا يمكن التعرف على أحد",
    UNRELIABLE: "لا يُعرض، لأن الإجابات أقل من أن يُعتمد عليها",
    NOT_REPORTED: "لم تبلّغ الجهة عن هذا الرقم",
    NOT_COLLECTED: "لم يُسأل عنه في هذه الجولة",
    NOT_APPLICABLE: "لا رقم، لأن السؤال تغير خلال هذه الأشهر الاثني عشر",
    NOT_YET_PUBLISHED: "لم يُنشر بعد",
    WITHDRAWN: "نُشر هذا الرقم ثم سُحب",
  },
  broken: "لا يمكن عرض هذا الرقم، بسبب خطأ في أعداده",
  asked: (question) => `نص السؤال: ${question}.`,
  aboutConstruct: (title) => `موضوع الأسئلة: ${title}.`,
  instead: (places) => `جرّب ${places.join("، أو ")}.`,
  subject: {
    "TRU.SHARE": (to, answer) => `نسبة من اختاروا ${answer === "" ? "هذه الإجابة" : `الإجابة ${answer}`}${to}`,
    "TRU.FAV": (to) => `نسبة من أعطوا إجابة إيجابية${to}`,
    "TRU.FAV.C": (to) => `نسبة من أعطوا إجابة لا تُعد إيجابية${to}`,
    "TRU.INDEX": (to) => `متوسط الإجابة${to}، على مؤشر من 0 إلى 100، وليس نسبة مئوية`,
    "TRU.DK": (to) => `نسبة من لم يعرفوا الإجابة أو لم يرغبوا في الإجابة${to}`,
  },
  compared: {
    PERIODS: (first, second) => `من ${first} إلى ${second}`,
    AREAS: (first, second) => `${second} مقارنةً مع ${first}`,
    GROUPS: (first, second) => `${second} مقارنةً مع ${first}`,
  },
  verdict: {
    PERIODS: { up: "ارتفاع قدره", down: "انخفاض قدره", unclear: "لا تغيّر واضح" },
    AREAS: { up: "أعلى بفارق قدره", down: "أدنى بفارق قدره", unclear: "لا فرق واضح" },
    GROUPS: { up: "أعلى بفارق قدره", down: "أدنى بفارق قدره", unclear: "لا فرق واضح" },
  },
  points: (count, text) =>
    either(count, "ar", {
      one: "نقطة مئوية واحدة",
      two: "نقطتان مئويتان",
      few: `${text} نقاط مئوية`,
      other: `${text} نقطة مئوية`,
    }),
  indexPoints: (count, text) =>
    either(count, "ar", {
      one: "نقطة واحدة على المؤشر",
      two: "نقطتان على المؤشر",
      few: `${text} نقاط على المؤشر`,
      other: `${text} نقطة على المؤشر`,
    }),
  underOnePoint: "أقل من نقطة واحدة",
  common: "فرق بهذا الحجم تسببه المصادفة كثيرًا",
  commonAmong: (count, text) => {
    const comparisons = either(count, "ar", { two: "مقارنتين", few: `${text} مقارنات`, other: `${text} مقارنة` });
    return `فرق بهذا الحجم تسببه المصادفة كثيرًا عند إجراء ${comparisons} معًا`;
  },
  differenceRange: (lower, upper) => `المدى المرجّح للفرق، بالنقاط: من ${lower} إلى ${upper}.`,
  overlapping: "يعتمد الرقمان جزئيًا على الإجابات نفسها، وقد أُخذ ذلك في الحساب.",
  incomparable: {
    HIDDEN: "لا تمكن المقارنة، لأن أحد الرقمين لا يُعرض",
    BREAK_IN_SERIES: "لا تمكن المقارنة، لأن السؤال أو طريقة طرحه تغيرت",
    DESIGN_DIFFERS: "لا تمكن المقارنة، لأن الناس اختيروا بطرق مختلفة",
    MEASURE_DIFFERS: "لا تمكن المقارنة، لأن الرقمين يقيسان أمرين مختلفين",
    OVERLAP_UNKNOWN: "لا تمكن المقارنة، لأن عدد الإجابات المشتركة بين الرقمين غير معروف",
  },
};

export const sentenceWords: InEachLanguage<SentenceWords> = { en, es, ar };
