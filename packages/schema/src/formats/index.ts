export { type ArchiveFile, writeGzip, writeZip } from "./archive.ts";
export { type CalendarActivity, type CalendarWords, calendarOf } from "./calendar.ts";
export { type Column, columnsOf, type Field } from "./columns.ts";
export { type CsvTable, csvTableFragment, csvText, tableCsv } from "./csv.ts";
export { type JsonStatDimension, jsonStatCollection, jsonStatCube } from "./json-stat.ts";
export { type Door, type DoorParameter, openApi } from "./open-api.ts";
export { type FurtherLabels, tableParquet } from "./parquet.ts";
export { type TableRow, tableNdjson, tableRows } from "./rows.ts";
export { tableSchema } from "./table-schema.ts";
