import { listText, numberText, pluralForm } from "./formats.ts";

const number = (value: number) => numberText(value, "en");
const plural = (value: number, one: string, other: string) => `${number(value)} ${pluralForm(value, "en", { one, other })}`;

function lateOf(open: number, overdue: number): string {
  if (overdue === 0) return open === 1 ? "not past due" : "none of them past due";
  if (overdue < open) return `${number(overdue)} of them past due`;
  return open === 1 ? "and past due" : "all of them past due";
}

/** The words of the reports of districts, of the handouts, and of what stands on paper only. */
export const reportsEn = {
  nav: "Reports",
  title: "Community-policing reports",
  lede: "What police and residents did together in each district and quarter, what stood in the way, and what comes next.",
  how: "Every report is made by rule from what this release publishes. Nobody wrote it by hand.",
  ofLevel: (plural: string) => `One report for each of the ${plural} and each of the last quarters.`,
  eyebrow: "Community-policing report",
  titleOf: (district: string, quarter: string) => `${district}: ${quarter}`,
  reportLede: (district: string, quarter: string) => `What police and residents did together in ${district} in ${quarter}.`,
  districtLede: (district: string) => `The reports of ${district}, the latest first.`,
  reportsOf: (district: string) => `Reports of ${district}`,
  earlier: "Earlier quarters, as they were published then",
  inRelease: (version: string) => `release ${version}`,
  present: "Show in large type",
  backToReport: "Back to the whole report",
  share: "Share this report",
  shareMore: "This address leads to a copy that never changes, not even when newer figures are published:",
  onPaper: "The report prints as it is: two pages in short, then the lists.",

  covers: "What it covers",
  partly: "in part",
  asWhole: "as a whole",
  elsewhere: "outside this district",
  rule: "Police areas and this district have borders of their own. An area counts as partly in the district when at least 1 in 100 of its land is, by the published borders. What is told of such an area may have happened on the other side.",
  byParts: "The district is told of by its own areas.",

  keyPoints: "Key points",
  keyPointsRule:
    "The first figure of each dataset that covers the whole quarter, then what the records come to. A change is called one only when it is larger than chance would often make it, allowing for all figures of the report that are compared; the page of an area takes each by itself.",
  pointMeetings: (all: number, held: number, cancelled: number) =>
    `In the areas that this report tells of, ${plural(all, "public meeting is", "public meetings are")} on record: ${listText(
      [`${number(held)} held`, ...(cancelled > 0 ? [`${number(cancelled)} cancelled`] : [])],
      "en",
    )}.`,
  pointPromises: (open: number, overdue: number) =>
    open === 0
      ? "No promise was open at the end of the quarter."
      : `${plural(open, "promise was", "promises were")} open at the end of the quarter, ${lateOf(open, overdue)}.`,
  pointProblems: (open: number, closed: number) =>
    `${open === 0 ? "No problem was" : plural(open, "problem was", "problems were")} being worked on at the end of the quarter${closed > 0 ? `; ${number(closed)} closed in it` : ""}.`,
  pointsNone: "No figure of this quarter is shown for the district.",

  partnerships: "Partnerships",
  partnershipsMore: "Partners who work in these areas, and partners from elsewhere who did something here in the quarter.",
  partnershipsNone: "No partner is on record here.",
  partner: "Partner",
  did: "On record for this quarter",
  didNothing: "Nothing is on record for this quarter.",
  joined: (count: number) => `${plural(count, "activity", "activities")} held or joined`,
  workedOn: (problems: string) => `worked on: ${problems}`,
  brought: (what: string) => `brought: ${what}`,

  meetings: "Public meetings",
  meetingsNone: "No public meeting of this quarter is on record.",
  recordsFrom: (date: string) => `This release has records of meetings and activities from ${date} on, and says nothing of days before.`,
  meeting: "Meeting",
  outcome: "What came of it",
  others: "Other activities",
  longer: "These are the records of all areas named above, so there may be more of them than the figures count inside the district.",

  problems: "Problems and what was done",
  problemsMore: "How each problem stands is told as of the day of this release.",
  problemsNone: "No problem of this quarter is on record here.",
  byPolice: "By the police",
  together: "By the police with others, or by others",
  community: "Brought by the community",
  nothingOnRecord: "Nothing is on record for this quarter.",
  priorities: "Agreed priorities",
  promises: "Promises",
  promisesNone: "No promise of this quarter is on record here.",

  obstacles: "What stood in the way",
  obstaclesRule:
    "What the agency says itself comes first, and is marked so. The rest is found by rule, not written by anybody: promises that were past due when the quarter ended, not kept or changed in it; meetings cancelled or never reported on; areas where nothing was held; priorities without an answer; problems closed without a measurement; and what limits the assessments.",
  obstaclesNone: "By these rules, nothing is on record. That does not mean that there was nothing.",
  stated: (statement: string) => `The agency says: “${statement}”`,
  recommended: (statement: string) => `The agency recommends: “${statement}”`,
  recommendedTo: (whom: string, statement: string) => `The agency recommends to ${whom}: “${statement}”`,
  overdue: (promise: string, due: string) => `Past due since ${due}: “${promise}”`,
  settledSince: {
    KEPT: (on: string) => `It was kept on ${on}.`,
    KEPT_LATE: (on: string) => `It was kept on ${on}.`,
    NOT_KEPT: (on: string) => `On ${on} it was recorded as not kept.`,
    CHANGED: (on: string) => `It was changed on ${on}.`,
  },
  notKept: (promise: string) => `Not kept: “${promise}”`,
  changed: (promise: string) => `Changed: “${promise}”`,
  cancelled: (count: number, which: string) => `${plural(count, "activity was", "activities were")} cancelled: ${which}`,
  noReport: (count: number, which: string) =>
    `Of ${plural(count, "planned activity", "planned activities")} nobody reported whether it took place: ${which}`,
  notReached: (areas: string) => `Nothing was held in: ${areas}`,
  noAnswer: (priority: string, date: string) => `Agreed on ${date}, and nothing that was done is on record: “${priority}”`,
  notMeasured: (problem: string) => `Closed, and nothing was compared: “${problem}”. Whether it helped is not known.`,
  limitation: (problem: string, limit: string) => `What limits the assessment of “${problem}”: ${limit}`,
  wholeList: "The whole list",
  see: "Read more",
  more: (count: number) => `${number(count)} more in the whole list.`,

  next: "What comes next",
  nextRule:
    "What the agency recommends comes first, and is marked so. The rest is found by rule: promises that were open when the quarter ended and due later, and the next steps that meetings of the quarter agreed on. Whether those steps were taken since is not on record.",
  nextNone: "By these rules, nothing is on record.",
  dueOn: (promise: string, due: string) => `Due ${due}: “${promise}”`,
  agreedThen: (step: string) => `Agreed at meetings of the quarter: “${step}”`,
  pastDueNow: (date: string) => `Still open on ${date}, past its due date.`,

  figures: "The figures",
  figuresMore: "As published for this district and quarter. A figure that is not shown says why.",
  estimates: "Estimates, not counts",
  estimatesMore:
    "Worked out from figures of beats that the district cuts. The range holds the true count, wherever in a divided beat its records lie. Do not add them to counts or set them beside those.",
  measure: "Figure",
  thisQuarter: "This quarter",
  quarterBefore: "The quarter before",
  yearAgo: "A year before",
  rangeMore: "In brackets: the range that the value likely lies in.",
  course: "Course",
  none: "–",
  noneMeans: "not published",
  notTold: "What is not told here, and why",
  hiddenLine: (hidden: number) => `${plural(hidden, "figure", "figures")} of this quarter not shown: the mark says why.`,
  notQuarterly:
    "Not published for this district by quarter as one figure. A figure of a year is not divided by four: it says nothing of one quarter.",
  seeYear: "The figures of years, and of kinds, are on the page of the district.",
  notAtLevel: (level: string) => `Not published for a single ${level}, or not counted by area:`,

  history: "This report in each release",
  historyThis: "This is it.",
  historySame: "The same figures.",
  historyDiffers: (count: number) =>
    `${plural(count, "figure is", "figures are")} not what ${pluralForm(count, "en", { one: "it is", other: "they are" })} here.`,
  historyOne: "No other release known here has this report.",

  handout: "Handout: one page to print",
  handoutOf: (place: string) => `${place} on one page`,
  handoutLede: (place: string) => `${place}: what the police and residents do here.`,
  handoutFigures: "In figures",
  handoutSaid: "You said, and what came of it",
  handoutMeetings: "Next meetings and activities",
  handoutContact: "Whom to turn to",
  handoutMeetingsNone: (date: string) => `As of ${date}, none is announced.`,
  handoutMore: "All figures, meetings and promises:",
  youSaid: "You said:",
  answer: "What came of it:",
  toPlace: "Back to the page of the place",
  toPrint: "Print this page: it fits on one sheet.",

  paperFrom: (publisher: string, version: string, date: string) => `${publisher}. Release ${version}, ${date}.`,
  paperAddress: "This page, as it will never change:",
  paperLicence: (name: string, address: string) => `Licence: ${name}, ${address}`,
};
