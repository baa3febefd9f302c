import type { FigureComparison, FigureReason } from "./figure-comparison.ts";
import { printedValue } from "./printed.ts";
import { forLanguage } from "./text.ts";

/** What is compared, in words and printed numbers of one language. */
export interface ComparedWords {
  readonly first: string;
  readonly second: string;
  readonly firstValue: string;
  readonly secondValue: string;
  /** Decimals that their measure is printed with. */
  readonly decimals: number;
}

/** The two, each with the amount that the verdict is about. */
type Told = Pick<ComparedWords, "first" | "second"> & { readonly firstAmount: string; readonly secondAmount: string };

interface Wording {
  readonly higher: (told: Told) => string;
  readonly lower: (told: Told) => string;
  readonly unclear: (told: Told) => string;
  /** An amount for one day, and the figure it is worked out from. */
  readonly perDay: (amount: string, value: string, days: string) => string;
  readonly incomparable: (words: ComparedWords, why: string) => string;
  readonly reasons: Readonly<Record<FigureReason, string>>;
}

const wordings: Readonly<Record<string, Wording>> = {
  en: {
    higher: ({ first, second, firstAmount, secondAmount }) =>
      `${second} is higher than ${first}, by more than chance explains: ${secondAmount} against ${firstAmount}.`,
    lower: ({ first, second, firstAmount, secondAmount }) =>
      `${second} is lower than ${first}, by more than chance explains: ${secondAmount} against ${firstAmount}.`,
    unclear: ({ first, second, firstAmount, secondAmount }) =>
      `No clear difference between ${first} and ${second}: chance alone can make one as large as from ${firstAmount} to ${secondAmount}.`,
    perDay: (amount, value, days) => `${amount} a day (${value} in ${days} days)`,
    incomparable: ({ first, second }, why) => `${first} and ${second} cannot be compared: ${why}.`,
    reasons: {
      HIDDEN: "not both figures are shown",
      MEASURE_DIFFERS: "they are not of the same measure and categories",
      LENGTH_DIFFERS: "their periods are not equally long",
      OVERLAPPING: "some of the same events are in both",
      BREAK_IN_SERIES: "what is recorded, or how, changed between them",
      PARTIAL_COVERAGE: "the records do not cover all of both",
      PROVISIONAL: "they may still change",
      NOT_EXACT: "they are estimated, rounded or changed to protect people",
      NO_METHOD: "there is no exact method for this measure",
    },
  },
  es: {
    higher: ({ first, second, firstAmount, secondAmount }) =>
      `${second} es más alto que ${first}, más de lo que explica el azar: ${secondAmount} frente a ${firstAmount}.`,
    lower: ({ first, second, firstAmount, secondAmount }) =>
      `${second} es más bajo que ${first}, más de lo que explica el azar: ${secondAmount} frente a ${firstAmount}.`,
    unclear: ({ first, second, firstAmount, secondAmount }) =>
      `No hay una diferencia clara entre ${first} y ${second}: el azar por sí solo puede producir una como la de ${firstAmount} a ${secondAmount}.`,
    perDay: (amount, value, days) => `${amount} al día (${value} en ${days} días)`,
    incomparable: ({ first, second }, why) => `${first} y ${second} no se pueden comparar: ${why}.`,
    reasons: {
      HIDDEN: "no se muestran ambas cifras",
      MEASURE_DIFFERS: "no son de la misma medida y las mismas categorías",
      LENGTH_DIFFERS: "sus períodos no duran lo mismo",
      OVERLAPPING: "algunos de los mismos hechos están en ambas",
      BREAK_IN_SERIES: "entre ambas cambió lo que se registra o cómo",
      PARTIAL_COVERAGE: "los registros no cubren ambas por completo",
      PROVISIONAL: "aún pueden cambiar",
      NOT_EXACT: "están estimadas, redondeadas o alteradas para proteger a las personas",
      NO_METHOD: "no hay un método exacto para esta medida",
    },
  },
};

/** What may be said of two figures, in plain words. @param language A BCP 47 tag; English where there are no words in it. */
export function figureSentence(comparison: FigureComparison, words: ComparedWords, language: string): string {
  const wording = forLanguage(wordings, language) ?? (wordings.en as Wording);
  if (comparison.reason !== null) return wording.incomparable(words, wording.reasons[comparison.reason]);
  const [firstAmount, secondAmount] = printedAmounts(comparison, words, wording, language);
  const told = { first: words.first, second: words.second, firstAmount, secondAmount };
  if (comparison.verdict === "UP") return wording.higher(told);
  return comparison.verdict === "DOWN" ? wording.lower(told) : wording.unclear(told);
}

/** The figures as they are published, with more decimals where these tell two apart that differ; where their days differ, what they are a day. */
function printedAmounts(
  { amounts, days }: Extract<FigureComparison, { reason: null }>,
  { firstValue, secondValue, decimals }: ComparedWords,
  { perDay }: Wording,
  language: string,
): readonly [first: string, second: string] {
  const enough = decimalsFor(amounts, decimals);
  const print = (amount: number) => printedValue(amount, "AVAILABLE", enough, language);
  const [first, second] = [print(amounts[0]), print(amounts[1])];
  if (days === null) return firstValue === secondValue ? [first, second] : [firstValue, secondValue];
  const count = (number: number) => printedValue(number, "AVAILABLE", 0, language);
  return [perDay(first, firstValue, count(days[0])), perDay(second, secondValue, count(days[1]))];
}

const mostDecimals = 12;

/** So many decimals that two digits of a difference are seen; differences that are only those of floating point are none. */
function decimalsFor([first, second]: readonly [number, number], least: number): number {
  const difference = Math.abs(first - second);
  if (difference <= 1e-12 * Math.max(first, second)) return Number.isInteger(first) ? least : Math.max(least, 2);
  return Math.min(mostDecimals, Math.max(least, 1 - Math.floor(Math.log10(difference))));
}
