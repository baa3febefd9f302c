import type { ChartSpec } from "../chart/spec.ts";
import type { Hub } from "../data/hub.ts";
import type { Words } from "../words/words.ts";

/** What the ranges in a chart are, in a sentence; nothing where none is drawn. Charts of surveys say it in notes of their own. */
export function rangeNote({ series, measure, survey }: ChartSpec, hub: Hub, words: Words): string | undefined {
  const ranged = series
    .flatMap(({ rows }) => rows)
    .filter(({ observation }) => observation.status === "AVAILABLE" && observation.lower !== null && observation.upper !== null);
  if (survey !== undefined || ranged.length === 0) return undefined;
  const { range } = words.charts;
  if (ranged.some(({ observation }) => observation.flags.includes("ESTIMATED"))) return range.estimated;
  const kind = hub.measures.find(({ code }) => code === measure.code)?.kind;
  return kind === "RATE" ? range.rate : kind === "PROPORTION" ? range.share : range.other;
}
