import { type CsvTable, csvTableFragment, tableCsv } from "@openbeat/schema/formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases } from "../../../test/support/databases.ts";
import { type FixtureDatabase, openFixture } from "../../../test/support/fixture-database.ts";
import { type RunningApi, startApi } from "../src/server.ts";
import { describeOpenApi } from "./support/open-api.ts";

// biome-ignore lint/suspicious/noExplicitAny: JSON of several shapes
type Json = any;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`questions in an address, on ${name}`, () => {
    let fixture: FixtureDatabase;
    let api: RunningApi;
    beforeAll(async () => {
      fixture = await openFixture(create);
      api = await startApi({ database: fixture.reader, port: 0 });
    });
    afterAll(async () => {
      await api.close();
      await fixture.drop();
    });
    describeOpenApi(() => api);
    const get = async (path: string) => {
      const response = await fetch(`${api.url}${path}`);
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const door = "/r/1.1.0/datasets/incidents/query";
    const question =
      "measures=OUT.01,OUT.01.R&by=area.district,period.month,offence.category&area.not=D3&offence.under=person&period.from=2024-11&period.to=2025";

    it("gives the same as the table of GraphQL, in three formats", async () => {
      const graphql = await fetch(`${api.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          query: `{ release(version: "1.1.0") { dataset(code: "incidents") { table(measures: ["OUT.01", "OUT.01.R"], by: ["area.district", "period.month", "offence.category"], limit: 10000,
            where: [{ dimension: "area", is: { notIn: ["D3"] } }, { dimension: "offence", is: { under: "person" } }, { dimension: "period", is: { range: { from: "2024-11", to: "2025" } } }]) { ...CsvTable } } } } ${csvTableFragment}`,
        }),
      });
      const table = ((await graphql.json()) as Json).data.release.dataset.table as CsvTable;
      expect(table.measure.length).toBe(2 * 2 * 14 * 2);
      const csv = await get(`${door}.csv?${question}`);
      expect(csv.status).toBe(200);
      expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
      expect(csv.headers.get("content-disposition")).toBe('inline; filename="incidents-1.1.0.csv"');
      expect(csv.headers.get("cache-control")).toContain("immutable");
      expect(csv.text).toBe(tableCsv(table));
      const { rows, release, citation } = JSON.parse((await get(`${door}.json?${question}`)).text);
      expect(release).toBe("1.1.0");
      expect(citation).toMatch(/Release 1\.1\.0/);
      expect(rows.map(({ value }: Json) => value)).toEqual(table.value);
      expect(rows.map(({ area, area_label, status }: Json) => [area, area_label, status])).toEqual(
        table.status.map((status, at) => [table.dimensions[0]?.members[at], table.dimensions[0]?.labels[at], status]),
      );
      const lines = (await get(`${door}.ndjson?${question}`)).text.trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
      expect(rows.some(({ value, status }: Json) => value === null && status === "SUPPRESSED")).toBe(true);
    });

    it("means the latest release where the address names none", async () => {
      const { headers, text } = await get("/datasets/incidents/query.csv?measures=OUT.01&by=period.year&language=es");
      expect(text.split("\r\n")[1]).toMatch(/^OUT\.01,2024,2024,\d+,AVAILABLE,A,,incidentes,,,,,,,1\.1\.0$/);
      expect(headers.get("cache-control")).toMatch(/max-age=60/);
      expect((await get("/r/1.0.0/datasets/incidents/query.csv?measures=OUT.01&by=period.year")).text).toContain(",1.0.0\r\n");
    });

    it("leads from page to page where a limit is asked for", async () => {
      const whole = (await get(`${door}.csv?${question}`)).text.split("\r\n");
      const lines: string[] = [];
      let next = `?${question}&limit=25`;
      for (let pages = 0; next !== "" && pages < 10; pages++) {
        const { headers, text } = await get(`${door}.csv${next}`);
        lines.push(...text.split("\r\n").slice(1, -1));
        next = /^<(.*)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1] ?? "";
      }
      expect(lines).toEqual(whole.slice(1, -1));
    });

    it("answers again with 304 to whoever has it", async () => {
      const etag = (await get(`${door}.csv?${question}`)).headers.get("etag") ?? "";
      const again = await fetch(`${api.url}${door}.csv?${question}`, { headers: { "if-none-match": etag } });
      expect(again.status).toBe(304);
    });

    it.each([
      ["incidents", "by=period.year", 400, "BAD_USER_INPUT"],
      ["incidents", "measures=OUT.02&by=period.year", 400, "UNKNOWN_MEASURE"],
      ["incidents", "measures=OUT.01&by=area.beat,period.month", 400, "GROUPING_NOT_PUBLISHED"],
      ["incidents", "measures=OUT.01&by=period.year&limit=10001", 400, "PAGE_TOO_LARGE"],
      ["incidents", "measures=OUT.01&by=period.year&limit=many", 400, "BAD_USER_INPUT"],
      ["incidents", "measures=OUT.01&by=period.year&status=HIDDEN", 400, "BAD_USER_INPUT"],
      ["incidents", "measures=OUT.01&by=period.year&format=xlsx", 400, "UNKNOWN_DIMENSION"],
      ["incidents", "measures=OUT.01&by=period.year&period=1999-99", 400, "UNKNOWN_MEMBER"],
      ["incidence", "measures=OUT.01&by=period.year", 404, "UNKNOWN_DATASET"],
      ["%E0%A4%A", "measures=OUT.01", 404, "NOT_FOUND"],
    ])("says what is wrong: %s?%s", async (dataset, search, status, code) => {
      const answer = await get(`/r/1.1.0/datasets/${dataset}/query.csv?${search}`);
      const body = JSON.parse(answer.text);
      expect([answer.status, body.errors?.[0].extensions.code ?? body.code]).toEqual([status, code]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    });
    it("knows no release that was not published", async () => {
      expect((await get("/r/9.0.0/datasets/incidents/query.csv?measures=OUT.01&by=period.year")).status).toBe(404);
    });
  });
}
