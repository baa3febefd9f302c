import type { ChartSpec } from "../chart/spec.ts";
import { numberText, shareText } from "./formats.ts";

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
