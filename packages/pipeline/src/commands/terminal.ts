import { styleText } from "node:util";
import { DatabaseError } from "@openbeat/database";
import { DisclosureError } from "@openbeat/disclosure";
import { findingKinds } from "@openbeat/standard";
import { PipelineError, type Problem } from "../errors.ts";
import type { DatasetReport, Prepared, Progress } from "../prepare.ts";
import { nextCommands } from "./form/next-command.ts";
import { timeOf } from "./form/progress-line.ts";

/** Where a command writes: the report to `out`, progress and errors to `err`. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Overwrites one line on a terminal; elsewhere writes a line for each stage. */
  readonly progress: Progress;
}

/** The terminal of this process. @param isJson Whether stdout is kept for one object: then the report goes to stderr. */
export function processTerminal(isJson = false): Terminal {
  const report = isJson ? process.stderr : process.stdout;
  const timed = timeOf(() => performance.now());
  let told = "";
  let open = false;
  const finish = () => {
    if (open) process.stderr.write("\n");
    open = false;
  };
  return {
    out: (line) => {
      finish();
      report.write(`${line}\n`);
    },
    err: (line) => {
      finish();
      process.stderr.write(`${line}\n`);
    },
    progress: (what) => {
      const { stage, line } = timed(what);
      if (process.stderr.isTTY) {
        process.stderr.write(`\r\u001b[2K${line.slice(0, process.stderr.columns - 1)}`);
        open = true;
        return;
      }
      if (stage !== told) process.stderr.write(`${stage}\n`);
      told = stage;
    },
  };
}

/** How many rows of like problems are named in a line. */
const rowsAtMost = 6;

function place({ file, column }: Problem, rows: readonly number[]): string {
  const unit = /\.ya?ml$/.test(file ?? "") ? "line" : "row";
  const named = rows.slice(0, rowsAtMost).join(", ") + (rows.length > rowsAtMost ? ", …" : "");
  const where = rows.length === 0 ? undefined : `${unit}${rows.length === 1 ? "" : "s"} ${named}`;
  return [file, where, column].filter((part) => part !== undefined).join(", ");
}

/** Problems as lines: where, what, and their permanent code. Those that differ by their rows alone share a line. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  const alike = Map.groupBy(problems, ({ row: _, ...others }) => JSON.stringify(others));
  return [...alike.values()].map((own) => {
    const [problem] = own as [Problem];
    const rows = own.flatMap(({ row }) => row ?? []);
    return `  ${place(problem, rows)}: ${problem.message} [${problem.code}]`;
  });
}

/** Which periods stay as they were, and why. */
const heldLine = (periods: readonly string[]) =>
  `as published before, because their late changes are too few to show: ${periods.join(", ")}`;

/** The datasets of which periods stay as they were. */
export const heldOf = (datasets: readonly Pick<DatasetReport, "dataset" | "held">[]) =>
  datasets.flatMap(({ dataset, held }) => (held.length === 0 ? [] : [{ dataset, periods: held }]));

/** A line for each of them. */
export const heldLines = (held: ReturnType<typeof heldOf>): readonly string[] =>
  held.map(({ dataset, periods }) => `  ${dataset}: ${heldLine(periods)}`);

/** What a hub folder gave, for its steward. */
export function reportLines({ datasets, warnings, content }: Prepared): readonly string[] {
  const lines: string[] = [];
  const isFinding = (kind: string) => findingKinds.some(({ name }) => name === kind);
  for (const { kind, records } of content.records)
    lines.push(isFinding(kind) ? `worked out: ${records.length} ${kind}` : `records/${kind}.csv: ${records.length} public records`);
  for (const { dataset, read, used, leftOut, notes, held, bounded, protection, tables } of datasets) {
    lines.push(`${dataset}: ${read} records read, ${used} used`);
    for (const { code, records } of leftOut) lines.push(`  left out, as tolerated: ${records} ${code}`);
    for (const { code, records } of notes) lines.push(`  noted: ${records} ${code}`);
    if (held.length > 0) lines.push(`  ${heldLine(held)}`);
    if (bounded > 0) lines.push(`  left out, of persons with more records in a period than count: ${bounded}`);
    for (const note of protection) lines.push(`  ${note}`);
    for (const { name, rows, suppressed } of tables)
      lines.push(`  ${name}: ${rows} cells, ${suppressed} hidden (${((100 * suppressed) / rows).toFixed(1)} %)`);
  }
  if (warnings.length > 0) lines.push("To know:", ...problemLines(warnings));
  return lines;
}

/** What is told of an error: to a person as lines, to a program as an object. */
export interface ToldError {
  /** 1 for a refusal, 2 for a bug. */
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  /** The command that helps on; null where none does. */
  readonly next: string | null;
  /** What to do next, where more is known than a command. */
  readonly steps: readonly string[];
  readonly problems: readonly Problem[];
  /** Of a bug: where in our code it happened. */
  readonly places: readonly string[];
}

/** What Node and PostgreSQL call a disk without room. */
const noRoom: readonly unknown[] = ["ENOSPC", "EDQUOT", "53100"];
/** What SQLite calls it. */
const sqliteFull = 13;
const isDiskFull = (error: unknown) => {
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  return noRoom.includes(code) || errcode === sqliteFull;
};
const diskFull = (cause: unknown) =>
  new PipelineError(
    "DISK_FULL",
    "There is no room left on the disk. Nothing was published in part. Make room, and run the command again.",
    { cause },
  );

/** @param command The command that was refused, without `openbeat`. @param hub The hub folder that it was given. */
export function toldOf(error: unknown, command: string, hub = "HUB"): ToldError {
  if (isDiskFull(error)) return toldOf(diskFull(error), command, hub);
  if (error instanceof PipelineError || error instanceof DatabaseError || error instanceof DisclosureError) {
    const { code, message } = error;
    const next = nextCommands[code]?.replace("COMMAND", command).replace("HUB", hub).replaceAll("  ", " ").trim() ?? null;
    const { problems, steps } = error instanceof PipelineError ? error : { problems: [], steps: [] };
    return { exitCode: 1, code, message, next, steps, problems, places: [] };
  }
  // What an error of a library says may quote a row: its kind and its stack's places are told, its message is not.
  const { name, message, stack = "" } = error instanceof Error ? error : new Error("unknown");
  const lines = stack.slice(stack.indexOf(message) + message.length).split("\n");
  const places = lines.filter((text) => /^\s+at /.test(text)).slice(0, 12);
  const told = `A bug stopped the run. Nothing was published in part. Please report this: ${name}`;
  return { exitCode: 2, code: "BUG", message: told, next: null, steps: [], problems: [], places };
}

/** Tells an error to a person. @returns The exit code: 1 for a refusal, 2 for a bug. */
export function tellError(error: unknown, { err }: Terminal, command = "", hub?: string): number {
  const { exitCode, code, message, next, steps, problems, places } = toldOf(error, command, hub);
  for (const line of problemLines(problems)) err(line);
  err(exitCode === 1 ? `${message} ${styleText("dim", `[${code}]`, { stream: process.stderr })}` : message);
  if (steps.length > 0) for (const line of ["Next:", ...steps.map((step) => `  - ${step}`)]) err(line);
  else if (next !== null) err(`Next: ${next}`);
  for (const place of places) err(place);
  return exitCode;
}
