import type { ChartSpec } from "../chart/spec.ts";
import { numberText, shareText } from "./formats.ts";
import type { Words } from "./words.ts";

type About = Pick<ChartSpec, "measure" | "survey">;

/** A percentage, from 0 to 100, as people write it: 46%. */
export const percentText = (value: number, language: string): string => shareText(value / 100, language);

/** A value as its figure prints it. */
export const valueText = (value: number, { measure, survey }: About, language: string): string =>
  survey?.percent ? percentText(value, language) : numberText(value, language, measure.decimals);

/** The range of a value, as its figure prints it: 42%–50%. Nothing where there is none. */
export function rangeOf(
  { lower, upper }: { readonly lower: number | null; readonly upper: number | null },
  about: About,
  language: string,
): string | undefined {
  return lower === null || upper === null ? undefined : `${valueText(lower, about, language)}–${valueText(upper, about, language)}`;
}

/** How many records, as a release tells it: as an order of magnitude, in early releases as a number. @throws {Error} If there are no words for it. */
export function toldCountText(records: string, { magnitude }: Words, language: string): string {
  if (/^\d+$/.test(records)) return numberText(Number(records), language);
  const text = magnitude[records];
  if (text === undefined) throw new Error("The words of the site lack an order of magnitude of records.");
  return text;
}
