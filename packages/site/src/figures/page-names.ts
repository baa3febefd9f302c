import type { Hub } from "../data/hub.ts";
import { type Edition, slug } from "../edition.ts";
import { reportPath, reportsOf } from "../report/report.ts";
import { periodText } from "../words/formats.ts";
import { type SurveyPage, surveyPages } from "./survey-pages.ts";

function aboutOf(page: SurveyPage): string {
  switch (page.kind) {
    case "area":
      return page.area.name;
    case "question":
      return page.item.title;
    case "wave":
      return page.wave.code;
    case "waves":
      return "";
  }
}

// Each chart is on a page or more: what a page is called is looked up, not looked for.
const known = new WeakMap<Hub, ReadonlyMap<string, string>>();

function* namedPages(edition: Edition): Generator<readonly [path: string, name: string]> {
  const { hub, words, language } = edition;
  for (const page of surveyPages(edition))
    yield [page.path, [words.trust.nav, page.survey.title, aboutOf(page)].filter(Boolean).join(": ")];
  for (const report of reportsOf(hub))
    yield [
      reportPath(report),
      `${words.reports.nav}: ${words.reports.titleOf(report.district.name, periodText(report.quarter.code, language))}`,
    ];
  for (const area of hub.areas.values()) yield [`places/${slug(area.code)}`, area.name];
  for (const table of hub.tables) yield [`data/${slug(table.code)}`, `${words.data}: ${table.title}`];
}

/** What a page that charts stand on is called. @param path Its address within its edition. */
export function pageName(edition: Edition, path: string): string {
  const { hub, words } = edition;
  const names = known.get(hub) ?? new Map(namedPages(edition));
  known.set(hub, names);
  const [section = "", code = ""] = path.split("/");
  const name = names.get(path) ?? names.get(`${section}/${code}`);
  if (name !== undefined) return name;
  return section === "themes" ? `${words.themes}: ${words.theme[decodeURIComponent(code)] ?? code}` : path;
}
