import { breaksIn } from "../data/breaks.ts";
import type { Hub } from "../data/hub.ts";
import { anchor, type Edition } from "../edition.ts";
import { wholePeriods } from "../figures/cubes.ts";
import type { Figure } from "../figures/figure.ts";
import { timeSpec } from "../figures/over-time.ts";
import { type Change, changesBetween } from "../headlines/change.ts";
import { seriesHeadline, type Told, yearOf } from "../headlines/series.ts";
import type { QuarterFigure } from "./quarter-figures.ts";
import type { Report } from "./report.ts";

/** A report's charts go back this many quarters. */
const most = 8;

/** The first figure of each dataset. */
const firstOfEach = (figures: readonly QuarterFigure[]): readonly QuarterFigure[] =>
  [...Map.groupBy(figures, ({ dataset }) => dataset.code).values()].flatMap(([first]) => first ?? []);

/** Whether the records cover all of a figure's quarter, and it is shown: only then it is a point that counts. */
const isWhole = ({ dataset, now }: QuarterFigure, { quarter }: Report): boolean =>
  now.observation.status === "AVAILABLE" &&
  !now.observation.flags.includes("PARTIAL_COVERAGE") &&
  dataset.coverageFrom.slice(0, 10) <= quarter.start &&
  dataset.coverageTo.slice(0, 10) >= quarter.end;

/** The first count of each dataset that covers the whole quarter: what a report begins with. */
export const keyFigures = (report: Report): readonly QuarterFigure[] =>
  firstOfEach(report.figures.counts.filter((figure) => isWhole(figure, report)));

/** The first count of each dataset, over the quarters up to that of the report. */
export function reportCharts(edition: Edition, report: Report): readonly Figure[] {
  const { district, quarter, figures } = report;
  return firstOfEach(figures.counts).flatMap((first): Figure[] => {
    const rows = wholePeriods(first.rows, first.dataset).slice(-most);
    if (rows.length < 2) return [];
    const { measure, cube, table } = first;
    const parts = {
      ...{ id: `${anchor(measure.code)}-to-${anchor(quarter.code)}`, measure, cube, place: district.name },
      series: [{ label: district.name, rows }],
    };
    return [{ table: table.code, spec: timeSpec(edition, parts, () => toldOf(edition, report, first)) }];
  });
}

const known = new WeakMap<Report, ReadonlyMap<QuarterFigure, Change>>();

/** What may be said of each figure that a report tells a change of: its verdicts hold for all of them together. */
function changesOf(hub: Hub, report: Report): ReadonlyMap<QuarterFigure, Change> {
  const told = [...new Set([...firstOfEach(report.figures.counts), ...keyFigures(report)])];
  const pairs = told.flatMap((figure) => {
    const pair = yearOf(seriesOf(hub, figure));
    return pair === undefined ? [] : [{ figure, pair }];
  });
  const changes = changesBetween(pairs.map(({ pair }) => pair));
  return new Map(pairs.flatMap(({ figure }, at) => (changes[at] === undefined ? [] : [[figure, changes[at]] as const])));
}

// The last row is the quarter's, whether or not the records cover all of it.
const seriesOf = (hub: Hub, { dataset, measure, rows }: QuarterFigure) => ({
  ...{ measure, rows, coverage: { coverageFrom: "", coverageTo: "9999-12-31" }, breaks: breaksIn(hub, dataset.code, measure.code) },
});

/** What a report says of the quarter of one of its first figures. */
export function toldOf({ hub, words, language }: Edition, report: Report, figure: QuarterFigure): Told {
  const changes = known.get(report) ?? changesOf(hub, report);
  known.set(report, changes);
  return seriesHeadline(seriesOf(hub, figure), words, language, changes.get(figure));
}
