import { type GraphQLError, graphql } from "graphql";
import { type Context, createContext } from "./context.ts";
import { schema } from "./schema.ts";

/** A document with the types of its answer and variables, as code generators write it: a text, or an object that prints as one. */
export interface TypedDocument<Result, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Result;
}

/** Thrown when a question that we ask ourselves is refused: a page must not be built from half an answer. */
export class AnswerError extends AggregateError {
  override readonly name = "AnswerError";
  readonly code: string | undefined;
  constructor(errors: readonly GraphQLError[]) {
    const [first] = errors;
    const code = first?.extensions.code;
    super(errors, `${first?.message ?? "The question failed."}${first?.path ? ` At ${first.path.join(".")}.` : ""}`);
    this.code = typeof code === "string" ? code : undefined;
  }
}

/**
 * Asks the schema in process, without HTTP and without its limits.
 * @param options.database Opened as reader. Or pass `context`, to ask several questions of one context.
 * @throws {AnswerError} On any error of the answer.
 */
export async function execute<Result = Record<string, unknown>, Variables = Readonly<Record<string, unknown>>>(
  document: TypedDocument<Result, Variables> | string,
  variables: Variables | undefined,
  options: Parameters<typeof createContext>[0] | { readonly context: Context },
): Promise<Result> {
  const answer = await graphql({
    schema,
    source: document.toString(),
    variableValues: variables as Readonly<Record<string, unknown>> | undefined,
    contextValue: "context" in options ? options.context : createContext(options),
  });
  if (answer.errors !== undefined) throw new AnswerError(answer.errors);
  return answer.data as Result;
}
