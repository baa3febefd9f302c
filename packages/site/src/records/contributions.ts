import type { Contribution } from "../data/records.ts";
import { numberText } from "../words/formats.ts";
import type { RecordWords } from "../words/records-en.ts";
import { codeText } from "../words/records-text.ts";

/** How much a partner brought, where that is on record. */
export function amountBrought({ hours, moneyBand }: Pick<Contribution, "hours" | "moneyBand">, words: RecordWords): string | undefined {
  if (hours != null) return words.hours(hours);
  return moneyBand == null ? undefined : codeText(words, "money_band", moneyBand);
}

/** What was brought in all, by its type: hours are added up, and what is told alike is told once, with how often it was brought. */
export function broughtTexts(contributions: readonly Contribution[], words: RecordWords, language: string): readonly string[] {
  const alike = Map.groupBy(contributions, ({ type, hours, moneyBand }) => `${type}/${hours != null ? "hours" : (moneyBand ?? "")}`);
  return [...alike.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const hours = first.hours == null ? null : own.reduce((sum, one) => sum + (one.hours ?? 0), 0);
    const amount = amountBrought({ ...first, hours }, words);
    const what = codeText(words, "contribution_type", first.type);
    const often = hours === null && own.length > 1 ? ` × ${numberText(own.length, language)}` : "";
    return [`${amount === undefined ? what : `${what} (${amount})`}${often}`];
  });
}
