import { type Edition, slug } from "../edition.ts";
import { reportPath, reportsOf } from "../report/report.ts";
import { periodText } from "../words/formats.ts";
import { surveyPages } from "./survey-pages.ts";

/** What a page that charts stand on is called. @param path Its address within its edition. */
export function pageName(edition: Edition, path: string): string {
  const { hub, words, language } = edition;
  const [section = "", code = ""] = path.split("/");
  const survey = surveyPages(edition).find((page) => page.path === path);
  if (survey !== undefined) {
    const about =
      survey.kind === "area"
        ? survey.area.name
        : survey.kind === "question"
          ? survey.item.title
          : survey.kind === "wave"
            ? survey.wave.code
            : "";
    return [words.trust.nav, survey.survey.title, about].filter(Boolean).join(": ");
  }
  const report = reportsOf(hub).find((one) => reportPath(one) === path);
  if (report !== undefined)
    return `${words.reports.nav}: ${words.reports.titleOf(report.district.name, periodText(report.quarter.code, language))}`;
  if (section === "places") return [...hub.areas.values()].find((area) => slug(area.code) === code)?.name ?? path;
  if (section === "data") return `${words.data}: ${hub.tables.find((table) => slug(table.code) === code)?.title ?? path}`;
  return section === "themes" ? `${words.themes}: ${words.theme[decodeURIComponent(code)] ?? code}` : path;
}
