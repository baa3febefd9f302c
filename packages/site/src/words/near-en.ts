import { numberText, pluralForm } from "./formats.ts";

const number = (value: number) => numberText(value, "en");
const plural = (value: number, one: string, other: string) => `${number(value)} ${pluralForm(value, "en", { one, other })}`;

/** The words of the start page, of the pages of areas and of the way to them. */
export const nearEn = {
  button: "Areas near me",
  promise: "Your browser finds where you are and compares it here. Your location is sent to nobody and is not stored.",
  working: "Looking for your area …",
  found: "You are in:",
  unsure: "Your device does not know its place well. Check on the map.",
  outside: "You are outside every area of this site.",
  refused: "Your browser did not give your location. Choose your area from the list.",
  failed: "Your location was not found. Choose your area from the list.",

  headlinesRule: (area: string) =>
    `For all of ${area}: the first figure of each theme. A rise or a fall is only called one when it is larger than chance would often make it.`,
  likely: (range: string) => `Likely range: ${range}`,
  sinceLast: (version: string) => `What changed since release ${version}`,
  sinceNone: "What changed",
  firstRelease: "This is the first release: there is nothing yet to compare it with.",
  largest: "The largest changes, measured by the figure before:",
  changedFrom: (before: string, after: string) => `${before}, now ${after}`,
  allChanges: "All changes",
  youSaid: "What residents said, and what was done",
  youSaidMore: "The last three promises that were settled, kept or not.",
  takePart: "How to take part",
  takePartMore: "The next three meetings and activities.",
  takePartNone: "None is announced. The calendar gets the next ones.",

  raisedTitle: "What was raised, and what came of it",
  raisedAsOf: (date: string) => `Ages are as of ${date}, when this release was published.`,
  raisedCounts: (all: number) =>
    `${plural(all, "matter in the public records is", "matters in the public records are")} about this area, areas wholly or partly in it, or what it lies in.`,
  raisedOverdue: (count: number) => `${number(count)} past ${pluralForm(count, "en", { one: "its", other: "their" })} due date.`,
  raisedUnanswered: (count: number) => `${number(count)} without a response.`,
  kinds: { priority: "Priority agreed with residents", commitment: "Promise", meeting: "Agreed at a meeting" },
  when: { priority: "Agreed", commitment: "Promised", meeting: "Meeting" },
  response: "Response",
  outcome: "Outcome",
  noResponse: "No response yet",
  noResponseMore: "The records have no response yet.",
  noOutcome: "The records have no outcome yet.",
  age: (date: string, age: string) => `${date}, ${age} ago`,
  pastDue: (age: string) => `${age} past its due date`,
  matters: "Matter by matter",
  raisedMore: (count: number) => `${plural(count, "more is", "more are")} told in full here:`,
  concernsTitle: (area: string) => `Concerns raised in ${area}, in numbers`,
  concernsAbove: (own: string, area: string) => `These are not published for ${own} alone, but for ${area}.`,
  concernsHidden: "A figure that is not shown does not mean that there were none.",
  concernsSingly: "Single concerns are not published. They are counted.",

  unit: (unit: string) => `Unit: ${unit}`,
  partOf: (part: string, whole: string) => `${part} of ${whole}`,
  rateOf: (part: string, whole: string) => `Counted: ${part}; set against: ${whole}`,
  more: "More figures",
  scale: (area: string) => `Each small chart begins at zero. The solid line is ${area}.`,
  scaleWith: (area: string, whole: string) =>
    `Each small chart begins at zero. The solid line is ${area}, the dashed one ${whole}: both on one scale. Counts have no dashed line.`,
  gaps: (count: number) => `${plural(count, "value is", "values are")} not shown.`,
  allOf: (theme: string, area: string) => `${theme}: all figures for ${area}`,
  allOfLede: (area: string) => `Every chart and table about this theme for ${area}.`,
  againstWhole: (whole: string, verdict: string) => `Against ${whole}: ${verdict}.`,
  trustAbove: (own: string, area: string) => `No survey figure is published for ${own} alone. For ${area}:`,
  trustNotCompared: (whole: string) => `How it compares with ${whole} is not known.`,

  similar: "Areas of a similar size",
  similarRule:
    "The three areas of the same kind whose numbers of residents are nearest. They are not ranked, and may differ in other ways.",
  residents: (count: number) => plural(count, "resident", "residents"),
  takeAlong: "To take along",
};
