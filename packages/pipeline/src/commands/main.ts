import { PipelineError } from "../errors.ts";
import { commands } from "./all.ts";
import { type Command, has } from "./form/command.ts";
import { helpOf, overview } from "./form/help.ts";
import { processTerminal, tellError, toldOf } from "./terminal.ts";

/** Which command the words begin with, and what is left of them. */
function find(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const command = commands.find(({ name }) => name === words.slice(0, length).join(" "));
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}

/** The hub folder that the words name: as an argument, or as `import` takes it, by an option. */
function hubNamed({ arguments: [first], options }: Command, words: readonly string[]): string | undefined {
  if (first?.name === "HUB") return words.find((word) => !word.startsWith("-"));
  const at = words.findIndex((word) => /^--hub(=|$)/.test(word));
  const word = words[at];
  if (!("hub" in options) || word === undefined) return undefined;
  return word === "--hub" ? words[at + 1] : word.slice("--hub=".length);
}

/** Runs the command line. @param words What stands after `openbeat`. @returns The exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [first = "--help"] = words;
  const isJson = has(words, "json");
  const terminal = processTerminal(isJson);
  const print = (content: object) => process.stdout.write(`${JSON.stringify(content)}\n`);
  const found = find(words);
  const name = found?.command.name ?? "";
  const hub = found === undefined ? undefined : hubNamed(found.command, found.rest);
  try {
    if (found === undefined) {
      const family = commands.filter((command) => command.name.startsWith(`${first} `));
      if (first !== "--help" && first !== "help" && !(family.length > 0 && (words.length === 1 || has(words, "help"))))
        throw new PipelineError("COMMAND_INVALID", "There is no such command.");
      terminal.out(overview(family.length > 0 ? family : commands, process.stdout.columns));
      return 0;
    }
    if (has(found.rest, "help")) {
      terminal.out(helpOf(found.command, process.stdout.columns));
      return 0;
    }
    const { exitCode, result } = await found.command.run(found.rest, terminal);
    if (isJson) print({ command: name, ok: exitCode === 0, result });
    return exitCode;
  } catch (error) {
    if (isJson) {
      const { code, message, next, steps, problems } = toldOf(error, name, hub);
      print({ command: name, ok: false, error: { code, message, next, steps, problems } });
    }
    return tellError(error, terminal, name, hub);
  }
}
