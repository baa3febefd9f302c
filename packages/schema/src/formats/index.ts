export { type CsvTable, csvTableFragment, tableCsv } from "./csv.ts";
export { type TableRow, tableRows } from "./rows.ts";
