export { type CsvTable, csvTableFragment, tableCsv } from "./csv.ts";
