import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LogResult } from "../log/log.ts";

/**
 * Takes files into a hub, and notes in its log which, by their hashes, and what came of it.
 * @param act The name of the command.
 * @param outcome What came of it, as the log may tell it: numbers of records, names of files.
 */
export async function noted<Report>(
  act: string,
  { hub, files, now }: { readonly hub: string; readonly files: readonly string[]; readonly now: () => Date },
  take: () => Promise<Report>,
  outcome: (report: Report) => LogResult,
): Promise<Report> {
  // What is no hub or no file is refused by the import, and there is nothing to note.
  if (![join(hub, "hub.yaml"), ...files].every((path) => existsSync(path))) return take();
  const { hashOfFile } = await import("../log/input-files.ts");
  const { logged } = await import("../log/log.ts");
  const inputs: Record<string, string> = {};
  for (const path of files) inputs[path] = await hashOfFile(path);
  return logged(hub, { act, inputs }, now, async () => {
    const value = await take();
    return { result: outcome(value), value };
  });
}
