import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { PipelineError } from "../errors.ts";
import { alderport } from "../synthetic/city.ts";
import { generateRecords, refuseOtherFolders } from "../synthetic/generate.ts";
import { isGenerated } from "../synthetic/generated.ts";
import { geographyFiles } from "../synthetic/geography-files.ts";
import { publicRecordFiles, readActivities } from "../synthetic/public/record-files.ts";
import type { Terminal } from "./terminal.ts";

// Number("") is 0: an empty argument must not pass for a seed.
const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/**
 * `openbeat synthesise [--hub samples/alderport] [--seed 1] [--scale 1] [--geography | --records]`: generates the records of the fictional city
 * of Alderport, unless they are there already. With `--geography`, writes its committed boundaries and population again instead; with `--records`,
 * its committed public records of activities, contributions and coverage, which belong to seed 1 and scale 1.
 */
export async function synthesise(words: readonly string[], terminal: Pick<Terminal, "out" | "progress">): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      hub: { type: "string", default: "samples/alderport" },
      seed: { type: "string", default: "1" },
      scale: { type: "string", default: "1" },
      geography: { type: "boolean", default: false },
      records: { type: "boolean", default: false },
    },
  });
  const made = { folder: values.hub, seed: number(values.seed), scale: number(values.scale) };
  if (values.geography) {
    await writeCommitted(made.folder, geographyFiles(alderport()));
    terminal.out(`The boundaries and the population of Alderport are written into ${made.folder}.`);
    return 0;
  }
  if (values.records) {
    if (!isGenerated({ ...made, seed: 1, scale: 1 }))
      throw new PipelineError(
        "COMMAND_INVALID",
        "The public records belong to seed 1 and scale 1. Generate those first, without --records.",
      );
    await writeCommitted(made.folder, publicRecordFiles(readActivities(made.folder)));
    terminal.out(`The public records of activities, contributions and coverage are written into ${made.folder}.`);
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

async function writeCommitted(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await refuseOtherFolders(folder);
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
