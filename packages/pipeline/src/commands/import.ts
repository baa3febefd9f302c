import { PipelineError } from "../errors.ts";
import { command } from "./form/command.ts";
import type { Terminal } from "./terminal.ts";

type Counts = readonly { readonly code: string; readonly records: number }[];

function tellCounts({ leftOut, notes }: { readonly leftOut: Counts; readonly notes: Counts }, { out }: Pick<Terminal, "out">): void {
  for (const { code, records } of leftOut) out(`  left out: ${records} ${code}`);
  for (const { code, records } of notes) out(`  noted: ${records} ${code}`);
}

const file = { name: "FILE", kind: "file" } as const;
const hub = { value: "FOLDER", does: "The hub folder whose files take the records in." } as const;

/** The hub folder that was named: without one there is nowhere to write. */
function needed(folder: string | undefined): string {
  if (folder === undefined) throw new PipelineError("COMMAND_INVALID", "Name the hub folder: --hub FOLDER.");
  return folder;
}

/** `openbeat import calendar`: planned activities of a calendar, into the hub's public records. */
export const importCalendarFile = command(
  {
    name: "import calendar",
    purpose: "Take the planned activities of a calendar (.ics, .csv) into the public records of a hub folder.",
    arguments: [{ ...file, does: "The calendar, as an .ics or .csv file." }],
    options: {
      hub,
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
    const report = await importCalendar({
      ...{ file: given.FILE, hub: needed(folder), from, to, area, rules },
      ...{ now: now(), progress: terminal.progress },
    });
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
      hub,
      level: { value: "LEVEL", does: "The level of areas that a request is given to by its position. Left out: the finest." },
      rules: { value: "FILE", does: "A YAML file of rules: which requests are concerns of which theme." },
      into: { value: "FILE", does: "The file of the hub folder that takes them.", fallback: "concerns/open311.csv" },
    },
    examples: [{ line: "openbeat import open311 requests.json --hub my-hub", does: "Take in the requests as concerns." }],
  },
  async ({ given, values: { hub: folder, level, rules, into } }, terminal) => {
    const { importOpen311 } = await import("../import/import-open311.ts");
    const report = await importOpen311({ file: given.FILE, hub: needed(folder), level, rules, into, progress: terminal.progress });
    terminal.out(`${report.requests} service requests read, ${report.concerns} concerns by ${report.level}`);
    tellCounts(report, terminal);
    terminal.out(`${into}: ${report.added} added, ${report.replaced} replaced`);
    return { exitCode: 0, result: { ...report } };
  },
);
