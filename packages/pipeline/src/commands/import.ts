import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Todo, todosOfText } from "../hub/todo.ts";
import type { Choice } from "../import/guess/choice.ts";
import { guessableKinds } from "../import/guess/kinds.ts";
import { type Command, command } from "./form/command.ts";
import { noted } from "./noted.ts";
import type { Terminal } from "./terminal.ts";

type Counts = readonly { readonly code: string; readonly records: number }[];

function tellCounts({ leftOut, notes }: { readonly leftOut: Counts; readonly notes: Counts }, { out }: Pick<Terminal, "out">): void {
  for (const { code, records } of leftOut) out(`  left out: ${records} ${code}`);
  for (const { code, records } of notes) out(`  noted: ${records} ${code}`);
}

const file = { name: "FILE", kind: "file" } as const;
/** The option of every import. */
export const hubOption = { value: "FOLDER", does: "The hub folder whose files take the records in.", needed: true } as const;

/** Tells what an import wrote into a YAML file: what each line goes by, and what is left to do. @returns What is. */
export function tellGuesses(
  { path, choices, notes }: { readonly path: string; readonly choices: readonly Choice[]; readonly notes: readonly string[] },
  hub: string,
  { out }: Pick<Terminal, "out">,
): readonly Todo[] {
  out(`${path} is written. Read it: these are guesses.`);
  for (const { name, column, because } of choices) {
    out(`  ${name}: ${column === undefined ? "left to do" : column === "" ? "said, or the only one" : `from ${column}`}`);
    for (const sentence of because) out(`      ${sentence}`);
  }
  for (const note of notes) out(`  ${note}`);
  const todos = todosOfText(readFileSync(join(hub, path), "utf8"));
  if (todos.length > 0) out(`To decide, ${todos.length === 1 ? "one TODO" : `${todos.length} TODOs`} of ${path}:`);
  for (const { line, what } of todos) out(`  line ${line}: ${what}`);
  out(`Next: openbeat check ${hub}`);
  return todos;
}

const decided = {
  column: { value: "NAME=COLUMN", repeated: true, does: "Which column of the file is what, where you know: id=objectid." },
  replace: { does: "Write over the mapping that is there." },
} as const;

/** One command for each kind of record whose mapping can be guessed. */
export const importRecords: readonly Command[] = guessableKinds.map(({ kind, records }) =>
  command(
    {
      name: `import ${kind}`,
      purpose: `Write the mapping of files of ${records}: which column is what, told with what it goes by.`,
      details: `Copies the files into the hub folder, writes datasets/${kind}.yaml and code lists. What more than one column would do for is left as a TODO, which check refuses by its line. Nothing is published.`,
      arguments: [{ ...file, several: true, does: "The files: .csv, .tsv, .ndjson or .parquet, also .gz. All of one form." }],
      options: {
        hub: hubOption,
        ...decided,
        delimiter: { value: "SIGN", does: "What parts the fields of a CSV file. Left out: what its header has most of." },
      },
      examples: [
        { line: `openbeat import ${kind} ${kind}-2026.csv --hub my-hub`, does: "Look at the file, and write its mapping." },
        {
          line: `openbeat import ${kind} ${kind}-2026.csv --hub my-hub --column id=number --replace`,
          does: "The same, and say which column is the id.",
        },
      ],
    },
    async ({ given: { FILE: files }, values: { hub: folder, column, replace, delimiter } }, terminal, now) => {
      const { importDataset } = await import("../import/import-dataset.ts");
      const { progress } = terminal;
      const report = await noted(
        `import ${kind}`,
        { hub: folder, files, now },
        () => importDataset({ kind, files, hub: folder, columns: column, delimiter, replace, now: now(), progress }),
        ({ path }) => ({ path }),
      );
      terminal.out(`${report.rows.toLocaleString("en-US")} rows read${report.format === undefined ? "" : `: ${report.format}`}.`);
      for (const list of report.codeLists)
        terminal.out(`${list} is written, from the values of the file. Its codes and labels are published: read them.`);
      const todos = tellGuesses(report, folder, terminal);
      return { exitCode: 0, result: { ...report, todos } };
    },
  ),
);

/** `openbeat import calendar`: planned activities of a calendar, into the hub's public records. */
export const importCalendarFile = command(
  {
    name: "import calendar",
    purpose: "Take the planned activities of a calendar (.ics, .csv) into the public records of a hub folder.",
    arguments: [{ ...file, does: "The calendar, as an .ics or .csv file." }],
    options: {
      hub: hubOption,
      from: { value: "DAY", does: "The first day taken in, such as 2026-10-01. Left out: today." },
      to: { value: "DAY", does: "The last day taken in." },
      area: { value: "CODE", does: "The area of activities that name none." },
      rules: { value: "FILE", does: "A YAML file of rules: which entries are which kind of activity." },
    },
    examples: [
      { line: "openbeat import calendar meetings.ics --hub my-hub", does: "Take in the activities from today on." },
      {
        line: "openbeat import calendar meetings.csv --hub my-hub --from 2026-10-01 --to 2026-12-31 --area citywide",
        does: "Those of one quarter, in the area citywide where the calendar names none.",
      },
    ],
  },
  async ({ given, values: { hub: folder, from, to, area, rules } }, terminal, now) => {
    const { engagementFile, importCalendar } = await import("../import/import-calendar.ts");
    const { progress } = terminal;
    const report = await noted(
      "import calendar",
      { hub: folder, files: [given.FILE], now },
      () => importCalendar({ file: given.FILE, hub: folder, from, to, area, rules, now: now(), progress }),
      ({ added }) => ({ added }),
    );
    const { entries, activities, window, added, updated, kept, missing } = report;
    terminal.out(`${entries} entries of the calendar read, ${activities} activities between ${window.from} and ${window.to}`);
    tellCounts(report, terminal);
    terminal.out(`${engagementFile}: ${added} added, ${updated} brought up to date, ${kept} as they were`);
    if (missing > 0)
      terminal.out(`To know: ${missing} planned activities came from a calendar and are not in this one. Cancel or keep them.`);
    return { exitCode: 0, result: { ...report } };
  },
);

/** `openbeat import open311`: service requests, as concerns. */
export const importRequests = command(
  {
    name: "import open311",
    purpose: "Take service requests (Open311 GeoReport v2, .json or .csv) as concerns into a file of a hub folder.",
    arguments: [{ ...file, does: "The requests, as a .json or .csv file." }],
    options: {
      hub: hubOption,
      level: { value: "LEVEL", does: "The level of areas that a request is given to by its position. Left out: the finest." },
      rules: { value: "FILE", does: "A YAML file of rules: which requests are concerns of which theme." },
      into: { value: "FILE", does: "The file of the hub folder that takes them.", fallback: "concerns/open311.csv" },
    },
    examples: [{ line: "openbeat import open311 requests.json --hub my-hub", does: "Take in the requests as concerns." }],
  },
  async ({ given, values: { hub: folder, level, rules, into } }, terminal, now) => {
    const { importOpen311 } = await import("../import/import-open311.ts");
    const report = await noted(
      "import open311",
      { hub: folder, files: [given.FILE], now },
      () => importOpen311({ file: given.FILE, hub: folder, level, rules, into, progress: terminal.progress }),
      ({ added }) => ({ added }),
    );
    terminal.out(`${report.requests} service requests read, ${report.concerns} concerns by ${report.level}`);
    tellCounts(report, terminal);
    terminal.out(`${into}: ${report.added} added, ${report.replaced} replaced`);
    return { exitCode: 0, result: { ...report } };
  },
);
