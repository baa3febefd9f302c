import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { plainGet, plainMediaType, plainPost } from "../src/plain-question.ts";
import { type RunningApi, startApi } from "../src/server.ts";

describe("plainGet(search) and plainPost(type, body)", () => {
  const post = (value: unknown, type = "application/json") => plainPost(type, Buffer.from(JSON.stringify(value)));
  it("read what most requests say", () => {
    const asked = { query: "query One($version: String) { release(version: $version) { version } }", operationName: "One" };
    const variables = { version: "1.0.0" };
    expect(post({ ...asked, variables })).toEqual({ ...asked, variables });
    expect(plainGet(`?${new URLSearchParams({ ...asked, variables: JSON.stringify(variables) })}`)).toEqual({ ...asked, variables });
  });
  it.each([
    {},
    [],
    { query: 5 },
    { query: "" },
    { query: "{ __typename }", variables: "none" },
    { query: "{ __typename }", extensions: [] },
    { query: "{ __typename }", operationName: {} },
    { query: "{ __typename }", colour: "red" },
    null,
  ])("leave %j to others", (value) => {
    expect(post(value)).toBeUndefined();
  });
  it("leave broken JSON and other types to others", () => {
    expect(plainPost("application/json", Buffer.from("{"))).toBeUndefined();
    expect(plainGet("?query={__typename}&variables={")).toBeUndefined();
    expect(post({ query: "{ __typename }" }, "application/graphql+json")).toBeUndefined();
  });
});

describe("the shorter way to an answer", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    const database = databases.findLast(({ available }) => available);
    if (database === undefined) throw new Error("The embedded database is always there.");
    fixture = await openFixture(database.create);
    api = await startApi({ database: fixture.reader, port: 0, tellFault: () => {} });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });

  const named = "query One($version: String) { release(version: $version) { version } } query Two { __typename }";
  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    [
      "a question",
      { query: '{ release { dataset(code: "incidents") { cells(measures: ["OUT.01"], by: ["area.district"]) { nodes { key } } } } }' },
    ],
    ["variables and a name", { query: named, variables: { version: "1.0.0" }, operationName: "One" }],
    ["no name where there are two", { query: named }],
    ["a name that is not there", { query: named, operationName: "Three" }],
    ["a variable of the wrong type", { query: named, variables: { version: 5 }, operationName: "One" }],
    ["a refusal", { query: '{ release(version: "9.9.9") { version } }' }],
    ["what cannot be read", { query: "{ release {" }],
    ["an unknown field", { query: "{ releases { versoin } }" }],
    [
      "what costs too much",
      {
        query:
          '{ release { dataset(code: "incidents") { cells(measures: ["OUT.01"], first: 500) { nodes { area { level { areas { nodes { code } } } } } } } } }',
      },
    ],
    ["a write", { query: "mutation { nothing }" }],
  ])("answers %s as the longer way does", async (_, asked) => {
    for (const type of ["application/json", "application/graphql-response+json"]) {
      // The quality changes nothing, but is nothing that the shorter way knows.
      expect([plainMediaType(type), plainMediaType(`${type};q=1`)]).toEqual([type, undefined]);
      const answers = await Promise.all(
        [type, `${type};q=1`].map(async (accept) => {
          const headers = { accept, "content-type": "application/json" };
          const response = await fetch(`${api.url}/graphql`, { method: "POST", headers, body: JSON.stringify(asked) });
          return [response.status, response.headers.get("content-type"), response.headers.get("x-query-cost"), await response.json()];
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
    }
  });
  it("says the cost of a text each time, and refuses one that costs too much each time", async () => {
    const ask = async (query: string, at: number) => {
      const parameters = new URLSearchParams({ query, extensions: JSON.stringify({ at }) });
      const response = await fetch(`${api.url}/graphql?${parameters}`);
      const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
      return [response.status, response.headers.get("x-query-cost"), errors?.[0]?.extensions.code];
    };
    const cheap = "{ release { version } }";
    const dear = `{ release { ${Array.from({ length: 40 }, (_, at) => `a${at}: areas(first: 500) { nodes { code } }`).join(" ")} } }`;
    for (const at of [1, 2]) {
      expect(await ask(cheap, at)).toEqual([200, "2", undefined]);
      expect(await ask(dear, at)).toEqual([400, expect.stringMatching(/^\d{5,}$/), "QUERY_TOO_EXPENSIVE"]);
    }
  });
});
