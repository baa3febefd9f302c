import { parsePeriod } from "@openbeat/schema/domain";
import type { Dataset, Measure } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { numberText, periodText } from "../words/formats.ts";
import { chartNotes } from "./chart-notes.ts";
import { datasetOf, type Figure, figureRows } from "./figure.ts";

/** What a chart is about, beside its values. */
export interface ChartFacts {
  readonly dataset: Dataset | undefined;
  readonly measure: Measure | undefined;
  readonly periods: { readonly first: string; readonly last: string };
  /** The periods in words. */
  readonly time: string;
  readonly areas: readonly { readonly code: string; readonly name: string }[];
  readonly all: number;
  readonly shown: number;
  /** What the values are out of, and how many people answered, from the least to the most; nothing where the hub does not say. */
  readonly denominators: string | undefined;
  readonly people: string | undefined;
  /** What a reader must know of the figures. */
  readonly notes: readonly string[];
}

/** Says what the rows of a chart cover. */
export function chartFacts({ hub, words, language }: Edition, figure: Figure): ChartFacts {
  const rows = figureRows(figure);
  const { spec } = figure;
  const shown = rows.flatMap(({ observation }) => (observation.status === "AVAILABLE" ? [observation] : []));
  const periods = rows.flatMap(({ period }) => parsePeriod(period) ?? []);
  const first = periods.toSorted((a, b) => a.start.localeCompare(b.start))[0]?.code ?? "";
  const last = periods.toSorted((a, b) => b.end.localeCompare(a.end))[0]?.code ?? "";
  const between = (amounts: readonly (number | null)[]) => {
    const there = amounts.filter((amount) => amount !== null);
    const text = (amount: number) => numberText(amount, language);
    return there.length === 0 ? undefined : words.charts.through(text(Math.min(...there)), text(Math.max(...there)));
  };
  const { reading, hidden, others } = chartNotes(spec, hub, words);
  return {
    dataset: hub.datasets.find(({ code }) => code === datasetOf(hub, figure)),
    measure: hub.measures.find(({ code }) => code === rows[0]?.measure),
    periods: { first, last },
    time: words.charts.through(periodText(first, language), periodText(last, language)),
    areas: [...new Set(rows.map(({ area }) => area))].map((code) => ({ code, name: hub.areas.get(code)?.name ?? code })),
    all: rows.length,
    shown: shown.length,
    denominators: between(shown.map(({ denominator }) => denominator)),
    people: between(shown.map(({ n }) => n)),
    notes: [...[reading, hidden].filter((text) => text !== undefined), ...others],
  };
}
