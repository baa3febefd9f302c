import { inLanguage, inserted, type LocalisedText } from "@openbeat/schema/domain";

/** Why no trend is told. `HIDDEN` never says which month. */
export const trendsNotTold = ["HIDDEN", "TOO_FEW_MONTHS", "TOO_FEW_EVENTS", "MONTHS_DEPEND", "NO_ESTIMATE"] as const;
export type TrendNotTold = (typeof trendsNotTold)[number];

/** What a sentence about a trend has to say. The range is in whole percents a year, rounded outwards. */
export type TrendSaid =
  | { readonly verdict: "not_computed"; readonly reason: TrendNotTold }
  | {
      readonly verdict: "rising" | "falling" | "no_clear_trend";
      readonly printed: { readonly lower: number; readonly upper: number };
    };

/** One plain sentence in each language. */
export function trendSentence(counted: LocalisedText, area: LocalisedText, months: number, said: TrendSaid): LocalisedText {
  return { en: sentenceIn("en", counted, area, months, said), es: sentenceIn("es", counted, area, months, said) };
}

function sentenceIn(language: "en" | "es", counted: LocalisedText, area: LocalisedText, months: number, said: TrendSaid): string {
  const words = wordsOf[language];
  const subject = [counted, area].map((text) => inserted(inLanguage(text, language), language)).filter((text) => text !== "");
  return `${subject.join(", ")}: ${toldOf(words, language, months, said)}.`;
}

function toldOf(words: Words, language: string, months: number, said: TrendSaid): string {
  if (said.verdict === "not_computed") return words.notComputed(words.reasons[said.reason]);
  const format = new Intl.NumberFormat(language, { style: "unit", unit: "percent", maximumFractionDigits: 0 });
  const percent = (value: number) => format.format(Math.abs(value));
  const { lower, upper } = said.printed;
  const side = (value: number) => (value === 0 ? words.same : `${percent(value)} ${value < 0 ? words.fewer : words.more}`);
  if (said.verdict === "no_clear_trend") {
    const isOneSided = lower > 0 || upper < 0;
    return (isOneSided ? words.perhaps : words.unclear)(side(lower), side(upper), months);
  }
  const [least, most] = said.verdict === "rising" ? [lower, upper] : [upper, lower];
  return words[said.verdict](least === most ? percent(least) : words.between(percent(least), percent(most)), months);
}

interface Words {
  readonly rising: (range: string, months: number) => string;
  readonly falling: (range: string, months: number) => string;
  readonly between: (least: string, most: string) => string;
  readonly fewer: string;
  readonly more: string;
  readonly same: string;
  readonly unclear: (lower: string, upper: string, months: number) => string;
  /** The range leaves 0 out, and among so many trends that may still be chance. */
  readonly perhaps: (lower: string, upper: string, months: number) => string;
  readonly notComputed: (reason: string) => string;
  readonly reasons: Readonly<Record<TrendNotTold, string>>;
}

const en: Words = {
  rising: (range, months) => `rising, likely by ${range} a year, over ${months} months, the season taken out`,
  falling: (range, months) => `falling, likely by ${range} a year, over ${months} months, the season taken out`,
  between: (least, most) => `between ${least} and ${most}`,
  fewer: "fewer",
  more: "more",
  same: "no difference",
  unclear: (lower, upper, months) =>
    `no clear trend over ${months} months; anything from ${lower} to ${upper} a year, the season taken out, fits these counts`,
  perhaps: (lower, upper, months) =>
    `no clear trend over ${months} months; its range, from ${lower} to ${upper} a year, the season taken out, may be chance among so many counts`,
  notComputed: (reason) => `no trend can be told, because ${reason}`,
  reasons: {
    HIDDEN: "a month that it needs is not shown, or was not wholly reported",
    TOO_FEW_MONTHS: "too few months are comparable",
    TOO_FEW_EVENTS: "too few were counted",
    MONTHS_DEPEND: "each month depends too much on the one before",
    NO_ESTIMATE: "these counts give no estimate",
  },
};

const es: Words = {
  rising: (range, months) => `en aumento, probablemente ${range} al año, en ${months} meses, descontada la estación`,
  falling: (range, months) => `en descenso, probablemente ${range} al año, en ${months} meses, descontada la estación`,
  between: (least, most) => `entre ${least} y ${most}`,
  fewer: "menos",
  more: "más",
  same: "ninguna diferencia",
  unclear: (lower, upper, months) =>
    `sin tendencia clara en ${months} meses; descontada la estación, estos recuentos son compatibles con un cambio desde ${lower} hasta ${upper} al año`,
  perhaps: (lower, upper, months) =>
    `sin tendencia clara en ${months} meses; descontada la estación, su intervalo, desde ${lower} hasta ${upper} al año, puede ser azar entre tantos recuentos`,
  notComputed: (reason) => `no se puede indicar una tendencia, porque ${reason}`,
  reasons: {
    HIDDEN: "un mes necesario no se muestra o no se notificó por completo",
    TOO_FEW_MONTHS: "muy pocos meses son comparables",
    TOO_FEW_EVENTS: "se contaron muy pocos",
    MONTHS_DEPEND: "cada mes depende demasiado del anterior",
    NO_ESTIMATE: "estos recuentos no permiten una estimación",
  },
};

const wordsOf = { en, es } as const;
