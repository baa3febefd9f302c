import { parseArgs } from "node:util";
import { PipelineError } from "../errors.ts";
import { engagementFile, importCalendar } from "../import/import-calendar.ts";
import { importOpen311 } from "../import/import-open311.ts";
import type { Terminal } from "./terminal.ts";

const usage = "openbeat import calendar FILE --hub FOLDER, or openbeat import open311 FILE --hub FOLDER";

type Counts = readonly { readonly code: string; readonly records: number }[];

function tellCounts({ leftOut, notes }: { readonly leftOut: Counts; readonly notes: Counts }, { out }: Pick<Terminal, "out">): void {
  for (const { code, records } of leftOut) out(`  left out: ${records} ${code}`);
  for (const { code, records } of notes) out(`  noted: ${records} ${code}`);
}

/** The file and the hub that both kinds of import name. */
function namesOf(positionals: readonly string[], hub: string | undefined): { readonly file: string; readonly hub: string } {
  const [file] = positionals;
  if (file === undefined || positionals.length > 1 || hub === undefined)
    throw new PipelineError("COMMAND_INVALID", `Name one file and one hub folder: ${usage}`);
  return { file, hub };
}

async function calendar(words: readonly string[], terminal: Terminal, now: Date): Promise<number> {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { hub: text, from: text, to: text, area: text, rules: text },
  });
  const { from, to, area, rules } = values;
  const report = await importCalendar({
    ...namesOf(positionals, values.hub),
    ...{ from, to, area, rules },
    now,
    progress: terminal.progress,
  });
  const { entries, activities, window, added, updated, kept, missing } = report;
  terminal.out(`${entries} entries of the calendar read, ${activities} activities between ${window.from} and ${window.to}`);
  tellCounts(report, terminal);
  terminal.out(`${engagementFile}: ${added} added, ${updated} brought up to date, ${kept} as they were`);
  if (missing > 0)
    terminal.out(`To know: ${missing} planned activities came from a calendar and are not in this one. Cancel or keep them.`);
  return 0;
}

async function open311(words: readonly string[], terminal: Terminal): Promise<number> {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { hub: text, level: text, rules: text, into: { ...text, default: "concerns/open311.csv" } },
  });
  const { level, rules, into } = values;
  const report = await importOpen311({ ...namesOf(positionals, values.hub), ...{ level, rules, into }, progress: terminal.progress });
  terminal.out(`${report.requests} service requests read, ${report.concerns} concerns by ${report.level}`);
  tellCounts(report, terminal);
  terminal.out(`${into}: ${report.added} added, ${report.replaced} replaced`);
  return 0;
}

/**
 * `openbeat import calendar FILE --hub FOLDER [--from DAY] [--to DAY] [--area CODE] [--rules FILE]`: takes planned activities of a calendar into
 * the hub's records. `openbeat import open311 FILE --hub FOLDER [--level LEVEL] [--rules FILE] [--into FILE]`: takes service requests as concerns.
 */
export async function importRecords(words: readonly string[], terminal: Terminal, now = new Date()): Promise<number> {
  const [kind, ...rest] = words;
  if (kind === "calendar") return calendar(rest, terminal, now);
  if (kind === "open311") return open311(rest, terminal);
  throw new PipelineError("COMMAND_INVALID", `Say what is imported: ${usage}`);
}
