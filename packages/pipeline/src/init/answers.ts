import * as z from "zod";
import { PipelineError } from "../errors.ts";
import { code, language, timezone } from "../hub/hub-schema.ts";

/** What a hub folder begins with. What is undefined was not said, and is left to do. */
export interface HubAnswers {
  readonly title: string | undefined;
  readonly code: string | undefined;
  readonly agency: string | undefined;
  /** What the whole hub covers: a city, a county. */
  readonly place: string | undefined;
  /** BCP 47 tags; the first is the hub's own. */
  readonly languages: readonly string[];
  /** Of the IANA database. */
  readonly timezone: string | undefined;
  readonly contact: string | undefined;
}

/** A question to the steward, in the order they are asked. */
export interface Question {
  readonly name: keyof HubAnswers;
  readonly asks: string;
  /** What is taken where nothing is said, from the answers so far. */
  readonly usual: (sofar: { readonly place?: string | undefined; readonly title?: string | undefined }) => string | undefined;
}

/** A code out of words: "City of Alderport" becomes city-of-alderport. */
export const codeOf = (words: string): string =>
  words
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** What `openbeat init` asks. */
export const questions = (timezoneHere: string): readonly Question[] => [
  { name: "place", asks: "Which place is the hub about? (a city, a county)", usual: () => undefined },
  {
    name: "title",
    asks: "What is the hub called?",
    usual: ({ place }) => (place === undefined ? undefined : `${place} Policing Hub`),
  },
  { name: "code", asks: "A short code for it, without spaces", usual: ({ title }) => (title === undefined ? undefined : codeOf(title)) },
  { name: "agency", asks: "Which agency publishes it?", usual: () => undefined },
  { name: "languages", asks: "In which languages, the hub's own first? (such as en,es)", usual: () => "en" },
  { name: "timezone", asks: "In which time zone is the agency?", usual: () => timezoneHere },
  { name: "contact", asks: "Where can readers ask about the figures? (an office's address, of nobody in person)", usual: () => undefined },
];

const languages = z.array(language).min(1);

/**
 * Checks what was answered.
 * @throws {PipelineError} `COMMAND_INVALID` where a code, a language or a time zone is none.
 */
export function checkAnswers(answers: HubAnswers): HubAnswers {
  const refuse = (message: string): never => {
    throw new PipelineError("COMMAND_INVALID", message);
  };
  if (answers.code !== undefined && !code.safeParse(answers.code).success)
    refuse("--code takes letters, digits, dots, dashes and underscores, such as alderport.");
  if (!languages.safeParse(answers.languages).success) refuse("--languages takes tags of languages, the hub's own first: en,es");
  if (answers.timezone !== undefined && !timezone.safeParse(answers.timezone).success)
    refuse("--timezone takes a time zone as the IANA database writes it, such as America/New_York.");
  return answers;
}
