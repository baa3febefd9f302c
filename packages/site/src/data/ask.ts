import { fileURLToPath } from "node:url";
import { createContext, execute, type TypedDocument } from "@openbeat/schema/graphql";
import { openReader } from "@openbeat/schema/store";
import { collect } from "../collect.ts";
import { askApi } from "./ask-api.ts";

/** Asks the public schema a typed question and gets a typed answer. */
export type Ask = <Answer, Variables>(document: TypedDocument<Answer, Variables>, variables: Variables) => Promise<Answer>;

/** Where a hub is read: its public store, or its API. */
export interface HubSource {
  /** `postgresql://…` or `file:FOLDER`; without one, the embedded database of this checkout. */
  readonly database?: string | undefined;
  /** The address of the API of a hub, in place of a database: `https://hub.example/graphql`. */
  readonly api?: string | undefined;
}

const defaultDatabase = `file:${fileURLToPath(new URL("../../../../.openbeat/database", import.meta.url))}`;

/** Lets `work` ask the GraphQL schema: in this process, of the public store opened as a reader, or over HTTP. */
export async function withHub<Result>({ database: url, api }: HubSource, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  if (api !== undefined && url !== undefined) throw new Error("Name a database or an API, not both.");
  if (api !== undefined) return work(askApi(api));
  const database = await openReader(url ?? defaultDatabase);
  try {
    const context = createContext({ database });
    return await work((document, variables) => execute(document, variables, { context }));
  } finally {
    await database.close();
    // The embedded database is memory of its own, larger than all that was read of it.
    setTimeout(collect, 0, { type: "major" }).unref();
  }
}
