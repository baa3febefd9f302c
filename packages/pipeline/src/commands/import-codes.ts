import { command } from "./form/command.ts";
import { hubOption } from "./import.ts";
import { noted } from "./noted.ts";

/** `openbeat import codes`: a list of categories, as a code list. */
export const importCategories = command(
  {
    name: "import codes",
    purpose: "Take a list of categories (.csv), such as an agency's NIBRS or UCR codes, as a code list of a hub.",
    arguments: [{ name: "FILE", does: "The list: a column of codes, and where there are any of labels and of classes.", kind: "file" }],
    options: {
      hub: hubOption,
      name: { value: "NAME", does: "The category that it is of.", fallback: "offence" },
      replace: { does: "Write over the code list that is there." },
    },
    examples: [{ line: "openbeat import codes nibrs.csv --hub my-hub --name offence", does: "Write codes/offence.csv." }],
  },
  async ({ given: { FILE: file }, values: { hub, name, replace } }, terminal, now) => {
    const { importCodes } = await import("../import/import-codes.ts");
    const report = await noted(
      "import codes",
      { hub, files: [file], now },
      () => importCodes({ file, hub, name, replace }),
      ({ path }) => ({ path }),
    );
    terminal.out(
      `${report.path} is written: ${report.codes} codes, levels ${report.levels.join(", ")}. Its codes and labels are published: read them.`,
    );
    for (const note of report.notes) terminal.out(`  ${note}`);
    terminal.out(
      `Next: name it in a dataset, as codes: { ${name}: { title: …, levels: [${report.levels.join(", ")}], file: ${report.path} } }`,
    );
    return { exitCode: 0, result: { ...report } };
  },
);
