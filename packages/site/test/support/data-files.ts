import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type CsvTable, csvTableFragment, tableRows } from "@openbeat/schema/formats";
import { execute } from "@openbeat/schema/graphql";
import { type Database, openReader } from "@openbeat/schema/store";
import { Validator } from "@seriousme/openapi-schema-validator";
import JSONstat from "jsonstat-toolkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCsv } from "../../audit/csv.ts";
import type { BuiltSite } from "./built-site.ts";
import { askDuckdb, askPython, type Fields, hasPython, readParquet } from "./readers.ts";

interface Grouping {
  readonly by: readonly string[];
  readonly measures: readonly string[];
}
interface Table {
  readonly code: string;
  readonly dataset: string;
  readonly groupings: readonly Grouping[];
  /** The rows of each grouping, as GraphQL answers. */
  readonly rows: readonly (readonly Fields[])[];
}
interface FileOfGraphql {
  readonly format: string;
  readonly url: string;
  readonly mediaType: string;
  readonly table: { readonly code: string } | null;
}
interface DatasetOfGraphql {
  readonly code: string;
  readonly files: readonly FileOfGraphql[];
  readonly tables: readonly { readonly code: string; readonly groupings: readonly Grouping[] }[];
}

/** The first has a survey. */
const versions = ["0.9.0", "1.0.0", "1.1.0"];
const base = "https://testhaven.example/";
const json = <Shape>(text: string) => JSON.parse(text) as Shape;
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const without = (row: Fields, pattern: RegExp): Fields => Object.fromEntries(Object.entries(row).filter(([name]) => !pattern.test(name)));

async function readDatasets(database: Database, version: string): Promise<readonly DatasetOfGraphql[]> {
  const question = `query Q($version: String!) { release(version: $version) { datasets { code
    files { format url mediaType table { code } } tables { code groupings { by measures } } } } }`;
  const { release } = await execute<{ release: { datasets: DatasetOfGraphql[] } }>(question, { version }, { database });
  return release.datasets;
}

async function readTables(database: Database, version: string, datasets: readonly DatasetOfGraphql[]): Promise<readonly Table[]> {
  const question = `query Q($version: String!, $dataset: String!, $measures: [String!]!, $by: [String!]!, $table: String!, $after: String) {
    release(version: $version) { dataset(code: $dataset) {
      table(measures: $measures, by: $by, table: $table, limit: 10000, after: $after) { truncated endCursor ...CsvTable } } } } ${csvTableFragment}`;
  interface Answer {
    readonly release: {
      readonly dataset: { readonly table: CsvTable & { readonly truncated: boolean; readonly endCursor: string | null } };
    };
  }
  const tables: Table[] = [];
  for (const { code: dataset, tables: own } of datasets) {
    for (const { code, groupings } of own) {
      const rows: (readonly Fields[])[] = [];
      for (const { by, measures } of groupings) {
        const { release }: Answer = await execute<Answer>(question, { version, dataset, measures, by, table: code }, { database });
        expect(release.dataset.table.truncated).toBe(false);
        rows.push(tableRows(release.dataset.table));
      }
      tables.push({ code, dataset, groupings, rows });
    }
  }
  return tables;
}

/** Reads CSV and NDJSON by the standard library of Python, compares the two, and prints what it read. */
const pythonReader = `
import csv, gzip, io, json, sys, zipfile
folder, archive, *tables = sys.argv[1:]
answer = {}
with zipfile.ZipFile(f"{folder}/{archive}.zip") as whole:
    assert whole.testzip() is None
    names = whole.namelist()
    for table in tables:
        data = open(f"{folder}/{table}.csv", "rb").read()
        assert whole.read(f"data/{table}.csv") == data, table
        assert whole.read(f"data/{table}.csv-metadata.json"), table
        rows = list(csv.DictReader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")))
        with gzip.open(f"{folder}/{table}.ndjson.gz", "rt", encoding="utf-8") as lines:
            objects = [json.loads(line) for line in lines]
        assert len(rows) == len(objects), table
        for row, one in zip(rows, objects):
            assert list(row) == list(one), table
            for name, field in row.items():
                value = one[name]
                if value is None: assert field == "", (table, name)
                elif isinstance(value, str): assert field == value, (table, name)
                else: assert float(field) == value, (table, name)
        answer[table] = objects
print(json.dumps({"names": names, "tables": answer}))
`;

/** The files with all figures of a release, and the documents that list them. @param url Where the site is served. */
export function describeDataFiles(site: () => BuiltSite, url: () => string): void {
  const path = (file: string) => join(site().folder, file);
  const data = (version: string, file: string) => path(`r/${version}/data/${file}`);

  describe("the files of whole tables and datasets", () => {
    let database: Database;
    const datasets = new Map<string, readonly DatasetOfGraphql[]>();
    const tables = new Map<string, readonly Table[]>();
    beforeAll(async () => {
      database = await openReader(site().database);
      for (const version of versions) {
        datasets.set(version, await readDatasets(database, version));
        tables.set(version, await readTables(database, version, datasets.get(version) ?? []));
      }
    });
    afterAll(() => database?.close());
    const everyTable = () => versions.flatMap((version) => (tables.get(version) ?? []).map((table) => ({ version, table })));

    it("are those that GraphQL names, and no others", () => {
      for (const version of versions) {
        const named = (datasets.get(version) ?? []).flatMap(({ files }) => files);
        const there = site()
          .files.filter((file) => /^r\/[^/]+\/data\/[^/]+\.(csv|parquet|json-stat\.json|ndjson\.gz|zip)$/.test(file))
          .filter((file) => file.startsWith(`r/${version}/`));
        expect(named.map(({ url }) => url).toSorted()).toEqual(there.map((file) => base + file).toSorted());
        expect(named.filter(({ table }) => table === null).map(({ format }) => format)).toEqual(datasets.get(version)?.map(() => "ZIP"));
      }
    });

    it("in Parquet are the answer of GraphQL, as hyparquet reads them, with names in every language of the hub", async () => {
      for (const { version, table } of everyTable()) {
        const read = await readParquet(data(version, `${table.code}.parquet`));
        expect(read.map((row) => without(row, /_label_es$/))).toEqual(table.rows.flat());
        const own = Object.keys(table.rows[0]?.[0] ?? {});
        expect(Object.keys(read[0] ?? {}).filter((name) => !own.includes(name))).toEqual(
          own.filter((name) => name.endsWith("_label")).map((name) => `${name}_es`),
        );
      }
      const spanish = await readParquet(data("1.1.0", "incidents-by-district.parquet"));
      expect(spanish.find(({ area }) => area === "D2")).toMatchObject({ area_label: "Old Town", area_label_es: "Casco Antiguo" });
    });

    it("in Parquet, CSV and NDJSON are the answer of GraphQL, as DuckDB reads them with the types of the Data Package", async () => {
      interface Package {
        readonly resources: readonly {
          readonly path: string;
          readonly bytes: number;
          readonly hash: string;
          readonly schema: {
            readonly fields: readonly { readonly name: string; readonly type: string }[];
            readonly primaryKey: readonly string[];
          };
        }[];
      }
      const types: Readonly<Record<string, string>> = { string: "VARCHAR", number: "DOUBLE", integer: "INTEGER" };
      for (const { version, table } of everyTable()) {
        const { resources } = json<Package>(site().read(`r/${version}/datapackage.json`));
        const resource = resources.find((one) => one.path === `data/${table.code}.csv`);
        if (resource === undefined) throw new Error(`The package does not list ${table.code}.`);
        const { fields, primaryKey } = resource.schema;
        const columns = JSON.stringify(Object.fromEntries(fields.map(({ name, type }) => [name, types[type]]))).replaceAll('"', "'");
        const names = fields.map(({ name }) => `"${name}"`).join(", ");
        const file = (ending: string) => `'${data(version, `${table.code}.${ending}`)}'`;
        const texts = fields.filter(({ type }) => type === "string").map(({ name }) => name);
        const filled = (row: Fields) => ({ ...row, ...Object.fromEntries(texts.map((name) => [name, row[name] ?? ""])) });
        const expected = table.rows.flat();
        expect(await askDuckdb(`SELECT ${names} FROM ${file("parquet")}`), table.code).toEqual(expected);
        expect((await askDuckdb(`FROM read_csv(${file("csv")}, header = true, columns = ${columns})`)).map(filled), table.code).toEqual(
          expected,
        );
        expect(await askDuckdb(`FROM read_json(${file("ndjson.gz")}, columns = ${columns})`), table.code).toEqual(expected);
        const keys = primaryKey.map((name) => `"${name}"`).join(", ");
        expect(await askDuckdb(`SELECT ${keys} FROM ${file("parquet")} GROUP BY ALL HAVING count(*) > 1`)).toEqual([]);
      }
    });

    it("in JSON-stat are the answer of GraphQL, cube by cube, as its own toolkit reads them", () => {
      let hidden = 0;
      for (const { version, table } of everyTable()) {
        const read = JSONstat(json(site().read(`r/${version}/data/${table.code}.json-stat.json`)));
        expect([read.class, read.length]).toEqual(["collection", table.groupings.length]);
        for (const [at, rows] of table.rows.entries()) {
          const cube = read.Dataset(at);
          const dimensions = (table.groupings[at]?.by ?? []).map((entry) => entry.split(".")[0] ?? "");
          expect([cube.class, cube.id[0], cube.id.slice(1).toSorted()]).toEqual(["dataset", "measure", dimensions.toSorted()]);
          expect([cube.Dimension("area").role, cube.Dimension("period").role, cube.Dimension("measure").role]).toEqual([
            "geo",
            "time",
            "metric",
          ]);
          for (const row of rows) {
            const cell = cube.Data(Object.fromEntries(cube.id.map((name) => [name, String(row[name])])));
            expect(cell.value).toBe(row.value);
            expect(cell.status ?? "A").toBe(row.obs_status);
            if (row.value === null) hidden += 1;
          }
          const cells = cube.Data();
          expect(cells.filter(({ value, status }) => value !== null || status !== null)).toHaveLength(rows.length);
        }
      }
      expect(hidden).toBeGreaterThan(20);
    });

    it("in JSON-stat have beside a value what the CSV has, at the place of its cell", () => {
      interface Cube {
        readonly id: readonly string[];
        readonly size: readonly number[];
        readonly dimension: Readonly<Record<string, { readonly category: { readonly index: readonly string[] } }>>;
        readonly extension: { readonly flags?: Record<string, string>; readonly figures?: Record<string, Record<string, number | null>> };
      }
      let beside = 0;
      for (const { version, table } of everyTable()) {
        const collection = json<{ link: { item: Cube[] } }>(site().read(`r/${version}/data/${table.code}.json-stat.json`));
        for (const [at, rows] of table.rows.entries()) {
          const { id, size, dimension, extension } = collection.link.item[at] as Cube;
          for (const row of rows) {
            const cell = id.reduce(
              (place, name, one) => place * (size[one] ?? 0) + (dimension[name]?.category.index.indexOf(String(row[name])) ?? 0),
              0,
            );
            expect(extension.flags?.[cell] ?? "").toBe(row.flags);
            for (const name of ["numerator", "denominator", "n", "n_effective", "lower", "upper"]) {
              expect(extension.figures?.[name]?.[cell] ?? null, name).toBe(row[name]);
              if (row[name] !== null) beside += 1;
            }
          }
        }
      }
      expect(beside).toBeGreaterThan(1000);
    });

    it.skipIf(!hasPython)("in CSV, NDJSON and ZIP are the answer of GraphQL, as Python reads them", () => {
      for (const version of versions) {
        for (const dataset of new Set(tables.get(version)?.map((table) => table.dataset))) {
          const own = (tables.get(version) ?? []).filter((table) => table.dataset === dataset);
          const words = [path(`r/${version}/data`), dataset, ...own.map(({ code }) => code)];
          const answer = askPython(pythonReader, words) as { names: string[]; tables: Record<string, Fields[]> };
          for (const table of own) expect(answer.tables[table.code]).toEqual(table.rows.flat());
          expect(answer.names).toEqual([
            ...["README.txt", "LICENSE.txt", "CITATION.cff", "citation.bib", "datapackage.json"],
            ...own.flatMap(({ code }) => [`data/${code}.csv`, `data/${code}.csv-metadata.json`]),
          ]);
        }
      }
    });
    if (!hasPython) console.warn("Skipped: files were not read by Python, because there is no python3.");
  });

  describe("the documents that list the files", () => {
    interface Distribution {
      readonly downloadURL: string;
      readonly mediaType: string;
      readonly describedBy?: string;
      readonly "dcat:byteSize": number;
      readonly "spdx:checksum": { readonly "spdx:checksumValue": string };
    }
    interface Entry {
      readonly identifier: string;
      readonly keyword: readonly string[];
      readonly modified: string;
      readonly publisher: object;
      readonly contactPoint: object;
      readonly accessLevel: string;
      readonly temporal: string;
      readonly description: string;
      readonly isPartOf?: string;
      readonly distribution: readonly Distribution[];
      readonly [field: string]: unknown;
    }

    it("as DCAT-US have every field that the rules require, and each file with its size and hash", () => {
      const { conformsTo, dataset } = json<{ conformsTo: string; dataset: Entry[] }>(site().read("data.json"));
      expect(conformsTo).toBe("https://project-open-data.cio.gov/v1.1/schema");
      const identifiers = new Set(dataset.map(({ identifier }) => identifier));
      expect(identifiers.size).toBe(dataset.length);
      for (const entry of dataset) {
        for (const field of ["title", "description", "identifier"]) expect(entry[field], field).toMatch(/\w/);
        expect(entry.keyword).toEqual(expect.arrayContaining([expect.stringMatching(/\w/)]));
        expect(entry.modified).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(entry.publisher).toEqual({ "@type": "org:Organization", name: "Testhaven Police Department" });
        expect(entry.contactPoint).toEqual({
          ...{ "@type": "vcard:Contact", fn: "Testhaven Police Department", hasEmail: "mailto:data@testhaven.example" },
        });
        expect(entry.accessLevel).toBe("public");
        expect(entry.temporal).toMatch(/^\d{4}-\d{2}-\d{2}\/\d{4}-\d{2}-\d{2}$/);
        expect(entry.description).toContain("Fictional sample data.");
        if (entry.isPartOf !== undefined) expect(identifiers).toContain(entry.isPartOf);
        expect(entry.distribution.length).toBe(entry.isPartOf === undefined ? 1 : 4);
      }
      const listed = dataset.flatMap(({ distribution }) => distribution);
      for (const one of listed) {
        const file = one.downloadURL.slice(base.length);
        expect(statSync(path(file)).size, file).toBe(one["dcat:byteSize"]);
        expect(sha256(site().bytes(file)), file).toBe(one["spdx:checksum"]["spdx:checksumValue"]);
        if (one.describedBy !== undefined) expect(site().files).toContain(one.describedBy.slice(base.length));
      }
      const there = site().files.filter((file) => /^r\/1\.1\.0\/data\/[^/]+\.(csv|parquet|json-stat\.json|ndjson\.gz|zip)$/.test(file));
      expect(listed.map(({ downloadURL }) => downloadURL).toSorted()).toEqual(there.map((file) => base + file).toSorted());
    });

    /** Whether a live file is of an older release: the latest has no such table. */
    const hasEnded = (file: string) => file.startsWith("data/") && parseCsv(site().read(file))[0]?.release !== "1.1.0";

    it("as a Data Package have each table with its size and hash, at the root and in each release", () => {
      for (const root of ["", ...versions.map((version) => `r/${version}/`)]) {
        const { resources } = json<{ resources: { path: string; bytes: number; hash: string }[] }>(site().read(`${root}datapackage.json`));
        expect(resources.map(({ path: file }) => root + file).toSorted()).toEqual(
          site().files.filter((file) => file.startsWith(`${root}data/`) && /data\/[^/]+\.csv$/.test(file) && !hasEnded(file)),
        );
        for (const { path: file, bytes, hash } of resources) {
          expect(site().bytes(root + file).length, file).toBe(bytes);
          expect(`sha256:${sha256(site().bytes(root + file))}`, file).toBe(hash);
        }
      }
    });

    it("as OpenAPI are valid; every address in them has files, and every file has an address in them", async () => {
      const document = json<{ paths: Record<string, { get: { responses: { 200: { content: object } } } }> }>(site().read("openapi.json"));
      const { valid, errors } = await new Validator().validate(structuredClone(document));
      expect(errors ?? []).toEqual([]);
      expect(valid).toBe(true);
      // Pages, their parts, the index of the search and what is for crawlers are no data. Further languages have the same files under their tag.
      const files = site()
        .files.filter(
          (file) => !/\.html$|^(r\/[^/]+\/)?(assets|pagefind)\/|(^|\/)(icon\.svg|robots\.txt|llms\.txt|sitemap\.xml)$/.test(file),
        )
        .map((file) => `/${file.replace(/^(r\/[^/]+\/)?(es|ar)\//, "$1")}`);
      const patterns = Object.keys(document.paths).map((template) => ({
        template,
        pattern: new RegExp(
          `^${template
            .replaceAll(".", "\\.")
            .replace(/\{version\}/g, "\\d+\\.\\d+\\.\\d+")
            .replace(/\{\w+\}/g, "[^/]+")}$`,
        ),
      }));
      expect(files.filter((file) => !patterns.some(({ pattern }) => pattern.test(file)))).toEqual([]);
      expect(patterns.filter(({ pattern }) => !files.some((file) => pattern.test(file))).map(({ template }) => template)).toEqual([]);
    });
  });

  describe("docs/files.md", () => {
    const docs = readFileSync(new URL("../../../../docs/files.md", import.meta.url), "utf8");
    const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(docs)?.[1] ?? "";
    const here = (text: string) => text.replaceAll("http://localhost:4321", url());
    const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
    const tried = (program: string) => {
      if (has(program)) return true;
      console.warn(`Skipped: the machine has no ${program}, so its example in docs/files.md is not run.`);
      return false;
    };

    it("names addresses that there are", () => {
      const named = [...docs.matchAll(/`(\/[^`]*\.[a-z]\w*)`/g)].map(([, address = ""]) =>
        address
          .slice(1)
          .replace("TABLE", "incidents-by-district")
          .replace("DATASET", "incidents")
          .replace("KIND", "problems")
          .replace("CHART", "out-01-over-time--D2"),
      );
      expect(named.length).toBeGreaterThan(10);
      expect(named.filter((file) => !site().files.includes(file))).toEqual([]);
    });

    it.skipIf(!tried("curl"))("reads files by curl and DuckDB", async () => {
      const folder = mkdtempSync(join(tmpdir(), "openbeat-docs-"));
      try {
        await promisify(execFile)("sh", ["-c", here(block("sh"))], { cwd: folder });
        const read = await askDuckdb(block("sql").replace("FROM '", `FROM '${folder}/`));
        expect(read.map(({ area_label }) => area_label)).toEqual(["Harbour", "Hillside", "Old Town"]);
        expect(read.every(({ incidents }) => Number(incidents) > 100)).toBe(true);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it.skipIf(!hasPython)("reads files by Python", async () => {
      const { stdout } = await promisify(execFile)("python3", ["-c", here(block("python"))]);
      const [rows, lines, hidden, cubes] = stdout.trim().split(" ").map(Number);
      expect(rows).toBeGreaterThan(1000);
      expect([lines, (hidden ?? 0) > 0, (cubes ?? 0) > 1]).toEqual([rows, true, true]);
    });

    it.skipIf(!tried("Rscript"))("reads files by R", async () => {
      const { stdout } = await promisify(execFile)("Rscript", ["-e", here(block("r"))]);
      expect(stdout).toMatch(/AVAILABLE\s+SUPPRESSED/);
    });
  });
}
