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
  type Verdict,
} from "./comparison.ts";
export { answersOf, type ConstructKind, constructKinds, type SampleDesign, type ScaleKind, sampleDesigns, scaleKinds } from "./design.ts";
export { type ConfidenceInterval, type SurveyEstimate, type SurveyMeasure, surveyMeasures } from "./estimate.ts";
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
