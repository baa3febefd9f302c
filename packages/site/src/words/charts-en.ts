import { numberText, pluralForm } from "./formats.ts";

/** Words of charts: their pages, their files, and what stands under each of them. */
export const chartsEn = {
  title: "Charts",
  lede: (count: number) =>
    `${numberText(count, "en")} ${pluralForm(count, "en", { one: "chart", other: "charts" })}, each with a page of its own, its files, and code to put it on another page.`,
  link: "Link to this chart",
  cite: "Cite",
  revised: "Revised",
  revisedMore: "Some of these figures have changed since an earlier release.",
  revisedLink: "See the corrections",
  range: {
    estimated:
      "The thin line around a value is not a range of chance. It runs from the least to the most that fits the published counts of the areas it was estimated from.",
    rate: "The band or thin line around a value is its likely range: what chance alone would allow, 95 times in 100, for so many events.",
    share: "The band or thin line around a value is its likely range: what chance alone would allow, 95 times in 100, for so many cases.",
    other: "The band or thin line around a value is its likely range.",
  },
  about: "About these figures",
  measure: "What is counted",
  unit: "Unit",
  period: "Time",
  through: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),
  areas: "Areas",
  shown: "Values shown",
  shownOf: (shown: number, all: number) => `${numberText(shown, "en")} of ${numberText(all, "en")}`,
  denominator: "Each value is out of",
  people: "People who answered, for each value",
  standsOn: "Where this chart stands",
  files: "Files of this chart",
  filesMore: "The same figures in each. A value that is not shown is empty, and its status says why.",
  fileOf: {
    csv: "a row for each value",
    json: "the rows, with title, licence and how to cite",
    "metadata.json": "what the figures are, without the rows",
    md: "title, table and source as text",
    svg: "the picture",
    png: "the picture in pixels, of this release",
  },
  embed: "Put this chart on another page",
  embedMore: "Copy one of these. They need no script and set no cookies.",
  embedLive: "Shows the newest release",
  embedFrozen: (version: string) => `Always shows release ${version}`,
  embedPicture: (version: string) => `The picture alone, of release ${version}`,
  source: (publisher: string, release: string, licence: string) => `Source: ${publisher}. ${release}. Licence: ${licence}.`,
};
