import { createInterface } from "node:readline/promises";
import { nextSteps } from "../hub/next-steps.ts";
import { checkAnswers, type HubAnswers, questions } from "../init/answers.ts";
import { makeHub } from "../init/make-hub.ts";
import { command } from "./form/command.ts";

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

type Given = Readonly<Partial<Record<keyof HubAnswers, string | undefined>>>;

/** What the flags say, and of the rest what is answered; without anybody to ask, the rest is left to do. */
export async function answersOf(given: Given, ask: Ask | undefined, timezoneHere: string): Promise<HubAnswers> {
  const said: Partial<Record<keyof HubAnswers, string | undefined>> = {};
  for (const { name, asks, usual } of questions(timezoneHere)) {
    said[name] = given[name];
    if (said[name] !== undefined) continue;
    const proposed = usual(said);
    const answer = ask === undefined ? "" : (await ask(asks, proposed)).trim();
    const taken = answer !== "" ? answer : ask !== undefined || name === "languages" || name === "code" ? proposed : undefined;
    if (taken !== undefined) said[name] = taken;
  }
  const { title, code, agency, place, timezone, contact, languages = "en" } = said;
  return checkAnswers({ title, code, agency, place, timezone, contact, languages: languages.split(",").map((tag) => tag.trim()) });
}

/** `openbeat init`: a hub folder, asking what was not said where there is a terminal. */
export const init = command(
  {
    name: "init",
    purpose: "Make a hub folder: YAML with comments, templates, a README.",
    details: "Asks what was not said at a terminal. Elsewhere it is left as a TODO, which check names by its line.",
    arguments: [{ name: "FOLDER", does: "The folder to make. It must be empty, or not exist yet.", kind: "folder" }],
    options: {
      place: { value: "NAME", does: "The place that the hub is about: a city, a county." },
      title: { value: "NAME", does: "What the hub is called." },
      code: { value: "CODE", does: "A short code for it, without spaces." },
      agency: { value: "NAME", does: "The agency that publishes it." },
      languages: { value: "TAGS", does: "Its languages, its own first, such as en,es." },
      timezone: { value: "ZONE", does: "The agency's time zone, such as America/New_York." },
      contact: { value: "TEXT", does: "Where readers can ask: an office's address, of nobody in person." },
    },
    examples: [
      { line: "openbeat init my-hub", does: "Ask what the hub is, and make its folder." },
      {
        line: "openbeat init my-hub --place Alderport --code alderport --timezone America/New_York",
        does: "The same from a script.",
      },
    ],
  },
  async ({ given: { FOLDER: folder }, values }, terminal) => {
    const asking = terminalAsk();
    try {
      const answers = await answersOf(values, asking?.ask, Intl.DateTimeFormat().resolvedOptions().timeZone);
      const files = makeHub(folder, answers);
      const templates = files.filter((path) => path.startsWith("templates/")).length;
      const steps = [...nextSteps(folder), `See what is missing, at any time: openbeat check ${folder}`];
      terminal.out(`A hub folder stands in ${folder}: hub.yaml, README.md and ${templates} templates.`);
      for (const line of ["Next:", ...steps.map((step) => `  - ${step}`)]) terminal.out(line);
      return { exitCode: 0, result: { folder, files, steps } };
    } finally {
      asking?.close();
    }
  },
);
