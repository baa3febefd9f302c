import { openDatabase } from "@openbeat/database";
import { requireApprovals } from "../draft/approvals.ts";
import { makeDraft } from "../draft/current.ts";
import { setEmbargo, waitUntil } from "../draft/embargo.ts";
import { PipelineError } from "../errors.ts";
import { readHub } from "../hub/read-hub.ts";
import { inputFiles, inputsSha256 } from "../log/input-files.ts";
import { logged } from "../log/log.ts";
import { type Publication, type PublishEffects, publish } from "../publish.ts";

/** How long before its time a release begins to be written: nothing of it can be seen until it is sealed. */
const lead = 30_000;

/**
 * Prepares and checks a release now, keeps it as a draft, and makes it public when its time has come: at once, all of it. Stopped meanwhile, it goes
 * on with the same draft when it is called again; after its time it publishes right away.
 * @throws {PipelineError} As `publish` does.
 */
export async function publishAt(hub: string, at: Date, database: string | undefined, effects: PublishEffects): Promise<Publication> {
  const { hub: read, problems } = readHub(hub);
  if (read === undefined) throw new PipelineError("HUB_HAS_PROBLEMS", "The hub has problems. Nothing was published.", { problems });
  const inputs = await inputFiles(hub, effects.progress);
  await logged(hub, { act: "embargo", inputs, result: { at: at.toISOString() } }, effects.now, async () => {
    const store = await openDatabase(database);
    try {
      const draft = await makeDraft(hub, inputsSha256(inputs), store, effects.progress, effects.now);
      if (read.spec.approvals !== undefined) requireApprovals(hub, read.spec.hub, draft, read.spec.approvals);
      setEmbargo(hub, at);
      return { result: { at: at.toISOString(), draft: draft.sha256 }, value: draft };
    } finally {
      await store.close();
    }
  });
  await waitUntil(new Date(at.getTime() - lead), effects.now, effects.progress);
  return publish(hub, { ...effects, sealAt: at });
}
