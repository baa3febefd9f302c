export { measureByCode, measureCatalogue } from "./catalogue.ts";
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
export { type Direction, derivedFrom, type Measure, type MeasureDefinition, type MeasureKind, type ShareOf } from "./measure.ts";
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
export { printedPeriod, printedValue } from "./printed.ts";
export {
  type FrozenManifest,
  frozenFiles,
  frozenManifest,
  type ReleaseStructure,
  releaseList,
  releaseStructure,
} from "./public-files.ts";
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
export { betaQuantile, incompleteBeta } from "./statistics/incomplete-beta.ts";
export { benjaminiHochberg, holm } from "./statistics/multiple-comparisons.ts";
export { normalProbability, normalQuantile } from "./statistics/normal.ts";
export { studentTProbability, studentTQuantile } from "./statistics/student-t.ts";
export * from "./survey/index.ts";
export { inLanguage, type LocalisedText } from "./text.ts";
