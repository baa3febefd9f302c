import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../../test/support/fixture-database.ts";
import { type AnswerError, createContext, execute } from "../../src/graphql/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: the answers of many different questions, each looked at by its own test
type Answer = any;

describe("what goes with a figure", () => {
  let fixture: FixtureDatabase;
  beforeAll(async () => {
    fixture = await openFixture(createEmbedded);
  });
  afterAll(() => fixture.drop());

  const ask = (document: string, variables: Record<string, unknown> = {}, publicUrl?: string): Promise<Answer> =>
    execute(document, variables, { context: createContext({ database: fixture.reader, publicUrl }) });
  const refusal = (document: string): Promise<AnswerError> =>
    ask(document).then(
      () => {
        throw new Error("This was answered.");
      },
      (error: AnswerError) => error,
    );

  const tableOf = (fields: string) => `query Monthly($area: String!) {
    release(version: "1.0.0") { dataset(code: "incidents") {
      table(measures: ["OUT.01"], by: ["area.district", "period.year"], where: [{ dimension: "area", is: { in: [$area] } }], orderBy: HIGHEST_FIRST, limit: 2) { source { ${fields} } } } } }`;

  it("says where the same rows stand, from the root of the API or from its public address", async () => {
    const address =
      "/r/1.0.0/datasets/incidents/query.csv?measures=OUT.01&table=incidents-by-district&by=area.district,period.year&area=D1&orderBy=HIGHEST_FIRST&limit=2";
    const fields = "csv json ndjson snippets { curl r python sheets }";
    const plain = (await ask(tableOf(fields), { area: "D1" })).release.dataset.table.source;
    expect(plain).toEqual({
      csv: address,
      json: address.replace("query.csv", "query.json"),
      ndjson: address.replace("query.csv", "query.ndjson"),
      snippets: null,
    });
    const whole = (await ask(tableOf(fields), { area: "D1" }, "https://api.example.org")).release.dataset.table.source;
    expect(whole.csv).toBe(`https://api.example.org${address}`);
    expect(whole.snippets.curl).toBe(`curl -s 'https://api.example.org${address}'`);
    for (const snippet of Object.values(whole.snippets)) expect(snippet).toContain(whole.csv);
  });

  it("gives a whole question an address, with its variables, and the version that was meant", async () => {
    const named = new URL(
      (await ask(tableOf("permalink"), { area: "D1" }, "https://api.example.org")).release.dataset.table.source.permalink,
    );
    expect(named.pathname).toBe("/r/1.0.0/graphql");
    expect(JSON.parse(named.searchParams.get("variables") ?? "")).toEqual({ area: "D1" });
    const again = await ask(named.searchParams.get("query") ?? "", { area: "D1" }, "https://api.example.org");
    expect(again.release.dataset.table.source.permalink).toBe(named.href);
    const latest = await ask(tableOf("permalink").replace('(version: "1.0.0")', ""), { area: "D1" });
    expect(latest.release.dataset.table.source.permalink).toMatch(/^\/r\/1\.1\.0\/graphql\?query=/);
  });

  it("says even in an address that a filter leaves nothing", async () => {
    const { source } = (await ask(tableOf("csv").replace("in: [$area]", "in: []").replace("($area: String!)", ""))).release.dataset.table;
    expect(source.csv).toContain("&area=D1&area.not=D1&");
  });

  it("has no address for a question that is too long for one", async () => {
    const codes = Array.from({ length: 2500 }, () => '"D1"').join(", ");
    const document = tableOf("csv permalink snippets { curl } release")
      .replace("in: [$area]", `in: [${codes}]`)
      .replace("($area: String!)", "");
    expect((await ask(document)).release.dataset.table.source).toEqual({ csv: null, permalink: null, snippets: null, release: "1.0.0" });
  });

  it("says of a hidden cell how its table is protected, and of others why they have no value", async () => {
    const question = (
      dataset: string,
      measure: string,
      status: string,
      language: string,
    ) => `{ release(version: "1.0.0") { dataset(code: "${dataset}") {
      cells(measures: ["${measure}"], by: ["area.district", ${dataset === "incidents" ? '"period.month", "offence.category"' : '"period.quarter"'}], status: [${status}], first: 1) { nodes { estimate { notShown(language: "${language}") } } } } } }`;
    const said = async (...asked: Parameters<typeof question>) =>
      (await ask(question(...asked))).release.dataset.cells.nodes[0].estimate.notShown;
    expect(await said("incidents", "OUT.01", "SUPPRESSED", "en")).toBe(
      "Not shown, to protect people's identity. Small counts, and some others that would give them away, are not shown.",
    );
    expect(await said("incidents", "OUT.01", "SUPPRESSED", "es")).toMatch(/^No se muestra.*recuentos pequeños/);
    expect(await said("concerns", "DLG.01", "NOT_REPORTED", "en")).toBe("Not reported by the agency");
    expect(await said("incidents", "OUT.01", "AVAILABLE", "en")).toBe(null);
  });

  it("says where a value comes from, with the hashes that check it", async () => {
    const { release } =
      await ask(`{ release(version: "1.0.0") { sha256 publishedAt tables { code sha256 } measure(code: "OUT.01") { method methodUrl }
      cell(key: "incidents/OUT.01/area.district=D1;period.year=2024") { estimate { seriesBreak { title } provenance { release releaseSha256 publishedAt table tableSha256 source(language: "es") method } } } } }`);
    const { provenance, seriesBreak } = release.cell.estimate;
    expect(seriesBreak).toBe(null);
    expect(provenance).toEqual({
      release: "1.0.0",
      releaseSha256: release.sha256,
      publishedAt: release.publishedAt,
      table: "incidents-by-district",
      tableSha256: release.tables.find(({ code }: { code: string }) => code === "incidents-by-district").sha256,
      source: "Departamento de Policía de Testhaven",
      method: release.measure.method,
    });
    expect(release.measure.methodUrl).toBe("https://testhaven.example/r/1.0.0/methods/OUT.01/");
  });

  it("lists what stands on a dimension: areas, periods and codes, at the levels that are published", async () => {
    const { release } = await ask(`{ release(version: "1.0.0") { dataset(code: "incidents") { dimensions { code
      all: members(first: 500) { totalCount }
      some: members(level: "district", first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { code label(language: "es") level parent } }
      found: members(search: "2024-Q") { nodes { code label level parent } } } } } }`);
    const dimension = (code: string) => release.dataset.dimensions.find((one: { code: string }) => one.code === code);
    expect(dimension("area").some).toMatchObject({
      totalCount: 3,
      nodes: [
        { code: "D1", label: "Puerto", level: "district", parent: "testhaven" },
        { code: "D2", label: "Casco Antiguo", level: "district", parent: "testhaven" },
      ],
    });
    // City, districts, beats and council districts; months, quarters and years of two years; seven offences.
    expect(["area", "period", "offence"].map((code) => dimension(code).all.totalCount)).toEqual([1 + 3 + 6 + 2, 24 + 8 + 2, 7]);
    expect(dimension("period").found.nodes.map(({ label }: { label: string }) => label)).toEqual([
      "Q1 2024",
      "Q2 2024",
      "Q3 2024",
      "Q4 2024",
    ]);
    const { endCursor } = dimension("area").some.pageInfo;
    const next = await ask(
      `query ($after: String) { release(version: "1.0.0") { dataset(code: "incidents") { dimensions { code members(level: "district", after: $after) { nodes { code } } } } } }`,
      { after: null },
    );
    expect(next.release.dataset.dimensions[0].members.nodes).toHaveLength(3);
    const error = await refusal(
      `{ release(version: "1.1.0") { dataset(code: "incidents") { dimensions { members(after: "${endCursor}") { nodes { code } } } } } }`,
    );
    expect(error.code).toBe("CURSOR_RELEASE_MISMATCH");
  });

  it("finds an agency by its code, and says which there are", async () => {
    expect((await ask(`{ release { agency(code: "tpd") { name } } }`)).release.agency.name).toBe("Testhaven Police Department");
    const error = await refusal(`{ release { agency(code: "tdp") { name } } }`);
    expect([error.code, error.errors[0].extensions.suggestions]).toEqual(["UNKNOWN_MEMBER", ["tpd"]]);
  });

  it("says in a release what later ones found wrong with it", async () => {
    const notices = async (version: string) =>
      (await ask(`{ release(version: "${version}") { notices { affectedVersion kind what } corrections { affectedVersion kind what } } }`))
        .release;
    const [first, second] = [await notices("1.0.0"), await notices("1.1.0")];
    expect(second.corrections).toHaveLength(1);
    expect(first).toEqual({ corrections: [], notices: second.corrections });
    expect(second.notices).toEqual([]);
  });

  it.each(["constructor", "__proto__", "toString"])(
    "speaks the hub's own language where one is asked for that is called %s",
    async (language) => {
      const asked = (tag: string) =>
        ask(
          `query ($language: String) { release(version: "1.0.0") {
          datasets { title(language: $language) description(language: $language) }
          measures { title(language: $language) unit(language: $language) }
          dataset(code: "incidents") { cells(measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"], status: [SUPPRESSED], first: 1) {
            nodes { estimate { text(language: $language) notShown(language: $language) } } } }
          compare(pairs: [{ first: "incidents/OUT.01/area.district=D1;period.year=2024", second: "incidents/OUT.01/area.district=D3;period.year=2024" }]) {
            sentence(language: $language) } } }`,
          { language: tag },
        );
      expect(await asked(language)).toEqual(await asked("en"));
    },
  );

  it("compares areas and periods by their published figures, and hidden ones not at all", async () => {
    const compare = async (pairs: string) =>
      (
        await ask(`{ release(version: "1.0.0") { compare(pairs: [${pairs}]) {
          first { key } second { key estimate { value status } } verdict reason difference ratio interval { lower upper level method } pValue adjustedPValue sentence } } }`)
      ).release.compare;
    const key = (area: string, period: string, offence = "") => `"incidents/OUT.01/${area};${period}${offence}"`;
    const [areas, same] = await compare(
      `{ first: ${key("area.district=D1", "period.year=2024")}, second: ${key("area.district=D3", "period.year=2024")} },
       { first: ${key("area.district=D1", "period.year=2024")}, second: ${key("area.city=testhaven", "period.year=2024")} }`,
    );
    expect(areas).toMatchObject({ verdict: "DOWN", reason: null });
    expect(areas.ratio).toBeLessThan(1);
    expect(areas.interval.upper).toBeLessThan(1);
    expect(areas.sentence).toMatch(/^Hillside, 2024 is lower than Harbour, 2024/);
    expect(same).toMatchObject({ verdict: "NOT_COMPARABLE", reason: "OVERLAPPING", difference: null, interval: null });
    const [months] = await compare(
      `{ first: ${key("area.district=D1", "period.month=2025-02")}, second: ${key("area.district=D1", "period.month=2025-03")} }`,
    );
    expect(months).toMatchObject({ reason: null, difference: null });
    expect(months.sentence).toMatch(/ a day \([\d,]+ in 28 days\).* a day \([\d,]+ in 31 days\)\.$/);
    const [partial] = await compare(
      `{ first: ${key("area.district=D1", "period.month=2024-12")}, second: ${key("area.district=D1", "period.month=2025-12")} }`,
    );
    expect(partial.reason).toBe("PARTIAL_COVERAGE");
    const { release } = await ask(
      `{ release(version: "1.0.0") { dataset(code: "incidents") { cells(measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"], status: [SUPPRESSED], where: [{ dimension: "area", is: { in: ["D1"] } }], first: 1) { nodes { key } } } } }`,
    );
    const hidden = release.dataset.cells.nodes[0].key as string;
    const [told] = await compare(`{ first: "${hidden}", second: "${hidden.replace("=D1;", "=D2;")}" }`);
    expect(told).toMatchObject({ verdict: "NOT_COMPARABLE", reason: "HIDDEN", difference: null, ratio: null, pValue: null });
    const error = await refusal(
      `{ release(version: "1.0.0") { compare(pairs: [{ first: ${key("area.district=D1", "period.year=2024")}, second: ${key("area.district=D1", "period.year=2023")} }]) { verdict } } }`,
    );
    expect(error.code).toBe("UNKNOWN_MEMBER");
  });
});
