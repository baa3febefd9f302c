import { watch } from "node:fs";

/** How long the folder must be quiet: editors write a file in several steps. */
const quietMs = 300;

/**
 * Runs something now and again after every change in a folder, one run at a time, until the signal aborts. What stands in `.openbeat` changes nothing.
 */
export async function runOnChange(folder: string, run: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let changed: (() => void) | undefined;
  let isChanged = false;
  const watcher = watch(folder, { recursive: true, signal }, (_, name) => {
    if (name === null || /^\.openbeat|~$|\.new$/.test(name)) return;
    isChanged = true;
    changed?.();
  });
  // Aborting closes the watcher with an error of its own.
  watcher.on("error", () => {});
  try {
    while (!signal.aborted) {
      isChanged = false;
      await run();
      if (!isChanged)
        await new Promise<void>((resolve) => {
          changed = resolve;
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      changed = undefined;
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, quietMs));
    }
  } finally {
    watcher.close();
  }
}
