import type { Queryable } from "@openbeat/database";
import type { Progress } from "../prepare.ts";
import { draftOf } from "../publish.ts";
import { releasesOf } from "../release/write.ts";
import { type Draft, isCurrent, keepDraft, keptDraft } from "./draft.ts";

/** The kept draft, where it was made from the hub's files as they are, against the latest release that there is. */
export async function currentDraft(hub: string, inputs: string, store: Queryable): Promise<Draft | undefined> {
  const draft = await keptDraft(hub);
  const latest = (await releasesOf(store)).at(-1)?.version ?? null;
  return draft !== undefined && isCurrent(draft, inputs, latest) ? draft : undefined;
}

/** The current draft, made and kept where there is none. */
export async function makeDraft(hub: string, inputs: string, store: Queryable, progress: Progress, now: () => Date): Promise<Draft> {
  const current = await currentDraft(hub, inputs, store);
  if (current !== undefined) return current;
  const prepared = await draftOf(hub, store, progress, now);
  return keepDraft(hub, prepared, { inputs, latest: (await releasesOf(store)).at(-1)?.version });
}
