import { commands } from "../../src/commands/all.ts";

/** Runs a command as the command line does. @returns Its exit code, its result as a test reads it, and what it printed. */
export async function runCommand(name: string, words: readonly string[], now: () => Date = () => new Date()) {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const found = commands.find((own) => own.name === name);
  if (found === undefined) throw new Error("No such command.");
  const { exitCode, result } = await found.run(words, { out: print, err: print, progress: () => {} }, now);
  return { exitCode, result: result as never, lines };
}
