import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));
/** What answers are made by: our own sources, as they run, and the exact versions of what they use. */
const sources = ["packages/{api,schema,standard}/{src/**/*.ts,package.json}", "prisma/{src/*.ts,schema.prisma,package.json}"];

/**
 * A short hash of the software that runs: another one makes other answers of the same releases.
 * @param root The folder that its packages stand in.
 * @throws {Error} Where there are no sources: then nobody could tell one version from another.
 */
export function softwareHash(root = repository): string {
  const files = globSync(sources, { cwd: root }).sort();
  if (files.length === 0)
    throw new Error("The sources of the API are not there, so its answers cannot be shared. Run it from its repository.");
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("base64url").slice(0, 16);
}
