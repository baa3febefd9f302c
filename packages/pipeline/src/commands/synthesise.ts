import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PipelineError } from "../errors.ts";
import { command } from "./form/command.ts";

// Number("") is 0: an empty argument must not pass for a seed.
const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

export const synthesise = command(
  {
    name: "synthesise",
    purpose: "Generate the records of the fictional sample city of Alderport, unless they are there already.",
    details:
      "The same seed and scale give the same records. The committed boundaries, population and public records belong to seed 1 and scale 1.",
    arguments: [],
    options: {
      hub: { value: "FOLDER", does: "The hub folder of the sample city.", fallback: "samples/alderport" },
      seed: { value: "N", does: "A whole number: what all chance is drawn from.", fallback: "1" },
      scale: { value: "N", does: "How many times as many records.", fallback: "1" },
      geography: { does: "Write the committed boundaries and population again instead." },
      records: { does: "Write the committed public records of activities, contributions and coverage again instead." },
    },
    examples: [
      { line: "openbeat synthesise", does: "Generate what the demonstration publishes." },
      { line: "openbeat synthesise --hub /tmp/large --scale 10", does: "Ten times as many records, in another folder." },
    ],
  },
  async ({ values }, terminal) => {
    const { generateRecords } = await import("../synthetic/generate.ts");
    const { isGenerated } = await import("../synthetic/generated.ts");
    const made = { folder: values.hub, seed: number(values.seed), scale: number(values.scale) };
    if (values.geography) {
      const { alderport } = await import("../synthetic/city.ts");
      const { geographyFiles } = await import("../synthetic/geography-files.ts");
      await writeCommitted(made.folder, geographyFiles(alderport()));
      terminal.out(`The boundaries and the population of Alderport are written into ${made.folder}.`);
      return { exitCode: 0, result: made };
    }
    if (values.records) {
      if (!isGenerated({ ...made, seed: 1, scale: 1 }))
        throw new PipelineError(
          "COMMAND_INVALID",
          "The public records belong to seed 1 and scale 1. Generate those first, without --records.",
        );
      const { publicRecordFiles, readActivities } = await import("../synthetic/public/record-files.ts");
      await writeCommitted(made.folder, publicRecordFiles(readActivities(made.folder)));
      terminal.out(`The public records of activities, contributions and coverage are written into ${made.folder}.`);
      return { exitCode: 0, result: made };
    }
    if (isGenerated(made)) {
      terminal.out(`The records in ${made.folder} are already those of seed ${made.seed} and scale ${made.scale}.`);
      return { exitCode: 0, result: made };
    }
    const { files } = await generateRecords({
      ...made,
      progress: (done, total) => terminal.progress(`Generating records, ${done} of ${total} files`),
    });
    const records = files.reduce((sum, file) => sum + file.records, 0);
    terminal.out(`${records} fictional records in ${files.length} files of ${made.folder}: seed ${made.seed}, scale ${made.scale}.`);
    return { exitCode: 0, result: { ...made, files: files.length, records } };
  },
);

async function writeCommitted(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const { refuseOtherFolders } = await import("../synthetic/generate.ts");
  await refuseOtherFolders(folder);
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
