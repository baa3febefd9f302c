import { copyFileSync, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { PipelineError } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import { findFiles, type SourceFile } from "../read/files.ts";
import { readSource, type Source, type SourceFormat } from "../read/source.ts";
import { Workbench } from "../read/workbench.ts";
import { type Profile, profileSource } from "./guess/profile.ts";
import { readHead } from "./read-head.ts";

/** Files of one kind, open in a workbench as `source`, and what their columns hold. */
export interface OpenFiles {
  readonly workbench: Workbench;
  readonly files: readonly SourceFile[];
  readonly format: SourceFormat;
  readonly source: Source;
  readonly profile: Profile;
}

const formats: readonly (readonly [ending: RegExp, format: SourceFormat["format"]])[] = [
  [/\.csv(\.gz)?$|\.tsv(\.gz)?$/i, "csv"],
  [/\.(ndjson|jsonl)(\.gz)?$/i, "ndjson"],
  [/\.parquet$/i, "parquet"],
];

const invalid = (message: string, problems: PipelineError["problems"] = []) => new PipelineError("IMPORT_INVALID", message, { problems });

/** What a header may be made of. Anything else, and any day or number, is a record without a header above it. */
const isHeading = (name: string) =>
  /^[\p{L}_#][\p{L}\p{N} _./()#:&%'?-]{0,80}$/u.test(name) && !/^\d{4}-\d{2}-\d{2}/.test(name) && !name.includes("@");

/**
 * Opens files of one kind and looks at every column. The caller closes the workbench.
 * @throws {PipelineError} `IMPORT_INVALID` where a file cannot be read, or has no header.
 */
export async function openFiles(
  paths: readonly string[],
  {
    timezone,
    geography,
    delimiter,
    numbered = false,
  }: { readonly timezone: string; readonly geography: Geography; readonly delimiter?: string | undefined; readonly numbered?: boolean },
): Promise<OpenFiles> {
  const files = paths.flatMap((path): readonly SourceFile[] => {
    if (!existsSync(path) || !statSync(path).isFile())
      throw invalid("A file cannot be read. Nothing was imported.", [
        { code: "FILE_MISSING", file: path, message: "There is no such file." },
      ]);
    const found = findFiles(dirname(path), basename(path));
    if (found.problems.length > 0) throw invalid("A file cannot be read. Nothing was imported.", found.problems);
    return found.files;
  });
  const [first] = files;
  const format = formats.find(([ending]) => first !== undefined && ending.test(first.path))?.[1];
  if (first === undefined || format === undefined)
    throw invalid("Records are read from .csv, .tsv, .ndjson or .parquet files, also with .gz after it.");
  const separator = format === "csv" ? (delimiter ?? (await readHead(first)).delimiter) : undefined;
  const asked: SourceFormat = { format, numbered, ...(separator === undefined || separator === "," ? {} : { delimiter: separator }) };
  const workbench = await Workbench.open(
    files.map(({ absolute }) => absolute),
    timezone,
  );
  try {
    const source = await readSource(workbench, files, asked, []);
    if (source.problems.length > 0) throw invalid("The files cannot be read as they are. Nothing was imported.", source.problems);
    const odd = format === "csv" ? source.columns.filter((name) => !isHeading(name) && !/^column \d+$/.test(name)) : [];
    if (odd.length > 0)
      throw invalid(
        `The first row of the file does not look like a header: ${odd.length} of its ${source.columns.length} fields are no names of columns. Add a header, or rename them. Nothing was imported.`,
      );
    const profile = await profileSource(workbench, source.columns, geography);
    if (profile.rows === 0) throw new PipelineError("IMPORT_EMPTY", "The files have no records. Nothing was imported.");
    return { workbench, files, format: asked, source, profile };
  } catch (error) {
    workbench.close();
    throw error;
  }
}

/**
 * Brings files into a folder of the hub, unless they stand in the hub already.
 * @returns The pattern that finds them, from the hub folder.
 * @throws {PipelineError} `COMMAND_INVALID` where one pattern would find other files as well.
 */
export function takeIn(files: readonly SourceFile[], hub: string, folder: string): string {
  const home = realpathSync(hub);
  const inside = files.map(({ absolute }) => relative(home, absolute).split(sep).join("/"));
  const isInside = inside.every((path) => !path.startsWith(".."));
  if (!isInside) {
    mkdirSync(join(hub, folder), { recursive: true });
    for (const { absolute } of files) copyFileSync(absolute, join(hub, folder, basename(absolute)));
  }
  const names = isInside ? inside : files.map(({ absolute }) => `${folder}/${basename(absolute)}`);
  const [first = ""] = names;
  if (names.length === 1) return first;
  const ending = /(\.[a-z]+(\.gz)?)$/i.exec(first)?.[0] ?? "";
  const pattern = `${dirname(first)}/*${ending}`;
  if (findFiles(hub, pattern).files.length !== names.length)
    throw new PipelineError(
      "COMMAND_INVALID",
      `${pattern} finds other files of the hub than those named. Put the files into a folder of their own first.`,
    );
  return pattern;
}
