import { errorDocs } from "@openbeat/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { type RunningApi, startApi } from "../src/server.ts";

describe("errors of GraphQL and of what carries it", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    fixture = await openFixture(createEmbedded);
    api = await startApi({ database: fixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const post = (body: string, type = "application/json") =>
    fetch(`${api.url}/graphql`, { method: "POST", headers: { "content-type": type }, body });
  const get = (search: string, accept = "*/*") => fetch(`${api.url}/graphql${search}`, { headers: { accept } });
  const ask = (question: object) => post(JSON.stringify(question));
  const secret = "Xq7SecretWord";
  const typed = "query ($n: Int!) { release { areas(first: $n) { nodes { code } } } }";

  it.each([
    ["no GraphQL", "GRAPHQL_PARSE_FAILED", () => ask({ query: "{" })],
    ["too many words", "TOO_MANY_TOKENS", () => ask({ query: `{ ${"a ".repeat(3000)} }` })],
    ["a field that is not there", "GRAPHQL_VALIDATION_FAILED", () => ask({ query: "{ releese }" })],
    ["a variable of the wrong type", "GRAPHQL_VALIDATION_FAILED", () => ask({ query: typed, variables: { n: "one" } })],
    ["a variable that is missing", "GRAPHQL_VALIDATION_FAILED", () => get(`?query=${encodeURIComponent(typed)}`)],
    ["an operation that is not there", "BAD_REQUEST", () => ask({ query: "query A { __typename }", operationName: "B" })],
    ["several operations and no name", "BAD_REQUEST", () => ask({ query: "query A { __typename } query B { __typename }" })],
    ["a mutation by GET", "BAD_REQUEST", () => get(`?query=${encodeURIComponent("mutation { __typename }")}`)],
    ["no question", "BAD_REQUEST", () => ask({})],
    ["several questions", "BAD_REQUEST", () => post('[{"query":"{ __typename }"}]')],
    ["no JSON", "BAD_REQUEST", () => post(`{"query": ${secret}`)],
    ["no object of variables", "BAD_REQUEST", () => get(`?query={__typename}&variables=${secret}`)],
    ["another media type", "UNSUPPORTED_MEDIA_TYPE", () => post("{}", "text/plain")],
    ["a dataset that is not there", "UNKNOWN_DATASET", () => ask({ query: '{ release { dataset(code: "x") { code } } }' })],
    [
      "a question that is too dear",
      "QUERY_TOO_EXPENSIVE",
      () => ask({ query: "{ release { areas(first: 500) { nodes { children { children { children { code } } } } } } }" }),
    ],
    ["a document that is not known", "DOCUMENT_NOT_FOUND", () => get("?documentId=sha256:0")],
    ["no GraphQL, to a client of the newer media type", "GRAPHQL_PARSE_FAILED", () => get("?query={", "application/graphql-response+json")],
  ] as const)("names the page of its code: %s", async (_, code, send) => {
    const text = await (await send()).text();
    const { errors } = JSON.parse(text);
    for (const { extensions } of errors) expect([extensions.code, extensions.docs]).toEqual([code, errorDocs(code)]);
    expect(text).not.toMatch(new RegExp(`${secret}|originalError`));
    expect((await fetch(new URL(errors[0].extensions.docs, api.url))).status).toBe(200);
  });
});
