import { existsSync } from "node:fs";
import { join } from "node:path";
import { approvers } from "../draft/approvals.ts";
import { keptDraft } from "../draft/draft.ts";
import { embargoOf } from "../draft/embargo.ts";
import { PipelineError } from "../errors.ts";
import { readHub } from "../hub/read-hub.ts";
import { type InputFiles, inputFiles, inputsSha256 } from "../log/input-files.ts";
import { readLog } from "../log/log.ts";
import { type ChangedFiles, changedFiles, lastPublication, stoppedActs } from "../log/state.ts";

/** Where a hub stands. */
export interface HubStatus {
  readonly published: { readonly version: string; readonly sha256: string; readonly at: string; readonly who: string } | null;
  /** What changed in the folder since that. */
  readonly files: ChangedFiles;
  /** The draft that is kept, where it is of the files as they are: who approved it, how many must, and until when it is under embargo. */
  readonly draft: {
    readonly sha256: string;
    readonly approvedBy: readonly string[];
    readonly required: number;
    readonly embargo: string | null;
  } | null;
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

async function draftStatus(hub: string, inputs: InputFiles): Promise<HubStatus["draft"]> {
  const draft = await keptDraft(hub);
  const { hub: read } = readHub(hub);
  if (draft === undefined || read === undefined || draft.inputs !== inputsSha256(inputs)) return null;
  const { hub: code, approvals } = read.spec;
  return {
    sha256: draft.sha256,
    approvedBy: approvals === undefined ? [] : approvers(hub, code, draft, approvals).map(({ name }) => name),
    required: approvals?.required ?? 0,
    embargo: embargoOf(hub)?.toISOString() ?? null,
  };
}

function nextCommand(hub: string, state: Omit<HubStatus, "next">): string {
  const { draft, files, wrong } = state;
  if (wrong.length > 0) return `openbeat log ${hub}`;
  if (draft !== null && draft.approvedBy.length < draft.required) return `openbeat approve ${hub} --key FILE`;
  if (draft !== null) return draft.embargo === null ? `openbeat publish ${hub}` : `openbeat publish ${hub} --at ${draft.embargo}`;
  return Object.values(files).flat().length > 0 ? `openbeat check ${hub}` : `openbeat diff ${hub}`;
}

/** Reads where a hub stands from its folder. */
export async function hubStatus(hub: string, progress: (what: string) => void): Promise<HubStatus> {
  requireHub(hub);
  const log = readLog(hub);
  const last = lastPublication(log);
  const inputs = await inputFiles(hub, progress);
  const state = {
    published: last === undefined ? null : { version: last.version, sha256: last.sha256, at: last.at, who: last.who },
    files: changedFiles(last?.inputs ?? {}, inputs),
    draft: await draftStatus(hub, inputs),
    stopped: stoppedActs(log).map(({ seq, at, act }) => ({ seq, at, act })),
    wrong: log.wrong,
  };
  return { ...state, next: nextCommand(hub, state) };
}
