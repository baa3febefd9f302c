import { parseArgs } from "node:util";
import { openDatabase } from "@openbeat/database";
import { PipelineError } from "../errors.ts";
import { publish as publishHub } from "../publish.ts";
import { reportLines, type Terminal } from "./terminal.ts";

/** `openbeat publish HUB [--database URL]`: takes a hub folder to a release, all of it or nothing. */
export async function publish(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { database: { type: "string" } } });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new PipelineError("COMMAND_INVALID", "Name one hub folder: openbeat publish HUB [--database URL]");
  }
  const { published, ...prepared } = await publishHub(folder, {
    openStore: () => openDatabase(values.database ?? process.env.DATABASE_URL, { role: "publisher" }),
    now: () => new Date(),
    progress: terminal.progress,
  });
  for (const line of reportLines(prepared)) terminal.out(line);
  const { version, sha256, isNew } = published;
  terminal.out(
    isNew
      ? `Published release ${version} (sha256 ${sha256}).`
      : `Nothing has changed: release ${version} holds exactly this (sha256 ${sha256}).`,
  );
  return 0;
}
