import { observationStatuses, parsePeriod } from "@openbeat/schema/domain";
import { isAcross } from "../chart/config.ts";
import type { Area } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import type { Edition } from "../edition.ts";
import { valueText } from "../words/values.ts";
import { areaSections } from "./area-figures.ts";
import type { Figure } from "./figure.ts";

/** The newest whole value of a series, as a large number with its sentence. */
export interface LatestFigure {
  readonly figure: Figure;
  readonly rows: readonly Row[];
  readonly value: { readonly text: string; readonly hidden: boolean };
  readonly sentence: string;
}

/** The first series over time of each dataset in an area. */
export function latestFigures(edition: Edition, area: Area): readonly LatestFigure[] {
  return areaSections(edition, area).flatMap(({ dataset, figures }) => {
    const figure = figures.find(({ spec }) => !isAcross(spec.kind));
    const rows = figure?.spec.series[0]?.rows ?? [];
    const whole = rows.filter(({ period }) => (parsePeriod(period)?.end ?? "9") <= dataset.coverageTo.slice(0, 10));
    // A wave is whole when it is published, though its period may go on.
    const now = (figure?.spec.survey === undefined ? whole.at(-1) : undefined) ?? rows.at(-1);
    if (figure === undefined || now === undefined) return [];
    const { observation } = now;
    const value =
      observation.status === "AVAILABLE"
        ? { text: valueText(observation.value, figure.spec, edition.language), hidden: false }
        : { text: observationStatuses[observation.status].mark, hidden: true };
    return [{ figure, rows, value, sentence: figure.spec.headline }];
  });
}
