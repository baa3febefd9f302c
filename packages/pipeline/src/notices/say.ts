import { openDatabase } from "@openbeat/database";
import { diff } from "../diff/diff.ts";
import { sideOfDraft, sideOfStore } from "../diff/side.ts";
import { impactOf } from "../diff/told.ts";
import { PipelineError } from "../errors.ts";
import { readHub } from "../hub/read-hub.ts";
import { todayIn } from "../hub/today.ts";
import type { Prepared } from "../prepare.ts";
import { draftOf, type PublishEffects, publish } from "../publish.ts";
import type { Published } from "../release/write.ts";
import { addNotice, type Notice } from "./notice.ts";

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

async function workedOut(hub: string, said: Said, database: string | undefined, effects: PublishEffects): Promise<string> {
  const store = await openDatabase(database);
  try {
    const before = await sideOfStore(store, said.affects);
    return impactOf(
      await diff(before, sideOfDraft((await draftOf(hub, store, effects.progress, effects.now)).content), 0, effects.progress),
    );
  } finally {
    await store.close();
  }
}

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
): Promise<Prepared & { readonly published: Published; readonly notice: Notice }> {
  const { language, timezone } = ownOf(hub);
  if (said.impact === undefined && !/^en\b/.test(language))
    throw new PipelineError("COMMAND_INVALID", "The hub's own language is not English, so say in it what changed: --impact TEXT.");
  const impact = said.impact ?? (await workedOut(hub, said, database, effects));
  const inOwn = (text: string) => ({ [language]: text });
  const notice: Notice = {
    affects: said.affects,
    class: said.class,
    what: inOwn(said.what),
    why: inOwn(said.why),
    impact: inOwn(impact),
    noticed_on: said.noticedOn ?? todayIn(timezone, effects.now()),
  };
  const takeOut = addNotice(hub, notice);
  try {
    return { ...(await publish(hub, effects)), notice };
  } catch (error) {
    // It waits for approvals, as a part of what is approved.
    if (!(error instanceof PipelineError && error.code === "APPROVAL_MISSING")) takeOut();
    throw error;
  }
}
