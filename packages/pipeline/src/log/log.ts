import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { PipelineError } from "../errors.ts";
import { makePrivateFolder } from "../history/past.ts";
import { hashOf } from "../release/hash.ts";

const entry = z.strictObject({
  /** From 1, without a gap. */
  seq: z.number().int().positive(),
  /** ISO 8601 instant. */
  at: z.string(),
  /** Who ran the command. */
  who: z.string(),
  /** What was done: the name of the command. */
  act: z.string(),
  /** An act that can be stopped half-way has two entries: one before it, and one that says how it ended. */
  stage: z.enum(["begun", "done", "refused"]),
  /** Of an end: the number of the entry that began it. */
  of: z.number().int().positive().optional(),
  /** The files it was done from, by path, with their SHA-256. */
  inputs: z.record(z.string(), z.string()).optional(),
  /** What came of it. Never a figure: versions, hashes, codes of errors, numbers of files. */
  result: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** SHA-256 of the entry before; of the first, null. */
  previous: z.string().nullable(),
  /** SHA-256 of all of the above. */
  sha256: z.string(),
});
/** One act of a steward. */
export type LogEntry = z.infer<typeof entry>;
export type LogResult = LogEntry["result"];

/** What is said of an act; the log adds its number and the chain. */
export type Act = Pick<LogEntry, "act" | "stage" | "result"> & { readonly of?: number; readonly inputs?: Readonly<Record<string, string>> };

const logFile = (hub: string) => join(hub, ".openbeat", "log.jsonl");

/** Who runs this process: OPENBEAT_STEWARD where it is set, else the user and the machine. */
export function whoRuns(): string {
  const given = process.env.OPENBEAT_STEWARD?.trim();
  if (given !== undefined && given !== "") return given;
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container's user may have no name.
    return `user ${process.getuid?.() ?? "unknown"}@${hostname()}`;
  }
}

const sealed = (content: Omit<LogEntry, "sha256">): LogEntry => ({ ...content, sha256: hashOf(content) });
const isSealed = ({ sha256, ...content }: LogEntry) => hashOf(content) === sha256;

/** The head of a log: its last entry by number and hash. */
export interface LogHead {
  readonly seq: number;
  readonly sha256: string;
}

/** What a log holds, and what is wrong with it. */
export interface ReadLog {
  readonly entries: readonly LogEntry[];
  /** In sentences; none where every entry follows from the one before. */
  readonly wrong: readonly string[];
  /** Bytes of a last line that a stopped run left half written. */
  readonly torn: number;
}

/** Reads a hub's log and follows its chain from the first entry to the last. */
export function readLog(hub: string): ReadLog {
  const file = logFile(hub);
  if (!existsSync(file)) return { entries: [], wrong: [], torn: 0 };
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const entries: LogEntry[] = [];
  const wrong: string[] = [];
  for (const [place, line] of whole.split("\n").slice(0, -1).entries()) {
    const read = parsed(line);
    if (read === undefined) {
      wrong.push(`Line ${place + 1} is no entry.`);
      break;
    }
    if (!isSealed(read)) wrong.push(`Entry ${read.seq} was altered: it does not have its own hash.`);
    else if (read.seq !== entries.length + 1)
      wrong.push(`Line ${place + 1} has entry ${read.seq}: entries were removed, added or reordered.`);
    else if (read.previous !== (entries.at(-1)?.sha256 ?? null)) wrong.push(`Entry ${read.seq} does not follow from the one before it.`);
    if (wrong.length > 0) break;
    entries.push(read);
  }
  return { entries, wrong, torn: Buffer.byteLength(text) - Buffer.byteLength(whole) };
}

function parsed(line: string): LogEntry | undefined {
  try {
    return entry.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/**
 * Compares a log with heads that were noted elsewhere, as databases note them at each release: a log that was cut, or written anew from some
 * entry on, does not have them.
 */
export function missingHeads({ entries }: ReadLog, heads: readonly (LogHead & { readonly version: string })[]): readonly string[] {
  return heads
    .filter(({ seq, sha256 }) => entries[seq - 1]?.sha256 !== sha256)
    .map(({ version, seq }) => `Release ${version} was published at entry ${seq}, and the log does not have that entry as it was.`);
}

/**
 * Refuses a log that does not have the heads which a store noted.
 * @throws {PipelineError} `LOG_ALTERED`
 */
export function requireHeads(hub: string, heads: Parameters<typeof missingHeads>[1]): void {
  const [missing] = missingHeads(readLog(hub), heads);
  if (missing !== undefined)
    throw new PipelineError(
      "LOG_ALTERED",
      `${missing} Restore .openbeat from a copy, or publish from the folder that was published from: nothing is published beside a log that does not hold.`,
    );
}

/**
 * Adds an entry to a hub's log, and waits until it is on the disk. One process at a time: another is waited for.
 * @throws {PipelineError} `LOG_ALTERED` where the log is not a chain: nothing is added to what somebody changed.
 */
export function appendLog(hub: string, { act, stage, of, inputs, result }: Act, at: Date): LogEntry {
  const folder = makePrivateFolder(hub);
  const file = logFile(hub);
  const lock = new DatabaseSync(join(folder, "log.lock"), { timeout: 10_000 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    const { entries, wrong, torn } = readLog(hub);
    if (wrong.length > 0)
      throw new PipelineError(
        "LOG_ALTERED",
        `The log of the hub (.openbeat/log.jsonl) was changed: ${wrong.join(" ")} Restore it from a copy: until then nothing is done that must be logged.`,
      );
    // What a run that was stopped left half written was never an entry.
    if (torn > 0) truncateSync(file, Buffer.byteLength(readFileSync(file)) - torn);
    const last = entries.at(-1);
    const added = sealed({
      ...{ seq: entries.length + 1, at: at.toISOString(), who: whoRuns(), act, stage },
      ...(of === undefined ? {} : { of }),
      ...(inputs === undefined ? {} : { inputs }),
      ...{ result, previous: last?.sha256 ?? null },
    });
    const descriptor = openSync(file, "a", 0o600);
    writeFileSync(descriptor, `${JSON.stringify(added)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    return added;
  } finally {
    lock.close();
  }
}

/**
 * Does an act and logs it: before it, from which files; after it, what came of it, or with which code it was refused.
 * @param work Is given the entry that begins the act. Returns what is to be logged, and what the caller wants.
 */
export async function logged<Value>(
  hub: string,
  begin: { readonly act: string; readonly inputs?: Readonly<Record<string, string>>; readonly result?: LogResult },
  now: () => Date,
  work: (begun: LogEntry) => Promise<{ readonly result: LogResult; readonly value: Value }>,
): Promise<Value> {
  const begun = appendLog(hub, { result: {}, ...begin, stage: "begun" }, now());
  const end = (stage: "done" | "refused", result: LogResult) => appendLog(hub, { act: begin.act, stage, of: begun.seq, result }, now());
  const { result, value } = await work(begun).catch((error: unknown) => {
    // A message may say more than a log should: the code alone is kept. Where not even that can be written, as on a full disk, the act counts as
    // stopped, and what stopped it is told.
    try {
      end("refused", { code: String((error as { code?: unknown }).code ?? "BUG") });
    } catch {}
    throw error;
  });
  end("done", result);
  return value;
}
