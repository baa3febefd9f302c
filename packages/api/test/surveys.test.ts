import { examples } from "@openbeat/schema/graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import type { FixtureDatabase } from "../../../test/support/fixture-database.ts";
import { openSurveyFixture } from "../../../test/support/fixture-survey.ts";
import { type RunningApi, startApi } from "../src/server.ts";

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes, each looked at by its own test
type Json = any;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`surveys over the API on ${name}`, () => {
    let fixture: FixtureDatabase;
    let api: RunningApi;
    const faults: unknown[] = [];
    beforeAll(async () => {
      fixture = await openSurveyFixture(create);
      api = await startApi({ database: fixture.reader, port: 0, tellFault: (error) => faults.push(error) });
    });
    afterAll(async () => {
      await api.close();
      await fixture.drop();
      expect(faults).toEqual([]);
    });
    const ask = async (query: string, variables?: object) => {
      const response = await fetch(`${api.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      return { cost: Number(response.headers.get("x-query-cost")), body: (await response.json()) as Json };
    };
    const survey = (fields: string, declared = "", variables?: object) =>
      ask(`query ${declared} { release { survey(code: "trust-survey") { ${fields} } } }`, variables);
    const codeOf = async (answer: Promise<{ body: Json }>) => (await answer).body.errors?.[0].extensions.code;

    it.each(examples.filter(({ query }) => query.includes("surveys")).map(({ title, query }) => [title, query]))(
      "answers the example: %s",
      async (_, query) => {
        const { body } = await ask(query);
        expect(body.errors).toBeUndefined();
        expect(body.data.release.surveys[0].title).toBe("Trust survey");
      },
    );

    it("allows a large page of estimates with everything that must be told of each", async () => {
      const { body } = await survey(`estimates(first: 300, allWaves: true, grouping: "age", areas: ["D1", "D2"]) { totalCount nodes {
        key item { title } area { name } period { code } group { label } precision sentence pool { key estimate { text } } estimate { value text status flags n nEffective uncertainty interval { lower upper } } } }`);
      expect(body.errors).toBeUndefined();
      expect(body.data.release.survey.estimates.nodes).toHaveLength(144);
    });

    it("allows a full page of pairs", async () => {
      const pairs = Array.from({ length: 100 }, () => ({
        item: "listen",
        first: { period: "2026-Q1-12M" },
        second: { period: "2026-Q2-12M", area: "D1" },
      }));
      const { body, cost } = await survey(
        "compare(pairs: $pairs) { verdict reason difference interval { lower upper } adjustedPValue overlapping sentence first { estimate { text } } second { estimate { text } } }",
        "($pairs: [SurveyPairInput!]!)",
        { pairs },
      );
      expect(body.errors).toBeUndefined();
      expect(body.data.release.survey.compare).toHaveLength(100);
      expect(cost).toBeGreaterThan(2000);
    });

    it("refuses what asks for too much at once, or nests too deeply", async () => {
      const everything =
        "waves { instrument { waves { instrument { questions { item { title questions { wording series position } } } } } } }";
      expect(await codeOf(survey(everything))).toBe("QUERY_TOO_EXPENSIVE");
      const pools = `estimates(first: 500) { nodes { pool { pool { key } } sentence } }`;
      expect(await codeOf(survey(pools))).toBe("QUERY_TOO_EXPENSIVE");
      const manyPairs = Array.from({ length: 45 }, (_, at) => `a${at}: compare(pairs: $pairs) { verdict }`).join(" ");
      const pairs = Array.from({ length: 100 }, () => ({ item: "listen", first: {}, second: {} }));
      expect(await codeOf(survey(manyPairs, "($pairs: [SurveyPairInput!]!)", { pairs }))).toBe("QUERY_TOO_EXPENSIVE");
      const deep = `construct(code: "fairness") { ${"items { construct { ".repeat(6)} code ${"} } ".repeat(6)} }`;
      expect(await codeOf(survey(deep))).toBe("QUERY_TOO_DEEP");
    });

    it("answers or refuses, whatever is passed as pairs", async () => {
      const question = "compare(pairs: $pairs) { verdict }";
      const declared = "($pairs: [SurveyPairInput!]!)";
      for (const variables of [{}, { pairs: null }, { pairs: [null] }, { pairs: "x" }, { pairs: [{ item: "listen" }] }]) {
        const { body } = await survey(question, declared, variables);
        expect(body.errors[0].message, JSON.stringify(variables)).toMatch(/^Variable "\$pairs"/);
      }
      expect(await codeOf(survey(question, declared, { pairs: [] }))).toBe("BAD_USER_INPUT");
      expect(await codeOf(survey(question, declared, { pairs: [{ first: {}, second: {} }] }))).toBe("BAD_USER_INPUT");
      const one = await survey(question, declared, { pairs: { item: "listen", first: { period: "2026-Q1" }, second: {} } });
      expect(one.body.data.release.survey.compare).toEqual([{ verdict: "UP" }]);
    });

    it("gives the figures of a survey as a table of its dataset too", async () => {
      const response = await fetch(
        `${api.url}/datasets/trust-survey/query.csv?measures=TRU.FAV&by=area.city,period.quarter,item.item,group.everyone&period.from=2026-Q2`,
      );
      const lines = (await response.text()).trim().split("\r\n");
      expect(response.status).toBe(200);
      expect(lines).toHaveLength(1 + 3);
    });
  });
}
