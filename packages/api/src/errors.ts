import { QueryError } from "@openbeat/schema";
import { GraphQLError } from "graphql";

/** Codes of refusals that are of HTTP and its limits, beside those of the schema; explained in docs/errors.md. */
export const apiErrorCodes = [
  "BAD_REQUEST",
  "DOCUMENT_NOT_FOUND",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "INTERNAL_SERVER_ERROR",
  "NOT_FOUND",
  "OVERLOADED",
  "QUERY_TOO_DEEP",
  "QUERY_TOO_EXPENSIVE",
  "RATE_LIMITED",
  "REQUEST_ENTITY_TOO_LARGE",
  "TOO_MANY_ALIASES",
  "TOO_MANY_ROOT_FIELDS",
  "TOO_MANY_TOKENS",
  "UNSUPPORTED_MEDIA_TYPE",
] as const;
export type ApiErrorCode = (typeof apiErrorCodes)[number];

/** Refusals that are no fault of the question: try again later. */
const later: ReadonlySet<string> = new Set(["TIMEOUT", "DATABASE_UNAVAILABLE"]);

/** The refusal that an error is or wraps, however deep. */
function refusalIn(error: unknown): QueryError | undefined {
  for (let at = error; at instanceof Error; at = at instanceof GraphQLError ? at.originalError : undefined) {
    if (at instanceof QueryError) return at;
  }
  return undefined;
}

const isIntended = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && (error.originalError == null || isIntended(error.originalError));

/** What the public is told of an error: refusals as they stand, of a bug nothing. */
export function publicError(error: unknown, message: string): Error {
  const refusal = refusalIn(error);
  const place =
    error instanceof GraphQLError
      ? { nodes: error.nodes ?? null, source: error.source ?? null, positions: error.positions ?? null, path: error.path ?? null }
      : {};
  if (refusal !== undefined) {
    const http = later.has(refusal.code) ? { http: { status: 503, headers: { "retry-after": "5" } } } : {};
    return new GraphQLError(refusal.message, { ...place, extensions: { ...refusal.extensions, ...http } });
  }
  if (isIntended(error)) return error;
  return new GraphQLError(message, { ...place, extensions: { code: "INTERNAL_SERVER_ERROR", unexpected: true } });
}

/** Whether the work was stopped because nobody waited for it any more, or for its time. */
function isStopped(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at instanceof GraphQLError ? at.originalError : undefined) {
    if (at instanceof DOMException && (at.name === "AbortError" || at.name === "TimeoutError")) return true;
  }
  return false;
}

/** Whether an error is worth a line in the log: a bug, or a database that is slow or gone. */
export function isFault(error: unknown): boolean {
  if (isStopped(error)) return false;
  const refusal = refusalIn(error);
  return refusal === undefined ? !isIntended(error) : later.has(refusal.code);
}
