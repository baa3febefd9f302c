import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { PipelineError } from "../errors.ts";
import { nextSteps } from "../hub/next-steps.ts";
import { checkAnswers, type HubAnswers, questions } from "../init/answers.ts";
import { makeHub } from "../init/make-hub.ts";
import type { Terminal } from "./terminal.ts";

/** Asks the steward a question, with what is taken where nothing is answered. */
export type Ask = (question: string, usual: string | undefined) => Promise<string>;

/** Asks at this process's terminal; undefined where there is none. */
function terminalAsk(): { readonly ask: Ask; readonly close: () => void } | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  return {
    ask: (question, usual) => reader.question(`${question}${usual === undefined ? "" : ` [${usual}]`}: `),
    close: () => reader.close(),
  };
}

type Given = Readonly<Partial<Record<keyof HubAnswers, string>>>;

/** What the flags say, and of the rest what is answered; without anybody to ask, the rest is left to do. */
export async function answersOf(given: Given, ask: Ask | undefined, timezoneHere: string): Promise<HubAnswers> {
  const said: Partial<Record<keyof HubAnswers, string>> = { ...given };
  for (const { name, asks, usual } of questions(timezoneHere)) {
    if (said[name] !== undefined) continue;
    const proposed = usual({ ...said, languages: [] });
    const answer = ask === undefined ? "" : (await ask(asks, proposed)).trim();
    const taken = answer !== "" ? answer : ask !== undefined || name === "languages" || name === "code" ? proposed : undefined;
    if (taken !== undefined) said[name] = taken;
  }
  const { title, code, publisher, place, timezone, contact, languages = "en" } = said;
  return checkAnswers({ title, code, publisher, place, timezone, contact, languages: languages.split(",").map((tag) => tag.trim()) });
}

/**
 * `openbeat init [FOLDER] [--place NAME] [--title NAME] [--code CODE] [--publisher NAME] [--languages en,es] [--timezone ZONE] [--contact TEXT]`:
 * makes a hub folder. Asks what was not said where there is a terminal; elsewhere leaves it to do, and `check` names it by its line.
 */
export async function init(words: readonly string[], terminal: Pick<Terminal, "out">): Promise<number> {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { place: text, title: text, code: text, publisher: text, languages: text, timezone: text, contact: text },
  });
  const [folder = "my-hub"] = positionals;
  if (positionals.length > 1) throw new PipelineError("COMMAND_INVALID", "Name one folder: openbeat init my-hub");
  const asking = terminalAsk();
  try {
    const answers = await answersOf(values, asking?.ask, Intl.DateTimeFormat().resolvedOptions().timeZone);
    const files = makeHub(folder, answers);
    terminal.out(
      `A hub folder stands in ${folder}: hub.yaml, README.md and ${files.filter((path) => path.startsWith("templates/")).length} templates.`,
    );
    terminal.out("Next:");
    for (const step of nextSteps(folder)) terminal.out(`  - ${step}`);
    terminal.out(`  - See what is missing, at any time: openbeat check ${folder}`);
    return 0;
  } finally {
    asking?.close();
  }
}
