import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));
const stamps = join(root, "node_modules/.cache/openbeat/stamps");

/** Hash of the content of every file that the patterns match, from the root of the project. */
export function hashFiles(patterns: readonly string[]): string {
  const hash = createHash("sha256");
  const isKept = (path: string) => !path.includes(".openbeat/");
  for (const path of globSync([...patterns], { cwd: root })
    .filter(isKept)
    .sort()) {
    const file = join(root, path);
    if (statSync(file).isFile()) hash.update(`${path}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/**
 * Does a step only where it has to be done: where its inputs are not those of the last time it succeeded, or its output is missing.
 * @returns Whether it was done.
 */
export async function whenChanged(name: string, inputs: string, outputs: readonly string[], step: () => Promise<void>): Promise<boolean> {
  const stamp = join(stamps, name);
  const isFresh = existsSync(stamp) && readFileSync(stamp, "utf8") === inputs && outputs.every((path) => existsSync(join(root, path)));
  if (isFresh) return false;
  await step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
  return true;
}
