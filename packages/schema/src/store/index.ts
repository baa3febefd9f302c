export type { Database } from "@openbeat/database";
export { type Catalogue, type CatalogueTable, catalogueOf } from "./catalogue.ts";
export { type Cell, type CellPage, cellCursor, cellKey, memberOf } from "./cells.ts";
export type { Change, ChangePage, PlacedCell } from "./changes.ts";
export { openReader } from "./open-reader.ts";
export type { ReleaseRow } from "./releases.ts";
export type { Axis, CellQuestion, DimensionFilter, DimensionPredicate, Selection } from "./selection.ts";
export { findDataset, findRelease, Store, storeOf } from "./store.ts";
