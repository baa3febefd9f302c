import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Database } from "@openbeat/database";
import { feasibleIntervals } from "@openbeat/disclosure";
import { prepare, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databases, type TestDatabase } from "../../../../test/support/databases.ts";
import { isThorough } from "../../../../test/support/effort.ts";
import { audit } from "../../src/commands/audit.ts";
import { hasPhiladelphia, makePhiladelphiaHub, philadelphiaTables } from "./philadelphia-hub.ts";

/** Reads the same files by Python's csv module, and counts them by another route: one line for each combination of finest codes. */
const independently = `
import csv, gzip, glob, re, sys
from collections import Counter
counts = Counter()
for path in sorted(glob.glob(sys.argv[1] + "/incidents/*.csv.gz")):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = row["dispatch_date"]
            if not "2024-01-01" <= day <= "2026-01-20" or row["dc_dist"].zfill(2) == "06":
                continue
            code = re.sub("[^A-Z]+", "-", row["text_general_code"].upper()).strip("-")
            counts[(row["dc_dist"].zfill(2), day[:7], code)] += 1
for (district, month, code), count in counts.items():
    print(district, month, code, count)
`;

const quarterOf = (month: string) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;

/** Every cell of the cube from the independent count: area, period and code at every level. */
function countIndependently(folder: string, classOf: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const cells = new Map<string, number>();
  for (const line of execFileSync("python3", ["-c", independently, folder], { encoding: "utf8" }).trim().split("\n")) {
    const [district = "", month = "", code = "", count] = line.split(" ");
    for (const area of [district, "PHL"]) {
      for (const period of [month, quarterOf(month), month.slice(0, 4)]) {
        for (const offence of [code, classOf.get(code) ?? "", "ALL"]) {
          const key = `${area} ${period} ${offence}`;
          cells.set(key, (cells.get(key) ?? 0) + Number(count));
        }
      }
    }
  }
  return cells;
}

const observations = `
  SELECT t.code AS table, a.code AS area, p.code AS period, o.codes[1] AS code, o.value, o.status::text AS status, o.numerator, o.denominator, o.n
  FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id JOIN published_table t ON t.id = o.table_id`;

for (const { name, available, create } of databases) {
  describe.skipIf(!hasPhiladelphia || !available)(`Philadelphia's real incidents, published on ${name}`, () => {
    let database: TestDatabase;
    let reader: Database;
    let folder: string;
    let prepared: Awaited<ReturnType<typeof publish>>;

    beforeAll(async () => {
      database = await create();
      folder = makePhiladelphiaHub();
      prepared = await publish(folder, { openStore: () => database.open("publisher"), now: () => new Date(), progress: () => {} });
      reader = await database.open("reader");
    });
    afterAll(async () => {
      await reader?.close();
      await database.drop();
    });

    it("reports what was read, tolerated and noted", () => {
      expect(prepared.datasets).toMatchObject([
        {
          dataset: "incidents",
          read: 320_545,
          leftOut: [
            { code: "OUTSIDE_COVERAGE", records: 62 },
            { code: "UNKNOWN_AREA", records: 2190 },
          ],
          notes: [{ code: "without-coordinates" }, { code: "other-day-in-utc" }],
        },
      ]);
      expect(prepared.warnings).toContainEqual(
        expect.objectContaining({ code: "FILE_WITHOUT_ROWS", file: "incidents/incidents_2026_02.csv.gz" }),
      );
    });

    it("publishes in every shown cell what an independent count gives, and NULL in every hidden one", async () => {
      const lists = prepared.content.datasets[0]?.codeLists.find(({ code }) => code === "offence");
      const classOf = new Map([...(lists?.codes.values() ?? [])].map(({ code, parent }) => [code, parent ?? ""]));
      const truth = countIndependently(folder, classOf);
      // Without what is worked out of them.
      const rows = (await reader.query(observations)).filter(({ table }) => philadelphiaTables.some(({ name }) => name === table));
      const cells = philadelphiaTables.map(({ name: table }) => rows.filter((row) => row.table === table).length);
      expect(cells).toEqual([(25 + 9 + 3) * 35, 21 * (9 + 3) * 4, 21 * 25 * 4]);
      let shown = 0;
      for (const { area, period, code, value, status, numerator, denominator, n } of rows) {
        if (status === "AVAILABLE") {
          shown += 1;
          expect(value, `${String(area)} ${String(period)} ${String(code)}`).toBe(
            truth.get(`${String(area)} ${String(period)} ${String(code)}`) ?? 0,
          );
        } else {
          expect([status, value, numerator, denominator, n]).toEqual(["SUPPRESSED", null, null, null, null]);
        }
      }
      expect(shown).toBeGreaterThan(3500);
      const exposed = rows.filter(({ value }) => typeof value === "number" && value > 0 && value < 5);
      expect(exposed).toEqual([]);
    });

    it("marks the month that ended on the 20th, and its quarter and year, as covered in part", async () => {
      const rows = await reader.query(
        "SELECT DISTINCT p.code FROM observation o JOIN period p ON p.id = o.period_id WHERE 'PARTIAL_COVERAGE' = ANY (o.flags) ORDER BY 1",
      );
      expect(rows.map(({ code }) => code)).toEqual(["2026", "2026-01", "2026-Q1"]);
    });
  });
}

describe.skipIf(!hasPhiladelphia)("a second release of Philadelphia's real incidents", () => {
  it("with one more month and late records leaves no hidden figure of either within less than the width, to a reader of both", async () => {
    const tables = philadelphiaTables.filter(({ name }) => name.startsWith("districts"));
    const until = (to: string) => makePhiladelphiaHub(tables, { from: "2025-04-01", to }, { from: "2025-04", to: "2025-10" });
    const first = until("2025-09-30");
    // One record in a hundred of June came late: the first release did not have it.
    const june = join(first, "incidents/incidents_2025_06.csv.gz");
    const lines = gunzipSync(readFileSync(june)).toString().split("\n");
    writeFileSync(june, gzipSync(lines.filter((_, line) => line === 0 || line % 100 !== 7).join("\n")));
    const tolerant = (folder: string) => {
      const path = join(folder, "datasets/incidents.yaml");
      writeFileSync(path, readFileSync(path, "utf8").replace(/OUTSIDE_COVERAGE: \d+/, "OUTSIDE_COVERAGE: 400000"));
      return folder;
    };
    const before = await prepare(tolerant(first), () => {});
    const past = [{ version: "1.0.0", datasets: new Map(before.history.map((dataset) => [dataset.dataset, dataset])) }];
    const after = await prepare(tolerant(until("2025-10-31")), () => {}, past);
    expect(after.datasets[0]?.held).toEqual(["2025-06"]);

    const month = (number: number) => `2025-${String(number).padStart(2, "0")}`;
    const classes = ["VIOLENT", "PROPERTY", "OTHER"];
    const districts = [...after.content.geography.atLevel("district")].map(({ code }) => code);
    const atomsOf = ({ area, period, codes: [code = ""] }: { area: string; period: string; codes: readonly string[] }, months: number) =>
      districts.flatMap((district, d) =>
        Array.from({ length: months }, (_, m) => m).flatMap((m) =>
          classes.flatMap((offence, c) => {
            const inPeriod = [month(m + 4), quarterOf(month(m + 4)), "2025"].includes(period);
            return district === area && inPeriod && (code === "ALL" || code === offence) ? [(d * 7 + m) * 3 + c] : [];
          }),
        ),
      );
    const cells = [
      { prepared: before, months: 6 },
      { prepared: after, months: 7 },
    ].flatMap(({ prepared, months }) =>
      prepared.content.datasets
        .slice(0, 1)
        .flatMap((dataset) =>
          dataset.tables.flatMap(({ observations }) => [...observations()].map((cell) => ({ ...cell, atoms: atomsOf(cell, months) }))),
        ),
    );
    const suppressed = cells.flatMap(({ value }, at) => (value === null ? [at] : []));
    expect(suppressed.length).toBeGreaterThan(20);
    const intervals = await feasibleIntervals({
      atomCount: districts.length * 7 * 3,
      columns: cells.map(({ atoms }) => atoms),
      values: cells.map(({ value }) => value ?? 0),
      suppressed,
      least: 1,
      seconds: 60,
    });
    expect(intervals.filter(({ low, high }) => high - low < 5 - 1e-6)).toEqual([]);
  });
});

const first = databases.findLast(({ available }) => available);
/** Two years of the cube take twice as long as one. */
const wholeCubeFrom = isThorough ? "2024-01" : "2025-01";

describe.skipIf(!hasPhiladelphia || first === undefined)("the whole cube of Philadelphia's real incidents", () => {
  const cube = {
    name: "cube",
    title: { en: "Incidents by district, month and category" },
    dimensions: { area: ["district", "city"], period: ["month", "quarter", "year"], offence: ["category", "class", "all"] },
    measures: ["OUT.01"],
    policy: { method: "suppress", threshold: 5, width: 5 },
  };

  it("is published twice, with one more month and late records, and an attacker who holds both places no hidden count within the width", async () => {
    const database = await (first as NonNullable<typeof first>).create();
    const folder = makePhiladelphiaHub([cube], { from: `${wholeCubeFrom}-01`, to: "2025-11-30" }, { from: wholeCubeFrom, to: "2025-12" });
    const edit = (file: string, change: (text: string) => string) => {
      const path = join(folder, file);
      writeFileSync(path, change(readFileSync(path, "utf8")));
    };
    const release = () =>
      publish(folder, { openStore: () => database.open("publisher"), now: () => new Date("2026-02-01T12:00:00Z"), progress: () => {} });
    try {
      edit("datasets/incidents.yaml", (yaml) => yaml.replace(/OUTSIDE_COVERAGE: \d+/, "OUTSIDE_COVERAGE: 400000"));
      const june = join(folder, "incidents/incidents_2025_06.csv.gz");
      const whole = readFileSync(june);
      const lines = gunzipSync(whole).toString().split("\n");
      writeFileSync(june, gzipSync(lines.filter((_, line) => line === 0 || line % 100 !== 7).join("\n")));
      await release();
      writeFileSync(june, whole);
      edit("datasets/incidents.yaml", (yaml) => yaml.replace("to: 2025-11-30", "to: 2025-12-31"));
      const { content, datasets } = await release();
      expect(datasets[0]?.held).toEqual(["2025-06"]);
      const [entry] = content.datasets[0]?.certificates ?? [];
      const certificate = entry?.certificate;
      if (certificate?.method !== "suppress") throw new Error("The cube was not protected by suppression.");
      expect(certificate).toMatchObject({ knownCells: 1, provedByTables: certificate.suppressed, attacked: certificate.suppressed });
      expect(certificate.worstWidth).toBeGreaterThanOrEqual(5);
      expect(certificate.suppressed / certificate.cells).toBeLessThan(0.4);
      const said: string[] = [];
      const line = (text: string) => void said.push(text);
      const { exitCode: code } = await audit.run(["--database", database.url, "--at-most", "10"], {
        out: line,
        err: line,
        progress: () => {},
      });
      expect(said.join("\n")).toMatch(/releases 1\.0\.0 and 1\.1\.0: \d+ hidden cells, 10 attacked/);
      expect(code).toBe(0);
    } finally {
      await database.drop();
    }
  }, 240_000);
});

describe.skipIf(!hasPhiladelphia)("prepare(folder) of Philadelphia's real incidents", () => {
  it("refuses districts that nobody mapped, and records outside the coverage, by file and row", async () => {
    const folder = makePhiladelphiaHub(undefined, undefined, { from: "2023-12", to: "2024-02" });
    const path = join(folder, "datasets/incidents.yaml");
    const yaml = readFileSync(path, "utf8");
    // The records write 01, the boundaries 1: without the mapping of the YAML every area is unknown.
    writeFileSync(
      path,
      yaml.replace("lpad(dc_dist, 2, '0')", "ltrim(dc_dist, '0')").replace("OUTSIDE_COVERAGE: 2000", "OUTSIDE_COVERAGE: 10"),
    );
    await expect(prepare(folder, () => {})).rejects.toMatchObject({
      code: "HUB_HAS_PROBLEMS",
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: "UNKNOWN_AREA",
          file: expect.stringContaining("incidents/incidents_2024_01.csv.gz"),
          column: "area",
        }),
        expect.objectContaining({ code: "OUTSIDE_COVERAGE", column: "date", row: expect.any(Number) }),
      ]),
    });
  });
});
