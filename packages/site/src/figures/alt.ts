import type { ChartSpec } from "../chart/spec.ts";
import { listText } from "../words/formats.ts";
import { valueText } from "../words/values.ts";
import type { Words } from "../words/words.ts";
import { hiddenIn } from "./cubes.ts";

/** The picture in words: what kind of chart, where each series begins and ends, its extremes, and how much is not shown. */
export function altText(spec: Omit<ChartSpec, "alt">, words: Words, language: string): string {
  const { kind, positions, series } = spec;
  const text = (value: number) => valueText(value, spec, language);
  const sentences: string[] = [
    { line: words.altLine, columns: words.altColumns, bars: words.altBars, dots: words.trust.altDots, diverging: words.trust.altDiverging }[
      kind
    ],
  ];
  for (const { label, rows } of series) {
    // Answers are those of the first bar: the others are told beside it to compare.
    if (kind === "diverging") {
      const observation = rows[0]?.observation;
      if (observation?.status === "AVAILABLE") sentences.push(words.altValue(label, text(observation.value)));
      continue;
    }
    const shown = rows.flatMap(({ observation }, at) =>
      observation.status === "AVAILABLE" && spec.survey?.apart.includes(at) !== true
        ? [{ value: observation.value, place: positions[at]?.label ?? "" }]
        : [],
    );
    const [first] = shown;
    const last = shown.at(-1);
    if (first === undefined || last === undefined) continue;
    if (kind === "bars" || kind === "dots") {
      const named = (place: string) => (series.length > 1 ? `${place} (${label})` : place);
      sentences.push(...shown.slice(0, mostBars).map(({ place, value }) => words.altValue(named(place), text(value))));
      continue;
    }
    if (shown.length === 1) {
      sentences.push(words.altValue(`${label} (${first.place})`, text(first.value)));
      continue;
    }
    sentences.push(words.altSeries(label, first.place, text(first.value), last.place, text(last.value)));
    const values = shown.map(({ value }) => value);
    const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
    // What reads the same is the same to a reader, however it was rounded.
    const placesOf = (said: string) =>
      placesText(
        shown.filter(({ value }) => text(value) === said).map(({ place }) => place),
        words,
        language,
      );
    if (low !== high) sentences.push(words.altRange(low, placesOf(low), high, placesOf(high)));
    else sentences.push(words.altSame(low));
  }
  const hidden = hiddenIn(series.flatMap(({ rows }) => rows));
  if (hidden > 0) sentences.push(words.altHidden(hidden));
  return sentences.join(" ");
}

const mostNamed = 3;
const mostBars = 8;

/** Where a value stands: each of its places by name, or how many they are. */
const placesText = (places: readonly string[], words: Words, language: string): string =>
  places.length > mostNamed ? words.altPlaces(places.length) : listText(places, language);
