import { errorDocs, queryErrorCodes } from "@openbeat/schema";
import { type ApiErrorCode, apiErrorCodes } from "./errors.ts";

const explained: ReadonlySet<string> = new Set([...apiErrorCodes, ...queryErrorCodes]);
/** What GraphQL's own server calls a question whose `operationName` names no operation, or one that may not be asked so. */
const aliases: ReadonlyMap<unknown, ApiErrorCode> = new Map([["OPERATION_RESOLUTION_FAILURE", "BAD_REQUEST"]]);

interface ToldError {
  readonly path?: readonly unknown[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An error with a code that has a page, and the address of that page; without what the server below us repeats of the question. */
function explain<Told extends ToldError>(error: Told): Told {
  const { originalError: _, ...extensions } = error.extensions ?? {};
  // Variables that do not fit are refused without a code, before anything is read.
  const usual = error.path === undefined ? "GRAPHQL_VALIDATION_FAILED" : undefined;
  const code = aliases.get(extensions.code) ?? extensions.code ?? usual;
  const told = explained.has(String(code)) ? { code, docs: errorDocs(String(code)) } : {};
  return { ...error, extensions: { ...extensions, ...told } };
}

/** The text of an answer of GraphQL with its errors explained. @param json An answer, or whatever is not one: that stays as it is. */
export function explainErrors(json: string): string {
  const answer: unknown = JSON.parse(json);
  if (typeof answer !== "object" || answer === null || !("errors" in answer) || !Array.isArray(answer.errors)) return json;
  return JSON.stringify({ ...answer, errors: answer.errors.map(explain) });
}
