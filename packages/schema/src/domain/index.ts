export { countsEvents, measureByCode, measureCatalogue } from "./catalogue.ts";
export { derivedMeasureCatalogue } from "./catalogue-derived.ts";
export {
  type Attacker,
  attackers,
  type MethodCertificate,
  methodCertificate,
  type ProtectionMethod,
  type PublishedAttack,
  type ReleaseCertificate,
  type ReleaseSignature,
  releaseCertificate,
  releaseSignature,
} from "./certificate.ts";
export { type CitationStyle, type Cited, citation, citationIn } from "./citation.ts";
export { type DataFormat, dataFormats, type TableFormat, tableFormats } from "./data-formats.ts";
export { dayIn } from "./day-in.ts";
export { draftNotice, draftVersion, isDraft } from "./draft.ts";
export { type EvaluationDesign, evaluationDesigns } from "./evaluation/designs.ts";
export {
  type BeforeAfter,
  type BufferedCounts,
  beforeAfterDifference,
  type DisplacementMeaning,
  type DisplacementQuotient,
  displacementQuotient,
  grossEffect,
  netEffect,
  type PlaceCounts,
  type RelativeEffect,
  relativeEffect,
  successMeasure,
  totalNetEffect,
  type WeightedCounts,
  type WeightedDifference,
  type WeightedOptions,
  weightedDisplacementDifference,
} from "./evaluation/place-based.ts";
export {
  type AssessedChange,
  type Assessment,
  type AssessmentData,
  type AssessmentOptions,
  type AssessmentVerdict,
  assess,
  fewestEvents,
  fewestEventsInSeries,
  type NotAssessableReason,
  type NotAssessed,
  notAssessableReasons,
  notAssessed,
  type PublishedArea,
  type PublishedCount,
} from "./evaluation/verdict.ts";
export { breaksBehind, breaksOf, countOver, type Events, eventsOf } from "./events.ts";
export {
  type ComparedFigure,
  compareFigures,
  type FigureComparison,
  type FigurePair,
  type FigureReason,
  figureReasons,
  obstacleOfFlags,
} from "./figure-comparison.ts";
export { type ComparedWords, figureSentence } from "./figure-sentence.ts";
export { editionDoors, encodedPath, type FileDoor, fileAt, fileName, isBehind, releaseDoors, siteDoors } from "./file-doors.ts";
export {
  type Direction,
  derivedFrom,
  type Measure,
  type MeasureDefinition,
  type MeasureKind,
  type PartOf,
  type RatioOf,
  type RepresentationOf,
  type ShareOf,
  type WaitOf,
  wholeOf,
} from "./measure.ts";
export { type ObservationFlag, type ObservationStatus, observationFlags, observationStatuses, sdmxObsStatus } from "./observation.ts";
export {
  type CalendarGrain,
  type Period,
  type PeriodGrain,
  parsePeriod,
  periodGrains,
  periodOf,
  periodsBetween,
  rollingYearOf,
} from "./period.ts";
export { insteadOfValue, printedPeriod, printedValue, spokenPeriod } from "./printed.ts";
export {
  type FrozenManifest,
  frozenFiles,
  frozenManifest,
  type ReleaseStructure,
  releaseList,
  releaseStructure,
} from "./public-files.ts";
export { type PublicRecord, type PublicRecords, type RecordValue, recordLine, recordOfLine, recordValues } from "./public-record.ts";
export {
  type DatasetSource,
  datasetSource,
  type HubDescription,
  hubDescription,
  type PublicPolicy,
  publicPolicy,
  type ReleaseManifest,
  releaseManifest,
  toldCount,
} from "./release.ts";
export {
  type BandedFigure,
  endedWithin,
  type WaitBand,
  type Waits,
  waitQuantile,
} from "./statistics/banded-waits.ts";
export {
  type CountData,
  type CountModel,
  fewestMonths,
  type LevelChange,
  levelChange,
  type MonthlyOptions,
  type MonthlyTrend,
  monthlyTrend,
  type NegativeBinomialModel,
  negativeBinomialRegression,
  overdispersedAbove,
  poissonRegression,
  type TrendFamily,
} from "./statistics/count-regression.ts";
export { getisOrd, type HotspotScore } from "./statistics/getis-ord.ts";
export {
  type AreaAmount,
  type Concentration,
  concentration,
  type LorenzPoint,
  type Part,
  type RepresentationRatio,
  representationRatio,
} from "./statistics/gini.ts";
export { betaQuantile, incompleteBeta } from "./statistics/incomplete-beta.ts";
export { gammaQuantile, incompleteGamma } from "./statistics/incomplete-gamma.ts";
export type { Interval } from "./statistics/interval.ts";
export { differenceByChance, type Estimated, intervalOfDifference } from "./statistics/interval-difference.ts";
export {
  type AnsweredBy,
  type Duration,
  type DurationCount,
  kaplanMeier,
  kaplanMeierOfCounts,
  type SurvivalCurve,
  type SurvivalQuantile,
  type SurvivalStep,
} from "./statistics/kaplan-meier.ts";
export { benjaminiHochberg, holm } from "./statistics/multiple-comparisons.ts";
export { normalProbability, normalQuantile } from "./statistics/normal.ts";
export {
  type CountComparison,
  type CountOver,
  compareCounts,
  countInterval,
  poissonZ,
  type Rate,
  rateWithInterval,
} from "./statistics/poisson.ts";
export { studentTProbability, studentTQuantile } from "./statistics/student-t.ts";
export * from "./survey/index.ts";
export { anchor, forLanguage, inLanguage, type LocalisedText } from "./text.ts";
export { type Criterion, type CriterionCode, type CriterionSource, criteria, criterionSources } from "./transparency/criteria.ts";
export {
  type CriterionResult,
  type PublishedCatalogue,
  type PublishedDataset,
  type ScoredCriterion,
  type TransparencyScore,
  transparencyScore,
} from "./transparency/score.ts";
export { type CriterionText, criterionSourceText, criterionText, transparencySentence } from "./transparency/words.ts";
