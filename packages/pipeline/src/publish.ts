import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Database, Queryable } from "@openbeat/database";
import { requireApprovals } from "./draft/approvals.ts";
import { dropDraft, isCurrent, keptDraft } from "./draft/draft.ts";
import { embargoOf, endEmbargo, requireTime, waitUntil } from "./draft/embargo.ts";
import { PipelineError } from "./errors.ts";
import { confirmPast, type KnownRelease, readPasts, writePast } from "./history/past.ts";
import { readHub } from "./hub/read-hub.ts";
import { addressesOf, unannounced } from "./life/announce.ts";
import { storedHeads } from "./log/heads.ts";
import { inputFiles, inputsSha256 } from "./log/input-files.ts";
import { type LogHead, logged, readLog, requireHeads } from "./log/log.ts";
import { checkNotices } from "./notices/check-notices.ts";
import { newNotices, readNotices } from "./notices/notice.ts";
import { storedNotices } from "./notices/stored.ts";
import { type Prepared, type Progress, prepare } from "./prepare.ts";
import { contentWithNotices } from "./release/content.ts";
import { hubKey, signRelease } from "./release/sign.ts";
import { latestManifest, type Published, releasesOf, writeRelease } from "./release/write.ts";

/** Everything that `publish` does to the world outside. */
export interface PublishEffects {
  /** Opens the public store as its publisher. */
  openStore(): Promise<Database>;
  now(): Date;
  progress: Progress;
  /** The time before which nothing may be seen: all is written before it, and sealed when it has come. */
  readonly sealAt?: Date;
  /** The command, as the log names it. */
  readonly act?: "publish" | "correct" | "withdraw";
  /** A draft that was made already, of which something was told: this one is published, or none. */
  readonly draft?: MadeDraft;
}

/** A draft in memory: what was prepared, the hub's files that it was made from, and the latest release that it was checked against. */
export interface MadeDraft {
  readonly prepared: Prepared;
  readonly inputs: string;
  readonly latest: string | null;
}

/** What was published, and what else is to be told of. */
export type Publication = Prepared & {
  readonly published: Published;
  /** Releases that addresses of hub.yaml are still to be told of: this one, and those of runs that were stopped before they told. */
  readonly unannounced: readonly KnownRelease[];
};

/** What would be published now, beside what a store has. Writes nothing. @throws As `prepare` does, and `NOTICE_INVALID`. */
export async function draftOf(folder: string, store: Queryable, progress: Progress, now: () => Date): Promise<Prepared> {
  const prepared = await prepare(folder, progress, readPasts(folder, await releasesOf(store)), now, await storedNotices(store));
  await requireNotices(prepared, store);
  return prepared;
}

async function requireNotices({ content }: Prepared, store: Queryable): Promise<void> {
  const versions = (await releasesOf(store)).map(({ version }) => version);
  checkNotices(content, versions, await latestManifest(store));
}

/**
 * A draft with what notices.yaml says by now that no release has told yet. Its figures stay as they are.
 * @throws {PipelineError} `HUB_HAS_PROBLEMS`, `NOTICE_INVALID`.
 */
export async function withNotices(folder: string, prepared: Prepared, store: Queryable): Promise<Prepared> {
  const { notices, problems } = readNotices(folder);
  if (problems.length > 0) throw new PipelineError("HUB_HAS_PROBLEMS", "The notice has problems. Nothing was published.", { problems });
  const noticed = { ...prepared, content: contentWithNotices(prepared.content, newNotices(notices, await storedNotices(store))) };
  await requireNotices(noticed, store);
  return noticed;
}

/** The rule of who approves, where the hub has one; and the hub's code. */
function ruleOf(folder: string) {
  const { hub } = readHub(folder);
  return hub === undefined ? undefined : { code: hub.spec.hub, approvals: hub.spec.approvals };
}

/**
 * Takes a hub folder to a release: writes all of it or, on any error, nothing. The hub's log tells of it either way. Where people must approve, what
 * is published is the very draft that they approved.
 * @throws {PipelineError} As `prepare` does; `APPROVAL_MISSING`; `EMBARGOED` before the time of a draft that is under embargo.
 */
export async function publish(folder: string, effects: PublishEffects): Promise<Publication> {
  // The store first: a database that is down is told before minutes of work.
  const store = await effects.openStore();
  try {
    // A folder that is no hub has no log: it is refused below.
    if (!existsSync(join(folder, "hub.yaml"))) return { ...(await publishFrom(folder, store, effects, null, "")), unannounced: [] };
    requireHeads(folder, await storedHeads(store));
    const inputs = await inputFiles(folder, effects.progress);
    const addresses = addressesOf(folder);
    const begin = { act: effects.act ?? "publish", inputs, ...(addresses === 0 ? {} : { result: { addresses } }) };
    const value = await logged(folder, begin, effects.now, async (begun) => {
      const own = await publishFrom(folder, store, effects, begun, inputsSha256(inputs));
      const { version, sha256, isNew } = own.published;
      return { result: { version, sha256, isNew }, value: own };
    });
    return { ...value, unannounced: unannounced(readLog(folder), await releasesOf(store), await storedHeads(store)) };
  } finally {
    await store.close();
  }
}

async function publishFrom(
  folder: string,
  store: Database,
  effects: PublishEffects,
  head: LogHead | null,
  inputs: string,
): Promise<Prepared & { readonly published: Published }> {
  const rule = ruleOf(folder);
  const embargo = embargoOf(folder);
  const releases = await releasesOf(store);
  const kept = rule?.approvals === undefined && embargo === undefined ? undefined : await keptDraft(folder);
  const latest = releases.at(-1);
  // A run that was stopped after its release was sealed: only the draft was left to be put away.
  if (kept !== undefined && kept.inputs === inputs && kept.sha256 === latest?.sha256 && kept.latest !== latest.version) {
    const prepared = kept.read();
    confirmPast(folder, latest.sha256, latest.version, latest.publishedAt);
    dropDraft(folder);
    endEmbargo(folder);
    return { ...prepared, published: { ...latest, isNew: false } };
  }
  const against = latest?.version ?? null;
  const draft = kept !== undefined && isCurrent(kept, inputs, against) ? kept : undefined;
  if (rule?.approvals !== undefined) requireApprovals(folder, rule.code, draft, rule.approvals);
  if (effects.sealAt !== undefined && draft === undefined)
    throw new PipelineError(
      "EMBARGOED",
      "The draft that was under embargo is void: a file of the hub changed since, or another release was published. Run the command again for a new one.",
    );
  requireTime(folder, effects.sealAt ?? effects.now());
  const made = effects.draft;
  if (made !== undefined && !isCurrent(made, inputs, against))
    throw new PipelineError(
      "RELEASE_MEANWHILE",
      "A file of the hub was changed, or another release published, while this one was being made. Run the command again.",
    );
  const prepared = draft?.read() ?? made?.prepared ?? (await draftOf(folder, store, effects.progress, effects.now));
  const { sealAt } = effects;
  const published = await writeRelease(store, prepared.content, {
    latest: latest?.version,
    head,
    keep: () => writePast(folder, prepared.content.sha256, prepared.history),
    sign: (statement) => signRelease(hubKey(folder), statement),
    beforeSeal: async () => {
      if (sealAt !== undefined) await waitUntil(sealAt, effects.now, effects.progress);
      // It may have been moved meanwhile, by another run.
      requireTime(folder, sealAt ?? effects.now());
    },
    now: effects.now,
    progress: effects.progress,
  });
  if (published.isNew) confirmPast(folder, published.sha256, published.version, published.publishedAt);
  dropDraft(folder);
  endEmbargo(folder);
  return { ...prepared, published };
}
