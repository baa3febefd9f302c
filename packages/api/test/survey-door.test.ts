import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded } from "../../../test/support/databases.ts";
import type { FixtureDatabase } from "../../../test/support/fixture-database.ts";
import { openSurveyFixture } from "../../../test/support/fixture-survey.ts";
import { type RunningApi, startApi } from "../src/server.ts";
import { ask, type Json } from "./sample/asking.ts";
import { readCsv } from "./sample/sheet.ts";

describe("surveys as files", () => {
  let fixture: FixtureDatabase;
  let api: RunningApi;
  beforeAll(async () => {
    fixture = await openSurveyFixture(createEmbedded);
    api = await startApi({ database: fixture.reader, port: 0 });
  });
  afterAll(async () => {
    await api.close();
    await fixture.drop();
  });
  const get = async (path: string) => {
    const response = await fetch(`${api.url}${path}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const rowsOf = async (path: string): Promise<Json[]> => JSON.parse((await get(path)).text).rows;
  const inGraphql = async (fields: string) =>
    (await ask(api.url, `{ release { survey(code: "trust-survey") { ${fields} } } }`)).data.release.survey;
  const estimates = "/surveys/trust-survey/estimates";
  const compare = "/surveys/trust-survey/compare";

  it("lists surveys and their waves, newest first", async () => {
    const [header, ...rows] = readCsv((await get("/surveys.csv")).text);
    expect(header?.slice(0, 3)).toEqual(["survey", "title", "wave"]);
    expect(rows.map(([survey, , wave]) => [survey, wave])).toEqual(
      ["2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"].map((wave) => ["trust-survey", wave]),
    );
  });

  it("are told by /openapi.json, with every parameter that they take", async () => {
    const { paths } = JSON.parse((await get("/openapi.json")).text);
    const asked = Object.keys(paths).filter((path) => path.includes("{survey}"));
    expect(asked).toHaveLength(12);
    for (const path of asked) {
      const address = path.replace("{version}", "1.0.0").replace("{survey}", "trust-survey");
      expect((await get(`${address}?items=listen`)).status, path).toBe(200);
      for (const { name, in: place, description } of paths[path].get.parameters as Json[]) {
        expect(description.length, name).toBeGreaterThan(10);
        if (place === "query") expect((await get(`${address}?items=listen&${name}=`)).text, name).not.toContain("There is no parameter");
      }
    }
  });

  it("tells of estimates what GraphQL tells, in three formats", async () => {
    const search = "items=listen,respect&areaLevel=district&grouping=age&allWaves=true";
    const { estimates: asked } = await inGraphql(
      'estimates(items: ["listen", "respect"], areaLevel: "district", grouping: "age", allWaves: true, first: 500) { nodes { item { code } area { code } period { code } group { code } sentence estimate { value status n interval { lower upper } } } }',
    );
    const rows = await rowsOf(`${estimates}.json?${search}`);
    expect(
      rows.map(({ item, area, period, group, sentence, value, status, n, lower, upper }) => ({
        item: { code: item },
        area: { code: area },
        period: { code: period },
        group: { code: group },
        sentence,
        estimate: { value, status, n, interval: lower === null ? null : { lower, upper } },
      })),
    ).toEqual(asked.nodes);
    const [header = [], ...lines] = readCsv((await get(`${estimates}.csv?${search}`)).text);
    expect(lines).toEqual(rows.map((row) => header.map((column) => (row[column] === null ? "" : String(row[column])))));
    expect(
      (await get(`${estimates}.ndjson?${search}`)).text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(rows);
    const hidden = rows.filter(({ status }) => status === "SUPPRESSED");
    expect(hidden.length).toBeGreaterThan(0);
    for (const { value, n, n_effective, lower, upper } of hidden)
      expect([value, n, n_effective, lower, upper]).toEqual([null, null, null, null, null]);
  });

  it("costs what it tells, within what one question of GraphQL may cost", async () => {
    const costOf = async (path: string) => Number((await get(path)).headers.get("x-query-cost"));
    const [few, many] = [await costOf(`${estimates}.csv?items=listen`), await costOf(`${estimates}.csv?allWaves=true`)];
    expect(few).toBeGreaterThan(300);
    expect(few).toBeLessThan(2000);
    expect(many).toBeGreaterThan(few);
    expect(many).toBeLessThan(20_000);
    for (const path of ["/surveys.csv", `${compare}.csv?items=listen`]) expect(await costOf(path), path).toBeGreaterThan(100);
  });

  it("tells all that there are, however many pages they are", async () => {
    const search = "areaLevel=district&grouping=age&allWaves=true";
    const { estimates: asked } = await inGraphql(
      'estimates(areaLevel: "district", grouping: "age", allWaves: true, first: 500) { totalCount nodes { sentence } }',
    );
    expect(asked.totalCount).toBeGreaterThan(100);
    const rows = await rowsOf(`${estimates}.json?${search}`);
    expect(rows).toHaveLength(asked.totalCount);
    expect(rows.slice(0, asked.nodes.length).map(({ sentence }) => ({ sentence }))).toEqual(asked.nodes);
  });

  it("has its header where nothing fits", async () => {
    expect(readCsv((await get(`${estimates}.csv?items=listen&status=WITHDRAWN`)).text)).toEqual([
      expect.arrayContaining(["value", "sentence", "citation"]),
    ]);
  });

  it("compares the latest wave with the one before, for each thing, area and group", async () => {
    const { compare: asked } = await inGraphql(
      `compare(pairs: [${["listen", "respect"].flatMap((item) => ["D1", "D2"].map((area) => `{ item: "${item}", first: { area: "${area}", period: "2026-Q1" }, second: { area: "${area}" } }`))}]) { verdict difference adjustedPValue interval { lower upper } sentence }`,
    );
    const rows = await rowsOf(`${compare}.json?items=listen,respect&areas=D1,D2`);
    expect(
      rows.map(({ item, first_area, first_period, second_area, second_period }) => [
        item,
        first_area,
        first_period,
        second_area,
        second_period,
      ]),
    ).toEqual(["listen", "respect"].flatMap((item) => ["D1", "D2"].map((area) => [item, area, "2026-Q1", area, "2026-Q2"])));
    expect(
      rows.map(({ verdict, difference, adjusted_p_value, lower, upper, sentence }) => ({
        verdict,
        difference,
        adjustedPValue: adjusted_p_value,
        interval: lower === null ? null : { lower, upper },
        sentence,
      })),
    ).toEqual(asked);
  });

  it("compares what differs in the way that the address says", async () => {
    const [waves] = await rowsOf(`${compare}.json?constructs=fairness&second.period=2025-Q4`);
    expect([waves.first_period, waves.second_period]).toEqual(["2025-Q3", "2025-Q4"]);
    const [areas] = await rowsOf(`${compare}.json?items=listen&first.area=D1&second.area=D2&period=2026-Q1`);
    expect([areas.first_area, areas.second_area, areas.first_period, areas.second_period]).toEqual(["D1", "D2", "2026-Q1", "2026-Q1"]);
    const [groups] = await rowsOf(`${compare}.json?items=listen&first.group=everyone&second.group=age.18_34`);
    expect([groups.first_group, groups.second_group, groups.first_period]).toEqual(["everyone", "age.18_34", "2026-Q2"]);
  });

  it("may be kept for ever where the release is named, and for a minute otherwise", async () => {
    expect((await get(`/r/1.0.0${compare}.csv?items=listen`)).headers.get("cache-control")).toContain("immutable");
    expect((await get(`/r/1.0.0/surveys.csv`)).headers.get("cache-control")).toContain("immutable");
    const latest = await get(`${compare}.csv?items=listen`);
    expect(latest.headers.get("cache-control")).toContain("max-age=60");
    expect(latest.headers.get("content-disposition")).toBe('inline; filename="trust-survey-compare-1.0.0.csv"');
  });

  it.each([
    ["/surveys/trust/estimates.csv", 404, "UNKNOWN_SURVEY"],
    ["/r/9.0.0/surveys.csv", 404, "RELEASE_NOT_FOUND"],
    ["/surveys.csv?languages=es", 400, "BAD_USER_INPUT"],
    [`${estimates}.csv?item=listen`, 400, "BAD_USER_INPUT"],
    [`${estimates}.csv?items=lisen`, 400, "UNKNOWN_MEMBER"],
    [`${estimates}.csv?measures=FAVORABLE`, 400, "BAD_USER_INPUT"],
    [`${estimates}.csv?allWaves=yes`, 400, "BAD_USER_INPUT"],
    [`${estimates}.csv?allWaves=true&periods=2026-Q1`, 400, "BAD_USER_INPUT"],
    [`${compare}.csv`, 400, "BAD_USER_INPUT"],
    [`${compare}.csv?items=listen&second.period=2025-Q1`, 400, "BAD_USER_INPUT"],
    [`${compare}.csv?items=listen&areas=D1,D9`, 400, "UNKNOWN_MEMBER"],
    [`${compare}.csv?items=listen&adjustment=BONFERRONI`, 400, "BAD_USER_INPUT"],
    [`${compare}.csv?${Array.from({ length: 101 }, () => "items=listen").join("&")}`, 400, "PAGE_TOO_LARGE"],
    [`${compare}.csv?${["items", "areas", "groups"].map((name) => `${name}=${"a,".repeat(2000)}`).join("&")}`, 400, "PAGE_TOO_LARGE"],
    ["/surveys/%E0%A4%A/estimates.csv", 404, "NOT_FOUND"],
  ])("says what is wrong: %s", async (path, status, code) => {
    const answer = await get(path);
    const body = JSON.parse(answer.text);
    expect([answer.status, body.errors?.[0].extensions.code ?? body.code]).toEqual([status, code]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});
