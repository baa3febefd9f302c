export { type AddressedQuestion, queryAddress } from "./address.ts";
export { type CalendarActivity, type CalendarWords, calendarOf } from "./calendar.ts";
export { type CsvTable, csvTableFragment, csvText, tableCsv } from "./csv.ts";
export { type TableRow, tableRows } from "./rows.ts";
