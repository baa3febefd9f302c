import { certificateEn } from "./certificate-en.ts";
import { chartsEn } from "./charts-en.ts";
import { findingsEn } from "./findings-en.ts";
import { listText, numberText, pluralForm } from "./formats.ts";
import { headlinesEn } from "./headlines-en.ts";
import { nearEn } from "./near-en.ts";
import { permanenceEn } from "./permanence-en.ts";
import { recordsEn } from "./records-en.ts";
import { referenceEn } from "./reference-en.ts";
import { reportsEn } from "./reports-en.ts";
import { transparencyEn } from "./transparency-en.ts";
import { trustEn } from "./trust-en.ts";

const number = (value: number) => numberText(value, "en");
const plural = (value: number, one: string, other: string) => `${number(value)} ${pluralForm(value, "en", { one, other })}`;

/** Every word of the site that is not in the data. The English catalogue says which keys there are. */
export const en = {
  languageName: "English",
  direction: "ltr" as "ltr" | "rtl",
  /** Where nobody who speaks the language has read the translation yet: says so. */
  unreviewed: null as string | null,
  /** Between the parts of a list that is no sentence. */
  comma: ", ",
  semicolon: "; ",
  skipToContent: "Skip to the content",
  notice: "Notice",
  draft: "Draft, not published.",
  draftMore: "This is a preview for its steward. Nothing here is a release: do not quote it or pass it on.",
  draftLine: (version: string) => `Draft of a release (${version}), not published`,
  fictional: "Fictional sample data.",
  fictionalMore: "No place, person or event on this site is real.",
  mainNavigation: "Main",
  breadcrumb: "You are here",
  home: "Home",
  places: "Places",
  themes: "Themes",
  data: "Data",
  methods: "Methods",
  releases: "Releases",
  about: "About",
  onThisPage: "On this page",
  languages: "Languages",

  publishedBy: (publisher: string) => `Published by ${publisher}`,
  releaseTitle: (version: string) => `Release ${version}`,
  feed: "Feed of releases (Atom)",
  releaseLine: (version: string, date: string) => `Release ${version}, ${date}`,
  recordsThrough: (date: string) => `Records through ${date}`,
  nextRelease: (date: string) => `The next release is planned for ${date}.`,
  licence: "Licence",
  contact: "Contact",
  correctionsLink: "Report an error",
  footerPromise: "This site sets no cookies, stores nothing on your device and asks no other company for anything.",
  frozen: "Frozen release",
  openFrozen: (version: string) => `The whole site as of release ${version}`,
  manifest: "Hashes of its pages and files",
  permanentCopy: "Permanent copy of this page",
  frozenNotice: (version: string) => `You are reading release ${version} as it was published. It will never change.`,
  frozenNewer: "See the latest release",

  findYourArea: "Find your area",
  findYourAreaMore: "Choose it on the map or from the list. Every area has a page with its figures.",
  filterLabel: "Type a name or number",
  showAll: (count: number, plural: string) => `All ${number(count)} ${plural}`,
  filterNone: "No area of that name. Try a part of it.",
  filterFound: "Areas found:",
  allPlaces: "All places",
  mapOf: (name: string) => `Map of ${name}`,
  mapHere: (name: string) => `Where ${name} is`,
  mapShades: "The stronger the colour, the higher; hatched areas are not shown. The chart below has the same values.",
  mapTableHint: "Every area on the map is also in the list on this page.",
  inFigures: "The latest figures",
  byTheme: "By theme",
  whatWasPublished: "What was published",
  publishedSummary: (tables: number, cells: number, hidden: number) =>
    `${plural(tables, "table", "tables")} with ${plural(cells, "row", "rows")}. The figures of ${number(hidden)} are not shown, to protect people. Others have none: it does not apply, was not recorded, or too few answered.`,
  publishedOfSurveys: (hidden: number) =>
    `Of those that are not shown, ${plural(hidden, "is an answer to a survey", "are answers to surveys")}, told for small groups.`,
  seeAllData: "All tables and downloads",
  seeReleases: "All releases",
  forPrograms: "Every figure has a status. A figure that is not shown must not be read as zero. Cite the release.",
  csvOfRows: (rows: number) => `CSV, ${plural(rows, "row", "rows")}`,
  howToRead: "How to read these figures",
  howToReadPoints: [
    "Counts are of what was recorded. What nobody reported is not in them.",
    "A rise or a fall is only called one when it is larger than chance would often make it.",
    "A value that could point to a person is not shown. It is hatched in charts and marked [c] in tables. Do not read it as zero.",
  ],

  place: "Place",
  level: "Level",
  residents: "Residents",
  residentsLine: (residents: number, year: string, source: string) =>
    `${plural(residents, "resident", "residents")} in ${year} (${source})`,
  residentsUnknown: "The number of residents is not published.",
  partOf: "Part of",
  neighbours: "Neighbours",
  noDataHere: (level: string) => `No figures are published for a ${level} in this release.`,
  noDataHereMore: "Figures are published for these areas around it:",
  placesLede: (count: number) => `Figures are published for ${plural(count, "area", "areas")}.`,
  notPublishedAtLevel: (datasets: string, level: string) => `Not published for a single ${level}: ${datasets}.`,

  byGrain: { month: "by month", quarter: "by quarter", year: "by year", rolling_year: "by twelve months" },
  grain: { month: "Month", quarter: "Quarter", year: "Year", rolling_year: "Twelve months" },
  subtitleTime: (measure: string, area: string, grain: string, from: string, to: string) =>
    `${measure}, ${area}, ${grain}, ${from} to ${to}`,
  subtitleCategories: (measure: string, area: string, by: string, period: string) => `${measure}, ${area}, by ${by}, ${period}`,
  subtitleAreas: (measure: string, areas: string, period: string) => `${measure}, ${areas}, ${period}`,

  altLine: "Line chart.",
  altColumns: "Column chart.",
  altBars: "Bar chart.",
  altSeries: (label: string, first: string, firstValue: string, last: string, lastValue: string) =>
    `${label}: ${firstValue} in ${first}, ${lastValue} in ${last}.`,
  altRange: (low: string, lowAt: string, high: string, highAt: string) => `Lowest ${low} (${lowAt}), highest ${high} (${highAt}).`,
  altSame: (value: string) => `The same throughout: ${value}.`,
  altPlaces: (count: number) => plural(count, "period", "periods"),
  altValue: (label: string, value: string) => `${label}: ${value}.`,
  altHidden: (count: number) => `${plural(count, "value is", "values are")} not shown.`,
  altTable: "The table below has every value.",

  hiddenNote: (hidden: number, all: number) =>
    `${number(hidden)} of ${plural(all, "value", "values")} ${pluralForm(hidden, "en", { one: "is", other: "are" })} not shown: hatched in the chart, marked in the table.`,
  softNote: "A hollow point or bar stands for one of these:",
  partialNote: "Periods that the records cover only in part are left out of the chart. The whole table has them.",
  table: "Table",
  tableOf: (title: string) => `Table: ${title}`,
  downloadCsv: "Download CSV",
  howCounted: "How this is counted",
  linkToFigure: "Permanent link",
  embed: "Embed",
  chartKeys: "Chart. Use the left and right arrow keys to read the values.",

  marks: {
    SUPPRESSED: "Not shown, so that nobody can be identified.",
    UNRELIABLE: "Not shown: too few answers to be reliable.",
    NOT_REPORTED: "Not reported for this period.",
    NOT_COLLECTED: "Not recorded for this period.",
    NOT_APPLICABLE: "Does not apply.",
    NOT_YET_PUBLISHED: "Will be published later.",
    WITHDRAWN: "Was published and has been withdrawn.",
  },
  /** What a reader may and may not do with figures that rest on little. */
  advice: {
    UNRELIABLE:
      "You may say that too few answered. Do not guess the value or take it for zero. A longer time or a wider area may have a figure.",
    LOW_RELIABILITY:
      "You may quote a figure marked [u] with its range and what it rests on. Do not quote it alone, rank by it, or call a rise or a fall by it.",
  },
  widerFigure: (area: string) => `The same for all of ${area}`,
  flags: {
    PROVISIONAL: "May still change.",
    REVISED: "Changed since an earlier release.",
    ESTIMATED: "Estimated, not counted.",
    IMPUTED: "Filled in by a stated method.",
    ROUNDED: "Rounded to protect people.",
    PERTURBED: "Changed slightly at random to protect people.",
    LOW_RELIABILITY: "Based on few answers or records: use with caution.",
    BREAK_IN_SERIES: "Not comparable with earlier periods.",
    PARTIAL_COVERAGE: "The records cover only a part of this period.",
    COMPLEMENT_UNRELIABLE: "Reliable itself; the share of all others, worked out from it, is not.",
    NOT_REACHED: "Not known yet: it lies beyond what the waits known so far tell. Too many still wait.",
    DEFINITION_DIFFERS: "Defined differently from the rest of the series.",
  },

  dataLede:
    "Everything that is published, as tables to read here and as files to take away. The files hold the same figures as the charts.",
  dataset: "Dataset",
  publishedTable: "Table",
  rows: "Rows",
  notShown: "Not shown",
  coverage: (from: string, to: string) => `Records from ${from} to ${to}`,
  noRecords: "Worked out from published figures and records: it has no records of its own.",
  recordsUsed: (used: number | null, read: number | null) => {
    if (used === null) return "How many records were used is not told, to protect people.";
    const were = pluralForm(used, "en", { one: "was", other: "were" });
    return read === null
      ? `${plural(used, "record", "records")} ${were} used.`
      : `${number(used)} of ${plural(read, "record", "records")} read ${were} used.`;
  },
  leftOut: (records: string, reason: string) => `${records}: ${reason}`,
  leftOutTitle: "Records left out",
  sourceStandards: "What is promised",
  sourceNotes: "Notes of the source",
  magnitude: {
    none: "none",
    "fewer than 10": "fewer than 10",
    "fewer than 100": "fewer than 100",
    hundreds: "hundreds",
    thousands: "thousands",
    "tens of thousands": "tens of thousands",
    "hundreds of thousands": "hundreds of thousands",
    millions: "millions",
  } as Readonly<Record<string, string>>,
  problem: {
    AREA_UNKNOWN: "the area is not known",
    DATE_UNREADABLE: "the date cannot be read",
    DUPLICATE_ID: "the same record twice",
    CODE_UNKNOWN: "the category is not known",
    VALUE_OUT_OF_RANGE: "a value out of range",
    VALUE_MISSING: "a value is missing",
  } as Readonly<Record<string, string>>,
  dimensions: "What it is broken down by",
  dimension: "Dimension",
  levelsHeading: "Published for",
  measuresHeading: "What is measured",
  measure: "Measure",
  unit: "Unit",
  andMore: (list: string, more: number) => `${list}; and ${number(more)} more`,
  wholeTable: "The whole table",
  wholeTableMore: "One row for each figure, with its status. What its columns and codes mean:",
  downloadWhole: (size: string) => `Download CSV (${size})`,
  sha256: "SHA-256 of the published rows",
  firstRows: (shown: number, all: number) => `${number(shown)} of its ${plural(all, "row", "rows")}`,
  protection: "How people are protected",
  thresholdLine: (threshold: number, zerosHidden: boolean) =>
    zerosHidden
      ? `The policy of this table: counts below ${number(threshold)}, zeros too, are not shown, and neither are others from which they could be worked out.`
      : threshold > 2
        ? `The policy of this table: counts from 1 to ${number(threshold - 1)} are not shown, and neither are others from which they could be worked out. Zero is shown.`
        : "The policy of this table: a count of 1 is not shown, and neither are others from which it could be worked out. Zero is shown.",
  widthLine: (width: number) =>
    `Before publishing, a program tried to work out every figure that is not shown from all that is. The lowest and the highest value that each could have stay at least ${number(width)} apart.`,
  noThresholdLine: "Nothing is hidden in this table.",
  hiddenElsewhere: "Nothing more is hidden here. What a hidden figure of another table is needed for cannot be worked out.",
  hiddenOfRows: (hidden: number, rows: number, share: string) =>
    `${number(hidden)} of ${plural(rows, "figure", "figures")} (${share}) ${pluralForm(hidden, "en", { one: "is", other: "are" })} not shown.`,
  status: "Status",
  value: "Value",
  area: "Area",
  period: "Period",
  tableChartTitle: "A first look",
  groupings: "Combinations published",

  methodsLede: "What each number means, how it is made, and what it cannot tell you.",
  measuresTitle: "The measures",
  statusTitle: "When there is no number",
  statusLede: "A value that is missing always says why. Zero is a true zero, unless the figures are said to be rounded or changed.",
  flagsTitle: "Marks on a number",
  mark: "Mark",
  meaning: "Meaning",
  sdmx: "SDMX code",
  disclosureTitle: "How people are protected",
  disclosureText: [
    "Some counts are so small that they could point to a person. They are not shown.",
    "Hiding one number is not enough when it can be worked out from a total. So some other numbers are not shown either. You cannot tell from the site which is which, and that is on purpose.",
    "Before a release is published, a program tries to work out every hidden number from everything that is shown. If it can narrow one down too far, nothing is published.",
    "This site is built from the published figures alone. It has never held the numbers that are not shown, or any record about a person.",
  ],
  changeTitle: "When we say that something rose or fell",
  changeText: [
    "Numbers go up and down by chance. A figure is compared with the same period a year before, so that seasons do not mislead.",
    "We say that it rose or fell only where chance alone would make so large a difference less than once in twenty times. Otherwise we write “no clear change”. Sums, such as attendance, are given without a verdict.",
    "On the page of an area each figure is judged by itself: of twenty that have not changed, one may still be said to rise or fall. A report judges the figures it begins with together, so that what it says holds for all of them. Where a page says that a figure rose and a report sees no clear change, go by the report.",
  ],
  changeFormula:
    "In short: if nothing had changed, how often would chance share the events of both periods out as unevenly? What has a range of its own, such as a share or a time, is compared by the range of the difference.",
  changeFormulaSource:
    "The methods: Przyborowski and Wilenski (1940), two counts; Newcombe (1998), the range of a difference; Holm (1979), several figures together.",
  promisesTitle: "What we promise, and what we do not",
  promises: [
    "A release never changes after it is published. An error is mended in a new release, with a correction that says what was wrong.",
    "Chart, table and file show the same figures.",
    "A figure that is missing says why.",
  ],
  notPromised: [
    "The figures are not a measure of all crime, or of how well anybody works.",
    "Areas differ in ways these figures do not show. The site ranks nobody.",
    "Recorded figures depend on what people report and on what is written down.",
  ],
  weDoNotPromise: "Please do not read them as more than they are:",
  columns: {
    measure: "Code of what is measured.",
    value: "The figure. Empty where the status is not AVAILABLE.",
    status: "Whether there is a figure, and if not, why.",
    obs_status: "The status as one letter of the SDMX code list OBS_STATUS.",
    flags: "What must be known of the figure, joined by semicolons.",
    unit: "What the figure is counted in.",
    numerator: "Of a rate: what was divided.",
    denominator: "Of a rate: what it was divided by.",
    n: "Of a survey: how many answers the figure rests on, rounded.",
    n_effective: "Of a survey: how many answers of a simple random sample the figure is worth, rounded.",
    lower: "Lower end of the likely range.",
    upper: "Upper end of the likely range.",
    release: "The release that the figure stands in.",
  },
  files: {
    jsonStatNote: "A value that is null is not shown, and its status says why. A combination that has neither was not published.",
    everything: "Everything of this dataset",
    downloadEverything: (what: string) => `Download all tables (${what})`,
    everythingMore: "All its tables for spreadsheets, with what each column means, the licence and how to cite it.",
    otherFormats: "Other formats",
    formats: {
      PARQUET: "The same rows, small and fast to read: for DuckDB, R and Python.",
      JSON_STAT: "The figures as cubes: for programs of statistics.",
      NDJSON: "The same rows, one JSON object a line, compressed: for programmers.",
    },
    archive: {
      columns: "What the columns mean",
      codeAndName: (title: string) => `${title}: its code, and its name.`,
      files: {
        "datapackage.json": "What is in the files, for programs (Frictionless Data Package)",
        "LICENSE.txt": "Under what terms the figures may be used",
        "CITATION.cff, citation.bib": "How to cite them, for programs",
      } as Readonly<Record<string, string>>,
      licenceAt: (url: string) => `The full text is at ${url}`,
    },
  },
  columnsFile: "What the columns mean, for programs (CSVW)",
  csvTitle: "The files",
  csvText: "Each file is UTF-8 text with one row for each figure. An empty value always has a status that says why.",

  releasesLede: "Each release is a complete, numbered edition. It is never changed or deleted.",
  version: "Version",
  publishedOn: "Published",
  latest: "latest",
  supersedes: (version: string) => `Replaces ${version}`,
  corrections: "Corrections",
  noCorrections: "No corrections have been needed.",
  correctionOf: (version: string) => `Correction of release ${version}`,
  noticedOn: (date: string) => `Noticed on ${date}`,
  why: "Why",
  impact: "What changes",
  identity: "SHA-256",
  cite: "How to cite",
  citeMore: "The address leads to a copy that never changes.",
  certificateTitle: "The certificate of protection",
  certificateLink: "The certificate: what was promised, and who tried to break it",
  certificate: certificateEn,
  trust: trustEn,
  recordPages: recordsEn,
  findings: findingsEn,
  headlines: headlinesEn,
  reference: referenceEn,
  near: nearEn,
  permanence: permanenceEn,
  transparency: transparencyEn,
  reports: reportsEn,
  charts: chartsEn,
  changesTitle: (since: string) => `What changed since release ${since}`,
  changesSummary: (changed: number, added: number, removed: number, isComplete: boolean) =>
    `${isComplete ? "" : "At least: "}${listText(
      [
        changed === 0 ? "No figure changed" : plural(changed, "figure is not what it was", "figures are not what they were"),
        ...(added > 0 ? [plural(added, "is new", "are new")] : []),
        ...(removed > 0 ? [plural(removed, "is gone", "are gone")] : []),
      ],
      "en",
    )}.`,
  changedFigures: "Figures that are not what they were",
  versionsExplained:
    "A new first number means that something was removed; a new second number, that figures were added or changed; a new third number, that only words changed.",

  aboutLede: (publisher: string) =>
    `This site is published by ${publisher} so that anybody can see what the police do in the community, in figures that can be checked.`,
  aboutPrivacy: "Privacy",
  aboutPrivacyText:
    "The site has no cookies, no trackers and no accounts. It loads nothing from other companies. What you type to find an area stays in your browser.",
  aboutAccess: "Accessibility",
  aboutAccessText:
    "Every chart has a table with the same figures. The site works without JavaScript, with a keyboard, at 400% zoom, in dark mode and on paper. It aims at WCAG 2.2, level AA.",
  aboutReuse: "Using the figures",
  aboutReuseText:
    "You may use, copy and share everything here under the licence of the hub. Please name the source: some licences ask for it.",
  aboutSoftware: "The software",
  aboutSoftwareText: "The site is made with Openbeat, free software under the Apache-2.0 licence.",
  agencies: "Agencies",

  notFoundTitle: "This page does not exist",
  notFoundText: "It may have moved, or the address may have a mistake. Find your area here:",

  theme: {
    communication: "Communication",
    trust: "Trust",
    "problem-solving": "Problem-solving",
    collaboration: "Working together",
    outcomes: "Outcomes",
    coverage: "Quality of the figures",
  } as Readonly<Record<string, string>>,
  themeQuestion: {
    communication: "What do residents raise, and what comes of it?",
    trust: "Where do police and residents meet, and do people trust them?",
    "problem-solving": "Which problems are being worked on, and does it help?",
    collaboration: "Who works with the police, and what do they bring?",
    outcomes: "What do the police record, and what becomes of it?",
    coverage: "How much of the figures is not shown?",
  } as Readonly<Record<string, string>>,
  themeLede: "Figures for the whole area first, then area by area.",
  noRanking: "The order is that of the list of areas, not of the values.",
  tablesOfDataset: "Tables and files",
};
