import { openDatabase } from "@openbeat/database";
import type { PublishEffects } from "../publish.ts";
import type { Terminal } from "./terminal.ts";

/** The URL of the store that a command uses: the one it was given, else that of the environment, else the embedded one. */
export const storeUrl = (database: string | undefined): string | undefined => database ?? process.env.DATABASE_URL;

/** What a command that publishes does to the world outside: nothing else opens a store as its publisher. */
export const publishEffects = (
  database: string | undefined,
  terminal: Terminal,
  now: () => Date,
  act: NonNullable<PublishEffects["act"]>,
): PublishEffects => ({
  openStore: () => openDatabase(storeUrl(database), { role: "publisher" }),
  now,
  progress: terminal.progress,
  act,
});
