import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll } from "vitest";
import { generateRecords } from "../../src/synthetic/generate.ts";
import type { Generated } from "../../src/synthetic/generated.ts";

/** The committed folder of the sample. */
export const sample = fileURLToPath(new URL("../../../../samples/alderport/", import.meta.url));
/** Removed when the tests of a file have run. */
export const scratch = mkdtempSync(join(tmpdir(), "openbeat-synthetic-"));
afterAll(() => rmSync(scratch, { recursive: true }));

export function newFolder(name: string): string {
  const folder = join(scratch, name);
  cpSync(join(sample, "hub.yaml"), join(folder, "hub.yaml"));
  return folder;
}

/** Records that were generated, and where. */
export interface Made {
  readonly folder: string;
  readonly generated: Generated;
}

export async function make(
  name: string,
  options: { readonly seed: number; readonly scale: number; readonly threads?: number; readonly only?: readonly string[] },
): Promise<Made> {
  const folder = newFolder(name);
  return { folder, generated: await generateRecords({ folder, ...options }) };
}

export type Row = Readonly<Record<string, string>>;
/** The rows of the files whose path begins so. No field of theirs is quoted. */
export const rowsOf = ({ folder, generated }: Made, prefix: string): Row[] =>
  generated.files
    .filter(({ path }) => path.startsWith(prefix))
    .flatMap(({ path }) => {
      const [header = "", ...lines] = gunzipSync(readFileSync(join(folder, path)))
        .toString("utf8")
        .trim()
        .split("\n");
      return lines.map((line) => {
        const fields = line.split(",");
        return Object.fromEntries(header.split(",").map((column, place) => [column, fields[place] ?? ""]));
      });
    });
