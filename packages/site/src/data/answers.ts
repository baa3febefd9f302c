import { AnswerError, type Example, examples } from "@openbeat/schema/graphql";
import type { Ask } from "./ask.ts";
import { ApiRefusal } from "./ask-api.ts";

/** An example of the API, with the answer that the store gives to it. */
export interface Answer extends Example {
  readonly data: unknown;
}

/** Codes of refusals of what a hub does not publish. */
const notOfHub = /^(BAD_USER_INPUT|GROUPING_NOT_PUBLISHED|RELEASE_NOT_FOUND|UNKNOWN_\w+)$/;

/** Whether the answer to a question has figures of older releases. */
const quotesOlder = ({ query }: Example) => /\b(changes|revisions)\(/.test(query);

/**
 * Asks the examples that fit the hub: one that names what the hub does not publish is refused, and left out.
 * @param isForgetful Whether the hub withdrew a release, whose figures no answer may have.
 */
export async function readAnswers(ask: Ask, isForgetful: boolean): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const example of examples.filter((one) => !isForgetful || !quotesOlder(one))) {
    try {
      answers.push({ ...example, data: await ask({ toString: () => example.query }, {}) });
    } catch (error) {
      // Anything else is a fault, and stops the build.
      if (!(error instanceof AnswerError || error instanceof ApiRefusal) || !notOfHub.test(error.code ?? "")) throw error;
    }
  }
  return answers;
}
