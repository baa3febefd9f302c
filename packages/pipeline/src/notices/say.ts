import { openDatabase } from "@openbeat/database";
import { diff } from "../diff/diff.ts";
import { sideOfDraft, sideOfStore } from "../diff/side.ts";
import { impactOf } from "../diff/told.ts";
import { currentDraft } from "../draft/current.ts";
import { keepDraft } from "../draft/draft.ts";
import { requireTime } from "../draft/embargo.ts";
import { PipelineError } from "../errors.ts";
import { readHub } from "../hub/read-hub.ts";
import { todayIn } from "../hub/today.ts";
import { type InputFiles, inputFiles, inputsSha256 } from "../log/input-files.ts";
import { draftOf, type MadeDraft, type Publication, type PublishEffects, publish, withNotices } from "../publish.ts";
import { releasesOf } from "../release/write.ts";
import { type AddedNotice, addNotice, type Notice, noticeSha256, noticesFile } from "./notice.ts";

/** What somebody says of an earlier release, in the hub's own language. */
export interface Said {
  readonly affects: string;
  readonly class: Notice["class"];
  readonly what: string;
  readonly why: string;
  /** Left out, it is worked out from what the draft changes of the release it affects. */
  readonly impact: string | undefined;
  /** ISO 8601 day; today where left out. */
  readonly noticedOn: string | undefined;
}

/** The hub's own language, in which a command's texts are, and its time zone. @throws {PipelineError} `HUB_HAS_PROBLEMS` */
function ownOf(hub: string): { readonly language: string; readonly timezone: string } {
  const { hub: read, problems } = readHub(hub);
  if (read === undefined) throw new PipelineError("HUB_HAS_PROBLEMS", "The hub has problems. Nothing was published.", { problems });
  return { language: read.spec.languages[0] ?? "en", timezone: read.spec.timezone };
}

/** The hub's files by their hashes, but for the file of notices. */
const otherInputs = ({ [noticesFile]: _, ...others }: InputFiles) => inputsSha256(others);

/**
 * Adds the notice to notices.yaml, with the impact that it states or, where it states none, one worked out from a draft: that draft, with the
 * notice in it, is then the one to be published. Where people must approve, it is kept for them.
 */
async function addSaid(
  hub: string,
  noticeWith: (impact: string) => Notice,
  { affects, impact }: Said,
  database: string | undefined,
  effects: PublishEffects,
): Promise<{ readonly notice: Notice; readonly added: AddedNotice; readonly draft?: MadeDraft }> {
  if (impact !== undefined) return { notice: noticeWith(impact), added: addNotice(hub, noticeWith(impact)) };
  requireTime(hub, effects.now());
  const store = await openDatabase(database);
  try {
    const before = await sideOfStore(store, affects);
    const files = await inputFiles(hub, effects.progress);
    const latest = (await releasesOf(store)).at(-1)?.version ?? null;
    const kept = await currentDraft(hub, inputsSha256(files), store);
    const prepared = kept?.read() ?? (await draftOf(hub, store, effects.progress, effects.now));
    // It may wait already, in a draft that people approved.
    const waiting = kept && prepared.content.notices.find((own) => noticeSha256(own) === noticeSha256(noticeWith(firstOf(own.impact))));
    if (waiting !== undefined)
      return { notice: waiting, added: addNotice(hub, waiting), draft: { prepared, inputs: inputsSha256(files), latest } };
    const notice = noticeWith(impactOf(await diff(before, sideOfDraft(prepared.content), 0, effects.progress)));
    const added = addNotice(hub, notice);
    try {
      const filesNow = await inputFiles(hub, effects.progress);
      if (otherInputs(filesNow) !== otherInputs(files))
        throw new PipelineError(
          "RELEASE_MEANWHILE",
          "A file of the hub was changed while the correction was worked out. Run the command again.",
        );
      const draft = { prepared: await withNotices(hub, prepared, store), inputs: inputsSha256(filesNow), latest };
      if (readHub(hub).hub?.spec.approvals !== undefined) await keepDraft(hub, draft.prepared, { ...draft, latest: latest ?? undefined });
      return { notice, added, draft };
    } catch (error) {
      added.takeOut();
      throw error;
    }
  } finally {
    await store.close();
  }
}

const firstOf = (words: Notice["impact"]): string => Object.values(words)[0] ?? "";

/**
 * Says something of an earlier release, and publishes it with what the hub folder now gives. The notice goes into notices.yaml first; where the
 * publication is refused, it is taken out again; but it stays where it only waits for approvals.
 * @throws {PipelineError} As `publish` does; `NOTICE_INVALID`.
 */
export async function sayOf(
  hub: string,
  said: Said,
  database: string | undefined,
  effects: PublishEffects,
): Promise<Publication & { readonly notice: Notice }> {
  const { language, timezone } = ownOf(hub);
  if (said.impact === undefined && !/^en\b/.test(language))
    throw new PipelineError("COMMAND_INVALID", "The hub's own language is not English, so say in it what changed: --impact TEXT.");
  const inOwn = (text: string) => ({ [language]: text });
  const noticeWith = (impact: string): Notice => ({
    affects: said.affects,
    class: said.class,
    what: inOwn(said.what),
    why: inOwn(said.why),
    impact: inOwn(impact),
    noticed_on: said.noticedOn ?? todayIn(timezone, effects.now()),
  });
  const { notice, added, draft } = await addSaid(hub, noticeWith, said, database, effects);
  try {
    const published = await publish(hub, { ...effects, ...(draft === undefined ? {} : { draft }) });
    added.keep();
    return { ...published, notice };
  } catch (error) {
    // It waits for approvals, as a part of what is approved.
    if (error instanceof PipelineError && error.code === "APPROVAL_MISSING") added.keep();
    else added.takeOut();
    throw error;
  }
}
