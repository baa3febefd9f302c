import { measureByCode } from "@openbeat/schema/domain";
import type { Measure } from "../data/hub.ts";
import { durationText, exactPercentText, numberText, shareText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { filled } from "./say.ts";

/**
 * A value as a headline has it: without decimals, and never as a number that it is not, so a rate of 0.4 is "under 1". Nothing where it cannot
 * be said so: an index from 0 to 1, or a ratio.
 */
function amountText({ code, kind, decimals }: Measure, value: number, words: Words, language: string): string | undefined {
  const { headlines } = words;
  const whole = Math.round(value);
  const waits = measureByCode(code)?.waitOf?.tell;
  if (kind === "PROPORTION") return shareAmount(value, words, language);
  if (waits !== undefined && "quantile" in waits) {
    const who = quantileWords(waits.quantile, words, language);
    const unit = measureByCode(code)?.unit.en === "minutes" ? "minute" : "day";
    const time = durationText(whole, unit, language);
    return filled(waits.by === "end" ? headlines.within : headlines.longerThan, { who, time });
  }
  if (["COUNT", "SUM", "RATE"].includes(kind)) {
    if (value === 0) return headlines.none;
    return whole === 0 ? filled(headlines.under, { amount: numberText(1, language) }) : numberText(whole, language);
  }
  return decimals > 0 && Math.abs(value) < 10 ? undefined : numberText(whole, language);
}

const isExactKind = ({ kind, decimals }: Measure) => decimals > 0 && ["SUM", "RATE", "PROPORTION"].includes(kind);
const isSmallRate = ({ kind, decimals }: Measure, value: number) => kind === "RATE" && decimals > 0 && value !== 0 && Math.abs(value) < 10;

/**
 * Values that are told beside each other: each as `amountText` has it, unless that makes one of different ones, or one of them is a rate below ten, which
 * would be rounded out of its own range. Then all of them are as tables have them, where a headline can say that: 4.1 and 3.6, not 4 and 4.
 */
export function amountTexts(measure: Measure, values: readonly number[], words: Words, language: string): readonly (string | undefined)[] {
  const rounded = values.map((value) => amountText(measure, value, words, language));
  const isBlurred = new Set(values).size > new Set(rounded).size;
  return (isBlurred && isExactKind(measure)) || values.some((value) => isSmallRate(measure, value))
    ? values.map((value) => exactText(measure, value, language))
    : rounded;
}

/** A value as tables have it, and of a share that it is one: 66.7%. */
export const exactText = ({ kind, decimals }: Measure, value: number, language: string): string =>
  kind === "PROPORTION" ? exactPercentText(value, language, decimals) : numberText(value, language, decimals);

function shareAmount(percent: number, { headlines }: Words, language: string): string | undefined {
  const whole = Math.round(percent);
  if (whole === 0 && percent > 0) return filled(headlines.under, { amount: shareText(0.01, language) });
  if (whole === 100 && percent < 100) return filled(headlines.over, { amount: shareText(0.99, language) });
  return shareText(whole / 100, language);
}

function quantileWords(quantile: number, { headlines }: Words, language: string): string {
  if (quantile === 0.5) return headlines.half;
  return quantile === 0.9 ? headlines.nineInTen : (filled(headlines.someOf, { share: shareText(quantile, language) }) ?? "");
}
