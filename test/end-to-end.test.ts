import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApi } from "@openbeat/api";
import { publish } from "@openbeat/pipeline";
import { buildSite } from "@openbeat/site/build";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallCounts, smallRecords, writeSmallHub } from "../packages/pipeline/test/support/small-hub.ts";
import { compiledPages } from "./support/compiled-pages.ts";
import { databases, type TestDatabase } from "./support/databases.ts";

const question = `
  query One($area: String!, $period: String!) {
    release { version dataset(code: "incidents") {
      cells(measures: ["OUT.01"], by: ["area.district", "period.month"], where: [
        { dimension: "area", is: { in: [$area] } }, { dimension: "period", is: { in: [$period] } }]) {
        nodes { area { code } period { code } release estimate { value text status unit } }
      }
      hidden: cells(measures: ["OUT.01"], by: ["area.district", "period.month", "offence.category"], status: [SUPPRESSED], first: 100) {
        totalCount
        nodes { key estimate { value status numerator denominator n interval { lower upper } } }
      }
    } }
  }`;

// The pages are built once: from the database that a city has, where one answers.
const built = databases.findLast(({ available }) => available)?.name;

for (const { name, available, create } of databases) {
  describe.skipIf(!available)(`one figure, from the record to the page, on ${name}`, () => {
    let database: TestDatabase;
    const records = smallRecords(smallCounts);
    // North, February 2026: counted here from the text of the records, by nobody's code but this line.
    const figure = records.split(/\r?\n/).filter((line) => /,2026-02-\d\d,1,/.test(line)).length;

    beforeAll(async () => {
      database = await create();
      const folder = writeSmallHub((parts) => {
        parts.files["incidents/2026.csv"] = records;
      });
      await publish(folder, {
        openStore: () => database.open("publisher"),
        now: () => new Date("2026-04-01T09:00:00Z"),
        progress: () => {},
      });
    });
    afterAll(() => database.drop());

    it("is counted in the records", () => {
      expect(figure).toBe(smallCounts(1, 1, 0) + smallCounts(1, 1, 1));
    });

    it("stands in the store as an observation", async () => {
      const reader = await database.open("reader");
      const rows = await reader.query(
        `SELECT o.value, o.status::text AS status FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id JOIN measure m ON m.id = o.measure_id
         WHERE a.code = '1' AND p.code = '2026-02' AND o.codes = '{ALL}' AND m.code = 'OUT.01'`,
      );
      await reader.close();
      expect(rows).toEqual([{ value: figure, status: "AVAILABLE" }]);
    });

    it("is the API's answer, with its status, unit, period, area and release", async () => {
      const reader = await database.open("reader");
      const api = await startApi({ database: reader, port: 0 });
      const response = await fetch(`${api.url.replace(/\/graphql$/, "")}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: question, variables: { area: "1", period: "2026-02" } }),
      });
      const answer = (await response.json()) as {
        data: { release: { dataset: { cells: { nodes: unknown[] }; hidden: { totalCount: number; nodes: unknown[] } } } };
      };
      await api.close();
      await reader.close();
      const { cells, hidden } = answer.data.release.dataset;
      expect(cells.nodes).toEqual([
        {
          area: { code: "1" },
          period: { code: "2026-02" },
          release: "1.0.0",
          estimate: { value: figure, text: String(figure), status: "AVAILABLE", unit: "incidents" },
        },
      ]);
      expect(hidden.totalCount).toBeGreaterThan(3);
      for (const node of hidden.nodes) {
        expect(node).toMatchObject({
          estimate: { value: null, status: "SUPPRESSED", numerator: null, denominator: null, n: null, interval: null },
        });
      }
    });

    if (name !== built) return;
    describe("on the pages", () => {
      let site: string;
      beforeAll(async () => {
        site = mkdtempSync(join(tmpdir(), "openbeat-site-"));
        await compiledPages();
        await buildSite({ database: database.url, out: site });
      });
      afterAll(() => rmSync(site, { recursive: true, force: true }));

      it("is on the area's page, in the table below its chart, and in the CSV beside it", () => {
        const page = readFileSync(join(site, "places/1/index.html"), "utf8");
        expect(page).toMatch(new RegExp(`February 2026</th>\\s*<td[^>]*>\\s*<data value="${figure}">\\s*${figure}\\s*</data>`));
        const csv = readFileSync(join(site, "places/1/out-01-over-time.csv"), "utf8");
        expect(csv.split(/\r?\n/).filter((line) => line.startsWith("OUT.01,1,North,2026-02,February 2026,ALL,"))).toEqual([
          `OUT.01,1,North,2026-02,February 2026,ALL,All,${figure},AVAILABLE,A,,incidents,,,,,,,1.0.0`,
        ]);
      });

      it("leaves no figure on a hidden row of any file", () => {
        const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".csv"));
        const hidden = files
          .flatMap((file) => readFileSync(join(site, file), "utf8").split(/\r?\n/))
          .filter((line) => line.includes("SUPPRESSED"));
        expect(hidden.length).toBeGreaterThan(8);
        for (const line of hidden) expect(line).toMatch(/,,SUPPRESSED,Q,,("[^"]*"|[^,"]*),,,,,,,1\.0\.0$/);
      });
    });
  });
}
