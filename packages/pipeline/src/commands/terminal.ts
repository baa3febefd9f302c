import { DatabaseError } from "@openbeat/database";
import { DisclosureError } from "@openbeat/disclosure";
import { findingKinds } from "@openbeat/standard";
import { PipelineError, type Problem } from "../errors.ts";
import type { Prepared, Progress } from "../publish.ts";

/** Where a command writes: the report to `out`, progress and errors to `err`. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Overwrites one line on a terminal; elsewhere writes a line for each stage. */
  readonly progress: Progress;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  let stage = "";
  let open = false;
  const finish = () => {
    if (open) process.stderr.write("\n");
    open = false;
  };
  return {
    out: (line) => {
      finish();
      process.stdout.write(`${line}\n`);
    },
    err: (line) => {
      finish();
      process.stderr.write(`${line}\n`);
    },
    progress: (what) => {
      if (process.stderr.isTTY) {
        process.stderr.write(`\r\u001b[2K${what.slice(0, process.stderr.columns - 1)}`);
        open = true;
        return;
      }
      const name = what.replace(/,? ?\d[\d,]* of \d.*$/, "");
      if (name !== stage) process.stderr.write(`${name}\n`);
      stage = name;
    },
  };
}

const place = ({ file, row, column }: Problem) =>
  [file, row === undefined ? undefined : `${/\.ya?ml$/.test(file ?? "") ? "line" : "row"} ${row}`, column]
    .filter((part) => part !== undefined)
    .join(", ");

/** One problem as a line: where, what, and its permanent code. */
export const problemLine = (problem: Problem) => `  ${place(problem)}: ${problem.message} [${problem.code}]`;

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
    if (held.length > 0) lines.push(`  as published before, because their late changes are too few to show: ${held.join(", ")}`);
    if (bounded > 0) lines.push(`  left out, of persons with more records in a period than count: ${bounded}`);
    for (const note of protection) lines.push(`  ${note}`);
    for (const { name, rows, suppressed } of tables)
      lines.push(`  ${name}: ${rows} cells, ${suppressed} hidden (${((100 * suppressed) / rows).toFixed(1)} %)`);
  }
  if (warnings.length > 0) lines.push("To know:", ...warnings.map(problemLine));
  return lines;
}

/** Tells an error to a person. @returns The exit code: 1 for a refusal, 2 for a bug. */
export function tellError(error: unknown, { err }: Terminal): number {
  if (error instanceof PipelineError || error instanceof DatabaseError || error instanceof DisclosureError) {
    if (error instanceof PipelineError) for (const problem of error.problems) err(problemLine(problem));
    err(`${error.message} [${error.code}]`);
    return 1;
  }
  // What an error of a library says may quote a row: its kind and its stack's places are told, its message is not.
  const { name, message, stack = "" } = error instanceof Error ? error : new Error("unknown");
  err(`A bug stopped the run, and nothing was published. Please report this: ${name}`);
  const places = stack.slice(stack.indexOf(message) + message.length).split("\n");
  for (const line of places.filter((text) => /^\s+at /.test(text)).slice(0, 12)) err(line);
  return 2;
}
