import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { Problem } from "../errors.ts";
import { checkWhole, isCompressed, type SourceFile } from "./files.ts";
import { csvLayout, type Layout, ndjsonLayout, rowOf } from "./layout.ts";
import { literal, quoted, type Workbench } from "./workbench.ts";

export interface SourceFormat {
  readonly format: "csv" | "ndjson" | "parquet";
  readonly delimiter?: string | undefined;
  /** Whether the rows get a column `file_row` besides: their file and their place in it, for records that have no number of their own. */
  readonly numbered?: boolean | undefined;
}

/** The column of `numbered`. */
export const fileRow = "file_row";

/** Where a row of `source` stands. */
export interface SourcePlace {
  readonly file: string;
  /** As a spreadsheet counts: the header is row 1 where there is one. */
  readonly row: number;
}

/** What was read into `source`. */
export interface Source {
  readonly columns: readonly string[];
  readonly problems: readonly Problem[];
  /** Files without a record. */
  readonly withoutRows: readonly Problem[];
  /** Where the row of `source` with this `__row` stands. */
  readonly placeOf: (row: number) => SourcePlace;
}

interface OpenFile {
  readonly file: SourceFile;
  readonly layout: Layout | undefined;
  readonly columns: readonly string[];
  /** The file's rows as SQL: its columns, in their order, all of them text. */
  readonly rows: string;
}

const unreadable = (file: SourceFile, message: string, row?: number): Problem => ({
  code: "FILE_UNREADABLE",
  file: file.path,
  ...(row === undefined ? {} : { row }),
  message,
});

// What DuckDB says of a file quotes it, so it is not repeated.
const notAsItsFormatSays = "The file cannot be read as its format says. Check its format, delimiter, quotes and encoding (UTF-8).";
const notAll = "Not every row of the file could be read. Check its delimiter, quotes and line ends.";

/** Nothing is sniffed: DuckDB's guesses skip lines, take records for comments or for a header, and differ from file to file. */
function csvRows(file: SourceFile, { header, uniform }: Layout, delimiter: string): string {
  const columns = header.map((_, place) => `c${place}: 'VARCHAR'`).join(", ");
  const named = header.map((name, place) => `c${place} AS ${quoted(name)}`).join(", ");
  // DuckDB's strict mode stumbles over line ends that differ, also inside quotes. What it guards against, the layout has refused by then.
  return `SELECT ${named} FROM read_csv(${literal(file.absolute)}, auto_detect = false, columns = {${columns}}, header = true, skip = 0, comment = '', delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = ${uniform}, null_padding = false, ignore_errors = false, hive_partitioning = false, compression = '${isCompressed(file) ? "gzip" : "none"}')`;
}

async function openCsv(file: SourceFile, delimiter: string): Promise<OpenFile | Problem> {
  const reader = csvLayout(delimiter);
  const torn = await checkWhole(file, (chunk) => reader.push(chunk));
  if (torn !== undefined) return torn;
  const layout = reader.end();
  if (layout.wrong !== undefined) return unreadable(file, layout.wrong.message, layout.wrong.row);
  return { file, layout, columns: layout.header, rows: csvRows(file, layout, delimiter) };
}

/** The first line that is no JSON object. */
async function brokenLine(file: SourceFile): Promise<number | undefined> {
  const bytes = createReadStream(file.absolute);
  const lines = createInterface({ input: isCompressed(file) ? bytes.pipe(createGunzip()) : bytes });
  let row = 0;
  for await (const line of lines) {
    row += 1;
    if (line.trim() === "") continue;
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return row;
    } catch {
      return row;
    }
  }
  return undefined;
}

/** Each value as it is written: a type guessed from the first lines would change numbers and instants. */
async function openNdjson(workbench: Workbench, file: SourceFile): Promise<OpenFile | Problem> {
  const reader = ndjsonLayout();
  const torn = await checkWhole(file, (chunk) => reader.push(chunk));
  if (torn !== undefined) return torn;
  const layout = reader.end();
  const compression = isCompressed(file) ? "gzip" : "uncompressed";
  const objects = `read_json(${literal(file.absolute)}, format = 'newline_delimited', records = false, auto_detect = false, columns = {j: 'JSON'}, ignore_errors = false, hive_partitioning = false, compression = '${compression}')`;
  try {
    const rows = await workbench.rows(`
      SELECT DISTINCT unnest(json_keys(j)) AS name FROM ${objects} WHERE json_type(j) = 'OBJECT' ORDER BY 1`);
    const [odd] = await workbench.rows(`
      SELECT count(*) FILTER (json_type(j) <> 'OBJECT')::INT AS others,
        count(*) FILTER (len(json_keys(j)) <> len(list_distinct(list_transform(json_keys(j), name -> lower(name)))))::INT AS twice
      FROM ${objects}`);
    if (Number(odd?.others) > 0) return unreadable(file, "A line is not a JSON object.", await brokenLine(file));
    if (Number(odd?.twice) > 0) return unreadable(file, "An object has the same key twice, or in capitals and without. Rename one.");
    const columns = rows.map(({ name }) => String(name)).filter((name) => name !== "");
    if (new Set(columns.map((name) => name.toLowerCase())).size < columns.length)
      return unreadable(file, "A key is written in capitals and without. Write it one way.");
    if (columns.includes("__row")) return unreadable(file, "A key is named __row, which is kept for the number of the row. Rename it.");
    const fields = columns.map((name) => `json_extract_string(j, ${literal(pointer(name))}) AS ${quoted(name)}`);
    return { file, layout, columns, rows: `SELECT ${fields.length === 0 ? "NULL AS nothing" : fields.join(", ")} FROM ${objects}` };
  } catch {
    return unreadable(file, "A line is not a JSON object in UTF-8. There must be one object on each line.", await brokenLine(file));
  }
}

/** A key as a JSON pointer (RFC 6901), in which no character stands for several keys. */
const pointer = (key: string) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;

async function openParquet(workbench: Workbench, file: SourceFile): Promise<OpenFile | Problem> {
  const torn = await checkWhole(file);
  if (torn !== undefined) return torn;
  const rows = `FROM read_parquet(${literal(file.absolute)}, hive_partitioning = false)`;
  try {
    const columns = (await workbench.rows(`DESCRIBE SELECT * ${rows}`)).map((row) => String(row.column_name));
    if (columns.some((name) => name.toLowerCase() === "__row"))
      return unreadable(file, "A column is named __row, which is kept for the number of the row. Rename it.");
    const fields = columns.map((name) => `CAST(${quoted(name)} AS VARCHAR) AS ${quoted(name)}`);
    return { file, layout: undefined, columns, rows: `SELECT ${fields.join(", ")} ${rows}` };
  } catch {
    return unreadable(file, notAsItsFormatSays);
  }
}

const open = (workbench: Workbench, file: SourceFile, { format, delimiter = "," }: SourceFormat): Promise<OpenFile | Problem> => {
  switch (format) {
    case "csv":
      return openCsv(file, delimiter);
    case "ndjson":
      return openNdjson(workbench, file);
    case "parquet":
      return openParquet(workbench, file);
  }
};

const has = (columns: readonly string[], name: string) => columns.some((own) => own.toLowerCase() === name.toLowerCase());

/**
 * Columns that only some of the files have. A header may be missing, so that a record stands in its place: only what the steward wrote
 * is named.
 */
function compareColumns(files: readonly OpenFile[], named: readonly string[], { format }: SourceFormat): readonly Problem[] {
  const lacking = files.flatMap(({ file, columns }) =>
    named
      .filter((name) => !has(columns, name) && files.some((other) => has(other.columns, name)))
      .map((column): Problem => {
        const message = "Other files of this dataset have this column and this one does not. Check the header.";
        return { code: "COLUMN_MISSING", file: file.path, column, row: 1, message };
      }),
  );
  // A JSON object may leave out what it does not know.
  const [first, ...others] = files;
  if (lacking.length > 0 || format === "ndjson" || first === undefined) return lacking;
  return others.flatMap(({ file, columns }): Problem[] => {
    const missing = first.columns.filter((name) => !has(columns, name)).length;
    const surplus = columns.filter((name) => !has(first.columns, name)).length;
    if (missing + surplus === 0) return [];
    const message = `${missing} columns of the first file are lacking here, and ${surplus} are here that it does not have. Check the header.`;
    return [{ code: "COLUMN_MISSING", file: file.path, row: 1, message }];
  });
}

/**
 * Makes `source`: every row of the files with its columns as text, and its place among all rows (`__row`, from 1).
 * @param named Columns that the steward's expressions name: no other is named in a problem.
 * @param kept Which columns the table gets: those named alone take less time and room.
 */
export async function readSource(
  workbench: Workbench,
  files: readonly SourceFile[],
  format: SourceFormat,
  named: readonly string[],
  kept: "all" | "named" = "all",
): Promise<Source> {
  const opened: OpenFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const result = await open(workbench, file, format);
    if ("code" in result) problems.push(result);
    else opened.push(result);
  }
  const starts: { readonly file: OpenFile; readonly before: number }[] = [];
  const placeOf = (row: number): SourcePlace => {
    const { file, before } = starts.findLast((start) => start.before < row) ?? { file: undefined, before: 0 };
    const header = format.format === "csv" ? 1 : 0;
    return {
      file: file?.file.path ?? "",
      row: file?.layout === undefined ? row - before : rowOf(file.layout.emptyLines, row - before, header),
    };
  };
  // Of a file without a record that names its own columns, nothing is known.
  const known = opened.filter(({ layout }) => format.format !== "ndjson" || layout?.records !== 0);
  problems.push(...compareColumns(known, named, format));
  const ownColumns = known.flatMap((file) => file.columns).filter((name, at, all) => !has(all.slice(0, at), name));
  const isNumbered = format.numbered === true;
  const taken = isNumbered ? known.find((file) => has(file.columns, fileRow)) : undefined;
  if (taken !== undefined)
    problems.push(
      unreadable(taken.file, `A column is named ${fileRow}, which \`numbered\` gives to every row. Rename it, or leave \`numbered\` out.`),
    );
  const columns = isNumbered ? [...ownColumns, fileRow] : ownColumns;
  const withoutRows: Problem[] = [];
  const result = { columns, problems, withoutRows, placeOf };
  if (problems.length > 0) return result;
  const isKept = (name: string) => kept === "all" || has(named, name);
  const fields = columns
    .filter(isKept)
    .map((name) => `, ${quoted(name)} VARCHAR`)
    .join("");
  await workbench.run(`CREATE OR REPLACE TABLE source (__row BIGINT${fields})`);
  let total = 0;
  for (const file of opened) {
    starts.push({ file, before: total });
    const own = file.columns.filter(isKept);
    const into = ["__row", ...own.map((name) => quoted(columns.find((column) => has([column], name)) ?? name))];
    const from = [`${total} + row_number() OVER ()`, ...own.map(quoted)];
    if (isNumbered && isKept(fileRow)) {
      into.push(fileRow);
      from.push(`${literal(`${file.file.path}:`)} || row_number() OVER ()`);
    }
    try {
      if (file.columns.length > 0)
        await workbench.run(`INSERT INTO source (${into.join(", ")}) SELECT ${from.join(", ")} FROM (${file.rows})`);
    } catch {
      problems.push(unreadable(file.file, notAsItsFormatSays));
      return result;
    }
    const [count] = await workbench.rows("SELECT count(*)::BIGINT AS rows FROM source");
    const rows = Number(count?.rows) - total;
    if (file.layout !== undefined && file.layout.records !== rows) problems.push(unreadable(file.file, notAll));
    if (rows === 0) {
      const message = "The file has no records. Export it again, or remove it.";
      withoutRows.push({ code: "FILE_WITHOUT_ROWS", file: file.file.path, message });
    }
    total += rows;
  }
  return result;
}
