import { existsSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.ts";
import { inputFiles } from "../log/input-files.ts";
import { readLog } from "../log/log.ts";
import { type ChangedFiles, changedFiles, lastPublication, stoppedActs } from "../log/state.ts";

/** Where a hub stands. */
export interface HubStatus {
  readonly published: { readonly version: string; readonly sha256: string; readonly at: string; readonly who: string } | null;
  /** What changed in the folder since that. */
  readonly files: ChangedFiles;
  readonly stopped: readonly { readonly seq: number; readonly at: string; readonly act: string }[];
  /** What is wrong with the log, in sentences. */
  readonly wrong: readonly string[];
  /** The command to go on with. */
  readonly next: string;
}

/** Refuses a folder that is no hub. @throws {PipelineError} `COMMAND_INVALID` */
export function requireHub(hub: string): void {
  if (!existsSync(join(hub, "hub.yaml")))
    throw new PipelineError("COMMAND_INVALID", "This is no hub folder: it has no hub.yaml. Check the path.");
}

/** Reads where a hub stands from its folder. */
export async function hubStatus(hub: string, progress: (what: string) => void): Promise<HubStatus> {
  requireHub(hub);
  const log = readLog(hub);
  const last = lastPublication(log);
  const files = changedFiles(last?.inputs ?? {}, await inputFiles(hub, progress));
  const isChanged = Object.values(files).flat().length > 0;
  return {
    published: last === undefined ? null : { version: last.version, sha256: last.sha256, at: last.at, who: last.who },
    files,
    stopped: stoppedActs(log).map(({ seq, at, act }) => ({ seq, at, act })),
    wrong: log.wrong,
    next: log.wrong.length > 0 ? `openbeat log ${hub}` : isChanged ? `openbeat check ${hub}` : `openbeat diff ${hub}`,
  };
}
