import type { Measure } from "../data/hub.ts";
import { amountOf, type Row } from "../data/row.ts";
import { numberText, periodText } from "../words/formats.ts";
import type { Words } from "../words/words.ts";
import { amountTexts, exactText } from "./amount.ts";
import { againstWhole } from "./around.ts";
import type { Change } from "./change.ts";
import { filled, say } from "./say.ts";
import { type Told, whyOf } from "./series.ts";

/** The rate of an area and that of the whole it is part of. */
interface Beside {
  readonly measure: Measure;
  readonly own: Row;
  readonly whole: Row;
  readonly change: Change;
  readonly names: { readonly own: string; readonly whole: string };
}

/** What the figure of an area says against that of the whole. Both are shown. */
export function besideWholeHeadline({ measure, own, whole, change, names }: Beside, words: Words, language: string): Told {
  const [value, other] = [amountOf(own) ?? 0, amountOf(whole) ?? 0];
  const period = periodText(own.period, language);
  const [now, beside] = amountTexts(measure, [value, other], words, language);
  const kind = (
    { HIGHER: "above", LOWER: "below", UNCLEAR: "likeWhole", TOO_FEW: "tooFewForWhole", NOT_COMPARABLE: "besideWhole" } as const
  )[change.verdict];
  const headline = say(words, kind, { title: measure.shortTitle, now, period, whole: names.whole, other: beside });
  const exact = (one: number) => exactText(measure, one, language);
  const pair = filled(words.headlines.told.whole, { area: names.own, now: exact(value), whole: names.whole, other: exact(other), period });
  return { headline, reading: `${pair ?? ""} ${whyOf(change, words)}`.trim() };
}

/** What the figures of all areas of a level say. */
interface Areas {
  readonly measure: Measure;
  /** One row an area, all of one period. */
  readonly rows: readonly Row[];
  /** Those of areas that are part of the whole: they alone are compared with it. */
  readonly parts: readonly Row[];
  readonly whole: Row | undefined;
  readonly period: string;
  /** The name of the level for several, in the middle of a sentence, and of the whole. */
  readonly names: { readonly level: string; readonly whole: string };
}

/** How many areas lie clearly above and below the whole, where that can be tested; else from where to where their values reach. It ranks nobody. */
export function areasHeadline({ measure, rows, parts: own, whole, period, names }: Areas, words: Words, language: string): Told {
  const title = measure.shortTitle;
  const { level } = names;
  const count = (value: number) => numberText(value, language);
  const tested = [...againstWhole(own, whole).values()].map(({ verdict }) => verdict).filter((verdict) => verdict !== "NOT_COMPARABLE");
  const compared = tested.filter((verdict) => verdict !== "TOO_FEW");
  // A few that can be compared do not speak for all.
  if (compared.length > tested.length / 2) {
    const [above, below] = (["HIGHER", "LOWER"] as const).map((side) => compared.filter((verdict) => verdict === side).length);
    const parts = { title, areas: count(compared.length), level, whole: names.whole, period };
    const reading = filled(words.headlines.told.areas, parts);
    const headline = say(words, above || below ? "areasDiffer" : "areasAlike", {
      ...parts,
      above: count(above ?? 0),
      below: count(below ?? 0),
    });
    return { headline, ...(reading === undefined ? {} : { reading }) };
  }
  if (rows.some(({ observation }) => observation.flags.includes("ESTIMATED")))
    return { headline: say(words, "areasEstimated", { title, areas: count(rows.length), level, period }) };
  const values = rows.flatMap((row) => amountOf(row) ?? []);
  const [least, most] = amountTexts(measure, [Math.min(...values), Math.max(...values)], words, language);
  const isAllShown = values.length === rows.length;
  const parts = { title, least, most, now: most, areas: count(values.length), level, period };
  if (least === most) return { headline: say(words, isAllShown ? "areasEach" : "whereShown", parts) };
  return { headline: say(words, isAllShown ? "areasSpan" : "areasSpanShown", parts) };
}
