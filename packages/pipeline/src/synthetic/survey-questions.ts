/** A question of the survey, as people answer it. What nobody asked anybody is in surveys/resident-survey.yaml. */
export interface Question {
  readonly item: string;
  /** The steward's codes of the answers, in the order of what is felt, and how many in 100 give each at the city's average. */
  readonly codes: readonly string[];
  readonly shares: readonly number[];
  /** How much a person's trust shows in the answer; negative where agreeing is unfavourable. */
  readonly trust: number;
  /** What questions of one construct have in common besides trust, by its place, and how much. */
  readonly construct: 0 | 1 | 2;
  readonly shared: number;
  /** How much an incident that shook the city, the better work in one district, and what is peculiar to a district show in it. */
  readonly dip: number;
  readonly improvement: number;
  readonly district: number;
  /** In 100. */
  readonly dontKnow: number;
  readonly refused: number;
  readonly nonAnswers: readonly [dontKnow: string, refused: string];
  readonly ofContactsOnly: boolean;
}

const five = ["1", "2", "3", "4", "5"];
const usual = {
  codes: five,
  construct: 0,
  shared: 0,
  district: 1,
  nonAnswers: ["8", "9"],
  ofContactsOnly: false,
} as const;

export const questions: readonly Question[] = [
  { ...usual, item: "confidence", shares: [7, 15, 30, 35, 13], trust: 0.8, dip: 1, improvement: 1, dontKnow: 3, refused: 1 },
  { ...usual, item: "respect", shares: [6, 12, 22, 42, 18], trust: 0.75, dip: 1.1, improvement: 0.5, dontKnow: 5, refused: 1 },
  { ...usual, item: "voice", shares: [9, 19, 27, 33, 12], trust: 0.72, dip: 0.8, improvement: 1.1, dontKnow: 7, refused: 1 },
  { ...usual, item: "neutrality", shares: [11, 20, 25, 31, 13], trust: 0.7, dip: 1.2, improvement: 0.4, dontKnow: 8, refused: 2 },
  {
    ...usual,
    item: "good_intentions",
    shares: [7, 14, 27, 37, 15],
    trust: 0.66,
    construct: 0,
    shared: 0.55,
    dip: 1,
    improvement: 0.7,
    dontKnow: 10,
    refused: 2,
  },
  {
    ...usual,
    item: "numbers_first",
    shares: [10, 27, 29, 23, 11],
    trust: -0.6,
    construct: 0,
    shared: -0.55,
    dip: -0.8,
    improvement: -0.6,
    district: -0.8,
    dontKnow: 13,
    refused: 2,
  },
  {
    ...usual,
    item: "right_problems",
    shares: [9, 19, 32, 30, 10],
    trust: 0.66,
    construct: 1,
    shared: 0.55,
    dip: 0.5,
    improvement: 1.1,
    dontKnow: 6,
    refused: 1,
  },
  {
    ...usual,
    item: "there_when_needed",
    shares: [8, 17, 29, 33, 13],
    trust: 0.64,
    construct: 1,
    shared: 0.55,
    dip: 0.4,
    improvement: 1,
    dontKnow: 7,
    refused: 1,
  },
  { ...usual, item: "legitimacy", shares: [6, 12, 28, 39, 15], trust: 0.72, dip: 1.1, improvement: 0.5, dontKnow: 6, refused: 2 },
  {
    ...usual,
    item: "would_report",
    codes: ["1", "2", "3", "4"],
    shares: [4, 9, 33, 54],
    trust: 0.5,
    construct: 2,
    shared: 0.72,
    dip: 0.4,
    improvement: 0.4,
    dontKnow: 5,
    refused: 3,
  },
  {
    ...usual,
    item: "would_come_forward",
    codes: ["1", "2", "3", "4"],
    shares: [8, 18, 39, 35],
    trust: 0.52,
    construct: 2,
    shared: 0.7,
    dip: 0.6,
    improvement: 0.4,
    dontKnow: 9,
    refused: 4,
  },
  {
    ...usual,
    item: "safe_after_dark",
    codes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    shares: [5, 4, 6, 8, 9, 14, 12, 15, 13, 7, 7],
    trust: 0.35,
    dip: 0.15,
    improvement: 0.2,
    district: 1.5,
    dontKnow: 2,
    refused: 1,
    nonAnswers: ["98", "99"],
  },
  {
    ...usual,
    item: "seen_or_heard",
    codes: ["2", "1"],
    shares: [62, 38],
    trust: 0.2,
    dip: -0.3,
    improvement: 0.5,
    district: 0,
    dontKnow: 4,
    refused: 0.5,
  },
  {
    ...usual,
    item: "contact_satisfaction",
    shares: [10, 14, 18, 34, 24],
    trust: 0.7,
    dip: 0.4,
    improvement: 0.7,
    dontKnow: 1,
    refused: 1,
    ofContactsOnly: true,
  },
];

/** From where people know what the police do, and how many in 100 of those who know, by `adultAges`. More than one may be named. */
export const sources: Readonly<Record<string, readonly [number, number, number]>> = {
  "1": [14, 17, 15],
  "2": [9, 17, 19],
  "3": [42, 39, 36],
  "4": [19, 31, 52],
  "5": [55, 37, 14],
  "6": [7, 10, 6],
  "7": [5, 14, 24],
};
