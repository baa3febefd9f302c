import { type ContextOptions, createContext, limits, schema } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { createLRUCache, createYoga } from "graphql-yoga";
import { isFault, publicError } from "./errors.ts";
import { useLimits } from "./limits.ts";

/** Where faults are told: never to the public. */
export type TellFault = (error: unknown) => void;

/** What an answer is told of the request it belongs to. */
export interface RequestContext extends Pick<ContextOptions, "pinned" | "onMayChange"> {
  /** Told the complexity of the question, when it has been reckoned. */
  readonly onCost?: (complexity: number) => void;
}

/** The GraphQL half of the server: questions and answers. */
export function createGraphql(database: Database, tellFault: TellFault) {
  return createYoga<RequestContext>({
    schema,
    context: ({ pinned, onMayChange }) => createContext({ database, pinned, onMayChange }),
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
    // Short: each entry may be a question of the greatest length, and its tree.
    parserAndValidationCache: { documentCache: createLRUCache({ max: 200 }), errorCache: createLRUCache({ max: 100 }) },
    plugins: [useLimits()],
  });
}
