import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@openbeat/database";
import { prepare, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../../test/support/databases.ts";
import { districts, hasBoston, makeBostonHub } from "./boston-hub.ts";

/** Reads the same file by Python's csv module, and counts it by another route. */
const independently = `
import csv, gzip, re, sys
from collections import Counter
from datetime import datetime
told, cells = Counter(), Counter()
when = lambda text: datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")
with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as lines:
    for row in csv.DictReader(lines):
        opened = when(row["OPEN_DT"])
        district = row["police_district"].replace("-", "")
        told["read"] += 1
        told["open"] += row["CASE_STATUS"] == "Open"
        told["backwards"] += row["CLOSED_DT"] != "" and when(row["CLOSED_DT"]) < opened
        told["dash"] += "-" in row["police_district"]
        told["blank"] += district == ""
        told["early"] += opened.year != 2015
        if opened.year == 2015 and district != "":
            code = re.sub("[^A-Z]+", "-", row["REASON"].upper()).strip("-")
            for area in [district, "BOS"]:
                for period in ["2015-Q%d" % ((opened.month + 2) // 3), "2015"]:
                    for reason in [code, "ALL"]:
                        cells[(area, period, reason)] += 1
for name, count in told.items():
    print(name, count)
for key, count in cells.items():
    print("|".join(key), count)
`;

describe.skipIf(!hasBoston)("Boston's real service requests, published as concerns", () => {
  let database: TestDatabase;
  let reader: Database;
  let folder: string;
  let prepared: Awaited<ReturnType<typeof publish>>;
  let counted: ReadonlyMap<string, number>;

  beforeAll(async () => {
    database = await createEmbedded();
    folder = makeBostonHub();
    prepared = await publish(folder, {
      openStore: () => database.open("publisher"),
      now: () => new Date("2026-06-01T12:00:00Z"),
      progress: () => {},
    });
    reader = await database.open("reader");
    const text = execFileSync("python3", ["-c", independently, join(folder, "concerns/boston_311_2015.csv.gz")], { encoding: "utf8" });
    counted = new Map(
      text
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
    );
  });
  afterAll(async () => {
    await reader?.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("tells what was read, left out and noted, as an independent count has it", () => {
    const of = (name: string) => counted.get(name) ?? Number.NaN;
    expect(["read", "open", "backwards", "dash", "blank", "early"].map(of)).toEqual([121_245, 19_874, 197, 49, 11_061, 100]);
    expect(prepared.datasets).toMatchObject([
      {
        dataset: "concerns",
        read: of("read"),
        used: 110_084,
        leftOut: [
          { code: "OUTSIDE_COVERAGE", records: of("early") },
          { code: "UNKNOWN_AREA", records: of("blank") },
        ],
        notes: [
          { code: "still-open", records: of("open") },
          { code: "closed-before-opened", records: of("backwards") },
          { code: "district-with-a-dash", records: of("dash") },
          { code: "without-district", records: of("blank") },
        ],
      },
    ]);
  });

  it("publishes in every shown cell what the independent count gives, and nothing below the threshold", async () => {
    const rows = await reader.query(`
      SELECT a.code AS area, p.code AS period, o.codes[1] AS reason, o.value, o.status::text AS status
      FROM observation o JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
        JOIN published_table t ON t.id = o.table_id JOIN dataset d ON d.id = t.dataset_id WHERE d.code = 'concerns'`);
    expect(rows).toHaveLength((districts.length + 1) * 5 * 54);
    const shown = rows.filter(({ status }) => status === "AVAILABLE");
    for (const { area, period, reason, value } of shown)
      expect(value, `${String(area)} ${String(period)} ${String(reason)}`).toBe(
        counted.get(`${String(area)}|${String(period)}|${String(reason)}`) ?? 0,
      );
    expect(rows.filter(({ status, value }) => status !== "AVAILABLE" && value !== null)).toEqual([]);
    expect(rows.filter(({ value }) => typeof value === "number" && value > 0 && value < 5)).toEqual([]);
    expect(shown.length).toBeGreaterThan(2000);
    console.info(`Boston: ${rows.length} cells, ${rows.length - shown.length} hidden.`);
  });
});

describe.skipIf(!hasBoston)("Boston's real service requests, where nothing is tolerated", () => {
  it("are refused: requests without a district and of another year are named by file and row", async () => {
    const folder = makeBostonHub({});
    const refused = await prepare(folder, () => {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "HUB_HAS_PROBLEMS",
      problems: expect.arrayContaining([
        expect.objectContaining({ code: "UNKNOWN_AREA", column: "area", message: expect.stringContaining("11061 of this kind") }),
        expect.objectContaining({ code: "OUTSIDE_COVERAGE", column: "date", message: expect.stringContaining("100 of this kind") }),
      ]),
    });
    rmSync(folder, { recursive: true, force: true });
  });
});
