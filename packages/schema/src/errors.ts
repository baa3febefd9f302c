/** What a question can get wrong, or why it is refused; permanent, explained in docs/errors.md. */
export const queryErrorCodes = [
  "BAD_USER_INPUT",
  "CURSOR_INVALID",
  "CURSOR_RELEASE_MISMATCH",
  "DATABASE_UNAVAILABLE",
  "GROUPING_NOT_PUBLISHED",
  "NODE_ID_INVALID",
  "PAGE_TOO_LARGE",
  "RELEASE_NOT_FOUND",
  "TIMEOUT",
  "UNKNOWN_DATASET",
  "UNKNOWN_DIMENSION",
  "UNKNOWN_LEVEL",
  "UNKNOWN_MEASURE",
  "UNKNOWN_MEMBER",
  "UNKNOWN_SURVEY",
  "UNKNOWN_TABLE",
] as const;
export type QueryErrorCode = (typeof queryErrorCodes)[number];

/** What goes with the message: what to do next, and whatever helps a program to do it. */
export interface QueryErrorDetails {
  readonly hint?: string;
  readonly [detail: string]: unknown;
}

/** The page that explains a code: an address on the API that refused. */
export const errorDocs = (code: string): string => `/errors/${code}`;

/**
 * A question that is refused. GraphQL takes `extensions` over as they stand, so the code reaches whoever asked; every other
 * error is a bug and is masked.
 */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly code: QueryErrorCode;
  readonly extensions: Readonly<Record<string, unknown>>;
  constructor(code: QueryErrorCode, message: string, details: QueryErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.extensions = { code, ...details, docs: errorDocs(code) };
  }
}
