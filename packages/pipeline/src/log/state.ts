import type { InputFiles } from "./input-files.ts";
import type { ReadLog } from "./log.ts";

/** What became of a hub's files since something was done from them. */
export interface ChangedFiles {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The last publication that a log tells of. */
export interface LastPublication {
  readonly version: string;
  readonly sha256: string;
  readonly at: string;
  readonly who: string;
  readonly inputs: InputFiles;
}

/** Acts that write releases. */
const publishing: readonly string[] = ["publish", "correct", "withdraw"];

/** The last publication of a log, with the files it was made from; undefined where there was none. */
export function lastPublication({ entries }: ReadLog): LastPublication | undefined {
  const done = entries.findLast(({ act, stage }) => stage === "done" && publishing.includes(act));
  const begun = entries.find(({ seq }) => seq === done?.of);
  if (done === undefined || begun === undefined) return undefined;
  const { version, sha256 } = done.result;
  return { version: String(version), sha256: String(sha256), at: done.at, who: done.who, inputs: begun.inputs ?? {} };
}

/** Acts that began and neither ended nor were refused: the run was stopped. */
export function stoppedActs({ entries }: ReadLog): ReadLog["entries"] {
  const ended = new Set(entries.flatMap(({ of }) => (of === undefined ? [] : [of])));
  return entries.filter(({ stage, seq }) => stage === "begun" && !ended.has(seq));
}

export function changedFiles(before: InputFiles, after: InputFiles): ChangedFiles {
  return {
    added: Object.keys(after).filter((path) => before[path] === undefined),
    changed: Object.keys(after).filter((path) => before[path] !== undefined && before[path] !== after[path]),
    removed: Object.keys(before).filter((path) => after[path] === undefined),
  };
}
