import { AnswerError, type Example, examples } from "@openbeat/schema/graphql";
import type { Ask } from "./ask.ts";

/** An example of the API, with the answer that the store gives to it. */
export interface Answer extends Example {
  readonly data: unknown;
}

/** Asks the examples that fit the hub: one that names what the hub does not publish is refused, and left out. */
export async function readAnswers(ask: Ask): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const example of examples) {
    try {
      const document = { toString: () => example.query };
      answers.push({ ...example, data: await ask<unknown, Example["variables"]>(document, example.variables) });
    } catch (error) {
      // A refusal has a code; anything else is a fault, and stops the build.
      if (!(error instanceof AnswerError) || error.code === undefined) throw error;
    }
  }
  return answers;
}
