import { queryErrorCodes } from "@openbeat/schema";
import { createContext, schema } from "@openbeat/schema/graphql";
import type { Database } from "@openbeat/schema/store";
import fc from "fast-check";
import { GraphQLError, graphql, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../test/support/databases.ts";
import { publishFixture } from "../../../test/support/fixture-release.ts";
import { publishSurveyFixture } from "../../../test/support/fixture-survey.ts";
import { publicError } from "../src/errors.ts";
import { type RunningApi, startApi } from "../src/server.ts";
import { addressesOf, check, checkFacts, cursorsOf, expectedOf, type Found, type Page } from "./fuzz/check.ts";
import { type Choose, chooseFrom } from "./fuzz/choose.ts";
import { checkFile } from "./fuzz/files.ts";
import { type Oracle, readOracle } from "./fuzz/oracle.ts";
import { type Asked, type Walk, walker } from "./fuzz/walk.ts";
import { type Written, write } from "./fuzz/write.ts";

/** How many questions each database is asked. */
const runs = Number(process.env.OPENBEAT_FUZZ ?? 60);

type Data = Readonly<Record<string, unknown>>;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`any question to ${name}`, () => {
    let test: TestDatabase;
    let reader: Database;
    let api: RunningApi;
    let oracle: Oracle;
    let walk: (choose: Choose) => Walk;
    const seen = { answered: 0, refused: 0, pages: 0, facts: 0, files: 0, permalinks: 0, nodes: 0 };

    beforeAll(async () => {
      test = await create();
      const publisher = await test.open("publisher");
      await publishFixture(publisher, { corrected: true });
      await publishSurveyFixture(publisher, "2.0.0", "2026-11-20T12:00:00Z");
      await publisher.close();
      reader = await test.open("reader");
      api = await startApi({ database: reader, port: 0, cacheBytes: 0 });
      oracle = await readOracle(reader);
      walk = walker(schema, oracle);
    });
    afterAll(async () => {
      console.info(`${name}: ${JSON.stringify(seen)}`);
      await api.close();
      await reader.close();
      await test.drop();
    });

    /** Asks, and tells the codes of what was refused: what the public would be told. */
    async function ask({ query, variables }: Written): Promise<{ readonly data: Data | null; readonly codes: readonly string[] }> {
      const invalid = validate(schema, parse(query));
      expect(invalid.map(({ message }) => message)).toEqual([]);
      const answer = await graphql({ schema, source: query, variableValues: variables, contextValue: createContext({ database: reader }) });
      const told = (answer.errors ?? []).map((error) => publicError(error, "Unexpected error."));
      const codes = told.map((error) => String(error instanceof GraphQLError ? error.extensions.code : "INTERNAL_SERVER_ERROR"));
      for (const code of codes)
        expect(queryErrorCodes, JSON.stringify(answer.errors?.map((error) => error.originalError?.stack))).toContain(code);
      return { data: (answer.data ?? null) as Data | null, codes };
    }

    const isSame = (asked: Asked) => (page: Page) => page.asked === asked;

    /** Goes on from page to page, as far as a few. */
    async function follow(root: readonly Asked[], first: Page, choose: Choose): Promise<void> {
      const cursors = new Set(first.isFact ? [] : cursorsOf(first));
      let from = first.isFact ? expectedOf(first, oracle, 0).page.length : 0;
      let next = first.next;
      for (let page = 0; page < 3 && next !== null; page++) {
        first.asked.args.after = next;
        const { data, codes } = await ask(write(root, choose));
        expect(codes).toEqual([]);
        const found = check(root, data ?? {}, oracle).pages.find(isSame(first.asked));
        if (found === undefined) throw new Error("A page that was there is gone.");
        seen.pages += 1;
        if (first.isFact) {
          checkFacts(found, oracle, from);
          from += expectedOf(found, oracle, from).page.length;
        } else {
          for (const cursor of cursorsOf(found)) expect(cursors.has(cursor), "an entry stands on two pages").toBe(false);
          for (const cursor of cursorsOf(found)) cursors.add(cursor);
        }
        next = found.next;
      }
      delete first.asked.args.after;
    }

    /** What has an ID is found by it, as what it is. */
    async function findAgain({ type, id }: Found["ids"][number]): Promise<void> {
      const { data, codes } = await ask({ query: "query ($id: ID!) { node(id: $id) { __typename id } }", variables: { id } });
      expect({ data, codes }).toEqual({ data: { node: { __typename: type, id } }, codes: [] });
      seen.nodes += 1;
    }

    /** A permanent address gives the very same answer, unless the question is one that the API limits. */
    async function askAgain(address: string, data: Data): Promise<void> {
      const answer = await fetch(address, { headers: { accept: "application/graphql-response+json" } });
      const again = (await answer.json()) as { readonly data?: Data; readonly errors?: readonly GraphQLError[] };
      if (again.errors?.some(({ extensions }) => /^(QUERY_TOO|TOO_MANY)/.test(String(extensions.code)))) return;
      expect(again.errors).toBeUndefined();
      expect(JSON.stringify(again.data)).toBe(JSON.stringify(data));
      seen.permalinks += 1;
    }

    async function checkOne(choose: Choose): Promise<void> {
      const { root, isSure } = walk(choose);
      const written = write(root, choose);
      const context = `${written.query}\n${JSON.stringify(written.variables)}`;
      try {
        const { data, codes } = await ask(written);
        if (isSure) expect(codes).toEqual([]);
        if (data === null || codes.length > 0) {
          seen.refused += 1;
          if (data !== null) check(root, data, oracle);
          return;
        }
        seen.answered += 1;
        const { pages, ids } = check(root, data, oracle);
        if (ids.length > 0 && choose.once(4)) await findAgain(choose.one(ids));
        for (const page of pages.filter(({ isFact }) => isFact)) {
          seen.facts += 1;
          checkFacts(page, oracle, 0);
          const addresses = addressesOf(page);
          const address = addresses[choose.one(["csv", "json", "ndjson"] as const)];
          if (address !== null) {
            seen.files += 1;
            await checkFile(api.url + address, expectedOf(page, oracle, 0).page);
          }
          if (addresses.permalink !== null && choose.once(4)) await askAgain(api.url + addresses.permalink, data);
        }
        const open = pages.filter(({ next }) => next !== null);
        if (open.length > 0 && isSure) await follow(root, choose.one(open), choose);
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n\nAsked:\n${context}`, { cause: error });
      }
    }

    it(`is answered as the store has it, or refused with a code; nothing hidden is told (${runs} questions)`, {
      timeout: 3_600_000,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.infiniteStream(fc.nat()), (stream) => checkOne(chooseFrom(stream))),
        { numRuns: runs, endOnFailure: true },
      );
      expect(seen.facts).toBeGreaterThan(runs / 20);
    });
  });
}
