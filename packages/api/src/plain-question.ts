/** The parameters of a request that is as most are. */
export interface PlainQuestion {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
}

type MediaType = "application/json" | "application/graphql-response+json";

/** What most clients say that they accept, and what they are given. */
const mediaTypes: ReadonlyMap<string, MediaType> = new Map([
  ["", "application/json"],
  ["*/*", "application/json"],
  ["application/json", "application/json"],
  ["application/json, */*", "application/json"],
  ["application/graphql-response+json", "application/graphql-response+json"],
]);

/** The media type for an `accept` header; `undefined` where it takes a closer look to tell. */
export const plainMediaType = (accept: string): MediaType | undefined => mediaTypes.get(accept);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const isPlain = (value: Readonly<Record<string, unknown>>): value is Record<string, unknown> & PlainQuestion =>
  typeof value.query === "string" &&
  value.query !== "" &&
  (value.operationName === undefined || (typeof value.operationName === "string" && value.operationName !== "")) &&
  (value.variables === undefined || isObject(value.variables)) &&
  (value.extensions === undefined || isObject(value.extensions));

const known = new Set(["query", "variables", "operationName", "extensions"]);

/** Parses JSON. @returns `undefined` where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the parameters of a GET request from its query string, with or without the question mark.
 * @returns `undefined` where anything about them is unusual or wrong: what to answer then is another's to say.
 */
export function plainGet(search: string): PlainQuestion | undefined {
  const given = new URLSearchParams(search);
  const parameters: Record<string, unknown> = { query: given.get("query") };
  const operationName = given.get("operationName");
  if (operationName !== null) parameters.operationName = operationName;
  for (const name of ["variables", "extensions"]) {
    const text = given.get(name);
    if (text === null) continue;
    const value = parsed(text);
    if (value === undefined) return undefined;
    parameters[name] = value;
  }
  return isPlain(parameters) ? parameters : undefined;
}

/** The first parameter of a GET request that ought to be JSON and is not. */
export function brokenParameter(search: string): string | undefined {
  const given = new URLSearchParams(search);
  return ["variables", "extensions"].find((name) => given.get(name) && parsed(given.get(name) ?? "") === undefined);
}

/** Reads the parameters of a POST request from its body, as `plainGet` does. */
export function plainPost(type: string, body: Buffer): PlainQuestion | undefined {
  if (type !== "application/json" && type !== "application/json; charset=utf-8") return undefined;
  const parameters = parsed(body.toString());
  return isObject(parameters) && Object.keys(parameters).every((name) => known.has(name)) && isPlain(parameters) ? parameters : undefined;
}
