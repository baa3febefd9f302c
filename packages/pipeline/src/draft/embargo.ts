import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { PipelineError } from "../errors.ts";
import { makePrivateFolder } from "../history/past.ts";
import { writeWhole } from "../private/write-whole.ts";

// It stands beside the draft, not in it: another draft is under the same embargo.
const fileOf = (hub: string) => join(hub, ".openbeat", "embargo.json");
const note = z.strictObject({ at: z.iso.datetime() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Before when nothing of a hub may be published; undefined where it is under no embargo.
 * @throws {PipelineError} `EMBARGOED` where the time cannot be read: then nothing is published.
 */
export function embargoOf(hub: string): Date | undefined {
  if (!existsSync(fileOf(hub))) return undefined;
  const read = note.safeParse(parsed(readFileSync(fileOf(hub), "utf8")));
  if (read.success) return new Date(read.data.at);
  throw new PipelineError(
    "EMBARGOED",
    "The hub is under an embargo whose time cannot be read (.openbeat/embargo.json), so nothing is published. Run publish with --at and the time that is meant.",
  );
}

/** Refuses to publish before the time of an embargo. @param until The time at which it would be seen. @throws {PipelineError} `EMBARGOED` */
export function requireTime(hub: string, until: Date): void {
  const embargo = embargoOf(hub);
  if (embargo !== undefined && embargo > until)
    throw new PipelineError(
      "EMBARGOED",
      `The hub is under embargo until ${embargo.toISOString()}. Run publish with --at and that time to wait for it, or another to move it.`,
    );
}

/** Ends an embargo: what it was for is public. */
export const endEmbargo = (hub: string): void => rmSync(fileOf(hub), { force: true });

/** Puts a hub under embargo, in the place of any other. It outlives the process, and whatever becomes of the draft. */
export function setEmbargo(hub: string, at: Date): void {
  makePrivateFolder(hub);
  writeWhole(fileOf(hub), JSON.stringify({ at: at.toISOString() }));
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
