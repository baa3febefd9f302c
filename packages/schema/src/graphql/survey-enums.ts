import { type ConstructKind, constructKinds, constructWords } from "../domain/index.ts";
import { builder } from "./builder.ts";

export const SampleDesignRef = builder.enumType("SampleDesign", {
  description: "How the people of a wave were chosen. What its precision may be called follows from it.",
  values: {
    PROBABILITY: { value: "probability", description: "Drawn at random from a list, so that everybody had a known chance." },
    NONPROBABILITY_QUOTA: { value: "nonprobability_quota", description: "Picked until each group had its share. Not drawn at random." },
    OPT_IN: { value: "opt_in", description: "Whoever wanted to took part. Not drawn at random." },
    CENSUS_OF_CONTACTS: {
      value: "census_of_contacts",
      description: "Everybody who had a certain contact with the police was asked. Not everybody answered.",
    },
  },
});

export const SurveyMeasureRef = builder.enumType("SurveyMeasure", {
  description: "What is told of the answers to a question.",
  values: {
    SHARE: { value: "TRU.SHARE", description: "Percent of those who answered, for one answer." },
    FAVOURABLE: {
      value: "TRU.FAV",
      description: "Percent of those who answered who gave a favourable answer, such as agree or strongly agree.",
    },
    UNFAVOURABLE: { value: "TRU.FAV.C", description: "Percent of those who answered who gave any other answer than a favourable one." },
    INDEX: { value: "TRU.INDEX", description: "The mean answer, from 0 (least favourable) to 100. It is not a percentage of people." },
    NON_ANSWER: { value: "TRU.DK", description: "Percent of those asked who did not know or would not say." },
  },
});

export const ScaleKindRef = builder.enumType("ScaleKind", {
  description: "How a question is answered.",
  values: {
    LIKERT4: { value: "likert4", description: "One of four answers, from the least to the most favourable." },
    LIKERT5: { value: "likert5", description: "One of five answers, from the least to the most favourable." },
    LIKERT7: { value: "likert7", description: "One of seven answers, from the least to the most favourable." },
    RATING0TO10: { value: "rating0to10", description: "A number from 0 to 10." },
    YESNO: { value: "yesno", description: "Yes or no." },
    MULTIPLE: { value: "multiple", description: "One of several answers that have no order." },
  },
});

type ConstructValues = { readonly [Kind in ConstructKind as Uppercase<Kind>]: { readonly value: Kind; readonly description: string } };
const constructValues = Object.fromEntries(
  constructKinds.map((kind) => [kind.toUpperCase(), { value: kind, description: constructWords[kind].en.definition }]),
) as ConstructValues;

export const ConstructKindRef = builder.enumType("ConstructKind", {
  description: "What questions of a trust survey measure, by the names that research uses.",
  values: constructValues,
});

export const WeightingMethodRef = builder.enumType("WeightingMethod", {
  description: "How the answers of a wave were weighted.",
  values: {
    NONE: { value: "none", description: "Not at all: every answer counts the same." },
    SUPPLIED: { value: "supplied", description: "By whoever held the survey: the weights came with the answers." },
    RAKED: { value: "raked", description: "So that groups have the shares they have in the population, one margin after the other." },
  },
});

export const WordingPartRef = builder.enumType("WordingPart", {
  description: "What of a question can change from one version of a questionnaire to the next.",
  values: {
    WORDING: { value: "wording", description: "The words." },
    SCALE: { value: "scale", description: "The answers that can be given." },
    DIRECTION: { value: "direction", description: "Whether agreeing is the favourable or the unfavourable answer." },
    BASE: { value: "base", description: "Of whom it is asked." },
  },
});
