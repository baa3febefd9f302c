import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrozenManifest } from "@openbeat/schema/domain";

/** Hashes everything that stands under the address of a release. */
export function frozenManifest(root: string, release: { readonly version: string; readonly sha256: string }): FrozenManifest {
  const files = globSync(`r/${release.version}/**/*`, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(
      (file) => [file.slice(root.replace(/\/$/, "").length + 1), createHash("sha256").update(readFileSync(file)).digest("hex")] as const,
    );
  return { release: release.version, sha256: release.sha256, files: Object.fromEntries(files) };
}
