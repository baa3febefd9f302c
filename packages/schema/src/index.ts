export * from "./domain/index.ts";
export { errorDocs, QueryError, type QueryErrorCode, queryErrorCodes } from "./errors.ts";
