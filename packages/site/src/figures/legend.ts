import { dashText } from "../chart/dashes.ts";
import { answerPaints } from "../chart/diverging.ts";
import type { ChartSpec } from "../chart/spec.ts";
import { surveyNote } from "./chart-data.ts";

/** How a series of a chart looks: a line with its dashes, or a filled box. */
export interface LegendMark {
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
  readonly fills: boolean;
}

/** Which line, bar or piece of a chart is which; nothing where it has one series. */
export function legendOf(spec: ChartSpec): readonly LegendMark[] {
  if (spec.series.length < 2) return [];
  const paints = spec.kind === "diverging" ? answerPaints(surveyNote(spec)?.sides ?? []) : [];
  return spec.series.map(({ label }, at) => {
    const fills = spec.kind !== "line";
    return { label, colour: `var(--${paints[at]?.fill ?? `c${at + 1}`})`, dash: fills ? "" : dashText(at), fills };
  });
}
