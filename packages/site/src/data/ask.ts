import { fileURLToPath } from "node:url";
import { createContext, execute, type TypedDocument } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";

/** Asks the public schema a typed question and gets a typed answer. */
export type Ask = <Answer, Variables>(document: TypedDocument<Answer, Variables>, variables: Variables) => Promise<Answer>;

const defaultDatabase = `file:${fileURLToPath(new URL("../../../../.openbeat/database", import.meta.url))}`;

/**
 * Opens the public store as a reader, lets `work` ask the GraphQL schema in this process, and closes it again.
 * @param url `postgresql://…` or `file:FOLDER`; without one, the embedded database of this checkout.
 */
export async function withHub<Result>(url: string | undefined, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const database = await openReader(url ?? defaultDatabase);
  try {
    const context = createContext({ database });
    return await work((document, variables) => execute(document, variables, { context }));
  } finally {
    await database.close();
  }
}
