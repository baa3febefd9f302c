import { generateKeyPairSync } from "node:crypto";
import { type Database, openDatabase } from "@openbeat/database";
import { copyReleases } from "../release/archive/copy-releases.ts";
import type { ReleaseContent } from "../release/content.ts";
import { signRelease } from "../release/sign.ts";
import { type Published, releasesOf, writeRelease } from "../release/write.ts";

/** Opens an empty store that takes a draft: the one thing that no public store takes. @param url Of a folder that is thrown away. */
export async function openDraftStore(url: string): Promise<Database> {
  const store = await openDatabase(url, { role: "owner" });
  await store.query("ALTER TABLE release DROP CONSTRAINT release_version_is_semantic");
  return store;
}

/**
 * Writes a draft, protected and checked as a release is, behind the releases that were published before it. The key that signs it is nobody's, and is gone at once:
 * the hub vouches for nothing here.
 * @param store Of `openDraftStore`. @param earlier The public store, which is only read; undefined where the draft stands alone.
 */
export async function writeDraft(
  store: Database,
  earlier: Database | undefined,
  content: ReleaseContent,
  { now, progress }: { readonly now: () => Date; readonly progress: (what: string) => void },
): Promise<Published & { readonly earlier: number }> {
  const copied = earlier === undefined ? 0 : await copyReleases(earlier, store, progress);
  const { privateKey } = generateKeyPairSync("ed25519");
  // The hub's address is that of what it published: nothing of a draft stands there.
  const apart = { ...content, hub: { ...content.hub, url: null } };
  const written = await writeRelease(store, apart, {
    latest: (await releasesOf(store)).at(-1)?.version,
    head: null,
    keep: () => {},
    sign: (statement) => signRelease(privateKey, statement),
    draft: true,
    now,
    progress,
  });
  return { ...written, earlier: copied };
}
