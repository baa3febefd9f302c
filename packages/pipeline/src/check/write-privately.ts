import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file that its owner alone can read, also where one stands there that others could. */
export function writePrivately(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
