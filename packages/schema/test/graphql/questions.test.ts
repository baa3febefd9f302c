import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { queryErrorCodes } from "../../src/errors.ts";
import { type AnswerError, execute } from "../../src/graphql/index.ts";

const runs = 60;
const document = `query ($version: String, $dataset: String!, $table: String, $measures: [String!]!, $by: [String!]!, $where: [DimensionFilter!], $status: [ObservationStatus!], $orderBy: CellOrder!, $after: String, $limit: Int!) {
  release(version: $version) { dataset(code: $dataset) {
    table(measures: $measures, by: $by, where: $where, status: $status, table: $table, orderBy: $orderBy, after: $after, limit: $limit) { rowCount text }
    cells(measures: $measures, by: $by, where: $where, status: $status, table: $table, orderBy: $orderBy, first: 1) { totalCount } } } }`;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`whatever words are sent to ${name}`, () => {
    let fixture: FixtureDatabase;
    beforeAll(async () => {
      fixture = await openFixture(create);
    });
    afterAll(() => fixture.drop());

    it(`answers or refuses with a code, never with a fault (${runs} questions)`, async () => {
      const word = fc.oneof(
        fc.constantFrom(
          "area.district",
          "period.month",
          "offence.class",
          "area",
          "D1",
          "testhaven",
          "2025",
          "theft",
          "OUT.01",
          "incidents-by-beat",
          "",
        ),
        fc.string({ maxLength: 12 }),
        fc.string({ unit: "binary", maxLength: 6 }),
      );
      const predicate = fc.oneof(
        fc.record({ in: fc.array(word, { maxLength: 3 }) }),
        fc.record({ notIn: fc.array(word, { maxLength: 3 }) }),
        fc.record({ under: word }),
        fc.record({ range: fc.record({ from: word, to: word }, { requiredKeys: [] }) }),
      );
      const question = fc.record({
        version: fc.option(word),
        dataset: fc.oneof(fc.constantFrom("incidents", "engagement"), word),
        table: fc.option(word),
        measures: fc.array(fc.oneof(fc.constant("OUT.01"), word), { maxLength: 2 }),
        by: fc.array(word, { maxLength: 3 }),
        where: fc.array(fc.record({ dimension: fc.oneof(fc.constantFrom("area", "period", "offence"), word), is: predicate }), {
          maxLength: 2,
        }),
        status: fc.constant(null),
        orderBy: fc.constantFrom("PUBLISHED", "HIGHEST_FIRST", "LOWEST_FIRST"),
        after: fc.option(fc.oneof(word, fc.base64String())),
        limit: fc.integer({ min: -1, max: 10_001 }),
      });
      await fc.assert(
        fc.asyncProperty(question, async (asked) => {
          const error = await execute(document, asked, { database: fixture.reader }).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error !== undefined) expect(queryErrorCodes).toContain((error as AnswerError).code);
        }),
        { numRuns: runs },
      );
    });
  });
}
