import { editionDoors, type FileDoor, fileAt } from "@openbeat/schema/domain";
import { type Edition, href, slug } from "../edition.ts";
import { areaSections } from "../figures/area-figures.ts";
import { type Charts, chartsOfHub, type PlacedFigure } from "../figures/distinct-charts.ts";
import { figuresOf, surveyPages } from "../figures/survey-pages.ts";
import { tableFigures } from "../figures/table-figures.ts";
import { themeSections, themesOf } from "../figures/theme-figures.ts";
import { reportPath, reportsOf } from "../report/report.ts";
import { reportCharts } from "../report/report-charts.ts";
import { calendarFiles } from "./calendar.ts";
import { chartFiles } from "./chart-files.ts";
import { figureCsv, tableCsv } from "./csv.ts";
import { csvMetadata } from "./csvw.ts";
import { outlineFiles } from "./outlines.ts";
import { recordFiles } from "./record-files.ts";
import { transparencyFiles } from "./transparency-files.ts";

/** A file that stands beside the pages. */
export interface SiteFile {
  /** From the root of the site, without a slash at its beginning. */
  readonly path: string;
  readonly text: string;
}

/** Every chart of an edition, with the address of the page it stands on. */
export function* chartsOf(edition: Edition): Generator<PlacedFigure> {
  const { hub } = edition;
  for (const area of hub.areas.values()) {
    for (const { figures } of areaSections(edition, area))
      for (const figure of figures) yield { page: `places/${slug(area.code)}/`, figure };
  }
  for (const table of hub.tables) for (const figure of tableFigures(edition, table)) yield { page: `data/${slug(table.code)}/`, figure };
  for (const theme of themesOf(edition)) {
    for (const { figures } of themeSections(edition, theme)) for (const figure of figures) yield { page: `themes/${slug(theme)}/`, figure };
  }
  for (const report of reportsOf(hub)) for (const figure of reportCharts(edition, report)) yield { page: reportPath(report), figure };
  for (const page of surveyPages(edition)) for (const figure of figuresOf(page)) yield { page: page.path, figure };
}

/** The charts of an edition, each once, however many pages it stands on. */
export const chartsOnce = (edition: Edition): Charts => chartsOfHub(edition.hub, () => chartsOf(edition));

/**
 * Every file of an edition: those of each chart, one beside every page it stands on, one for each published table and each kind of public
 * record, the score of transparency, the calendars, and the outlines of its areas. From the same rows as the pages.
 */
export function* filesOf(edition: Edition): Generator<SiteFile> {
  const at = (door: FileDoor, table: string) => `${edition.root === "" ? "" : `${edition.root}/`}${fileAt(door, { table })}`;
  const place = (path: string) => decodeURIComponent(href(edition, path)).slice(1);
  for (const { page, figure } of chartsOf(edition))
    yield { path: place(`${page}${figure.spec.id}.csv`), text: figureCsv(edition.hub, figure) };
  yield* chartFiles(edition, chartsOnce(edition).all);
  for (const table of edition.hub.tables) {
    const text = tableCsv(edition.hub, table);
    yield { path: at(editionDoors.table, table.code), text };
    const columns = csvMetadata(edition.hub, table, edition.words);
    yield { path: at(editionDoors.tableColumns, table.code), text: `${JSON.stringify(columns, null, 2)}\n` };
  }
  yield* recordFiles(edition);
  yield* transparencyFiles(edition);
  yield* calendarFiles(edition);
  yield* outlineFiles(edition);
}
