export {
  type ComparableEstimates,
  type Comparison,
  type ComparisonAdjustment,
  type ComparisonOptions,
  compareEstimates,
  comparisonAdjustments,
  type EstimatePair,
  type IncomparableEstimates,
  type NotComparableReason,
  notComparableReasons,
  type Overlap,
  significance,
  type Verdict,
} from "./comparison.ts";
export { type ConstructWords, constructWords } from "./constructs.ts";
export { answersOf, type ConstructKind, constructKinds, type SampleDesign, type ScaleKind, sampleDesigns, scaleKinds } from "./design.ts";
export {
  type DisclosureCode,
  type DisclosureItem,
  type DisclosureList,
  disclosureCodes,
  disclosureLabels,
  disclosureList,
  missingDisclosure,
  modesText,
  type WaveFacts,
} from "./disclosure-list.ts";
export { type ConfidenceInterval, type SurveyEstimate, type SurveyMeasure, surveyMeasures } from "./estimate.ts";
export { inserted } from "./inserted.ts";
export { type InEachLanguage, type SpokenLanguage, spokenLanguage, spokenLanguages } from "./languages.ts";
export { surveyMeasureCatalogue } from "./measures.ts";
export { designName, precisionName, precisionNote } from "./precision.ts";
export {
  itemBase,
  type SurveyScale,
  sampleDesign,
  surveyScale,
  type WaveMethod,
  type WaveReliability,
  type WaveWeighting,
  type WordingChange,
  waveMethod,
  waveReliability,
  waveWeighting,
  wordingChange,
} from "./records.ts";
export { type RoundingRule, roundingStep, roundingSteps } from "./rounding.ts";
export {
  type AskedWords,
  type ComparisonSentenceInput,
  comparisonSentence,
  type EstimateSentenceInput,
  estimateSentence,
} from "./sentence.ts";
export { type ComparedKind, comparedKinds } from "./sentence-words.ts";
