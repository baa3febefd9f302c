import { type InEachLanguage, type SpokenLanguage, spokenLanguage } from "./languages.ts";

// Words of a hub (a question, an area's name) that are put into sentences of ours. Whatever they are, the sentence stays one.

const directionMarks = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/gu;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const leftToRight = /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])\p{Letter}/u;

/** What a template prints where a value is missing: no words of anybody. */
const noWords = /^(?:undefined|null|nan%?|[-+]?infinity%?)$|\[object /iu;

/** A text on one line, without what would tear a sentence: control characters, doubled spaces and full stops, empty brackets, stops at its ends. Empty where no word is left. */
export function tidied(text: string): string {
  let words = text.replace(/[\p{Cc}\p{Cs}]/gu, " ").replace(directionMarks, "");
  for (let before = ""; before !== words; ) {
    before = words;
    words = words
      .replace(/\s+/gu, " ")
      .replace(/[([{]\s*[)\]}]|[“‘«]\s*[”’»]/gu, "")
      .replace(/\.(?:\s*\.)+/gu, "…")
      .replace(/^[\s.…]+|[\s.…:;,،؛]+$/gu, "");
  }
  return noWords.test(words) || !/[\p{Letter}\p{Number}\p{Symbol}]/u.test(words) ? "" : words;
}

/** Words to be put into a sentence as they stand; where they run the other way, isolated from it. Empty where there are none. */
export function inserted(text: string, language: string): string {
  return isolated(tidied(text), spokenLanguage(language));
}

/** Words in the quotation marks of a language; marks of the same kind within them become those of the next. Empty where there are none. */
export function quoted(text: string, language: string): string {
  const spoken = spokenLanguage(language);
  const words = tidied(text);
  if (words === "") return "";
  const { open, close, within } = quotationMarks[spoken];
  const nested = words.replaceAll(open, within[0]).replaceAll(close, within[1]);
  return `${open}${isolated(nested, spoken)}${close}`;
}

/** Words as a sentence of their own. Empty where there are none. */
export const asSentence = (text: string, language: string): string => ended(inserted(text, language));

/** A sentence with its stop, of words that may have been inserted already. Empty where there are none. */
export const ended = (words: string): string => (words === "" || /[?!؟]$/u.test(words) ? words : `${words}.`);

const quotationMarks: InEachLanguage<{ readonly open: string; readonly close: string; readonly within: readonly [string, string] }> = {
  en: { open: "“", close: "”", within: ["‘", "’"] },
  es: { open: "«", close: "»", within: ["“", "”"] },
  ar: { open: "«", close: "»", within: ["“", "”"] },
};

/** @see Unicode Standard Annex 9, 2.7: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE around words of unknown direction. */
const isolated = (words: string, language: SpokenLanguage) =>
  (language === "ar" ? leftToRight : rightToLeft).test(words) ? `\u2068${words}\u2069` : words;
