import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { startApi } from "@openbeat/api";
import { publish } from "@openbeat/pipeline";
import { buildSite } from "@openbeat/site/build";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../packages/pipeline/src/commands/check.ts";
import { tellError } from "../packages/pipeline/src/commands/terminal.ts";
import { runCommand } from "../packages/pipeline/test/support/run-command.ts";
import { smallRecords, writeSmallHub } from "../packages/pipeline/test/support/small-hub.ts";
import { unpacked } from "../packages/site/test/support/unpacked.ts";
import { compiledPages } from "./support/compiled-pages.ts";
import { createEmbedded, createPostgresql, hasPostgresql, type TestDatabase } from "./support/databases.ts";

/** Prime numbers that occur nowhere by chance: the counts of the cells, so that a hidden one is recognised wherever it stands. */
const sentinels = [10007, 10103, 10211, 10301, 10427, 10501, 10601, 10709, 10831, 10937, 11027, 11113] as const;
/** Below the threshold, and as rare: the small count that all others are hidden for. */
const smallCount = 7919;
const policy = { method: "suppress", threshold: 10_000, width: 5 };
const countOf = (district: number, month: number, category: number) =>
  district === 2 && month === 2 && category === 1 ? smallCount : (sentinels[((district - 1) * 3 + month) * 2 + category] ?? 0);

/** A number that stands by itself: not as a part of a longer one, nor of a hash. A comma before it is one between fields. */
const alone = (number: number) => new RegExp(`(?<![0-9a-f.])(${number}|${number.toLocaleString("en-US")})(?![0-9a-f])`);

/** In each district the small count, and nothing else: all of one category. */
const onlySmall = (_district: number, month: number, category: number) => (month === 0 && category === 0 ? smallCount : 0);

/** What is said of hubs that cannot be published. */
async function refusals(): Promise<readonly (readonly [string, string])[]> {
  const hubs = {
    "a whole group": smallRecords(onlySmall),
    "a wrong record": `${smallRecords(onlySmall)}1,no day,2,arson\n`,
  };
  return Promise.all(
    Object.entries(hubs).map(async ([what, records]) => {
      const said: string[] = [];
      const folder = writeSmallHub((parts) => {
        parts.files["incidents/2026.csv"] = records;
        for (const table of parts.dataset.tables as { policy: object }[])
          table.policy = { ...policy, groups: { dimension: "offence", others: 2 } };
        parts.dataset.tolerate = { PERIOD_WITHOUT_RECORDS: 2 };
      });
      const line = (text: string) => said.push(text);
      const code = await check.run([folder], { out: line, err: line, progress: line }).then(
        ({ exitCode }) => exitCode,
        (error: unknown) => tellError(error, { out: line, err: line, progress: line }),
      );
      expect(code).toBe(1);
      return [what, said.join("\n")] as const;
    }),
  );
}

describe("a hidden figure", () => {
  let database: TestDatabase;
  let site: string;
  const printed: string[] = [];
  let hidden: readonly number[];
  let hiddenCells: number;
  let hiddenLater: readonly number[];
  let shown: readonly number[];
  const places: { readonly name: string; readonly text: string }[] = [];

  beforeAll(async () => {
    database = await (hasPostgresql ? createPostgresql() : createEmbedded());
    const folder = writeSmallHub((parts) => {
      parts.files["incidents/2026.csv"] = smallRecords(countOf);
      for (const table of parts.dataset.tables as { policy: object }[]) table.policy = policy;
      parts.files["population.csv"] = "area,residents,year\n1,400000,2025\n2,600000,2025\n";
      // Curated public records stand beside the figures, with pages, calendars and files of their own.
      parts.files["records/problems.csv"] =
        "id,title,type,source,areas,opened_on\nsouth-fires,Fires in the south,crime,analysis,2,2026-03-01\n";
      parts.files["records/assessments.csv"] =
        "problem,measure,design,response_areas,comparison_areas,before_from,before_to,after_from,after_to\nsouth-fires,OUT.01,comparison,2,1,2026-01-01,2026-01-31,2026-03-01,2026-03-31\n";
      parts.files["records/engagement.csv"] =
        "id,type,status,area,start,place\nmeeting-1,beat_meeting,planned,2,2026-05-04T18:00:00-05:00,South Library\n";
    });
    const released = await publish(folder, {
      openStore: () => database.open("publisher"),
      now: () => new Date("2026-04-01T09:00:00Z"),
      progress: (what) => printed.push(what),
    });
    places.push({ name: "findings", text: JSON.stringify(released.content.records) });
    // What is worked out of them has no hidden figures of its own.
    const own = released.content.datasets.filter(({ code }) => code === "incidents");
    const cellsOf = (datasets: typeof own) => datasets.flatMap(({ tables }) => tables.flatMap(({ observations }) => [...observations()]));
    const cells = cellsOf(own);
    const truthBy =
      (count: (district: number, month: number, category: number) => number) =>
      ({ area, period, codes }: Pick<(typeof cells)[number], "area" | "period" | "codes">) => {
        const sum = (areas: readonly number[], months: readonly number[], categories: readonly number[]) =>
          areas.reduce((all, d) => all + months.reduce((some, m) => some + categories.reduce((few, c) => few + count(d, m, c), 0), 0), 0);
        return sum(
          area === "S" ? [1, 2] : [Number(area)],
          period.includes("Q") ? [0, 1, 2] : [Number(period.slice(5)) - 1],
          codes[0] === "ALL" ? [0, 1] : [codes[0] === "THEFT" ? 0 : 1],
        );
      };
    const truth = truthBy(countOf);
    const counts = cells.filter(({ measure }) => measure === 0);
    shown = counts.filter(({ status }) => status === "AVAILABLE").map(truth);
    // A hidden figure that equals a shown one elsewhere would be found there, rightly.
    hidden = [...new Set(counts.filter(({ status }) => status === "SUPPRESSED").map(truth))].filter((value) => !shown.includes(value));
    hiddenCells = counts.filter(({ status }) => status === "SUPPRESSED").length;
    for (const [what, text] of await refusals()) places.push({ name: `refusal: ${what}`, text });

    const reader = await database.open("reader");
    for (const { name } of await reader.query("SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'")) {
      const rows = await reader.query(`SELECT t::text AS row FROM "${String(name)}" t`);
      places.push({ name: `table ${String(name)}`, text: rows.map(({ row }) => String(row)).join("\n") });
    }
    const api = await startApi({ database: reader, port: 0 });
    const ask = async (query: string) =>
      (
        await fetch(`${api.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query }),
        })
      ).text();
    for (const by of [
      '["area.district", "period.month", "offence.category"]',
      '["period.month", "offence.category"]',
      '["area.district", "period.quarter", "offence.category"]',
    ]) {
      for (const measure of ["OUT.01", "OUT.01.R"]) {
        const selection =
          "nodes { key dims estimate { value text status flags numerator denominator n nEffective interval { lower upper } } }";
        places.push({
          name: `API, cells by ${by}`,
          text: await ask(
            `{ release { dataset(code: "incidents") { cells(measures: ["${measure}"], by: ${by}, first: 100) { totalCount ${selection} } } } }`,
          ),
        });
        places.push({
          name: `API, table by ${by}`,
          text: await ask(
            `{ release { dataset(code: "incidents") { table(measures: ["${measure}"], by: ${by}) { key value text status numerator denominator lower upper } } } }`,
          ),
        });
      }
    }
    places.push({
      name: "API, catalogue",
      text: await ask(
        "{ release { manifest certificate hub { code } datasets { source { recordsRead recordsUsed leftOut { records } } groupings { by cellCount suppressedCount } } } }",
      ),
    });
    places.push({
      name: "API, public records",
      text: await ask(
        "{ release { recordSets { kind rowCount rows { nodes { code values } } } problems { nodes { title assessments { measure design } } } } }",
      ),
    });
    places.push({
      name: "API, an error",
      text: await ask('{ release { dataset(code: "incidents") { cells(measures: ["OUT.01"], by: ["area.beat"]) { totalCount } } } }'),
    });
    await api.close();
    await reader.close();

    site = mkdtempSync(join(tmpdir(), "openbeat-site-"));
    await compiledPages();
    await buildSite({ database: database.url, out: site });
    for (const file of readdirSync(site, { recursive: true, encoding: "utf8" })) {
      if (statSync(join(site, file)).isFile()) places.push({ name: `site, ${file}`, text: await unpacked(join(site, file)) });
    }
    places.push({ name: "what the command printed", text: printed.join("\n") });

    // What a steward sees, keeps and hands on of a second release, whose figures changed.
    const later = (district: number, month: number, category: number) =>
      countOf(district, month, category) + (district === 1 && month === 0 && category === 0 ? 100_000 : 0);
    writeFileSync(join(folder, "incidents/2026.csv"), smallRecords(later));
    const to = ["--database", database.url];
    const run = async (name: string, ...words: string[]) => {
      const { result, lines } = await runCommand(name, words);
      places.push({ name: `openbeat ${name}`, text: `${JSON.stringify(result)}\n${lines.join("\n")}` });
    };
    await run("diff", folder, ...to, "--largest", "1000");
    await run("correct", folder, ...to, "--affects", "1.0.0", "--what", "Wrong.", "--why", "A mistake.");
    await run("diff", ...to, "--from", "1.0.0", "--to", "1.1.0", "--largest", "1000");
    for (const name of ["status", "log"]) await run(name, folder);
    await run("verify", ...to);
    await run("export", folder, join(site, "archive"), ...to);
    places.push({ name: "the archive", text: gunzipSync(readFileSync(join(site, "archive"))).toString() });
    places.push({ name: "the log", text: readFileSync(join(folder, ".openbeat/log.jsonl"), "utf8") });
    const again = await database.open("reader");
    const counted = (
      await again.query(`SELECT a.code AS area, p.code AS period, to_json(o.codes)::text AS codes, o.status::text AS status FROM observation o
        JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id JOIN measure m ON m.id = o.measure_id
        JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id WHERE r.version = '1.1.0' AND t.code = 'incidents-by-district' AND m.code = 'OUT.01'`)
    ).map((row) => ({
      area: String(row.area),
      period: String(row.period),
      codes: JSON.parse(String(row.codes)) as string[],
      status: row.status,
    }));
    await again.close();
    const shownLater = counted.filter(({ status }) => status === "AVAILABLE").map(truthBy(later));
    const all = counted.filter(({ status }) => status === "SUPPRESSED").map(truthBy(later));
    hiddenLater = [...new Set([...hidden, ...all])].filter((value) => !shown.includes(value) && !shownLater.includes(value));
  });
  afterAll(async () => {
    rmSync(site, { recursive: true, force: true });
    await database.drop();
  });

  it("is there to be found: several are hidden, and the scan finds those that are shown", () => {
    expect(hidden).toContain(smallCount);
    // Every hidden cell has a number of its own to be found by.
    expect(hidden).toHaveLength(hiddenCells);
    expect(hidden.length).toBeGreaterThanOrEqual(8);
    expect(places.length).toBeGreaterThan(40);
    const names = places.map(({ name }) => name);
    for (const file of ["certificate.json", "release.json", "structure.json", "certificate/index.html", "problems/south-fires/index.html"])
      expect(names).toContain(`site, r/1.0.0/${file}`);
    for (const file of [
      "data/incidents.zip",
      "data/incidents-by-district.parquet",
      "data/incidents-by-district.ndjson.gz",
      "data/incidents-by-district.json-stat.json",
    ]) {
      const text = places.find(({ name }) => name === `site, r/1.0.0/${file}`)?.text ?? "";
      expect(shown.filter((value) => alone(value).test(text)).length, file).toBeGreaterThan(shown.length / 2);
    }
    for (const file of ["records/assessments.ndjson", "data/records/engagement.csv", "calendar/2.ics", "meetings/index.html"])
      expect(names).toContain(`site, r/1.0.0/${file}`);
    const everywhere = places.map(({ text }) => text).join("\n");
    expect(shown.filter((value) => !alone(value).test(everywhere))).toEqual([]);
  });

  it("stands in no table of the store, no answer of the API, no file of the site and no line of progress", () => {
    const found = places.flatMap(({ name, text }) =>
      hidden.filter((value) => alone(value).test(text)).map((value) => `${value} in ${name}`),
    );
    expect(found).toEqual([]);
  });

  it("stands in nothing that a steward is shown, or hands on: comparisons, notices, the log, the archive", () => {
    const names = [
      "openbeat diff",
      "openbeat correct",
      "openbeat status",
      "openbeat log",
      "openbeat verify",
      "openbeat export",
      "the archive",
      "the log",
    ];
    const handed = places.filter(({ name }) => names.includes(name));
    expect(new Set(handed.map(({ name }) => name)).size).toBe(names.length);
    expect(hiddenLater.length).toBeGreaterThanOrEqual(8);
    const archive = handed.find(({ name }) => name === "the archive")?.text ?? "";
    expect(shown.filter((value) => !alone(value).test(archive))).toEqual([]);
    expect(
      handed.flatMap(({ name, text }) => hiddenLater.filter((value) => alone(value).test(text)).map((value) => `${value} in ${name}`)),
    ).toEqual([]);
  });

  it("is the same bytes as any other hidden figure", () => {
    const rows =
      places
        .find(({ name }) => name === "table observation")
        ?.text.split("\n")
        .filter((row) => row.includes("SUPPRESSED")) ?? [];
    expect(rows.length).toBeGreaterThan(5);
    // Everything after the codes of the cell: value, status, flags and the rest.
    expect(new Set(rows.map((row) => row.slice(row.indexOf("}") + 1))).size).toBe(1);
  });
});
