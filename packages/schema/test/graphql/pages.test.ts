import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { type AnswerError, execute } from "../../src/graphql/index.ts";

const document = `query ($version: String, $dataset: String!, $table: String, $measures: [String!]!, $by: [String!]!, $where: [DimensionFilter!], $status: [ObservationStatus!], $orderBy: CellOrder!, $limit: Int!, $after: String) {
  release(version: $version) { dataset(code: $dataset) {
    table(measures: $measures, by: $by, where: $where, status: $status, table: $table, orderBy: $orderBy, limit: $limit, after: $after) {
      key value status text lower upper truncated endCursor source { queryHash } } } } }`;

interface Page {
  readonly key: readonly string[];
  readonly value: readonly (number | null)[];
  readonly status: readonly string[];
  readonly truncated: boolean;
  readonly endCursor: string | null;
  readonly source: { readonly queryHash: string };
}

/** By district and month: many cells, some hidden, many equal. */
const question = {
  version: "1.0.0",
  dataset: "incidents",
  table: "incidents-by-district",
  measures: ["OUT.01"],
  by: ["area.district", "period.month", "offence.category"],
  where: [{ dimension: "period", is: { range: { from: "2024-03", to: "2025-02" } } }],
  orderBy: "PUBLISHED",
  status: null as readonly string[] | null,
};
const orders = ["PUBLISHED", "HIGHEST_FIRST", "LOWEST_FIRST"] as const;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`pages of a table on ${name}`, () => {
    let fixture: FixtureDatabase;
    beforeAll(async () => {
      fixture = await openFixture(create);
    });
    afterAll(() => fixture.drop());

    const ask = async (asked: object): Promise<Page> => {
      const answer = await execute<{ release: { dataset: { table: Page } } }>(
        document,
        { limit: 10_000, after: null, ...asked },
        { database: fixture.reader },
      );
      return answer.release.dataset.table;
    };
    const refusal = async (asked: object): Promise<string | undefined> =>
      ask(asked).then(
        () => undefined,
        (error: AnswerError) => error.code,
      );

    it.each(orders)("%s: pages of any size, joined by their cursors, are the one large page", async (orderBy) => {
      const sizes = fc.integer({ min: 1, max: 60 });
      const filters = fc.constantFrom(question.where, [], [{ dimension: "offence", is: { notIn: ["theft"] } }]);
      const statuses = fc.constantFrom(null, ["SUPPRESSED"], ["AVAILABLE", "SUPPRESSED"]);
      await fc.assert(
        fc.asyncProperty(sizes, filters, statuses, async (size, where, status) => {
          const asked = { ...question, orderBy, where, status };
          const whole = await ask(asked);
          // A page of one for hundreds of rows would only take long.
          const limit = Math.max(size, Math.ceil(whole.key.length / 8));
          const joined: Page[] = [];
          for (let after: string | null = null, more = true; more; ) {
            const page: Page = await ask({ ...asked, limit, after });
            joined.push(page);
            more = page.truncated;
            after = page.endCursor;
          }
          expect(joined.flatMap(({ key }) => key)).toEqual(whole.key);
          expect(joined.flatMap(({ value }) => value)).toEqual(whole.value);
          expect(new Set(joined.map(({ source }) => source.queryHash)).size).toBe(1);
        }),
        { numRuns: 3 },
      );
    });

    it("orders by value with what has none at the end, and equals as published", async () => {
      const published = await ask(question);
      const place = new Map(published.key.map((key, at) => [key, at]));
      for (const orderBy of ["HIGHEST_FIRST", "LOWEST_FIRST"]) {
        const { key, value, status } = await ask({ ...question, orderBy });
        expect(key.toSorted()).toEqual(published.key.toSorted());
        const firstHidden = value.indexOf(null);
        expect(firstHidden).toBeGreaterThan(0);
        expect(value.slice(firstHidden).every((one) => one === null)).toBe(true);
        expect(status.slice(0, firstHidden).every((one) => one === "AVAILABLE")).toBe(true);
        for (let at = 1; at < key.length; at++) {
          const [before, after] = [value[at - 1] ?? null, value[at] ?? null];
          if (before === after) expect(place.get(key[at - 1] ?? "")).toBeLessThan(place.get(key[at] ?? "") ?? 0);
          else if (before !== null && after !== null) expect(before < after).toBe(orderBy === "LOWEST_FIRST");
        }
      }
    });

    it("refuses a cursor where anything but the page is another question's", async () => {
      for (const orderBy of orders) {
        const own = { ...question, orderBy, limit: 20 };
        const { endCursor: after } = await ask(own);
        expect(await refusal({ ...own, after })).toBe(undefined);
        const others = {
          "another release": { version: "1.1.0" },
          "another order": { orderBy: orders.find((one) => one !== orderBy) },
          "another filter": { where: [] },
          "other members": { where: [{ dimension: "period", is: { range: { from: "2024-03", to: "2025-03" } } }] },
          "another status": { status: ["AVAILABLE"] },
          "another measure": { measures: ["OUT.01.R"] },
          "another grouping": { by: ["area.city", "period.month", "offence.category"] },
          "another table": { table: "incidents-by-beat", by: ["area.beat", "period.year", "offence.class"], where: [] },
          "another dataset": { dataset: "engagement", table: null, measures: ["ENG.01"], by: ["area.district", "period.year"], where: [] },
        };
        const codes = Object.fromEntries(
          await Promise.all(Object.entries(others).map(async ([what, other]) => [what, await refusal({ ...own, ...other, after })])),
        );
        expect(codes).toEqual({
          ...Object.fromEntries(Object.keys(others).map((what) => [what, "CURSOR_INVALID"])),
          "another release": "CURSOR_RELEASE_MISMATCH",
        });
      }
    });

    it("takes a question for the same however its parts are written down", async () => {
      const written = {
        where: [
          { dimension: "offence", is: { in: ["theft", "robbery"] } },
          { dimension: "area", is: { under: "testhaven" } },
        ],
        status: ["SUPPRESSED", "AVAILABLE"],
        limit: 5,
      };
      const other = {
        where: [
          { dimension: "area", is: { under: "testhaven" } },
          { dimension: "offence", is: { in: ["robbery", "theft"] } },
        ],
        status: ["AVAILABLE", "SUPPRESSED"],
        limit: 7,
      };
      const [first, again, later] = [
        await ask({ ...question, ...written }),
        await ask({ ...question, ...other }),
        await ask({ ...question, ...written, version: "1.1.0" }),
      ];
      expect(again.source).toEqual(first.source);
      expect(later.source).toEqual(first.source);
      expect(await refusal({ ...question, ...other, after: first.endCursor })).toBe(undefined);
    });

    it("refuses to order several measures by value", async () => {
      expect(await refusal({ ...question, measures: ["OUT.01", "OUT.01.R"], orderBy: "HIGHEST_FIRST" })).toBe("BAD_USER_INPUT");
    });
  });
}
