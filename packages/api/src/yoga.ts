import { draftNotice } from "@openbeat/schema/domain";
import { type ContextOptions, createContext, limits, schema } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { createLRUCache, createYoga, type Plugin, useExecutionCancellation } from "graphql-yoga";
import { believed } from "./edition.ts";
import { isFault, publicError } from "./errors.ts";
import { useLimits } from "./limits.ts";

/** Where faults are told: never to the public. */
export type TellFault = (error: unknown) => void;

/** What an answer is told of the request it belongs to. */
export interface RequestContext extends Pick<ContextOptions, "pinned" | "publicUrl" | "onMayChange" | "onEdition" | "rateLimit"> {
  /** Told the complexity of the question, when it has been reckoned, and whether it goes beyond a limit: then nothing is worked out. */
  readonly onCost?: (complexity: number, isRefused: boolean) => void;
}

const longestRemembered = 8000;

/** A memory for questions by their text. A tree takes a thousand times its text, so there are few of them, and none of a long one. */
function shortOnes<Value extends object>(): { get(text: string): Value | undefined; set(text: string, value: Value): void } {
  const kept = createLRUCache<Value>({ max: 64 });
  return {
    get: (text) => kept.get(text),
    set(text, value) {
      if (text.length <= longestRemembered) kept.set(text, value);
    },
  };
}

/** Says with every result that it is of a draft: also where it is kept without its headers. */
const useDraftNotice = (): Plugin => ({
  onExecutionResult({ result, setResult }) {
    if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return;
    setResult({ ...result, extensions: { ...("extensions" in result ? result.extensions : {}), draft: draftNotice } });
  },
});

/** The GraphQL half of the server: questions and answers. */
export function createGraphql(database: Database, tellFault: TellFault, draft: boolean) {
  return createYoga<RequestContext>({
    schema,
    context: ({ pinned, publicUrl, onMayChange, onEdition, rateLimit }) =>
      createContext({ database, pinned, publicUrl, onMayChange, onEdition, rateLimit, age: believed }),
    logging: false,
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: limits.maxBodyBytes,
    // Yoga would answer with the name of whoever asks. The server says `*` itself, without credentials.
    cors: false,
    maskedErrors: {
      errorMessage: "Unexpected error.",
      maskError(error, message) {
        if (isFault(error)) tellFault(error);
        return publicError(error, message);
      },
    },
    parserAndValidationCache: { documentCache: shortOnes(), errorCache: shortOnes() },
    plugins: [useLimits(), useExecutionCancellation(), ...(draft ? [useDraftNotice()] : [])],
  });
}
