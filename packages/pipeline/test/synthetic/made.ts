import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { folderOnce, runFolder } from "../../../../test/support/once.ts";
import { generateRecords } from "../../src/synthetic/generate.ts";
import { type Generated, generatedFile } from "../../src/synthetic/generated.ts";

/** The committed folder of the sample. */
export const sample = fileURLToPath(new URL("../../../../samples/alderport/", import.meta.url));
/** Goes when the tests have run. */
export const scratch = mkdtempSync(join(runFolder(), "synthetic-"));

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
/** The records of the sample as they are committed and demonstrated, generated once for all files of tests. */
export async function makeWhole(): Promise<Made> {
  const folder = await folderOnce("alderport", async (own) => {
    cpSync(join(sample, "hub.yaml"), join(own, "hub.yaml"));
    await generateRecords({ folder: own, seed: 1, scale: 1 });
  });
  return { folder, generated: JSON.parse(readFileSync(join(folder, generatedFile), "utf8")) as Generated };
}

function readRows(file: string): readonly Row[] {
  const [header = "", ...lines] = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(columns.map((column, place) => [column, fields[place] ?? ""]));
  });
}

/** The rows of the files whose path begins so. No field of theirs is quoted. */
export const rowsOf = ({ folder, generated }: Made, prefix: string): readonly Row[] =>
  generated.files.filter(({ path }) => path.startsWith(prefix)).flatMap(({ path }) => readRows(join(folder, path)));
