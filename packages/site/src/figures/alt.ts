import type { ChartSpec } from "../chart/spec.ts";
import { numberText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { hiddenIn } from "./cubes.ts";

/** The picture in words: what kind of chart, where each series begins and ends, its extremes, and how much is not shown. */
export function altText({ kind, measure, positions, series }: Omit<ChartSpec, "alt">, words: Words, language: string): string {
  const text = (value: number) => numberText(value, language, measure.decimals);
  const sentences = [kind === "line" ? words.altLine : kind === "columns" ? words.altColumns : words.altBars];
  for (const { label, rows } of series) {
    const shown = rows.flatMap(({ observation }, at) =>
      observation.status === "AVAILABLE" ? [{ value: observation.value, place: positions[at]?.label ?? "" }] : [],
    );
    const [first] = shown;
    const last = shown.at(-1);
    if (first === undefined || last === undefined) continue;
    if (kind === "bars") {
      sentences.push(...shown.slice(0, 6).map(({ place, value }) => words.altValue(place, text(value))));
      continue;
    }
    const low = shown.reduce((a, b) => (b.value < a.value ? b : a));
    const high = shown.reduce((a, b) => (b.value > a.value ? b : a));
    sentences.push(words.altSeries(label, first.place, text(first.value), last.place, text(last.value)));
    sentences.push(words.altRange(text(low.value), low.place, text(high.value), high.place));
  }
  const hidden = hiddenIn(series.flatMap(({ rows }) => rows));
  if (hidden > 0) sentences.push(words.altHidden(hidden));
  sentences.push(words.altTable);
  return sentences.join(" ");
}
