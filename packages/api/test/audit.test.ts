import { auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { type RunningApi, startApi } from "../src/server.ts";

const embedded = databases.find(({ name }) => name.startsWith("embedded"));

describe("GraphQL over HTTP, as graphql-http checks it", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    if (embedded === undefined) throw new Error("The embedded database is always there.");
    fixture = await openFixture(embedded.create);
    api = await startApi({ database: fixture.reader, port: 0, tellFault: () => {} });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });

  it("passes every check of the server audit", async () => {
    const results = await auditServer({ url: `${api.url}/graphql` });
    const failed = results.filter(({ status }) => status !== "ok").map(({ id, name, status }) => `${id} ${status}: ${name}`);
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
  });
});
