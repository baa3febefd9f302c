import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type SmallHub, smallHub, writeFiles } from "./small-hub.ts";

/** One person's answers, as the file of the small survey has them; what is left out is blank. */
export interface Respondent {
  readonly id: string;
  readonly wave: string;
  readonly district: string;
  readonly age?: string | undefined;
  readonly sex?: string | undefined;
  readonly weight?: string;
  readonly stratum?: string;
  readonly cluster?: string;
  readonly fair?: string;
  readonly rude?: string;
  readonly contacted?: string;
  readonly quality?: string;
  readonly channels?: string | undefined;
}

export const respondentColumns = [
  "id",
  "wave",
  "district",
  "age",
  "sex",
  "weight",
  "stratum",
  "cluster",
  "fair",
  "rude",
  "contacted",
  "quality",
  "channels",
] as const satisfies readonly (keyof Respondent)[];

export const respondentsFile = (respondents: readonly Respondent[]): string =>
  `${[respondentColumns.join(","), ...respondents.map((one) => respondentColumns.map((name) => one[name] ?? "").join(","))].join("\n")}\n`;

const waves = ["2026-Q1", "2026-Q2"];

/** The answers of the small survey: 80 people a wave, who differ by number alone. The first is row 2 of the file. */
export const smallRespondents: readonly Respondent[] = waves.flatMap((wave, at) =>
  Array.from({ length: 80 }, (_, number): Respondent => {
    const contacted = number % 3 === 0;
    return {
      id: `${wave}-${number}`,
      wave,
      district: String(1 + (number % 2)),
      age: number % 16 === 5 ? "" : ["young", "old"][(number >> 1) % 2],
      sex: ["woman", "man"][(number >> 2) % 2],
      weight: String(1 + (number % 5) / 4),
      stratum: `s${number % 2}`,
      cluster: `c${number % 20}`,
      fair: String(1 + ((number * 7 + at) % 6)),
      rude: String(1 + ((number * 5 + at) % 5)),
      contacted: contacted ? "yes" : "no",
      quality: at === 1 && contacted ? String(1 + (number % 5)) : "",
      channels: ["none", "web", "web;talk", "talk"][number % 4],
    };
  }),
);

const label = (en: string) => ({ en });
const fromTo = (...codes: readonly string[]) => codes.map((code) => ({ code, label: label(code) }));

export const smallScales = {
  agreement: { kind: "likert5", answers: fromTo("1", "2", "3", "4", "5"), nonAnswers: [{ code: "6", label: label("Don't know") }] },
  yes_no: { kind: "yesno", answers: fromTo("no", "yes") },
  channels: { kind: "multiple", answers: fromTo("web", "talk") },
};

const items = [
  { code: "fair", construct: "fairness", scale: "agreement" },
  { code: "rude", construct: "fairness", scale: "agreement", reversed: true },
  { code: "contacted", scale: "yes_no" },
  { code: "quality", scale: "agreement", since: "2026-Q2", base: label("Who had contact") },
  { code: "channels", scale: "channels" },
].map((item) => ({ ...item, title: label(item.code), wording: label(`The words of ${item.code}`) }));

/** How the small survey was held, whole. */
export const smallMethod = {
  ...{ sampleDesign: "probability", sponsor: label("A sponsor"), conductor: label("A firm"), population: label("Adults") },
  ...{
    geography: label("Smallville"),
    frame: label("A list"),
    recruitment: label("By letter"),
    modes: [label("Online")],
    languages: ["en"],
  },
  ...{ invited: 400, responseRate: { rate: 0.2, definition: label("RR1") }, processing: label("None"), limitations: label("Small") },
};

export interface SmallSurvey extends Omit<SmallHub, "dataset"> {
  survey: Record<string, unknown>;
}

export const surveyFile = "surveys/residents.yaml";
export const answersFile = "answers/residents.csv";

export const smallSurvey = (): SmallSurvey => ({
  hub: smallHub().hub,
  survey: {
    survey: "residents",
    title: label("Residents"),
    description: label("A survey for a test."),
    source: { files: "answers/*.csv", format: "csv" },
    select: "id, wave, district AS area, age, sex, fair, rude, contacted, quality, channels",
    groupings: {
      age: { title: label("Age"), codes: fromTo("young", "old") },
      sex: { title: label("Sex"), codes: fromTo("woman", "man") },
    },
    permission: label("Anybody may use the questions."),
    scales: smallScales,
    constructs: [{ code: "fairness", kind: "procedural_justice", title: label("Fairness"), description: label("Whether it is fair.") }],
    items: structuredClone(items),
    every: "quarter",
    allWaves: smallMethod,
    waves: [
      { wave: "2026-Q1", field: { from: "2026-01-10", to: "2026-02-10" } },
      { wave: "2026-Q2", field: { from: "2026-04-10", to: "2026-05-10" } },
    ],
    weighting: { method: "none", statement: label("Not weighted.") },
    policy: { smallestGroup: 10 },
    tables: [{ name: "trust", title: label("Trust"), area: ["district", "city"], groups: ["age", "sex"] }],
  },
  files: {
    "population.csv": "area,residents,year\n1,4000,2025\n2,6000,2025\n",
    "people.csv": "age,sex,people\nyoung,woman,300\nyoung,man,310\nold,woman,420\nold,man,400\n",
    [answersFile]: respondentsFile(smallRespondents),
  },
});

/** Writes the small survey's hub, changed where a test wants it otherwise. @param folder Where it stood before. @returns The folder. */
export function writeSmallSurvey(
  change: (parts: SmallSurvey) => void = () => {},
  folder = mkdtempSync(join(tmpdir(), "openbeat-survey-")),
): string {
  const parts = smallSurvey();
  change(parts);
  return writeFiles({ "hub.yaml": stringify(parts.hub), [surveyFile]: stringify(parts.survey), ...parts.files }, folder);
}
