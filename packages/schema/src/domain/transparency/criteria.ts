/** Who asks for what a criterion is about. */
export const criterionSources = {
  CODE_FOR_AMERICA: {
    name: "Code for America, Police Open Data Census",
    url: "https://codeforamerica.github.io/PoliceOpenDataCensus/recommendations.html",
    meaning: "The Police Open Data Census of Code for America: one of its six tests of a good release, or a type of data that it lists.",
  },
  VERA: {
    name: "Vera Institute of Justice, Police Data Transparency Index",
    url: "https://policetransparency.vera.org",
    meaning: "The Police Data Transparency Index of the Vera Institute of Justice: a type of data that it looks for.",
  },
  OPENBEAT: {
    name: "Openbeat",
    url: null,
    meaning: "Added by the software: where the two others name no number, or what users of police data ask for besides.",
  },
} as const;
export type CriterionSource = keyof typeof criterionSources;

const entries = [
  { code: "open-licence", source: "CODE_FOR_AMERICA", test: 1 },
  { code: "findable", source: "CODE_FOR_AMERICA", test: 1 },
  { code: "plain-language", source: "CODE_FOR_AMERICA", test: 1 },
  { code: "machine-readable", source: "CODE_FOR_AMERICA", test: 2 },
  { code: "page-for-everyone", source: "CODE_FOR_AMERICA", test: 2 },
  { code: "denominators", source: "CODE_FOR_AMERICA", test: 3 },
  { code: "definitions", source: "CODE_FOR_AMERICA", test: 3 },
  { code: "policy-context", source: "CODE_FOR_AMERICA", test: 3 },
  { code: "bulk", source: "CODE_FOR_AMERICA", test: 4 },
  { code: "next-date", source: "CODE_FOR_AMERICA", test: 5 },
  { code: "on-time", source: "CODE_FOR_AMERICA", test: 5 },
  { code: "in-the-pipe", source: "CODE_FOR_AMERICA", test: 5 },
  { code: "incidents-and-summaries", source: "CODE_FOR_AMERICA", test: 6 },
  { code: "fresh", source: "OPENBEAT", test: null },
  { code: "granular", source: "OPENBEAT", test: null },
  { code: "history", source: "OPENBEAT", test: null },
  { code: "force", source: "VERA", test: null },
  { code: "complaints", source: "VERA", test: null },
  { code: "calls", source: "VERA", test: null },
  { code: "arrests", source: "VERA", test: null },
  { code: "stops", source: "CODE_FOR_AMERICA", test: null },
  { code: "shootings", source: "CODE_FOR_AMERICA", test: null },
] as const satisfies readonly { readonly code: string; readonly source: CriterionSource; readonly test: number | null }[];

export type CriterionCode = (typeof entries)[number]["code"];

/** What a release is asked. */
export interface Criterion {
  readonly code: CriterionCode;
  readonly source: CriterionSource;
  /** Which of the six tests of the census it is a part of; null for a type of data that the source looks for, and for what the software added. */
  readonly test: number | null;
}

/** The criteria of the score: the six tests of the census in their order, what was added to them, then types of data. */
export const criteria: readonly Criterion[] = entries;
