import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";

const variable = "OPENBEAT_TEST_RUN";

/** Gives the run of all tests a folder, which goes with it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-tests-"));
  process.env[variable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** The folder of the run. */
export function runFolder(): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error("Tests run by Vitest have a folder for the run.");
  return folder;
}

/**
 * A folder that is made once in a run, by whichever file of tests asks first, and only read by all.
 * @param fill Makes what it holds. Where it fails, the next that asks tries again.
 */
export async function folderOnce(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
  const run = runFolder();
  const [folder, lock] = [join(run, name), join(run, `${name}.lock`)];
  while (!existsSync(folder)) {
    try {
      mkdirSync(lock);
    } catch {
      await later(200); // Another process is at it.
      continue;
    }
    try {
      if (existsSync(folder)) break;
      const own = mkdtempSync(join(run, "making-"));
      await fill(own);
      renameSync(own, folder);
    } finally {
      rmdirSync(lock);
    }
  }
  return folder;
}
