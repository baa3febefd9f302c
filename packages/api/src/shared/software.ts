import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
/** What answers are made by: our own sources, as they run, and the exact versions of what they use. */
const sources = ["packages/{api,schema,standard}/{src/**/*.ts,package.json}", "prisma/{src/*.ts,schema.prisma,package.json}"];

/** A short hash of the software that runs: another one makes other answers of the same releases. */
export function softwareHash(): string {
  const hash = createHash("sha256");
  for (const file of globSync(sources, { cwd: root }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("base64url").slice(0, 16);
}
