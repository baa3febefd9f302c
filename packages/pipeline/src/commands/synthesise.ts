import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { alderport } from "../synthetic/city.ts";
import { generateRecords, refuseOtherFolders } from "../synthetic/generate.ts";
import { isGenerated } from "../synthetic/generated.ts";
import { geographyFiles } from "../synthetic/geography-files.ts";
import type { Terminal } from "./terminal.ts";

// Number("") is 0: an empty argument must not pass for a seed.
const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/**
 * `openbeat synthesise [--hub samples/alderport] [--seed 1] [--scale 1] [--geography]`: generates the records of the fictional city of
 * Alderport, unless they are there already. With `--geography`, writes its committed boundaries and population again instead.
 */
export async function synthesise(words: readonly string[], terminal: Pick<Terminal, "out" | "progress">): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      hub: { type: "string", default: "samples/alderport" },
      seed: { type: "string", default: "1" },
      scale: { type: "string", default: "1" },
      geography: { type: "boolean", default: false },
    },
  });
  const made = { folder: values.hub, seed: number(values.seed), scale: number(values.scale) };
  if (values.geography) {
    await refuseOtherFolders(made.folder);
    for (const [path, text] of geographyFiles(alderport())) {
      await mkdir(dirname(join(made.folder, path)), { recursive: true });
      await writeFile(join(made.folder, path), text);
    }
    terminal.out(`The boundaries and the population of Alderport are written into ${made.folder}.`);
    return 0;
  }
  if (isGenerated(made)) {
    terminal.out(`The records in ${made.folder} are already those of seed ${made.seed} and scale ${made.scale}.`);
    return 0;
  }
  const { files } = await generateRecords({
    ...made,
    progress: (done, total) => terminal.progress(`Generating records, ${done} of ${total} files`),
  });
  const records = files.reduce((sum, file) => sum + file.records, 0);
  terminal.out(`${records} fictional records in ${files.length} files of ${made.folder}: seed ${made.seed}, scale ${made.scale}.`);
  return 0;
}
