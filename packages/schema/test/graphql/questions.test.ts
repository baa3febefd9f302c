import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { queryErrorCodes } from "../../src/errors.ts";
import { type AnswerError, execute } from "../../src/graphql/index.ts";

/** A cell as the store's rows say it, by a route of its own: one join, and plain comparisons below. */
interface Row {
  readonly release: string;
  readonly dataset: string;
  readonly table: string;
  readonly levels: readonly string[];
  readonly dimensions: readonly string[];
  readonly measure: string;
  readonly members: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly value: number | null;
  readonly status: string;
}
interface Filter {
  readonly dimension: string;
  readonly is: {
    readonly in?: string[];
    readonly notIn?: string[];
    readonly under?: string;
    readonly range?: { readonly from?: string; readonly to?: string };
  };
}
interface Question {
  readonly version: string;
  readonly dataset: string;
  readonly table: string;
  readonly measures: readonly string[];
  readonly by: readonly string[];
  readonly where: readonly Filter[];
  readonly status: readonly string[] | null;
}

const runs = Number(process.env.OPENBEAT_FUZZ ?? 80);
const bounds = (period: string) => {
  const [year = "", rest = ""] = period.split("-");
  if (rest === "") return { start: `${year}-01`, end: `${year}-12` };
  if (!rest.startsWith("Q")) return { start: period, end: period };
  const last = 3 * Number(rest.slice(1));
  return { start: `${year}-${String(last - 2).padStart(2, "0")}`, end: `${year}-${String(last).padStart(2, "0")}` };
};

/** Every question that can be made of what there is. */
function questionsOf(rows: readonly Row[], above: ReadonlyMap<string, readonly string[]>): fc.Arbitrary<Question> {
  const groupings = [...new Map(rows.map((row) => [`${row.release} ${row.table} ${row.levels.join()}`, row])).values()];
  return fc.constantFrom(...groupings).chain((one) => {
    const own = rows.filter((row) => row.release === one.release && row.table === one.table && row.levels.join() === one.levels.join());
    const members = one.dimensions.map((_, place) => [...new Set(own.map((row) => row.members[place] ?? ""))]);
    const periods = ["2024", "2025", "2024-Q2", "2025-Q4", "2024-03", "2025-11", "2026"];
    const filter = fc.nat({ max: one.dimensions.length - 1 }).chain((place): fc.Arbitrary<Filter> => {
      const dimension = one.dimensions[place] ?? "";
      const some = fc.subarray(members[place] ?? [], { minLength: 1 });
      const named = fc.oneof(
        some.map((codes) => ({ dimension, is: { in: codes } })),
        some.map((codes) => ({ dimension, is: { notIn: codes } })),
      );
      if (dimension === "period") {
        return fc.oneof(
          named,
          fc.constantFrom(...periods).map((under) => ({ dimension, is: { under } })),
          fc.tuple(fc.constantFrom(...periods), fc.constantFrom(...periods)).map(([a, b]) => {
            const [from, to] = bounds(a).start <= bounds(b).end ? [a, b] : [b, a];
            return { dimension, is: { range: { from, to } } };
          }),
        );
      }
      const tops = [...new Set((members[place] ?? []).flatMap((member) => above.get(`${dimension} ${member}`) ?? []))];
      return fc.oneof(
        named,
        fc.constantFrom(...tops).map((under) => ({ dimension, is: { under } })),
      );
    });
    return fc.record({
      version: fc.constant(one.release),
      dataset: fc.constant(one.dataset),
      table: fc.constant(one.table),
      measures: fc.subarray([...new Set(own.map(({ measure }) => measure))], { minLength: 1 }),
      by: fc.shuffledSubarray(
        one.dimensions.map((dimension, place) => `${dimension}.${one.levels[place]}`),
        { minLength: one.dimensions.length },
      ),
      where: fc.array(filter, { maxLength: 3 }),
      status: fc.option(fc.subarray(["AVAILABLE", "SUPPRESSED", "NOT_REPORTED"], { minLength: 1 })),
    });
  });
}

function expected(
  rows: readonly Row[],
  { version, table, measures, by, where, status }: Question,
  above: ReadonlyMap<string, readonly string[]>,
) {
  return rows.filter((row) => {
    if (row.release !== version || row.table !== table || !measures.includes(row.measure)) return false;
    if (!row.dimensions.every((dimension, place) => by.includes(`${dimension}.${row.levels[place]}`))) return false;
    if (status !== null && !status.includes(row.status)) return false;
    return where.every(({ dimension, is }) => {
      const member = row.members[row.dimensions.indexOf(dimension)] ?? "";
      if (is.in !== undefined) return is.in.includes(member);
      if (is.notIn !== undefined) return !is.notIn.includes(member);
      if (is.range !== undefined) return row.start >= bounds(is.range.from ?? "0000").start && row.end <= bounds(is.range.to ?? "9999").end;
      if (dimension === "period") return row.start >= bounds(is.under ?? "").start && row.end <= bounds(is.under ?? "").end;
      return (above.get(`${dimension} ${member}`) ?? []).includes(is.under ?? "");
    });
  });
}

const document = `query ($version: String, $dataset: String!, $table: String, $measures: [String!]!, $by: [String!]!, $where: [DimensionFilter!], $status: [ObservationStatus!], $after: String, $limit: Int!) {
  release(version: $version) { dataset(code: $dataset) {
    table(measures: $measures, by: $by, where: $where, status: $status, table: $table, after: $after, limit: $limit) { measure dimensions { code members } value status text truncated endCursor }
    cells(measures: $measures, by: $by, where: $where, status: $status, table: $table, first: 1) { totalCount } } } }`;
interface Answer {
  readonly release: {
    readonly dataset: {
      readonly table: {
        readonly measure: readonly string[];
        readonly dimensions: readonly { readonly code: string; readonly members: readonly string[] }[];
        readonly value: readonly (number | null)[];
        readonly status: readonly string[];
        readonly text: readonly string[];
        readonly truncated: boolean;
        readonly endCursor: string | null;
      };
      readonly cells: { readonly totalCount: number };
    };
  };
}

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`whatever is asked of ${name}`, () => {
    let fixture: FixtureDatabase;
    let rows: readonly Row[];
    const above = new Map<string, readonly string[]>();
    beforeAll(async () => {
      fixture = await openFixture(create);
      const read = await fixture.reader.query(
        `SELECT r.version AS release, d.code AS dataset, t.code AS table, g.levels, m.code AS measure, a.code AS area, p.code AS period, o.codes, o.value, o.status::text AS status,
                to_char(p."start", 'YYYY-MM') AS start, to_char(p."end", 'YYYY-MM') AS end,
                (SELECT array_agg(x.code ORDER BY x.position) FROM dimension x WHERE x.table_id = t.id) AS dimensions
           FROM observation o JOIN published_table t ON t.id = o.table_id JOIN dataset d ON d.id = t.dataset_id JOIN release r ON r.id = t.release_id
           JOIN "grouping" g ON g.id = o.grouping_id JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
          ORDER BY r.id, t.position, o.seq`,
      );
      rows = read.map((row) => ({ ...row, members: [row.area, row.period, ...(row.codes as string[])] }) as unknown as Row);
      const links = await fixture.reader.query(
        `WITH RECURSIVE up AS (SELECT 'area' AS dimension, code AS member, code AS top, parent_id FROM area WHERE release_id = (SELECT min(id) FROM release)
           UNION ALL SELECT u.dimension, u.member, a.code, a.parent_id FROM up u JOIN area a ON a.id = u.parent_id)
         SELECT dimension, member, top FROM up`,
      );
      const codes = await fixture.reader.query(
        `WITH RECURSIVE up AS (SELECT l.code AS dimension, c.code AS member, c.code AS top, c.parent_id FROM code c JOIN code_list l ON l.id = c.code_list_id
            WHERE l.release_id = (SELECT min(id) FROM release)
           UNION ALL SELECT u.dimension, u.member, c.code, c.parent_id FROM up u JOIN code c ON c.id = u.parent_id)
         SELECT dimension, member, top FROM up`,
      );
      for (const { dimension, member, top } of [...links, ...codes]) {
        const key = `${String(dimension)} ${String(member)}`;
        above.set(key, [...(above.get(key) ?? []), String(top)]);
      }
    });
    afterAll(() => fixture.drop());

    it(`gives exactly the published cells, in order, over any pages (${runs} questions)`, async () => {
      await fc.assert(
        fc.asyncProperty(questionsOf(rows, above), fc.constantFrom(1, 7, 50, 10_000), async (question, limit) => {
          const wanted = expected(rows, question, above);
          const pageSize = wanted.length > 40 * limit ? 10_000 : limit;
          const told: unknown[] = [];
          let after: string | null = null;
          let total: number | undefined;
          do {
            const answer: Answer = await execute<Answer>(document, { ...question, after, limit: pageSize }, { database: fixture.reader });
            const { table, cells } = answer.release.dataset;
            total = cells.totalCount;
            for (const [at, measure] of table.measure.entries()) {
              const member = new Map(table.dimensions.map(({ code, members }) => [code, members[at]]));
              told.push([measure, table.value[at], table.status[at], ...["area", "period"].map((code) => member.get(code))]);
              if (table.status[at] !== "AVAILABLE") expect(table.text[at]).not.toMatch(/\d/);
            }
            after = table.truncated ? table.endCursor : null;
          } while (after !== null);
          expect(told).toEqual(wanted.map(({ measure, value, status, members }) => [measure, value, status, members[0], members[1]]));
          expect(total).toBe(wanted.length);
        }),
        { numRuns: runs },
      );
    });

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
