export { type CalendarActivity, type CalendarWords, calendarOf } from "./calendar.ts";
export { type CsvTable, type CsvTable, csvTableFragment, csvTableFragment, csvText, tableCsv, tableCsv } from "./csv.ts";
export { type TableRow, tableRows } from "./rows.ts";
