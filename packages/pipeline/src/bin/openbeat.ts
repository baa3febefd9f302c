#!/usr/bin/env node
import { processTerminal, type Terminal, tellError } from "../commands/terminal.ts";
import { PipelineError } from "../errors.ts";

type Command = (words: readonly string[], terminal: Terminal) => Promise<number>;

// A command's code is loaded when it is asked for: `--help` needs no database and no DuckDB.
const commands: Readonly<Record<string, { readonly load: () => Promise<Command>; readonly usage: string; readonly does: string }>> = {
  init: {
    load: async () => (await import("../commands/init.ts")).init,
    usage:
      "init [FOLDER] [--place NAME] [--title NAME] [--code CODE] [--publisher NAME] [--languages en,es] [--timezone ZONE] [--contact TEXT]",
    does: "Make a hub folder: asks at a terminal, or takes the flags; what was not said is left to do.",
  },
  check: {
    load: async () => (await import("../commands/check.ts")).check,
    usage: "check HUB",
    does: "Read, validate, tabulate and protect a hub folder, and write nothing.",
  },
  publish: {
    load: async () => (await import("../commands/publish.ts")).publish,
    usage: "publish HUB [--database URL]",
    does: "Publish a hub folder as a release: all of it, or nothing.",
  },
  audit: {
    load: async () => (await import("../commands/audit.ts")).audit,
    usage: "audit [FOLDER|URL] [--database URL] [--release VERSION] [--with VERSION]… [--at-most N]",
    does: "Attack the hidden figures of releases from the files of a site, or what else the public can read, and check their hashes and signatures.",
  },
  migrate: {
    load: async () => (await import("../commands/migrate.ts")).migrate,
    usage: "migrate [--database URL]",
    does: "Bring a database up to date. The embedded one does it by itself.",
  },
  import: {
    load: async () => (await import("../commands/import.ts")).importRecords,
    usage:
      "import calendar FILE --hub FOLDER [--from DAY] [--to DAY] [--area CODE] [--rules FILE] | import open311 FILE --hub FOLDER [--level LEVEL] [--rules FILE] [--into FILE]",
    does: "Take the activities of a calendar (.ics, .csv), or service requests (.json, .csv), into files of a hub folder.",
  },
  synthesise: {
    load: async () => (await import("../commands/synthesise.ts")).synthesise,
    usage: "synthesise [--hub FOLDER] [--seed N] [--scale N] [--geography]",
    does: "Generate the records of the fictional sample city.",
  },
};

const help = () =>
  [
    "openbeat: from an agency's records to a public release.",
    "",
    ...Object.values(commands).map(({ usage, does }) => `  openbeat ${usage}\n      ${does}`),
    "",
    "URL is postgresql://… or file:FOLDER; without it DATABASE_URL, else the embedded database in .openbeat/database.",
  ].join("\n");

const terminal = processTerminal();
const [name = "--help", ...words] = process.argv.slice(2);
const command = commands[name];
try {
  if (name === "--help" || name === "help") {
    terminal.out(help());
  } else if (command === undefined) {
    throw new PipelineError("COMMAND_INVALID", "There is no such command. Run: openbeat --help");
  } else {
    process.exitCode = await (await command.load())(words, terminal);
  }
} catch (error) {
  const isUsage = error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");
  process.exitCode =
    isUsage && command !== undefined
      ? tellError(new PipelineError("COMMAND_INVALID", `${error.message} Usage: openbeat ${command.usage}`), terminal)
      : tellError(error, terminal);
}
