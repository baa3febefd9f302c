import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Raised with every change of the records that a seed gives. */
export const generatorVersion = 4;
/** Beside the records, and like them not committed: what was generated. */
export const generatedFile = ".generated.json";

const generated = z.object({
  generatorVersion: z.number(),
  seed: z.number(),
  scale: z.number(),
  files: z.array(z.object({ path: z.string(), records: z.number(), bytes: z.number() })),
});
/** What the generated records of a folder were made from, and their files. */
export type Generated = z.infer<typeof generated>;

/** What was last generated in the folder, if that is known. */
export function readGenerated(folder: string): Generated | undefined {
  try {
    return generated.parse(JSON.parse(readFileSync(join(folder, generatedFile), "utf8")));
  } catch {
    // Missing, or not whole: generate again.
    return undefined;
  }
}

/** Whether the folder holds the records of this seed and scale, from this generator, and nothing is to be done. */
export function isGenerated({ folder, seed, scale }: { readonly folder: string; readonly seed: number; readonly scale: number }): boolean {
  const found = readGenerated(folder);
  if (found?.generatorVersion !== generatorVersion || found.seed !== seed || found.scale !== scale) return false;
  return found.files.every(({ path, bytes }) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes);
}
