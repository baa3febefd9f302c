import { createContext, limits, schema } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import { createYoga, type Plugin } from "graphql-yoga";
import { isFault, publicError } from "./errors.ts";
import { useLimits } from "./limits.ts";

/** Takes questions as JSON alone. Forms and plain text are what another site's page can send without asking: we have no use for them. */
const useJsonOnly = (): Plugin => ({
  onRequestParse({ request, endResponse, fetchAPI }) {
    if (request.method !== "POST") return;
    const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type === "application/json" || type === "application/graphql+json") return;
    const error = { message: "Send the question as application/json.", extensions: { code: "UNSUPPORTED_MEDIA_TYPE" } };
    endResponse(fetchAPI.Response.json({ errors: [error] }, { status: 415, headers: { accept: "application/json" } }));
  },
});

/** Where faults are told: never to the public. */
export type TellFault = (error: unknown) => void;

/** The GraphQL half of the server: questions and answers. */
export function createGraphql(database: Database, tellFault: TellFault) {
  return createYoga({
    schema,
    context: () => createContext({ database }),
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
    plugins: [useJsonOnly(), useLimits()],
  });
}
