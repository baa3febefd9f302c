export type { Database, ReleaseListener } from "@openbeat/database";
export { type Catalogue, type CatalogueTable, catalogueOf } from "./catalogue.ts";
export { type Cell, type CellPage, cellCursor, cellKey, memberOf } from "./cells.ts";
export type { Change, ChangePage, PlacedCell } from "./changes.ts";
export { didYouMean, quoted } from "./did-you-mean.ts";
export { editionOf, releasesIn } from "./edition.ts";
export { openReader } from "./open-reader.ts";
export { publishedCatalogue } from "./published-catalogue.ts";
export { questionHash } from "./question.ts";
export type { StoredRecord, StoredRecords } from "./records.ts";
export type { ReleaseRow } from "./releases.ts";
export {
  type Axis,
  type CellOrder,
  type CellQuestion,
  cellOrders,
  type DimensionFilter,
  type DimensionPredicate,
  type Selection,
} from "./selection.ts";
export { findDataset, findRelease, Store, storeOf } from "./store.ts";
export type { FoundPair, PairQuestion } from "./survey-comparison.ts";
export type { EstimatePage, EstimateQuestion, EstimateSelection, FoundEstimate } from "./survey-estimates.ts";
export { estimateCursor, selectEstimates } from "./survey-estimates.ts";
export type { QuestionRecord, Survey, WaveRecord } from "./surveys.ts";
export { findMember, findSurvey, findWave, questionRecordOf, surveyOf, waveRecordOf } from "./surveys.ts";
