export { type CsvTable, csvTableFragment, csvText, tableCsv } from "./csv.ts";
export { type TableRow, tableRows } from "./rows.ts";
