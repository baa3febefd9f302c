import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Database } from "@openbeat/database";
import { prepare, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { createEmbedded, type TestDatabase } from "../../../../test/support/databases.ts";
import { hasPhiladelphia, philadelphiaData, philadelphiaHub } from "./philadelphia-hub.ts";

const classifications = [
  ...["CIVIL-RIGHTS-COMPLAINT", "CRIMINAL-ALLEGATION", "DEPARTMENTAL-VIOLATIONS", "DOMESTIC", "DRUGS", "FALSIFICATION", "HARASSMENT"],
  ...[
    "LACK-OF-SERVICE",
    "NON-INVESTIGATORY-INCIDENT",
    "PHYSICAL-ABUSE",
    "SEXUAL-CRIME-MISCONDUCT",
    "UNPROFESSIONAL-CONDUCT",
    "VERBAL-ABUSE",
  ],
];
/**
 * How a complaint was decided: the worst finding on any of its allegations. The file tells sustained from all others, and no more: what the standard
 * calls not sustained, exonerated and unfounded is one code here.
 */
const dispositions = ["SUSTAINED", "OTHER-THAN-SUSTAINED", "OPEN", "NOT-STATED"];

const files = join(philadelphiaData, "complaints");
const csv = (name: string) => `read_csv('${join(files, `ppd_${name}_3-18.csv`)}', header = true, all_varchar = true)`;

/** One row a complaint: findings are brought to one a complaint before they are joined, and complainants are not joined at all. */
const oneRowEach = `
  WITH decided AS (
    SELECT cap_number, CASE
      WHEN bool_or(investigative_findings = 'Sustained Finding') THEN 'SUSTAINED'
      WHEN bool_or(investigative_findings = 'Pending') THEN 'OPEN' ELSE 'OTHER-THAN-SUSTAINED' END AS disposition
    FROM ${csv("complaint_disciplines")} GROUP BY cap_number)
  SELECT c.*, coalesce(d.disposition, 'NOT-STATED') AS disposition FROM ${csv("complaints")} c LEFT JOIN decided d USING (cap_number) ORDER BY cap_number`;
/** What a careless join gives: a row for each complainant of each allegation against each officer. */
const multiplied = `
  SELECT c.*, 'OPEN' AS disposition FROM ${csv("complaints")} c
  LEFT JOIN ${csv("complaint_disciplines")} d USING (cap_number) LEFT JOIN ${csv("complaint_complainants")} p USING (cap_number) ORDER BY cap_number`;

async function makeComplaintsHub(query: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-complaints-"));
  for (const part of ["geography", "datasets", "complaints"]) mkdirSync(join(folder, part));
  for (const file of ["police_districts.geojson", "census_tracts_pop.geojson"])
    cpSync(join(philadelphiaData, file), join(folder, "geography", file));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${join(folder, "complaints/complaints.csv")}' (HEADER)`);
  connection.closeSync();
  instance.closeSync();
  const list = (level: string, codes: readonly string[]) => ({
    title: { en: level },
    levels: [level, "all"],
    codes: [
      { code: `ALL-${level}`.toUpperCase(), level: "all", label: { en: "All" } },
      ...codes.map((code) => ({ code, level, parent: `ALL-${level}`.toUpperCase(), label: { en: code } })),
    ],
  });
  const table = (name: string, dimensions: object) => ({
    ...{ name, title: { en: name }, dimensions, measures: ["OUT.05"] },
    policy: { method: "suppress", threshold: 5, width: 5 },
  });
  const dataset = {
    ...{ dataset: "complaints", title: { en: "Complaints" }, theme: "outcomes" },
    description: { en: "Complaints about the police, one each, by the worst finding on any allegation of it." },
    source: { files: "complaints/*.csv", format: "csv" },
    select: `cap_number AS id, date_received::TIMESTAMP::DATE AS date, lpad(dist_occurrence, 2, '0') AS area, disposition,
      trim(regexp_replace(upper(general_cap_classification), '[^A-Z]+', '-', 'g'), '-') AS classification`,
    coverage: { from: "2013-01-01", to: "2018-02-02" },
    codes: { classification: list("classification", classifications), disposition: list("disposition", dispositions) },
    // District 06 has no boundary in the city's file of today; UNK, 00, -0 and 70 are no districts.
    tolerate: { UNKNOWN_AREA: 222 },
    notes: [
      { code: "district-06", title: { en: "In district 06" }, where: "lpad(dist_occurrence, 2, '0') = '06'" },
      {
        code: "no-district",
        title: { en: "In what is no district" },
        where: "dist_occurrence IN ('UNK', '00', '-0', '70')",
      },
      { code: "leading-space", title: { en: "Classification with a space before it" }, where: "general_cap_classification LIKE ' %'" },
    ],
    tables: [
      table("complaints-by-classification", { area: ["city"], period: ["quarter", "year"], classification: ["classification", "all"] }),
      table("complaints-by-disposition", { area: ["district", "city"], period: ["year"], disposition: ["disposition", "all"] }),
    ],
  };
  writeFileSync(join(folder, "hub.yaml"), stringify(philadelphiaHub));
  writeFileSync(join(folder, "datasets/complaints.yaml"), stringify(dataset));
  return folder;
}

/** Reads the agency's own three files by Python's csv module. */
const independently = `
import csv, re, sys
from collections import Counter, defaultdict
rows = lambda name: csv.DictReader(open(sys.argv[1] + "/ppd_" + name + "_3-18.csv", encoding="utf-8", newline=""))
findings, officers, people = defaultdict(set), Counter(), Counter()
for row in rows("complaint_disciplines"):
    findings[row["cap_number"]].add(row["investigative_findings"])
    officers[row["cap_number"]] += 1
for row in rows("complaint_complainants"):
    people[row["cap_number"]] += 1
cells, told = Counter(), Counter()
for row in rows("complaints"):
    number, district, day = row["cap_number"], row["dist_occurrence"].zfill(2), row["date_received"][:10]
    told["read"] += 1
    told["multiplied"] += max(1, officers[number]) * max(1, people[number])
    told["district 06"] += district == "06"
    told["no district"] += district in ("UNK", "00", "-0", "70")
    if district in ("06", "UNK", "00", "-0", "70"):
        continue
    found = findings[number]
    decided = "NOT-STATED" if not found else "SUSTAINED" if "Sustained Finding" in found else "OPEN" if "Pending" in found else "OTHER-THAN-SUSTAINED"
    told[decided] += 1
    quarter = day[:4] + "-Q" + str((int(day[5:7]) + 2) // 3)
    kind = re.sub("[^A-Z]+", "-", row["general_cap_classification"].upper()).strip("-")
    for period in [quarter, day[:4]]:
        for code in [kind, "ALL-CLASSIFICATION"]:
            cells[("PHL", period, code)] += 1
    for area in [district, "PHL"]:
        for code in [decided, "ALL-DISPOSITION"]:
            cells[(area, day[:4], code)] += 1
for name, count in told.items():
    print(name + "=" + str(count))
for key, count in cells.items():
    print("|".join(key) + "=" + str(count))
`;

describe.skipIf(!hasPhiladelphia)("Philadelphia's real complaints, one a complaint, published", () => {
  let database: TestDatabase;
  let reader: Database;
  let folder: string;
  let prepared: Awaited<ReturnType<typeof publish>>;
  let counted: ReadonlyMap<string, number>;
  const of = (name: string) => counted.get(name) ?? 0;

  beforeAll(async () => {
    database = await createEmbedded();
    folder = await makeComplaintsHub(oneRowEach);
    prepared = await publish(folder, {
      openStore: () => database.open("publisher"),
      now: () => new Date("2026-06-01T12:00:00Z"),
      progress: () => {},
    });
    reader = await database.open("reader");
    const lines = execFileSync("python3", ["-c", independently, files], { encoding: "utf8" }).trim().split("\n");
    counted = new Map(lines.map((line) => [line.split("=")[0] ?? "", Number(line.split("=")[1])]));
  });
  afterAll(async () => {
    await reader?.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has each complaint once, however many officers and complainants it has", () => {
    expect([of("read"), of("multiplied")]).toEqual([3687, 9774]);
    expect(prepared.datasets).toMatchObject([
      {
        ...{ dataset: "complaints", read: of("read"), used: of("read") - 222 },
        leftOut: [{ code: "UNKNOWN_AREA", records: of("district 06") + of("no district") }],
        notes: [
          { code: "district-06", records: of("district 06") },
          { code: "no-district", records: of("no district") },
          { code: "leading-space", records: 3687 },
        ],
      },
    ]);
    expect(dispositions.reduce((sum, code) => sum + of(code), 0)).toBe(of("read") - 222);
  });

  it("publishes in every shown cell what the independent count gives, and nothing below the threshold", async () => {
    const rows = await reader.query(`
      SELECT a.code AS area, p.code AS period, o.codes[1] AS code, o.value, o.status::text AS status
      FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
        JOIN published_table t ON t.id = o.table_id JOIN dataset d ON d.id = t.dataset_id WHERE d.code = 'complaints'`);
    expect(rows).toHaveLength((21 + 6) * 14 + 22 * 6 * 5);
    const shown = rows.filter(({ status }) => status === "AVAILABLE");
    for (const { area, period, code, value } of shown)
      expect(value, `${String(area)} ${String(period)} ${String(code)}`).toBe(of(`${String(area)}|${String(period)}|${String(code)}`));
    expect(rows.filter(({ status, value }) => status !== "AVAILABLE" && value !== null)).toEqual([]);
    expect(rows.filter(({ value }) => typeof value === "number" && value > 0 && value < 5)).toEqual([]);
    expect(shown.length).toBeGreaterThan(300);
    console.info(
      `Complaints: ${rows.length} cells, ${rows.length - shown.length} hidden; ${dispositions.map((code) => `${of(code)} ${code}`).join(", ")}.`,
    );
  });
});

describe.skipIf(!hasPhiladelphia)("Philadelphia's real complaints, joined carelessly", () => {
  it("are refused: a complaint that stands in several rows is not counted several times", async () => {
    const folder = await makeComplaintsHub(multiplied);
    await expect(prepare(folder, () => {})).rejects.toMatchObject({
      code: "HUB_HAS_PROBLEMS",
      problems: expect.arrayContaining([expect.objectContaining({ code: "ID_DUPLICATE", column: "id" })]),
    });
    rmSync(folder, { recursive: true, force: true });
  });
});
