import { join } from "node:path";
import type { FrozenManifest } from "@openbeat/schema/domain";
import { filesUnder, sha256 } from "../permanence/files-under.ts";

/** Hashes everything that stands under the address of a release. */
export const frozenManifest = (root: string, release: { readonly version: string; readonly sha256: string }): FrozenManifest => ({
  release: release.version,
  sha256: release.sha256,
  files: Object.fromEntries(filesUnder(root, `r/${release.version}`).map((file) => [file, sha256(join(root, file))])),
});
