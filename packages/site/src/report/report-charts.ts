import { anchor, type Edition } from "../edition.ts";
import { wholePeriods } from "../figures/cubes.ts";
import type { Figure } from "../figures/figure.ts";
import { timeSpec } from "../figures/over-time.ts";
import { seriesHeadline, type Told } from "../headlines/series.ts";
import type { QuarterFigure } from "./quarter-figures.ts";
import type { Report } from "./report.ts";

/** A report's charts go back this many quarters. */
const most = 8;

/** The first count of each dataset, over the quarters up to that of the report. */
export function reportCharts(edition: Edition, { district, quarter, figures }: Report): readonly Figure[] {
  return [...Map.groupBy(figures.counts, ({ dataset }) => dataset.code).values()].flatMap(([first]): Figure[] => {
    const rows = first === undefined ? [] : wholePeriods(first.rows, first.dataset).slice(-most);
    if (first === undefined || rows.length < 2) return [];
    const { measure, cube, table } = first;
    const parts = {
      ...{ id: `${anchor(measure.code)}-to-${anchor(quarter.code)}`, measure, cube, place: district.name },
      series: [{ label: district.name, rows }],
    };
    return [{ table: table.code, spec: timeSpec(edition, parts, () => toldOf(edition, first)) }];
  });
}

/** What a figure of a report says of its quarter. */
export const toldOf = ({ words, language }: Edition, { measure, rows }: QuarterFigure): Told =>
  // The last row is the quarter's, whether or not the records cover all of it.
  seriesHeadline(measure, rows, "9999-12-31", words, language);
