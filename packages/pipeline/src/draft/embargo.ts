import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PipelineError } from "../errors.ts";
import { draftFolder } from "./draft.ts";

const fileOf = (hub: string) => join(draftFolder(hub), "embargo.json");

/** When a hub's draft may be published; undefined where it is under no embargo. */
export function embargoOf(hub: string): Date | undefined {
  if (!existsSync(fileOf(hub))) return undefined;
  return new Date((JSON.parse(readFileSync(fileOf(hub), "utf8")) as { at: string }).at);
}

/** Puts the kept draft under embargo. It outlives the process: the draft stands on the disk, and waits for the command to go on. */
export function setEmbargo(hub: string, at: Date): void {
  writeFileSync(`${fileOf(hub)}.${process.pid}`, JSON.stringify({ at: at.toISOString() }), { mode: 0o600 });
  renameSync(`${fileOf(hub)}.${process.pid}`, fileOf(hub));
}

/** Reads an instant with its zone. @throws {PipelineError} `COMMAND_INVALID` */
export function readInstant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(at.getTime()))
    throw new PipelineError("COMMAND_INVALID", "--at takes a time with its zone, such as 2026-12-01T09:30-05:00 or 2026-12-01T14:30Z.");
  return at;
}

/** The longest that is slept at once: a clock may be set meanwhile. */
const longest = 30_000;

/** Waits until a time has come by the clock. */
export async function waitUntil(at: Date, now: () => Date, progress: (what: string) => void): Promise<void> {
  for (let left = at.getTime() - now().getTime(); left > 0; left = at.getTime() - now().getTime()) {
    progress(`waiting until ${at.toISOString()}`);
    await sleep(Math.min(left, longest));
  }
}
