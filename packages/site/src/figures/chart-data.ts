import { observationStatuses } from "@openbeat/schema/domain";
import { type ChartData, isSoft } from "../chart/data.ts";
import type { ChartSpec } from "../chart/spec.ts";
import { numberText } from "../words/formats.ts";

/** What a chart is drawn from. The browser reads the same from the table under the chart. */
export const chartData = ({ kind, measure, positions, series }: ChartSpec, language: string, narrow: boolean): ChartData => ({
  kind,
  locale: language,
  decimals: measure.decimals,
  labels: positions.map(({ label }) => label),
  ticks: positions.map(({ tick, narrowTick }) => (narrow ? narrowTick : tick)),
  series: series.map(({ label, rows }) => ({
    label,
    points: rows.map(({ observation }) =>
      observation.status === "AVAILABLE"
        ? {
            value: observation.value,
            text: numberText(observation.value, language, measure.decimals),
            soft: isSoft(observation.flags),
            lower: observation.lower,
            upper: observation.upper,
          }
        : { mark: observationStatuses[observation.status].mark },
    ),
  })),
});
