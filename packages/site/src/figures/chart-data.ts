import { observationStatuses } from "@openbeat/schema/domain";
import { type ChartData, isBroken, isSoft, type SurveyNote, tellingFlags } from "../chart/data.ts";
import type { ChartSpec } from "../chart/spec.ts";
import { rangeOf, valueText } from "../words/values.ts";

/** Of the figures of a survey: what is drawn besides the values. The page carries it beside the table. */
export function surveyNote({ survey, series }: Pick<ChartSpec, "survey" | "series">): SurveyNote | undefined {
  if (survey === undefined) return undefined;
  const { notes: _, asked: __, ...drawn } = survey;
  return { ...drawn, sides: series.flatMap(({ side }) => side ?? []) };
}

/** What a chart is drawn from. The browser reads the same from the table under the chart. */
export function chartData(spec: ChartSpec, language: string, narrow: boolean): ChartData {
  const { kind, measure, positions, series, reference, survey } = spec;
  const note = surveyNote(spec);
  return {
    kind,
    locale: language,
    decimals: measure.decimals,
    labels: positions.map(({ label }) => label),
    ticks: positions.map(({ tick, narrowTick }) => (narrow ? narrowTick : tick)),
    series: series.map(({ label, rows }) => ({
      label,
      points: rows.map(({ observation }, at) => {
        if (observation.status !== "AVAILABLE") return { mark: observationStatuses[observation.status].mark };
        const range = survey === undefined ? undefined : rangeOf(observation, spec, language);
        return {
          value: observation.value,
          text: valueText(observation.value, spec, language),
          soft: isSoft(tellingFlags(observation.flags, survey !== undefined)) || survey?.apart.includes(at) === true,
          ...(isBroken(observation.flags, survey !== undefined) ? { broken: true } : {}),
          lower: observation.lower,
          upper: observation.upper,
          ...(range === undefined ? {} : { range }),
        };
      }),
    })),
    ...(reference === undefined ? {} : { reference }),
    ...(note === undefined ? {} : { survey: note }),
  };
}
