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

/** What files give, before or after their rows were read. */
export interface Source {
  readonly columns: readonly string[];
  readonly problems: readonly Problem[];
  /** Files without a record. */
  readonly withoutRows: readonly Problem[];
  /** Where the row with this number stands, from 1 among all rows. */
  readonly placeOf: (row: number) => SourcePlace;
}

/** Files that were looked through, whose rows are still to be read. */
export interface OpenSource extends Source {
  /**
   * All rows in their order as SQL, their columns as text. Of files that have problems there are none.
   * @param kept The columns that are needed, in capitals or without: fewer take less time and room. All where none are named.
   */
  readonly rows: (kept?: readonly string[]) => string;
  /**
   * Runs what reads the rows into a table, and counts what came of it.
   * @param read Reads all of them, once.
   * @param table Where they are then.
   * @returns The problems of files that cannot be read as their format says, or not whole.
   */
  readonly readInto: (table: string, read: () => Promise<void>) => Promise<readonly Problem[]>;
}

interface OpenFile {
  readonly file: SourceFile;
  /** Empty lines of a text file: for each, how many records stand before it. */
  readonly emptyLines: readonly number[];
  readonly columns: readonly string[];
  /** The rows of the file, or of some that are alike, as SQL: its columns, in their order, all of them text. */
  readonly rows: (files: readonly SourceFile[]) => string;
  /** Files for which this is the same can be read at once, which takes DuckDB half the time; null: by itself. */
  readonly alike: string | null;
  /** How many rows it must give. */
  readonly records: number;
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
function csvRows(files: readonly SourceFile[], { header, uniform }: Layout, delimiter: string, compression: string): string {
  const columns = header.map((_, place) => `c${place}: 'VARCHAR'`).join(", ");
  const named = header.map((name, place) => `c${place} AS ${quoted(name)}`).join(", ");
  // DuckDB's strict mode stumbles over line ends that differ, also inside quotes. What it guards against, the layout has refused by then.
  return `SELECT ${named} FROM read_csv([${files.map(({ absolute }) => literal(absolute)).join(", ")}], auto_detect = false, columns = {${columns}}, header = true, skip = 0, comment = '', delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = ${uniform}, null_padding = false, ignore_errors = false, hive_partitioning = false, compression = '${compression}')`;
}

async function openCsv(file: SourceFile, delimiter: string): Promise<OpenFile | Problem> {
  const reader = csvLayout(delimiter);
  const torn = await checkWhole(file, (chunk) => reader.push(chunk));
  if (torn !== undefined) return torn;
  const layout = reader.end();
  if (layout.wrong !== undefined) return unreadable(file, layout.wrong.message, layout.wrong.row);
  const { header: columns, records, emptyLines } = layout;
  const compression = isCompressed(file) ? "gzip" : "none";
  const alike = JSON.stringify([columns, layout.uniform, compression]);
  return { file, emptyLines, records, columns, alike, rows: (files) => csvRows(files, layout, delimiter, compression) };
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
  const { records, emptyLines } = reader.end();
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
    return {
      ...{ file, emptyLines, records, columns, alike: null },
      rows: () => `SELECT ${fields.length === 0 ? "NULL AS nothing" : fields.join(", ")} FROM ${objects}`,
    };
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
    const [counted] = await workbench.rows(`SELECT count(*)::BIGINT AS records ${rows}`);
    const records = Number(counted?.records);
    return { file, emptyLines: [], records, columns, alike: null, rows: () => `SELECT ${fields.join(", ")} ${rows}` };
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

const withoutRowsOf = ({ file }: OpenFile): Problem => ({
  code: "FILE_WITHOUT_ROWS",
  file: file.path,
  message: "The file has no records. Export it again, or remove it.",
});

/** The rows of all files as SQL, each with the columns of all. */
function rowsOf(files: readonly OpenFile[], columns: readonly string[], isNumbered: boolean): string {
  const groups: { readonly first: OpenFile; readonly files: SourceFile[] }[] = [];
  for (const one of files) {
    const last = groups.at(-1);
    if (last !== undefined && one.alike !== null && one.alike === last.first.alike && !isNumbered) last.files.push(one.file);
    else groups.push({ first: one, files: [one.file] });
  }
  const selects = groups.map(({ first, files: own }) => {
    const fields = columns.map((name) => {
      const column = first.columns.find((other) => has([other], name));
      if (column !== undefined) return `${quoted(column)} AS ${quoted(name)}`;
      const number = `${literal(`${first.file.path}:`)} || row_number() OVER ()`;
      return `${isNumbered && name === fileRow ? number : "NULL::VARCHAR"} AS ${quoted(name)}`;
    });
    return `SELECT ${fields.length === 0 ? "1 AS row" : fields.join(", ")} FROM (${first.rows(own)})`;
  });
  // Without a file there is no row either.
  const none = `SELECT ${columns.length === 0 ? "1 AS row" : columns.map((name) => `NULL::VARCHAR AS ${quoted(name)}`).join(", ")} WHERE false`;
  return selects.length === 0 ? none : selects.join(" UNION ALL ");
}

/** A disk without room is no fault of a file. */
const isOfTheDisk = (error: unknown) => (error as { readonly code?: unknown } | null)?.code === "ENOSPC";

/** Which of the files cannot be read as their format says, or not whole, each tried by itself. */
async function unreadOf(
  workbench: Workbench,
  files: readonly OpenFile[],
  rowsOfOne: (file: OpenFile) => string,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const one of files) {
    try {
      await workbench.run(`CREATE OR REPLACE TABLE tried AS ${rowsOfOne(one)}`);
      const [count] = await workbench.rows("SELECT count(*)::BIGINT AS rows FROM tried");
      if (Number(count?.rows) !== one.records) problems.push(unreadable(one.file, notAll));
    } catch (error) {
      if (isOfTheDisk(error)) throw error;
      problems.push(unreadable(one.file, notAsItsFormatSays));
      break;
    }
  }
  await workbench.run("DROP TABLE IF EXISTS tried");
  return problems;
}

/**
 * Looks through files for their columns and the number of their records, and makes an empty `source` with these columns, for expressions
 * to be checked against. The rows themselves are read by whoever needs them, once.
 * @param named Columns that the steward's expressions name: no other is named in a problem.
 */
export async function openSource(
  workbench: Workbench,
  files: readonly SourceFile[],
  format: SourceFormat,
  named: readonly string[],
): Promise<OpenSource> {
  const opened: OpenFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const result = await open(workbench, file, format);
    if ("code" in result) problems.push(result);
    else opened.push(result);
  }
  let total = 0;
  const starts = opened.map((file) => {
    const before = total;
    total += file.records;
    return { file, before };
  });
  const header = format.format === "csv" ? 1 : 0;
  const placeOf = (row: number): SourcePlace => {
    const start = starts.findLast(({ before }) => before < row);
    if (start === undefined) return { file: "", row };
    return { file: start.file.file.path, row: rowOf(start.file.emptyLines, row - start.before, header) };
  };
  // Of a file without a record that names its own columns, nothing is known.
  const known = opened.filter(({ records }) => format.format !== "ndjson" || records !== 0);
  problems.push(...compareColumns(known, named, format));
  const ownColumns = known.flatMap((file) => file.columns).filter((name, at, all) => !has(all.slice(0, at), name));
  const isNumbered = format.numbered === true;
  const taken = isNumbered ? known.find((file) => has(file.columns, fileRow)) : undefined;
  if (taken !== undefined)
    problems.push(
      unreadable(taken.file, `A column is named ${fileRow}, which \`numbered\` gives to every row. Rename it, or leave \`numbered\` out.`),
    );
  const columns = isNumbered ? [...ownColumns, fileRow] : ownColumns;
  const readable = problems.length > 0 ? [] : known;
  const expected = readable.reduce((sum, { records }) => sum + records, 0);
  if (problems.length === 0)
    await workbench.run(`CREATE OR REPLACE TABLE source (__row BIGINT${columns.map((name) => `, ${quoted(name)} VARCHAR`).join("")})`);
  return {
    ...{ columns, problems, placeOf },
    withoutRows: problems.length > 0 ? [] : opened.filter(({ records }) => records === 0).map(withoutRowsOf),
    rows: (kept = columns) =>
      rowsOf(
        readable,
        columns.filter((name) => has(kept, name)),
        isNumbered,
      ),
    async readInto(table, read) {
      const failed = await read().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failed !== undefined && isOfTheDisk(failed.error)) throw failed.error;
      if (failed === undefined) {
        const [count] = await workbench.rows(`SELECT count(*)::BIGINT AS rows FROM ${table}`);
        if (Number(count?.rows) === expected) return [];
      }
      const wrong = await unreadOf(workbench, readable, (file) => rowsOf([file], columns, isNumbered));
      // Where every file can be read by itself, something else failed.
      if (wrong.length === 0) throw failed?.error ?? new Error("The rows that were read are not those of the files.");
      return wrong;
    },
  };
}

/** As `openSource`, and fills `source`: every row of the files, and its place among all rows (`__row`, from 1). */
export async function readSource(
  workbench: Workbench,
  files: readonly SourceFile[],
  format: SourceFormat,
  named: readonly string[],
): Promise<Source> {
  const source = await openSource(workbench, files, format, named);
  if (source.problems.length > 0) return source;
  const problems = await fillSource(workbench, source);
  return { ...source, problems };
}

/** Fills the table `source` of what was opened, with the place of each row among all (`__row`, from 1). @param kept As for its rows. */
export const fillSource = (workbench: Workbench, { rows, readInto }: OpenSource, kept?: readonly string[]): Promise<readonly Problem[]> =>
  readInto("source", () => workbench.run(`CREATE OR REPLACE TABLE source AS SELECT row_number() OVER () AS __row, * FROM (${rows(kept)})`));
