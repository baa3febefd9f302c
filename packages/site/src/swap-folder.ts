import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

const asideOf = (folder: string) => `${folder}.last`;

/** Brings back the folder that a swap had put aside when it was cut short. */
export function mendSwap(folder: string): void {
  if (!existsSync(folder) && existsSync(asideOf(folder))) renameSync(asideOf(folder), folder);
}

/**
 * Puts a finished folder in the place of another. The old one is put aside first and removed when the new one stands: at every moment one of
 * them is whole.
 */
export function swapFolder(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  mendSwap(to);
  // Beside its place first: a rename within one folder is one step, from another disk it is a copy.
  const next = `${to}.next`;
  rmSync(next, { recursive: true, force: true });
  try {
    renameSync(from, next);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    cpSync(from, next, { recursive: true });
  }
  rmSync(asideOf(to), { recursive: true, force: true });
  if (existsSync(to)) renameSync(to, asideOf(to));
  try {
    renameSync(next, to);
  } catch (error) {
    mendSwap(to);
    throw error;
  }
  rmSync(asideOf(to), { recursive: true, force: true });
}
