import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import type * as z from "zod";
import { PipelineError } from "../errors.ts";
import { readYaml } from "../hub/read-yaml.ts";
import type { countCodes } from "./counted-as.ts";

/** Counts by code, for the steward. */
export type Counts = ReturnType<typeof countCodes<string>>;

/** Reads a YAML file of rules. @param none The rules where there is no file. */
export function readRules<Schema extends z.ZodType>(path: string | undefined, schema: Schema, none: z.output<Schema>): z.output<Schema> {
  if (path === undefined) return none;
  const read = readYaml(dirname(path), basename(path), schema);
  if (read.problems.length > 0 || read.value === undefined)
    throw new PipelineError("IMPORT_INVALID", "The rules cannot be used. Nothing was imported.", { problems: read.problems });
  return read.value;
}

/** Reads a text file, uncompressed, in UTF-8. */
export function readText(path: string): string {
  if (!existsSync(path))
    throw new PipelineError("IMPORT_INVALID", "The file cannot be read.", {
      problems: [{ code: "FILE_MISSING", file: path, message: "The file does not exist." }],
    });
  try {
    const bytes = readFileSync(path);
    return new TextDecoder("utf-8", { fatal: true }).decode(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  } catch {
    throw new PipelineError("IMPORT_INVALID", "The file is not text in UTF-8, or is damaged. Export it again.");
  }
}

/** Writes all of a file or nothing of it. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
