import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { PipelineError } from "../errors.ts";
import { findFiles } from "../read/files.ts";
import { readSource } from "../read/source.ts";
import { quoted, Workbench } from "../read/workbench.ts";

/** The columns of a CSV file, in their order, and its rows by column. */
export interface CsvRows {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/**
 * Reads every row of a CSV file (UTF-8; gzip if it is named so) as text. What is missing is an empty text.
 * @throws {PipelineError} `IMPORT_INVALID` with the problems of the file.
 */
export async function readCsvRows(path: string): Promise<CsvRows> {
  const invalid = (problems: PipelineError["problems"]) => new PipelineError("IMPORT_INVALID", "The file cannot be read.", { problems });
  if (!existsSync(path)) throw invalid([{ code: "FILE_MISSING", file: path, message: "The file does not exist." }]);
  const { files, problems } = findFiles(dirname(path), basename(path));
  if (problems.length > 0) throw invalid(problems);
  const workbench = await Workbench.open(
    files.map(({ absolute }) => absolute),
    "UTC",
  );
  try {
    const source = await readSource(workbench, files, { format: "csv" }, []);
    if (source.problems.length > 0) throw invalid(source.problems);
    const columns = await workbench.columns(`SELECT ${source.columns.map(quoted).join(", ")} FROM source ORDER BY __row`);
    const rows = (columns[0] ?? []).map((_, row) =>
      Object.fromEntries(source.columns.map((name, at) => [name, String(columns[at]?.[row] ?? "")])),
    );
    return { columns: source.columns, rows };
  } finally {
    workbench.close();
  }
}

const field = (text: string) => (/[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as CSV with a header, by RFC 4180 but with the line ends of the other files of a hub folder. */
export const csvText = ({ columns, rows }: CsvRows): string =>
  [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))].map((fields) => `${fields.map(field).join(",")}\n`).join("");
