import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Writes a file for this user alone: the whole of it, on the disk, or, where the disk is full or the run is killed, none of it.
 * @param mode `replace` puts it in the place of what there was; `new` leaves that alone.
 * @throws With `EEXIST` where it must be new and is there.
 */
export function writeWhole(file: string, content: string | Uint8Array, mode: "replace" | "new" = "replace"): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    const descriptor = openSync(unfinished, "w", 0o600);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (mode === "replace") renameSync(unfinished, file);
    else linkSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
