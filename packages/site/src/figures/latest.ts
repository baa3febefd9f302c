import { observationStatuses } from "@openbeat/schema/domain";
import { isAcross } from "../chart/look.ts";
import { coverageOf, isWhole } from "../data/coverage.ts";
import type { Dataset } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import type { Edition } from "../edition.ts";
import { periodText } from "../words/formats.ts";
import { rangeOf, valueText } from "../words/values.ts";
import type { Figure } from "./figure.ts";

/** The newest whole value of a series, as a large number with its sentence. */
export interface LatestFigure {
  readonly figure: Figure;
  readonly rows: readonly Row[];
  /** The row that the value is of. */
  readonly now: Row;
  readonly value: { readonly text: string; readonly hidden: boolean };
  /** The likely range of the value, where it has one. */
  readonly range: string | undefined;
  readonly period: string;
  readonly sentence: string;
}

/** The figures that are series over time. */
export const seriesOf = (figures: readonly Figure[]): readonly Figure[] => figures.filter(({ spec }) => !isAcross(spec.kind));

/** The newest whole value of a series over time. */
export function latestOf({ language }: Edition, figure: Figure, dataset: Dataset): LatestFigure | undefined {
  const rows = figure.spec.series[0]?.rows ?? [];
  const whole = rows.filter(({ period }) => isWhole(period, coverageOf(dataset, figure.spec.measure.code)));
  // A wave is whole when it is published, though its period may go on.
  const now = (figure.spec.survey === undefined ? whole.at(-1) : undefined) ?? rows.at(-1);
  if (now === undefined) return undefined;
  const { observation } = now;
  const isShown = observation.status === "AVAILABLE";
  const value = isShown
    ? { text: valueText(observation.value, figure.spec, language), hidden: false }
    : { text: observationStatuses[observation.status].mark, hidden: true };
  const range = isShown ? rangeOf(observation, figure.spec, language) : undefined;
  return { figure, rows, now, value, range, period: periodText(now.period, language), sentence: figure.spec.headline };
}
