import type { Problem } from "../errors.ts";
import type { SourceFile } from "./files.ts";
import { literal, quoted, type Workbench } from "./workbench.ts";

export interface SourceFormat {
  readonly format: "csv" | "ndjson" | "parquet";
  readonly delimiter?: string | undefined;
}

/** The reading of some files as SQL: every column as text, in the files' own order. */
function readerOf(files: readonly SourceFile[], { format, delimiter = "," }: SourceFormat): string {
  const paths = `[${files.map(({ absolute }) => literal(absolute)).join(", ")}]`;
  switch (format) {
    case "csv":
      return `read_csv(${paths}, header = true, all_varchar = true, union_by_name = true, filename = '__file', delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = true, null_padding = false)`;
    case "ndjson":
      return `read_json(${paths}, format = 'newline_delimited', union_by_name = true, filename = '__file', convert_strings_to_integers = false, sample_size = -1)`;
    case "parquet":
      return `read_parquet(${paths}, union_by_name = true, filename = '__file')`;
  }
}

/** What DuckDB said, without the data it quotes: the row where it names one. */
function unreadable(file: SourceFile, error: unknown): Problem {
  const row = /(?:Line|line|row)[: ]+(\d+)/.exec((error as Error).message)?.[1];
  return {
    code: "FILE_UNREADABLE",
    file: file.path,
    ...(row === undefined ? {} : { row: Number(row) }),
    message:
      "The file cannot be read as its format says. Check its delimiter, quotes and encoding (UTF-8) at the row named, or near the end.",
  };
}

/** Names of a file's columns, as text columns of the workbench. */
async function columnsOf(workbench: Workbench, files: readonly SourceFile[], format: SourceFormat): Promise<readonly string[]> {
  const rows = await workbench.rows(`DESCRIBE SELECT * EXCLUDE (__file) FROM ${readerOf(files, format)}`);
  return rows.map((row) => String(row.column_name));
}

/**
 * Makes `source`: every row of the files with all columns as text, its file (`__file`) and its place among all rows (`__row`, from 1).
 * @returns The columns, or the problems: a column that only some of the files have, a file that cannot be read, a file without rows
 * (which is told, and no reason to stop).
 */
export async function readSource(
  workbench: Workbench,
  files: readonly SourceFile[],
  format: SourceFormat,
): Promise<{ readonly columns: readonly string[]; readonly problems: readonly Problem[]; readonly withoutRows: readonly Problem[] }> {
  const problems: Problem[] = [];
  const perFile = new Map<SourceFile, readonly string[]>();
  for (const file of files) {
    try {
      perFile.set(file, await columnsOf(workbench, [file], format));
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  const columns = [...new Set([...perFile.values()].flat())];
  for (const [file, own] of perFile) {
    for (const column of columns.filter((name) => !own.includes(name))) {
      const message = "Other files of this dataset have this column and this one does not. Check the header.";
      problems.push({ code: "COLUMN_MISSING", file: file.path, column, row: 1, message });
    }
  }
  if (problems.length > 0) return { columns, problems, withoutRows: [] };
  const text = columns.map((name) => `CAST(${quoted(name)} AS VARCHAR) AS ${quoted(name)}`).join(", ");
  const create = (some: readonly SourceFile[]) =>
    `CREATE OR REPLACE TABLE source AS SELECT row_number() OVER () AS __row, __file, ${text} FROM ${readerOf(some, format)}`;
  try {
    await workbench.run(create(files));
  } catch (error) {
    for (const file of files) await workbench.run(create([file])).catch((own: unknown) => problems.push(unreadable(file, own)));
    const [first] = files;
    if (problems.length === 0 && first !== undefined) problems.push(unreadable(first, error));
    return { columns, problems, withoutRows: [] };
  }
  const filled = new Set((await workbench.rows("SELECT DISTINCT __file FROM source")).map((row) => String(row.__file)));
  const withoutRows = files
    .filter(({ absolute }) => !filled.has(absolute))
    .map(
      ({ path }): Problem => ({
        code: "FILE_WITHOUT_ROWS",
        file: path,
        message: "The file has a header and no rows. Nothing was read from it.",
      }),
    );
  return { columns, problems, withoutRows };
}
