import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { readCsv } from "../../../../test/support/read-csv.ts";
import { type CsvTable, csvTableFragment, tableCsv } from "../../src/formats/index.ts";
import { AnswerError, createContext, execute } from "../../src/graphql/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: the answers of many different questions, each looked at by its own test
type Answer = any;

const cellFields = `key dims labels measure { code } area { code } period { code } release
  estimate { value text unit status flags obsStatus interval { lower } uncertainty numerator denominator n nEffective }`;

interface Question {
  readonly measures: readonly string[];
  readonly by?: readonly string[];
  readonly where?: readonly unknown[];
  readonly status?: readonly string[];
  readonly table?: string;
}
const declared =
  "$version: String, $dataset: String!, $measures: [String!]!, $by: [String!], $where: [DimensionFilter!], $status: [ObservationStatus!], $table: String, $after: String";
const passed = "measures: $measures, by: $by, where: $where, status: $status, table: $table, after: $after";

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`answers from ${name}`, () => {
    let fixture: FixtureDatabase;
    beforeAll(async () => {
      fixture = await openFixture(create);
    });
    afterAll(() => fixture.drop());

    const ask = (document: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
      execute(document, variables, { database: fixture.reader });
    const refused = async (document: string, variables: Record<string, unknown> = {}) => {
      const error = await ask(document, variables).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof AnswerError)) throw new Error("The question was answered.");
      return (error.errors[0] as { extensions: Answer }).extensions;
    };
    const cells = async (dataset: string, { by = [], ...question }: Question, page: Record<string, unknown> = {}, version?: string) =>
      (
        await ask(
          `query (${declared}, $first: Int! = 500) { release(version: $version) { dataset(code: $dataset) { cells(${passed}, first: $first) {
             totalCount nodes { ${cellFields} } edges { cursor node { key } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } source { table } } } } }`,
          { version, dataset, by, ...question, ...page },
        )
      ).release.dataset.cells;
    const table = async (dataset: string, { by = [], ...question }: Question, page: Record<string, unknown> = {}) =>
      (
        await ask(
          `query (${declared}, $limit: Int! = 10000, $language: String) { release(version: $version) { dataset(code: $dataset) { table(${passed}, limit: $limit, language: $language) {
             rowCount truncated endCursor key text nEffective ...CsvTable } } } } ${csvTableFragment}`,
          { dataset, by, ...question, ...page },
        )
      ).release.dataset.table;
    const refusedCells = (question: Question, page: Record<string, unknown> = {}, dataset = "incidents") =>
      refused(
        `query (${declared}, $first: Int! = 50) { release(version: $version) { dataset(code: $dataset) { cells(${passed}, first: $first) { totalCount nodes { key } } } } }`,
        {
          dataset,
          by: [],
          ...question,
          ...page,
        },
      );

    const monthly: Question = { measures: ["OUT.01", "OUT.01.R"], by: ["area.district", "period.month", "offence.category"] };

    it("reads as the reader", async () => {
      const [row] = await fixture.reader.query("SELECT current_user::text AS who, current_setting('transaction_read_only') AS read_only");
      expect(row).toEqual({ who: "openbeat_reader", read_only: "on" });
      await expect(fixture.reader.query("CREATE TABLE mine (id int)")).rejects.toThrow(/read-only|permission denied/);
    });

    it("gives the latest release, and any release by its version", async () => {
      const { latest, first, releases } = await ask(`{
        latest: release { version isLatest supersedes { version } supersededBy { version } corrections { kind affectedVersion what(language: "es") } citation }
        first: release(version: "1.0.0") { version isLatest supersedes { version } supersededBy { version isLatest } corrections { kind } publishedAt }
        releases { totalCount nodes { version } pageInfo { hasNextPage hasPreviousPage } } }`);
      expect(latest).toMatchObject({ version: "1.1.0", isLatest: true, supersedes: { version: "1.0.0" }, supersededBy: null });
      expect(latest.corrections).toEqual([{ kind: "correction", affectedVersion: "1.0.0", what: expect.stringMatching(/^Los hurtos/) }]);
      expect(latest.citation).toBe(
        "Testhaven Police Department (2026). Testhaven Open Beat. Release 1.1.0, 2026-03-03. https://testhaven.example",
      );
      expect(first).toEqual({
        version: "1.0.0",
        isLatest: false,
        supersedes: null,
        supersededBy: { version: "1.1.0", isLatest: true },
        corrections: [],
        publishedAt: "2026-01-15T12:00:00.000Z",
      });
      expect(releases).toEqual({
        totalCount: 2,
        nodes: [{ version: "1.1.0" }, { version: "1.0.0" }],
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
      });
    });

    it("gives every cell of a grouping exactly as it was published", async () => {
      const rows = await fixture.reader.query(
        `SELECT m.code AS measure, a.code AS area, p.code AS period, o.codes[1] AS code, o.value, o.status::text AS status, o.flags::text[] AS flags, o.numerator, o.denominator
           FROM observation o JOIN "grouping" g ON g.id = o.grouping_id JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
           JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id
          WHERE r.version = '1.1.0' AND t.code = 'incidents-by-district' AND g.levels = '{district,month,category}' ORDER BY o.seq`,
      );
      const page = await table("incidents", monthly);
      expect(page.rowCount).toBe(576);
      expect(page.truncated).toBe(false);
      const [area, period, offence] = page.dimensions;
      const told = page.measure.map((measure: string, at: number) => ({
        measure,
        area: area.members[at],
        period: period.members[at],
        code: offence.members[at],
        value: page.value[at],
        status: page.status[at],
        flags: page.flags[at] === "" ? [] : page.flags[at].split(";"),
        numerator: page.numerator[at],
        denominator: page.denominator[at],
      }));
      expect(told).toEqual(rows);
    });

    it("tells the same in cells, in a table and in CSV", async () => {
      for (const [dataset, question] of [
        ["incidents", { ...monthly, where: [{ dimension: "period", is: { range: { from: "2024-11", to: "2025-02" } } }] }],
        ["incidents", { measures: ["OUT.01"], by: ["area.beat", "period.year"] }],
        ["incidents", { measures: ["OUT.01"], by: ["area.council_district", "period.quarter"] }],
        ["engagement", { measures: ["ENG.01", "ENG.02"], by: ["period.quarter", "activity.kind", "area.district"] }],
        ["concerns", { measures: ["DLG.01"], by: ["area.district", "period.quarter", "theme.theme"] }],
      ] as const) {
        const { nodes, totalCount } = await cells(dataset, question);
        const page = await table(dataset, question);
        expect(nodes.length).toBe(page.rowCount);
        expect(totalCount).toBe(page.rowCount);
        for (const [at, node] of nodes.entries()) {
          expect(page.key[at]).toBe(node.key);
          expect(page.value[at]).toBe(node.estimate.value);
          expect(page.text[at]).toBe(node.estimate.text);
          expect(page.status[at]).toBe(node.estimate.status);
          expect(page.obsStatus[at]).toBe(node.estimate.obsStatus);
          expect(page.flags[at]).toBe(node.estimate.flags.join(";"));
          expect(page.numerator[at]).toBe(node.estimate.numerator);
          expect(page.dimensions.map(({ members }: Answer) => members[at])).toEqual(node.dims);
          expect(page.dimensions.map(({ labels }: Answer) => labels[at])).toEqual(node.labels);
        }
        const [columns = [], ...lines] = readCsv(tableCsv(page as CsvTable));
        expect(lines.length).toBe(page.rowCount);
        for (const [at, fields] of lines.entries()) {
          const field = (column: string) => fields[columns.indexOf(column)];
          expect(fields.length).toBe(columns.length);
          expect(field("unit")).toBe(nodes[at].estimate.unit);
          expect(field("measure")).toBe(nodes[at].measure.code);
          expect(field("area")).toBe(nodes[at].area.code);
          expect(field("value")).toBe(nodes[at].estimate.value === null ? "" : String(nodes[at].estimate.value));
          expect(field("status")).toBe(nodes[at].estimate.status);
          expect(field("release")).toBe("1.1.0");
        }
      }
    });

    it("pages through the same cells that it gives whole, each once", async () => {
      const whole = await table("incidents", monthly);
      for (const size of [499, 100]) {
        const keys: string[] = [];
        let after: string | undefined;
        let pages = 0;
        do {
          const page = await cells("incidents", monthly, { first: size, after });
          expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
          expect(page.edges.at(-1).cursor).toBe(page.pageInfo.endCursor);
          expect(page.edges[0].cursor).toBe(page.pageInfo.startCursor);
          keys.push(...page.nodes.map(({ key }: Answer) => key));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
          pages++;
        } while (after !== undefined);
        expect(keys).toEqual(whole.key);
        expect(pages).toBe(Math.ceil(576 / size));
      }
      const rows: string[] = [];
      let after: string | undefined;
      do {
        const page = await table("incidents", { ...monthly, status: ["SUPPRESSED"] }, { limit: 7, after });
        rows.push(...page.key);
        after = page.truncated ? page.endCursor : undefined;
      } while (after !== undefined);
      expect(rows).toEqual(whole.key.filter((_: string, at: number) => whole.status[at] === "SUPPRESSED"));
    });

    it("says nothing of a hidden cell but that it is hidden", async () => {
      const { nodes } = await cells("incidents", { ...monthly, status: ["SUPPRESSED"] });
      expect(nodes.length).toBeGreaterThan(20);
      for (const { estimate } of nodes) {
        expect(estimate).toEqual({
          value: null,
          text: "[c] not shown, to protect people's identity",
          unit: expect.any(String),
          status: "SUPPRESSED",
          flags: [],
          obsStatus: "Q",
          interval: null,
          uncertainty: "FULL_COUNT",
          numerator: null,
          denominator: null,
          n: null,
          nEffective: null,
        });
      }
      const page = await table("incidents", { ...monthly, status: ["SUPPRESSED"] });
      for (const column of ["value", "numerator", "denominator", "n", "nEffective", "lower", "upper"])
        expect(new Set(page[column])).toEqual(new Set([null]));
    });

    it("has a value exactly where the status is AVAILABLE, and zero is a true zero", async () => {
      for (const [dataset, measure] of [
        ["incidents", "OUT.01"],
        ["concerns", "DLG.01"],
      ] as const) {
        const by = [
          "area.district",
          ...(dataset === "incidents" ? ["period.month", "offence.category"] : ["period.quarter", "theme.theme"]),
        ];
        const page = await table(dataset, { measures: [measure], by });
        expect(page.value.map((value: number | null) => value !== null)).toEqual(
          page.status.map((status: string) => status === "AVAILABLE"),
        );
        expect(new Set(page.status).size).toBeGreaterThan(1);
        expect(page.value).toContain(0);
      }
    });

    it("prints values, periods and words in the language that is asked for", async () => {
      const question: Question = {
        measures: ["OUT.01.R"],
        by: ["area.district", "period.month", "offence.all"],
        where: [{ dimension: "period", is: { in: ["2025-03"] } }],
      };
      const spanish = await table("incidents", question, { language: "es" });
      expect(spanish.text[0]).toMatch(/^\d+,\d$/);
      expect(spanish.dimensions[1].labels[0]).toBe("marzo de 2025");
      expect(spanish.dimensions[2].labels[0]).toBe("Todos los delitos");
      expect(spanish.unit[0]).toBe("por cada 1.000 residentes");
      const unknown = await table("incidents", question, { language: "xx-not a tag" });
      expect(unknown.text[0]).toMatch(/^\d+\.\d$/);
      expect(unknown.dimensions[1].labels[0]).toBe("March 2025");
      const hidden = await table("incidents", { ...monthly, status: ["SUPPRESSED"] }, { limit: 1, language: "es" });
      expect(hidden.text).toEqual(["[c] no se muestra, para proteger la identidad de las personas"]);
    });

    describe("filters", () => {
      const by = ["area.district", "period.month", "offence.category"];
      const members = async (where: readonly unknown[], place: number, question: Partial<Question> = {}) => {
        const page = await table("incidents", { measures: ["OUT.01"], by, where, ...question });
        return [...new Set(page.dimensions[place].members as string[])];
      };
      it("takes areas by code, all but some, and those under another", async () => {
        expect(await members([{ dimension: "area", is: { in: ["D3", "D1"] } }], 0)).toEqual(["D1", "D3"]);
        expect(await members([{ dimension: "area", is: { notIn: ["D3", "D1"] } }], 0)).toEqual(["D2"]);
        expect(await members([{ dimension: "area", is: { under: "testhaven" } }], 0)).toEqual(["D1", "D2", "D3"]);
        expect(await members([{ dimension: "area", is: { under: "D2" } }], 0, { by: ["area.beat", "period.year"] })).toEqual([
          "D2A",
          "D2B",
        ]);
        expect(await members([{ dimension: "area", is: { under: "D2" } }], 0)).toEqual(["D2"]);
      });
      it("takes periods by code, by range of any grain, and those under another", async () => {
        expect(await members([{ dimension: "period", is: { in: ["2025-02", "2024-12"] } }], 1)).toEqual(["2024-12", "2025-02"]);
        expect(await members([{ dimension: "period", is: { under: "2025-Q2" } }], 1)).toEqual(["2025-04", "2025-05", "2025-06"]);
        expect(await members([{ dimension: "period", is: { range: { from: "2025-Q4" } } }], 1)).toEqual(["2025-10", "2025-11", "2025-12"]);
        expect(await members([{ dimension: "period", is: { range: { to: "2024-02" } } }], 1)).toEqual(["2024-01", "2024-02"]);
        expect((await members([{ dimension: "period", is: { range: { from: "2024", to: "2025-06" } } }], 1)).length).toBe(18);
        expect((await members([{ dimension: "period", is: { notIn: ["2024-01"] } }], 1)).length).toBe(23);
        expect(await members([{ dimension: "period", is: { in: ["2031-01"] } }], 1)).toEqual([]);
      });
      it("takes categories by code, all but some, and those under a class", async () => {
        expect(await members([{ dimension: "offence", is: { in: ["theft"] } }], 2)).toEqual(["theft"]);
        expect(await members([{ dimension: "offence", is: { notIn: ["theft", "assault"] } }], 2)).toEqual(["robbery", "burglary"]);
        expect(await members([{ dimension: "offence", is: { under: "person" } }], 2)).toEqual(["assault", "robbery"]);
      });
      it("takes several filters together", async () => {
        const page = await cells("incidents", {
          measures: ["OUT.01"],
          by,
          where: [
            { dimension: "area", is: { notIn: ["D3"] } },
            { dimension: "area", is: { notIn: ["D1"] } },
            { dimension: "period", is: { under: "2025" } },
            { dimension: "period", is: { range: { from: "2025-11" } } },
            { dimension: "offence", is: { in: ["theft"] } },
          ],
        });
        expect(page.nodes.map(({ key }: Answer) => key)).toEqual([
          "incidents/OUT.01/area.district=D2;period.month=2025-11;offence.category=theft",
          "incidents/OUT.01/area.district=D2;period.month=2025-12;offence.category=theft",
        ]);
        expect(page.totalCount).toBe(2);
        expect(page.nodes[1].estimate.flags).toEqual(["PARTIAL_COVERAGE"]);
      });
    });

    it("takes what `by` leaves out at its total, in any order, from the table that publishes it", async () => {
      const short = await cells("incidents", { measures: ["OUT.01"], by: ["period.year"] });
      expect(short.nodes.map(({ key }: Answer) => key)).toEqual([
        "incidents/OUT.01/area.city=testhaven;period.year=2024;offence.all=all",
        "incidents/OUT.01/area.city=testhaven;period.year=2025;offence.all=all",
      ]);
      const full = await cells("incidents", { measures: ["OUT.01"], by: ["offence.all", "period.year", "area.city"] });
      expect(full.nodes.map(({ key }: Answer) => key)).toEqual(short.nodes.map(({ key }: Answer) => key));
      expect(full.nodes[0].dims).toEqual(["all", "2024", "testhaven"]);
      expect(short.source.table).toBe("incidents-by-district");
      const named = await cells("incidents", { measures: ["OUT.01"], by: ["period.year"], table: "incidents-by-beat" });
      expect(named.source.table).toBe("incidents-by-beat");
      expect(named.nodes.map(({ estimate }: Answer) => estimate.value)).toEqual(short.nodes.map(({ estimate }: Answer) => estimate.value));
    });

    it("keeps releases apart", async () => {
      const question: Question = {
        measures: ["OUT.01"],
        by: ["area.district", "period.month", "offence.category"],
        where: [
          { dimension: "period", is: { in: ["2025-03"] } },
          { dimension: "offence", is: { in: ["theft"] } },
          { dimension: "area", is: { in: ["D2"] } },
        ],
      };
      const [before] = (await cells("incidents", question, {}, "1.0.0")).nodes;
      const [after] = (await cells("incidents", question, {}, "1.1.0")).nodes;
      expect(after.key).toBe(before.key);
      expect(after.estimate.value).toBe(before.estimate.value + 9);
      expect([before.estimate.flags, after.estimate.flags]).toEqual([[], ["REVISED"]]);
      expect([before.release, after.release]).toEqual(["1.0.0", "1.1.0"]);
    });

    describe("refusals", () => {
      it("lists what was published instead of a combination that was not", async () => {
        for (const by of [["area.beat", "period.year", "offence.category"], ["area.beat", "period.month"], [], ["area.district"]]) {
          const { code, hint, available, docs } = await refusedCells({ measures: ["OUT.01"], by });
          expect(code).toBe("GROUPING_NOT_PUBLISHED");
          expect(hint).toMatch(/available/);
          expect(docs).toBe("/errors/GROUPING_NOT_PUBLISHED");
          expect(available).toContainEqual(["area.beat", "period.year", "offence.class"]);
          expect(available).toHaveLength(28);
          for (const one of available.slice(0, 30))
            expect((await cells("incidents", { measures: ["OUT.01"], by: one }, { first: 1 })).nodes).toHaveLength(1);
        }
        const together = await refusedCells({ measures: ["OUT.01.R"], by: ["area.beat", "period.year"] });
        expect(together.code).toBe("GROUPING_NOT_PUBLISHED");
      });
      it.each([
        [{ measures: ["OUT.1"], by: ["period.year"] }, "UNKNOWN_MEASURE", "OUT.01"],
        [{ measures: ["OUT.01"], by: ["aera.district"] }, "UNKNOWN_DIMENSION", "area"],
        [{ measures: ["OUT.01"], by: ["area.distrct"] }, "UNKNOWN_LEVEL", "district"],
        [{ measures: ["OUT.01"], by: ["area"] }, "UNKNOWN_LEVEL", "area.district"],
        [
          { measures: ["OUT.01"], by: ["period.year"], where: [{ dimension: "offense", is: { in: ["all"] } }] },
          "UNKNOWN_DIMENSION",
          "offence",
        ],
        [
          { measures: ["OUT.01"], by: ["area.district", "period.year"], where: [{ dimension: "area", is: { in: ["d1"] } }] },
          "UNKNOWN_MEMBER",
          "D1",
        ],
        [
          { measures: ["OUT.01"], by: ["area.district", "period.year"], where: [{ dimension: "area", is: { under: "testhavn" } }] },
          "UNKNOWN_MEMBER",
          "testhaven",
        ],
        [
          { measures: ["OUT.01"], by: ["period.year", "offence.class"], where: [{ dimension: "offence", is: { notIn: ["persons"] } }] },
          "UNKNOWN_MEMBER",
          "person",
        ],
        [{ measures: ["OUT.01"], by: ["period.year"], table: "incidents-by-beats" }, "UNKNOWN_TABLE", "incidents-by-beat"],
      ])("suggests what was meant: %j", async (question, code, suggestion) => {
        const refusal = await refusedCells(question as Question);
        expect(refusal.code).toBe(code);
        expect(refusal.suggestions).toContain(suggestion);
        expect(refusal.hint).toEqual(expect.any(String));
      });
      it.each([
        [
          "a member of another level",
          { by: ["area.district", "period.year"], where: [{ dimension: "area", is: { in: ["D1A"] } }] },
          "UNKNOWN_MEMBER",
        ],
        [
          "a member that does not hold the level",
          { by: ["area.beat", "period.year"], where: [{ dimension: "area", is: { under: "W1" } }] },
          "UNKNOWN_MEMBER",
        ],
        ["a period of another grain", { by: ["period.year"], where: [{ dimension: "period", is: { in: ["2025-03"] } }] }, "UNKNOWN_MEMBER"],
        [
          "a period that is none",
          { by: ["period.year"], where: [{ dimension: "period", is: { range: { from: "2025-13" } } }] },
          "UNKNOWN_MEMBER",
        ],
        [
          "a range that ends before it begins",
          { by: ["period.year"], where: [{ dimension: "period", is: { range: { from: "2025", to: "2024" } } }] },
          "BAD_USER_INPUT",
        ],
        ["a range of areas", { by: ["period.year"], where: [{ dimension: "area", is: { range: { from: "2025" } } }] }, "BAD_USER_INPUT"],
        ["a dimension twice", { by: ["period.year", "period.month"] }, "BAD_USER_INPUT"],
        ["no measure", { measures: [], by: ["period.year"] }, "BAD_USER_INPUT"],
        ["text that would be SQL", { by: ["period.year'; DROP TABLE release; --"] }, "UNKNOWN_LEVEL"],
      ])("refuses %s", async (_, question, code) => {
        expect((await refusedCells({ measures: ["OUT.01"], ...question })).code).toBe(code);
      });
      it("refuses a page that is too large, and never cuts one short", async () => {
        expect(await refusedCells({ measures: ["OUT.01"], by: ["period.year"] }, { first: 501 })).toMatchObject({
          code: "PAGE_TOO_LARGE",
          max: 500,
        });
        expect(await refusedCells({ measures: ["OUT.01"], by: ["period.year"] }, { first: 0 })).toMatchObject({ code: "BAD_USER_INPUT" });
        expect(
          await refused(
            `{ release { dataset(code: "incidents") { table(measures: ["OUT.01"], by: ["period.year"], limit: 10001) { rowCount } } } }`,
          ),
        ).toMatchObject({
          code: "PAGE_TOO_LARGE",
          max: 10_000,
        });
        expect(await refused("{ releases(first: 501) { totalCount } }")).toMatchObject({ code: "PAGE_TOO_LARGE", max: 500 });
        expect(await refused("{ release { areas(first: 501) { totalCount } } }")).toMatchObject({ code: "PAGE_TOO_LARGE" });
      });
      it("refuses cursors of another release, another list, another question, and nonsense", async () => {
        const { pageInfo } = await cells("incidents", monthly, { first: 3 }, "1.0.0");
        const after = pageInfo.endCursor;
        expect(await refusedCells(monthly, { after })).toMatchObject({
          code: "CURSOR_RELEASE_MISMATCH",
          cursorRelease: "1.0.0",
          release: "1.1.0",
        });
        expect((await cells("incidents", monthly, { first: 3, after }, "1.0.0")).nodes).toHaveLength(3);
        expect(await refusedCells({ measures: ["OUT.01"], by: ["period.year"] }, { after, version: "1.0.0" })).toMatchObject({
          code: "CURSOR_INVALID",
        });
        expect(await refusedCells({ measures: ["ENG.01"], by: ["period.year"] }, { after, version: "1.0.0" }, "engagement")).toMatchObject({
          code: "CURSOR_INVALID",
        });
        for (const nonsense of ["", "x", "bnVsbA", Buffer.from('["1.1.0","incidents-by-district",-1]').toString("base64url")]) {
          expect(await refusedCells(monthly, { after: nonsense }), nonsense).toMatchObject({ code: "CURSOR_INVALID" });
        }
      });
      it("refuses unknown releases, datasets, measures, areas and levels, and says what there is", async () => {
        expect(await refused('{ release(version: "1.2.0") { version } }')).toMatchObject({
          code: "RELEASE_NOT_FOUND",
          available: ["1.1.0", "1.0.0"],
        });
        expect(await refused('{ release { dataset(code: "incident") { code } } }')).toMatchObject({
          code: "UNKNOWN_DATASET",
          suggestions: ["incidents"],
          hint: 'Did you mean "incidents"?',
        });
        expect(await refused('{ release { measure(code: "OUT.02") { code } } }')).toMatchObject({ code: "UNKNOWN_MEASURE" });
        expect(await refused('{ release { area(code: "D11") { code } } }')).toMatchObject({ code: "UNKNOWN_MEMBER" });
        expect(await refused('{ release { areas(level: "beats") { totalCount } } }')).toMatchObject({
          code: "UNKNOWN_LEVEL",
          suggestions: ["beat"],
        });
        expect(await refused('{ node(id: "bm9uc2Vuc2U") { id } }')).toMatchObject({ code: "NODE_ID_INVALID" });
      });
    });

    it("finds every object again by its ID, in its own release", async () => {
      const answer = await ask(`{
        old: release(version: "1.0.0") { id areas(level: "beat", first: 2) { nodes { id } } }
        release { id agencies { id } levels { id } areas(first: 3) { nodes { id } } datasets { id } measures { id } codeLists { id codes { id } } tables { id } corrections { id } } }`);
      const ids: string[] = [];
      JSON.stringify(answer, (key, value) => {
        if (key === "id") ids.push(value);
        return value;
      });
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(35);
      const named = new Set<string>();
      for (const id of ids) {
        const { node } = await ask(`query ($id: ID!) { node(id: $id) { __typename id ... on Area { code level { code } } } }`, { id });
        expect(node.id).toBe(id);
        named.add(node.__typename);
      }
      expect(named.size).toBe(10);
      const gone = Buffer.from('Area:["9.9.9","D1"]').toString("base64url");
      expect(await ask("query ($id: ID!) { node(id: $id) { id } }", { id: gone })).toEqual({ node: null });
    });

    it("lists areas by level, by what they lie in and by name, page by page", async () => {
      const codes = async (options: string) =>
        (await ask(`{ release { areas(${options}) { nodes { code } totalCount } } }`)).release.areas.nodes.map(({ code }: Answer) => code);
      expect(await codes('level: "beat", under: "D2"')).toEqual(["D2A", "D2B"]);
      expect(await codes('under: "testhaven", level: "council_district"')).toEqual(["W1", "W2"]);
      expect(await codes('search: "ANTIGUO"')).toEqual(["D2"]);
      expect(await codes('search: "beat 1"')).toEqual(["D1A", "D1B"]);
      const first = (await ask("{ release { areas(first: 5) { nodes { code } pageInfo { endCursor hasNextPage } totalCount } } }")).release
        .areas;
      const rest = (
        await ask(
          "query ($after: String) { release { areas(first: 500, after: $after) { nodes { code } pageInfo { hasNextPage hasPreviousPage } } } }",
          { after: first.pageInfo.endCursor },
        )
      ).release.areas;
      expect(first.totalCount).toBe(12);
      expect(rest.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
      expect(new Set([...first.nodes, ...rest.nodes].map(({ code }: Answer) => code)).size).toBe(12);
    });

    it("tells an area's outline, residents, parent and children", async () => {
      const { area } = (
        await ask(
          '{ release { area(code: "D1") { name level { code parent { code } } parent { code } children { code } populations { group year residents } boundary } } }',
        )
      ).release;
      expect(area).toEqual({
        name: "Harbour",
        level: { code: "district", parent: { code: "city" } },
        parent: { code: "testhaven" },
        children: [{ code: "D1A" }, { code: "D1B" }],
        populations: [
          { group: "all", year: 2024, residents: 21_400 },
          { group: "under-18", year: 2024, residents: 4280 },
        ],
        boundary: { type: "Polygon", coordinates: [expect.any(Array)] },
      });
    });

    it("lists every cell that changed between two releases, once, with both values", async () => {
      const changesQuery = `query ($first: Int! = 500, $after: String, $dataset: String) { release { changes(since: "1.0.0", dataset: $dataset, first: $first, after: $after) {
        totalCount addedTables removedTables pageInfo { hasNextPage endCursor } nodes { key kind before { release estimate { value } } after { release estimate { value flags } } } } } }`;
      const { changes } = (await ask(changesQuery)).release;
      // 2 areas x 3 grains x 3 levels x 2 measures; 3 areas x 2 levels; 2 areas x 2 grains.
      expect(changes.totalCount).toBe(36 + 6 + 4);
      expect(changes.nodes).toHaveLength(46);
      expect([changes.addedTables, changes.removedTables]).toEqual([[], []]);
      for (const { key, kind, before, after } of changes.nodes) {
        expect([kind, before.release, after.release, after.estimate.flags]).toEqual([
          "CHANGED",
          "1.0.0",
          "1.1.0",
          expect.arrayContaining(["REVISED"]),
        ]);
        if (key.startsWith("incidents/OUT.01/")) expect(after.estimate.value - before.estimate.value).toBe(9);
      }
      expect(new Set(changes.nodes.map(({ key, after }: Answer) => `${key} ${after.estimate.value}`)).size).toBeGreaterThan(36);
      const keys: string[] = [];
      let after: string | undefined;
      do {
        const page = (await ask(changesQuery, { first: 7, after })).release.changes;
        keys.push(...page.nodes.map(({ key }: Answer) => key));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
      } while (after !== undefined);
      expect(keys).toEqual(changes.nodes.map(({ key }: Answer) => key));
      expect((await ask(changesQuery, { dataset: "engagement" })).release.changes).toMatchObject({ totalCount: 0, nodes: [] });
      expect((await ask('{ release { changes(since: "1.1.0") { totalCount nodes { key } } } }')).release.changes).toEqual({
        totalCount: 0,
        nodes: [],
      });
      expect((await refused('{ release { changes(since: "2.0.0") { totalCount } } }')).code).toBe("RELEASE_NOT_FOUND");
      expect((await refused('{ release(version: "1.0.0") { changes(since: "1.1.0") { totalCount } } }')).code).toBe("BAD_USER_INPUT");
    });

    it("follows one cell through the releases", async () => {
      const key = "incidents/OUT.01/area.district=D2;period.month=2025-03;offence.category=theft";
      const { revisions, release } = await ask(
        `query ($key: ID!) { revisions(key: $key) { release publishedAt cell { key estimate { value flags } } } release { cell(key: $key) { key release } } }`,
        { key },
      );
      expect(revisions.map((revision: Answer) => [revision.release, revision.cell.key])).toEqual([
        ["1.1.0", key],
        ["1.0.0", key],
      ]);
      expect(revisions[0].cell.estimate.value - revisions[1].cell.estimate.value).toBe(9);
      expect(release.cell).toEqual({ key, release: "1.1.0" });
      expect(
        (await refused('{ revisions(key: "incidents/OUT.01/area.district=D9;period.year=2025;offence.all=all") { release } }')).code,
      ).toBe("UNKNOWN_MEMBER");
      for (const nonsense of ["", "incidents", "incidents/OUT.01", "incidents/OUT.01/area"]) {
        expect((await refused("query ($key: ID!) { revisions(key: $key) { release } }", { key: nonsense })).code).toBe("BAD_USER_INPUT");
      }
      const { nodes } = await cells("incidents", { ...monthly, status: ["SUPPRESSED"] }, { first: 1 });
      const hidden = await ask("query ($key: ID!) { revisions(key: $key) { cell { estimate { value status } } } }", { key: nodes[0].key });
      expect(hidden.revisions[0].cell.estimate).toEqual({ value: null, status: "SUPPRESSED" });
    });

    it("finds the areas that hold a place", async () => {
      const at = async (latitude: number, longitude: number) =>
        (await ask(`{ release { areaAt(latitude: ${latitude}, longitude: ${longitude}) { code level { code } } } }`)).release.areaAt.map(
          ({ code }: Answer) => code,
        );
      expect(await at(40.05, -99.95)).toEqual(["testhaven", "D1", "D1A", "W1"]);
      expect(await at(40.15, -99.75)).toEqual(["testhaven", "D3", "D3B", "W2"]);
      expect(await at(40.1, -99.95)).toEqual(["testhaven", "D1", "D1A", "D1B", "W1"]);
      expect(await at(0, 0)).toEqual([]);
      expect((await refused("{ release { areaAt(latitude: 140, longitude: 0) { code } } }")).code).toBe("BAD_USER_INPUT");
    });

    it("finds things by their code or name in any language, best first", async () => {
      const found = async (text: string) =>
        (await ask("query ($text: String!) { release { search(text: $text) { kind code label node { __typename id } } } }", { text }))
          .release.search;
      expect((await found("harbour"))[0]).toMatchObject({ kind: "Area", code: "D1", label: "Harbour", node: { __typename: "Area" } });
      expect((await found("puerto"))[0].code).toBe("D1");
      expect((await found("agresion"))[0]).toMatchObject({ kind: "Code", code: "assault" });
      expect((await found("OUT.01")).map(({ code }: Answer) => code)).toEqual(["OUT.01", "OUT.01.R"]);
      expect((await found("incidents by")).map(({ kind }: Answer) => kind)).toEqual(["PublishedTable", "PublishedTable", "PublishedTable"]);
      expect((await found("harbor"))[0].code).toBe("D1");
      expect((await found("twon"))[0].code).toBe("D2");
      expect(await found("  ")).toEqual([]);
      for (const { node } of await found("a"))
        expect((await ask("query ($id: ID!) { node(id: $id) { id } }", { id: node.id })).node).toEqual({ id: node.id });
    });

    it("cites in the style of a reference manager", async () => {
      const { bibtex, ris, csl } = (
        await ask(
          '{ release { bibtex: citation(style: BIBTEX) ris: citation(style: RIS) csl: citation(style: CSL_JSON, language: "es") } }',
        )
      ).release;
      expect(bibtex).toBe(
        "@misc{TesthavenPoliceDepar2026v1_1_0,\n  author = {{Testhaven Police Department}},\n  title = {Testhaven Open Beat},\n  year = {2026},\n  month = {03},\n  version = {1.1.0},\n  url = {https://testhaven.example}\n}\n",
      );
      expect(ris).toMatch(/^TY {2}- DATA\r\nAU {2}- Testhaven Police Department\r\n[\s\S]*ER {2}- \r\n$/);
      expect(JSON.parse(csl)).toMatchObject({
        type: "dataset",
        author: [{ literal: "Departamento de Policía de Testhaven" }],
        issued: { "date-parts": [[2026, 3, 3]] },
      });
    });

    it("answers many questions of one request from one list of releases", async () => {
      const context = createContext({ database: fixture.reader });
      expect(await context.releases()).toBe(await context.releases());
    });
  });
}
