import { measureByCode } from "@openbeat/schema/domain";
import type { Measure } from "../data/hub.ts";
import { durationText, exactPercentText, numberText, shareText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { filled } from "./say.ts";

/**
 * A value as a headline has it: without decimals, and never as a number that it is not, so a rate of 0.4 is "under 1" and one of 1.6 "about 2". Nothing
 * where it cannot be said so: an index from 0 to 1, or a ratio. @param isRounded Whether it reads like another value that it is not.
 */
function amountText(
  { code, kind, decimals }: Measure,
  value: number,
  words: Words,
  language: string,
  isRounded = false,
): string | undefined {
  const { headlines } = words;
  const whole = Math.round(value);
  const waits = measureByCode(code)?.waitOf?.tell;
  const about = (amount: string | undefined) => filled(headlines.about, { amount });
  if (kind === "PROPORTION") {
    const share = shareAmount(value, words, language);
    return isRounded && share === shareText(whole / 100, language) ? about(share) : share;
  }
  if (waits !== undefined && "quantile" in waits) {
    const who = quantileWords(waits.quantile, words, language);
    const unit = measureByCode(code)?.unit.en === "minutes" ? "minute" : "day";
    const time = durationText(whole, unit, language);
    return filled(waits.by === "end" ? headlines.within : headlines.longerThan, { who, time: isRounded ? about(time) : time });
  }
  if (["COUNT", "SUM", "RATE"].includes(kind)) {
    if (value === 0) return headlines.none;
    if (whole === 0) return filled(headlines.under, { amount: numberText(1, language) });
    // A small rate is rounded so far that it may leave its own range.
    const isRough = isRounded || (kind === "RATE" && Math.abs(value) < 10 && whole !== value);
    return isRough ? about(numberText(whole, language)) : numberText(whole, language);
  }
  if (decimals > 0 && Math.abs(value) < 10) return undefined;
  return isRounded ? about(numberText(whole, language)) : numberText(whole, language);
}

/**
 * Values that are told beside each other, each as `amountText` has it. Where that makes one of different ones, it says of each that it is about so much: 3.6
 * and 4.4 are about 4, and not 4 each.
 */
export function amountTexts(measure: Measure, values: readonly number[], words: Words, language: string): readonly (string | undefined)[] {
  const isRounded = new Set(values).size > new Set(values.map(Math.round)).size;
  return values.map((value) => amountText(measure, value, words, language, isRounded));
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
