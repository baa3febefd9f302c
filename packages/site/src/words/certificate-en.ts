import { numberText, pluralForm } from "./formats.ts";

const number = (value: number) => numberText(value, "en");
const people = (value: number) => `${number(value)} ${pluralForm(value, "en", { one: "person", other: "people" })}`;

/** The words of the page of the certificate. The English ones say which keys there are. */
export const certificateEn = {
  lede: "What was promised about the people behind these figures, how the promise is kept, who tried to break it before the figures were published, and how close they came.",
  summary: "In short",
  shown: "Figures shown",
  hidden: "Figures not shown",
  narrowest: "Nobody came closer",
  narrowestOf: (width: string) => `the lowest and the highest possible value stay at least ${width} apart`,
  nothingHidden: "nothing is hidden",
  countedAs:
    "Each count or sum is here once, however many tables show it. Rates follow their counts. Estimates of a survey are counted table by table, and those that are too imprecise in neither number. Tables published in full are not among them.",
  promiseTitle: "What was promised",
  promiseLede: "The promise depends on the method. These are the methods of this release.",
  methodName: {
    suppress: "Shown exactly, or not at all",
    smallCountRounding: "Small counts rounded",
    controlledRounding: "Every figure rounded",
    cellKey: "Changed a little at random",
    differentialPrivacy: "Differential privacy",
    survey: "Estimates: few people hidden, the rest rounded",
  },
  promise: {
    suppress:
      "A count that could point to a person is not shown, and neither are enough others that it cannot be worked out. Whoever reads every figure ever published here still finds at least two possible values for each count that is not shown, as far apart as stated below. Every figure that is shown is exact.",
    smallCountRounding:
      "A small count becomes zero or the base stated below, and never anything between. Totals are sums of what is shown, so tables add up.",
    controlledRounding: "Every figure is rounded up or down to a multiple of the base stated below, and tables add up.",
    cellKey:
      "Every count is changed a little at random. The same records are always changed alike, so asking again tells nothing more. Totals are changed by themselves, so tables may not add up exactly.",
    differentialPrivacy:
      "Random noise is added to every figure. Whether any one person or record is in the data makes no published figure much more or less likely; how much at most is stated below.",
    survey:
      "A figure that rests on few people is not shown, nor is an answer that hardly anybody gave, or nearly everybody. Every figure that is shown is rounded, the more coarsely the fewer people it rests on. What is too imprecise to be relied on is left out too. Two figures of nearly the same people are not both shown. The attacks below are on counts, not on estimates.",
  },
  suppressTerms: (threshold: number, width: number, zerosHidden: boolean) =>
    `${zerosHidden ? `Counts below ${number(threshold)}, zeros too, are` : threshold > 2 ? `Counts from 1 to ${number(threshold - 1)} are` : "A count of 1 is"} never shown. At least two values, ${number(width)} or more apart, remain possible for each count that is not shown.`,
  knownCells: "This holds for small counts even for somebody who is the only person in another count that is not shown.",
  emptyCombinations:
    "This holds even for somebody who knows of every combination of area, period and category whether anything was counted there at all.",
  smallCountTerms: (base: number) => `Small counts become 0 or ${number(base)}. Nothing between is ever shown.`,
  controlledTerms: (base: number, most: number) => `Multiples of ${number(base)}. No figure is off by more than ${number(most)}.`,
  cellKeyTerms: (most: number, variance: string) =>
    `No count is changed by more than ${number(most)}. The variance of the change is ${variance}.`,
  blockedTerms: (blocked: number) => (blocked > 1 ? `Counts from 1 to ${number(blocked)} never appear.` : "A count of 1 never appears."),
  surveyTerms: (smallestBase: number, smallestAnswer: number) =>
    `Figures of fewer than ${people(smallestBase)} are not shown. ${smallestAnswer > 1 ? `Nor is an answer that fewer than ${people(smallestAnswer)} gave, or all but so few.` : "Nor is an answer that nobody gave, or that everybody gave."}`,
  surveyRounding: (steps: string, width: number, base: number) =>
    `Percentages and indices are rounded to steps of ${steps} points: the finest that is worth at least ${people(width)}, as the weights count them. Numbers of people are rounded to ${number(base)}.`,
  surveyTooFew: (width: number) => `Where no step is worth ${people(width)}, the figure is not shown.`,
  surveyAlike: (fewest: number) => `Of two figures that rest on the same people but for fewer than ${number(fewest)}, only one is shown.`,
  reliabilityTerms: "What is too imprecise by the NCHS presentation standards for proportions is not shown.",
  privacyTerms: (epsilon: string, delta: string) => `ε is ${epsilon} at most, with δ of ${delta}.`,
  privacyUnit: {
    record: () => "What is protected is one record.",
    person: (contributions: number) =>
      `What is protected is all of a person's records in a period, of which ${number(contributions)} at most count.`,
  },
  measuresTitle: "Measure by measure",
  measuresLede: "Numbers of figures, never a word about any one of them.",
  hiddenOf: "Hidden to protect people",
  tooImprecise: "Too imprecise, or not asked",
  measure: "Measure",
  method: "Method",
  engine: "Engine",
  policyHash: "Hash of the policy",
  shownOf: (shown: number, all: number) => `${number(shown)} of ${number(all)}`,
  inFull: "Published in full",
  inFullLede:
    "These tables hide nothing of their own, for a reason that their publisher gives; what needs a hidden figure of another table is not worked out:",
  notCertified: "The certificate says nothing of these figures. Do not rely on their protection, and tell the publisher.",
  attackersTitle: "Who attacked",
  attackersLede:
    "Before anything was published, programs took the part of these readers. Each knows everything that is shown. Where an attack is on small counts alone, how many that were is not told.",
  attackerName: {
    linear: "Who adds and subtracts",
    interval: "Who has a solver",
    "whole number": "Who knows that people are whole",
    singleton: "Who is counted alone",
    differencing: "Who compares",
    averaging: "Who averages",
  },
  attacker: {
    linear: "A reader who solves equations: adds up and subtracts everything that is shown, to work out exactly what is not.",
    interval:
      "A reader who knows besides that no count is below zero, and has a program look for the lowest and the highest value that each hidden count can have.",
    "whole number": "The same reader, who also uses that counts are whole numbers.",
    singleton: "Somebody who is the only person in another hidden count, and so knows that it is one.",
    differencing: "A reader who sets areas that overlap, and earlier releases, against each other.",
    averaging: "A reader who takes many related figures together so that the random changes cancel out.",
  },
  attacksOf: (measure: string) => `The attacks: ${measure}`,
  tried: "Tried on",
  left: "What was left",
  nothingToAttack: "nothing to attack",
  apart: (width: string) => `values at least ${width} apart`,
  recovered: (share: string) => `right in ${share} at most`,
  notMeasured: "not measured as a number",
  notTold: "not told",
  attackedAll: (attacked: number) => `${number(attacked)}, every one of them attacked`,
  noAttacks: "No attack is stated.",
  signatureTitle: "Is it the publisher's?",
  signatureText: [
    "The release is signed with the publisher's own key. The signature is of one line of text, which names the release, the moment and the hash of its manifest; the manifest has the hashes of every table and of this certificate.",
    "The key must be the one that you know the publisher by: ask for its fingerprint where you trust the answer, and compare.",
  ],
  fingerprint: "Fingerprint of the key (SHA-256, its first 32 digits)",
  statement: "What was signed",
  repeatTitle: "Is it true? Repeat the attack",
  repeatText: [
    "Everything that an attack needs is public. Openbeat is free software: one command checks every file against its hash, checks the signature and attacks each hidden count anew, from the published files alone; and it checks that every estimate is rounded as promised.",
    "Or write your own: the files below say which figures add up to which, and docs/methodology.md of Openbeat explains how to set up the equations.",
  ],
  filesTitle: "The files",
  certificateFile: "This certificate, for programs",
  releaseFile: "The release's manifest, whose hash is signed",
  structureFile: "What adds up to what",
  notPromisedTitle: "What is not promised",
  notPromised: [
    "Insiders: whoever took part in something knows what no table tells. Several people who put together what they know may find out more.",
    "Facts of a whole group: “all complaints here were of one kind” tells something about each of them, though no count is small.",
    "Likelihood: several values are possible. That does not make them equally likely.",
    "Persons: a count is of records. Where one person has several records, several records may be one person.",
    "What others publish: the attacks know the figures of this site, and none of anybody else's.",
  ],
};

export type CertificateWords = typeof certificateEn;
