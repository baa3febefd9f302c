import type { FigureComparison, FigureReason } from "./figure-comparison.ts";

/** What is compared, in words and printed numbers of one language. */
export interface ComparedWords {
  readonly first: string;
  readonly second: string;
  readonly firstValue: string;
  readonly secondValue: string;
}

interface Wording {
  readonly higher: (words: ComparedWords) => string;
  readonly lower: (words: ComparedWords) => string;
  readonly unclear: (words: ComparedWords) => string;
  readonly incomparable: (words: ComparedWords, why: string) => string;
  readonly reasons: Readonly<Record<FigureReason, string>>;
}

const wordings: Readonly<Record<string, Wording>> = {
  en: {
    higher: ({ first, second, firstValue, secondValue }) =>
      `${second} is higher than ${first}, by more than chance explains: ${secondValue} against ${firstValue}.`,
    lower: ({ first, second, firstValue, secondValue }) =>
      `${second} is lower than ${first}, by more than chance explains: ${secondValue} against ${firstValue}.`,
    unclear: ({ first, second, firstValue, secondValue }) =>
      `No clear difference between ${first} and ${second}: chance alone can make one as large as from ${firstValue} to ${secondValue}.`,
    incomparable: ({ first, second }, why) => `${first} and ${second} cannot be compared: ${why}.`,
    reasons: {
      HIDDEN: "not both figures are shown",
      MEASURE_DIFFERS: "they are not of the same measure and categories",
      LENGTH_DIFFERS: "their periods are not equally long",
      OVERLAPPING: "some of the same events are in both",
      BREAK_IN_SERIES: "what is recorded, or how, changed between them",
      PARTIAL_COVERAGE: "the records do not cover all of both",
      NOT_EXACT: "they are estimated, rounded or changed to protect people",
      NO_METHOD: "there is no exact method for this measure",
    },
  },
  es: {
    higher: ({ first, second, firstValue, secondValue }) =>
      `${second} es más alto que ${first}, más de lo que explica el azar: ${secondValue} frente a ${firstValue}.`,
    lower: ({ first, second, firstValue, secondValue }) =>
      `${second} es más bajo que ${first}, más de lo que explica el azar: ${secondValue} frente a ${firstValue}.`,
    unclear: ({ first, second, firstValue, secondValue }) =>
      `No hay una diferencia clara entre ${first} y ${second}: el azar por sí solo puede producir una como la de ${firstValue} a ${secondValue}.`,
    incomparable: ({ first, second }, why) => `${first} y ${second} no se pueden comparar: ${why}.`,
    reasons: {
      HIDDEN: "no se muestran ambas cifras",
      MEASURE_DIFFERS: "no son de la misma medida y las mismas categorías",
      LENGTH_DIFFERS: "sus períodos no duran lo mismo",
      OVERLAPPING: "algunos de los mismos hechos están en ambas",
      BREAK_IN_SERIES: "entre ambas cambió lo que se registra o cómo",
      PARTIAL_COVERAGE: "los registros no cubren ambas por completo",
      NOT_EXACT: "están estimadas, redondeadas o alteradas para proteger a las personas",
      NO_METHOD: "no hay un método exacto para esta medida",
    },
  },
};

/** What may be said of two figures, in plain words. @param language A BCP 47 tag; English where there are no words in it. */
export function figureSentence({ verdict, reason }: FigureComparison, words: ComparedWords, language: string): string {
  const wording = wordings[language] ?? wordings[language.split("-")[0] ?? ""] ?? (wordings.en as Wording);
  if (reason !== null) return wording.incomparable(words, wording.reasons[reason]);
  return verdict === "UP" ? wording.higher(words) : verdict === "DOWN" ? wording.lower(words) : wording.unclear(words);
}
