import { openReader } from "@openbeat/schema/store";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { publishSmallAlderport } from "../../../packages/pipeline/test/support/small-alderport.ts";
import { createEmbedded, type TestDatabase } from "../../../test/support/databases.ts";
import { type RunningApi, startApi } from "../src/server.ts";
import { testApiPage } from "./sample/api-page.ts";
import { testClient } from "./sample/client.ts";
import { testCookbook } from "./sample/cookbook.ts";
import { testDidYouMean } from "./sample/did-you-mean.ts";
import { testExamples } from "./sample/examples.ts";
import { testGraphiql } from "./sample/graphiql.ts";
import { testReportersTask } from "./sample/reporters-task.ts";

/** The public store of the whole sample city, where it was published already; a part of it is published here otherwise. */
const whole = process.env.OPENBEAT_TEST_SAMPLE;

describe("for people, with the sample city", () => {
  let made: TestDatabase | undefined;
  let database: Awaited<ReturnType<typeof openReader>>;
  let api: RunningApi;
  const faults: unknown[] = [];
  beforeAll(async () => {
    if (whole === undefined) {
      made = await createEmbedded();
      await publishSmallAlderport(made);
    }
    database = await openReader(whole ?? made?.url);
    api = await startApi({ database, port: 0, tellFault: (error) => faults.push(error) });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
    await made?.drop();
    expect(faults).toEqual([]);
  });
  const url = () => api.url;

  describe("the examples of GraphiQL", () => testExamples(url));
  describe("GraphiQL in a browser", () => testGraphiql(url));
  describe("docs/api.md", () => testApiPage(url));
  describe("docs/cookbook.md", () => testCookbook(url));
  describe("docs/reporters-task.md", () => testReportersTask(url));
  describe("the client", () => testClient(url));
  describe("what is unknown", () => testDidYouMean(url));
});
