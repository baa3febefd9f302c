import { gzipSync } from "node:zlib";
import { openDatabase } from "@openbeat/database";
import { PipelineError, type ProblemCode, prepare, publish } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { type SmallHub, smallCounts, smallRecords, writeSmallHub } from "./support/small-hub.ts";

const records = smallRecords(smallCounts);
const lines = records.trimEnd().split("\n");
const file = (parts: SmallHub, text: string | Uint8Array) => {
  parts.files["incidents/2026.csv"] = text;
};
/** The records, with one line (1 is the header) changed. */
const withLine = (line: number, text: string) => `${lines.with(line - 1, text).join("\n")}\n`;
const table = (parts: SmallHub) => (parts.dataset.tables as Record<string, unknown>[])[0] ?? {};

const level = (parts: SmallHub, at: number) => (parts.hub.geography as { levels: Record<string, unknown>[] }).levels[at] ?? {};
/** The code list in a file of its own. */
const codeFile = (parts: SmallHub, rows: string) => {
  parts.dataset.codes = { offence: { title: { en: "Offence" }, levels: ["category", "all"], file: "codes.csv" } };
  parts.files["codes.csv"] = `code,level,parent,label_en\n${rows}`;
};
/** The records, a file for each month. */
const byMonth = (parts: SmallHub) => {
  delete parts.files["incidents/2026.csv"];
  for (const month of ["01", "02", "03"])
    parts.files[`incidents/${month}.csv`] = `${[lines[0], ...lines.filter((line) => line.includes(`,2026-${month}-`))].join("\n")}\n`;
};

interface Fault {
  readonly what: string;
  readonly change: (parts: SmallHub) => void;
  readonly code: ProblemCode;
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
  readonly says?: RegExp;
}

const faults: readonly Fault[] = [
  { what: "no file of the pattern", change: (p) => delete p.files["incidents/2026.csv"], code: "FILE_MISSING", file: "incidents/*.csv" },
  {
    what: "a gzip file that is cut off",
    change: (p) => {
      delete p.files["incidents/2026.csv"];
      p.files["incidents/2026.csv.gz"] = gzipSync(records).subarray(0, 200);
      p.dataset.source = { files: "incidents/*.csv.gz", format: "csv" };
    },
    code: "FILE_UNREADABLE",
    file: "incidents/2026.csv.gz",
    says: /damaged or cut off/,
  },
  {
    what: "a gzip file with a damaged byte",
    change: (p) => {
      const bytes = gzipSync(records);
      bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
      delete p.files["incidents/2026.csv"];
      p.files["incidents/2026.csv.gz"] = bytes;
      p.dataset.source = { files: "incidents/*.csv.gz", format: "csv" };
    },
    code: "FILE_UNREADABLE",
    file: "incidents/2026.csv.gz",
  },
  {
    what: "a select of a column that the file lacks",
    change: (p) => {
      p.dataset.select = "incident AS id, dispatched::DATE AS date, district AS area, upper(kind) AS offence";
    },
    code: "COLUMN_MISSING",
    file: "datasets/incidents.yaml",
    column: "dispatched",
  },
  {
    what: "a second file without a column",
    change: (p) => {
      p.files["incidents/2027.csv"] = "incident,day,district\n9999,2026-01-05,1\n";
    },
    code: "COLUMN_MISSING",
    file: "incidents/2027.csv",
    row: 1,
    column: "kind",
  },
  {
    what: "a row with too many fields",
    change: (p) => file(p, withLine(7, "6,2026-01-05,1,theft,surplus")),
    code: "FILE_UNREADABLE",
    file: "incidents/2026.csv",
  },
  {
    what: "an unknown area",
    change: (p) => file(p, withLine(5, "4,2026-01-05,99,theft")),
    code: "UNKNOWN_AREA",
    file: "incidents/2026.csv",
    row: 5,
    column: "area",
  },
  {
    what: "an unknown code",
    change: (p) => file(p, withLine(6, "5,2026-01-05,1,heist")),
    code: "UNKNOWN_CODE",
    file: "incidents/2026.csv",
    row: 6,
    column: "offence",
  },
  {
    what: "a date that is none",
    change: (p) => file(p, withLine(3, "2,2026-02-31,1,theft")),
    code: "DATE_INVALID",
    file: "incidents/2026.csv",
    row: 3,
    column: "date",
  },
  {
    what: "a date outside the coverage",
    change: (p) => file(p, withLine(3, "2,2025-12-31,1,theft")),
    code: "OUTSIDE_COVERAGE",
    row: 3,
    column: "date",
  },
  { what: "a repeated id", change: (p) => file(p, withLine(9, "3,2026-01-05,1,theft")), code: "ID_DUPLICATE", row: 9, column: "id" },
  { what: "a record without an id", change: (p) => file(p, withLine(4, ",2026-01-05,1,theft")), code: "ID_MISSING", row: 4, column: "id" },
  {
    what: "YAML that is none",
    change: (p) => {
      p.files["datasets/broken.yaml"] = "dataset: broken\ntitle: {en: Broken\n";
    },
    code: "YAML_INVALID",
    file: "datasets/broken.yaml",
    row: 3,
  },
  {
    what: "a threshold that is not a number",
    change: (p) => {
      table(p).policy = { method: "suppress", threshold: "abc" };
    },
    code: "YAML_INVALID",
    file: "datasets/incidents.yaml",
    says: /threshold/,
  },
  {
    what: "a threshold that is not a number, written as YAML writes it",
    change: (p) => {
      table(p).policy = { method: "suppress", threshold: Number.NaN };
    },
    code: "YAML_INVALID",
    file: "datasets/incidents.yaml",
    says: /threshold/,
  },
  {
    what: "a misspelt key",
    change: (p) => {
      table(p).policy = { method: "suppress", treshold: 50 };
    },
    code: "YAML_INVALID",
    file: "datasets/incidents.yaml",
    says: /treshold/,
  },
  { what: "a table without a policy", change: (p) => delete table(p).policy, code: "YAML_INVALID", says: /policy/ },
  {
    what: "a select that reads another file",
    change: (p) => {
      p.dataset.select = "incident AS id, day::DATE AS date, district AS area, (SELECT content FROM read_text('/etc/hostname')) AS offence";
    },
    code: "SELECT_FORBIDDEN",
    file: "datasets/incidents.yaml",
  },
  {
    what: "a select that goes to the network",
    change: (p) => {
      p.dataset.select = "incident AS id, day::DATE AS date, district AS area, (SELECT a FROM 'https://example.org/x.csv') AS offence";
    },
    code: "SELECT_FORBIDDEN",
  },
  {
    what: "a select that is more than one statement",
    change: (p) => {
      p.dataset.select = "1 AS id FROM source; DROP TABLE source; SELECT 1";
    },
    code: "SELECT_INVALID",
  },
  {
    what: "a select that reads from elsewhere",
    change: (p) => {
      p.dataset.select = "1 AS id FROM read_csv('incidents/2026.csv') UNION ALL SELECT 2";
    },
    code: "SELECT_FORBIDDEN",
  },
  {
    what: "a select that depends on chance",
    change: (p) => {
      p.dataset.select =
        "incident AS id, day::DATE AS date, CASE WHEN random() < 0.5 THEN '1' ELSE '2' END AS area, upper(kind) AS offence";
    },
    code: "SELECT_FORBIDDEN",
    says: /random/,
  },
  {
    what: "a select that depends on the clock",
    change: (p) => {
      p.dataset.select = "incident AS id, now()::DATE AS date, district AS area, upper(kind) AS offence";
    },
    code: "SELECT_FORBIDDEN",
  },
  {
    what: "files outside the hub folder",
    change: (p) => {
      p.dataset.source = { files: "../*/hub.yaml", format: "csv" };
    },
    code: "FILE_OUTSIDE_HUB",
  },
  {
    what: "a measure of another dataset",
    change: (p) => {
      table(p).measures = ["ENG.01"];
    },
    code: "HUB_INVALID",
    says: /ENG\.01/,
  },
  {
    what: "a level that the geography lacks",
    change: (p) => {
      table(p).dimensions = { area: ["beat"], period: ["month"] };
    },
    code: "HUB_INVALID",
    says: /beat/,
  },
  {
    what: "the same figures in two tables",
    change: (p) => {
      p.dataset.tables = [table(p), { ...table(p), name: "again" }];
    },
    code: "HUB_INVALID",
    says: /once/,
  },
  {
    what: "two policies for the same records",
    change: (p) => {
      const second = {
        ...table(p),
        name: "yearly",
        dimensions: { area: ["city"], period: ["year"] },
        policy: { method: "none", reason: { en: "No reason." } },
      };
      p.dataset.tables = [table(p), second];
    },
    code: "HUB_INVALID",
    says: /policies/,
  },
  {
    what: "a time zone that does not exist",
    change: (p) => {
      p.hub.timezone = "Mars/Phobos";
    },
    code: "YAML_INVALID",
    file: "hub.yaml",
    says: /timezone/,
  },
  { what: "levels in a ring", change: (p) => (level(p, 0).parent = "district"), code: "HUB_INVALID", file: "hub.yaml", says: /ring/ },
  { what: "a level that nests in itself", change: (p) => (level(p, 1).parent = "district"), code: "HUB_INVALID", says: /ring/ },
  { what: "two levels of one name", change: (p) => (level(p, 1).code = "city"), code: "HUB_INVALID", says: /Two levels/ },
  {
    what: "a category named as a column of the published files",
    change: (p) => {
      const { offence } = p.dataset.codes as { offence: unknown };
      p.dataset.codes = { offence, status: offence };
    },
    code: "HUB_INVALID",
    file: "datasets/incidents.yaml",
    says: /named status: published files/,
  },
  { what: "a level named period", change: (p) => (level(p, 0).code = "period"), code: "HUB_INVALID", says: /period/ },
  ...["id", "date", "area", "period", "records", "district"].map(
    (name): Fault => ({
      what: `a category named ${name}`,
      change: (p) => {
        p.dataset.codes = { ...(p.dataset.codes as object), [name]: (p.dataset.codes as Record<string, unknown>).offence };
      },
      code: "HUB_INVALID",
      file: "datasets/incidents.yaml",
      says: new RegExp(`named ${name}`),
    }),
  ),
  {
    what: "an area whose code is no code",
    change: (p) => {
      level(p, 1).areas = undefined;
      level(p, 1).file = "districts.csv";
      p.files["districts.csv"] = "code,name\n1,North\nXQSECRETQX <b>,South\n";
    },
    code: "GEOGRAPHY_INVALID",
    file: "districts.csv",
    row: 3,
    column: "code",
  },
  {
    what: "a code list whose code is no code",
    change: (p) => codeFile(p, "ALL,all,,All\nTHEFT,category,ALL,Theft\nXQSECRETQX ARSON,category,ALL,Arson\n"),
    code: "HUB_INVALID",
    file: "codes.csv",
    row: 4,
    column: "code",
  },
  {
    what: "a code list with a code that has no parent",
    change: (p) => codeFile(p, "ALL,all,,All\nXQSECRETQX,category,NONE,Theft\n"),
    code: "HUB_INVALID",
    file: "codes.csv",
    row: 3,
  },
  {
    what: "a population file with an area twice",
    change: (p) => {
      p.files["population.csv"] = "area,residents,year\n1,4000,2025\n1,4000,2025\n2,6000,2025\n";
    },
    code: "POPULATION_INVALID",
    file: "population.csv",
    row: 3,
  },
  {
    what: "two population files with the same area",
    change: (p) => {
      const [first] = p.hub.population as object[];
      p.hub.population = [first, first];
    },
    code: "POPULATION_INVALID",
    file: "population.csv",
    row: 2,
  },
  {
    what: "a fraction of a resident",
    change: (p) => {
      p.files["population.csv"] = "area,residents,year\n1,4000.5,2025\n2,6000,2025\n";
    },
    code: "POPULATION_INVALID",
    file: "population.csv",
    row: 2,
  },
  {
    what: "a fraction of a year",
    change: (p) => {
      p.files["population.csv"] = "area,residents,year\n1,4000,2025\n2,6000,2025.4\n";
    },
    code: "POPULATION_INVALID",
    file: "population.csv",
    row: 3,
  },
  {
    what: "a month whose file has a header alone",
    change: (p) => {
      byMonth(p);
      p.files["incidents/03.csv"] = `${lines[0]}\n`;
    },
    code: "FILE_WITHOUT_ROWS",
    file: "incidents/03.csv",
  },
  {
    what: "a month whose file is missing",
    change: (p) => {
      byMonth(p);
      delete p.files["incidents/03.csv"];
    },
    code: "PERIOD_WITHOUT_RECORDS",
    file: "datasets/incidents.yaml",
    says: /2026-03/,
  },
  {
    what: "a month of whose records none can be used",
    change: (p) => {
      file(p, records.replaceAll(",2026-03-03,", ",2026-03-03,9"));
      p.dataset.tolerate = { UNKNOWN_AREA: 1000 };
    },
    code: "PERIOD_WITHOUT_RECORDS",
    says: /2026-03/,
  },
  {
    what: "a dataset without any record",
    change: (p) => {
      file(p, `${lines[0]}\n`);
      p.dataset.tolerate = { FILE_WITHOUT_ROWS: 1, PERIOD_WITHOUT_RECORDS: 3 };
    },
    code: "DATASET_EMPTY",
    file: "datasets/incidents.yaml",
  },
  {
    what: "a dataset of whose records none can be used",
    change: (p) => {
      p.dataset.select = "incident AS id, day::DATE AS date, 'nowhere' AS area, upper(kind) AS offence";
      p.dataset.tolerate = { UNKNOWN_AREA: 1000, PERIOD_WITHOUT_RECORDS: 3 };
    },
    code: "DATASET_EMPTY",
  },
  {
    what: "a coverage of years to come",
    change: (p) => {
      p.dataset.coverage = { from: "2026-01-01", to: "9999-12-31" };
    },
    code: "HUB_INVALID",
    file: "datasets/incidents.yaml",
    says: /later than today/,
  },
  {
    what: "a problem that cannot be tolerated",
    change: (p) => {
      p.dataset.tolerate = { FILE_MISSING: 3 };
    },
    code: "YAML_INVALID",
    says: /tolerate/,
  },
];

describe("prepare(folder)", () => {
  it("takes the small hub as it is", async () => {
    const { datasets } = await prepare(writeSmallHub(), () => {});
    expect(datasets).toMatchObject([{ dataset: "incidents", read: lines.length - 1, used: lines.length - 1, leftOut: [] }]);
  });

  it.each(faults)("refuses $what, naming the place", async ({ change, code, says, file: path, row, column }) => {
    const error: unknown = await prepare(writeSmallHub(change), () => {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PipelineError);
    const { problems } = error as PipelineError;
    const place = Object.fromEntries(Object.entries({ file: path, row, column }).filter(([, value]) => value !== undefined));
    const found = problems.filter((problem) => problem.code === code);
    expect(found, JSON.stringify(problems)).toContainEqual(expect.objectContaining(place));
    expect(JSON.stringify(problems)).not.toContain("XQSECRETQX");
    if (says !== undefined) expect(found.map(({ message }) => message).join(" ")).toMatch(says);
  });

  it("never repeats a value of the data in what it says", async () => {
    const secret = "XQSECRETQX";
    const values = [
      `${secret},2026-01-05,1,theft\n${secret},2026-01-05,1,theft`,
      `4,${secret},1,theft`,
      `4,2026-01-05,${secret},theft`,
      `4,2026-01-05,1,${secret}`,
      `4,2026-01-05,1,theft,${secret}`,
      `4,"2026-01-05,1,${secret}`,
    ];
    for (const value of values) {
      const error: unknown = await prepare(
        writeSmallHub((parts) => file(parts, `${lines[0]}\n${value}\n`)),
        () => {},
      ).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PipelineError);
      expect(`${(error as Error).message} ${JSON.stringify((error as PipelineError).problems)}`).not.toContain(secret);
    }
  });

  it("leaves out and counts what the steward tolerates, and no more", async () => {
    const wrong = (tolerate: Record<string, number>) =>
      writeSmallHub((parts) => {
        file(parts, withLine(5, "4,2026-01-05,99,theft"));
        parts.dataset.tolerate = tolerate;
      });
    const { datasets, content } = await prepare(wrong({ UNKNOWN_AREA: 1 }), () => {});
    expect(datasets).toMatchObject([{ read: lines.length - 1, used: lines.length - 2, leftOut: [{ code: "UNKNOWN_AREA", records: 1 }] }]);
    // What is told of it does not let anybody subtract: the number read less the number used would be the number left out.
    expect(content.datasets[0]?.source).toMatchObject({
      recordsUsed: lines.length - 2,
      recordsRead: null,
      leftOut: [{ code: "UNKNOWN_AREA", records: "fewer than 10" }],
    });
    await expect(prepare(wrong({ UNKNOWN_AREA: 0 }), () => {})).rejects.toThrow(PipelineError);
  });

  it("keeps a record whose id an earlier one has that is left out itself", async () => {
    const { datasets } = await prepare(
      writeSmallHub((parts) => {
        file(parts, withLine(2, "2,2025-01-05,1,theft"));
        parts.dataset.tolerate = { OUTSIDE_COVERAGE: 1 };
      }),
      () => {},
    );
    expect(datasets).toMatchObject([{ used: lines.length - 2, leftOut: [{ code: "OUTSIDE_COVERAGE", records: 1 }] }]);
  });

  it("publishes a month without records where the steward says that it is true, and tells it", async () => {
    const { datasets, warnings } = await prepare(
      writeSmallHub((parts) => {
        byMonth(parts);
        parts.files["incidents/03.csv"] = `${lines[0]}\n`;
        parts.dataset.tolerate = { FILE_WITHOUT_ROWS: 1, PERIOD_WITHOUT_RECORDS: 1 };
      }),
      () => {},
    );
    expect(datasets).toMatchObject([{ used: lines.filter((line) => !line.includes(",2026-03-")).length - 1 }]);
    expect(warnings.map(({ code }) => code)).toEqual(["FILE_WITHOUT_ROWS", "PERIOD_WITHOUT_RECORDS"]);
  });

  it("adds up the shapes of a population file that lie in one area, and no rows that name it", async () => {
    const square = (x: number, residents: number) => ({
      type: "Feature",
      properties: { residents },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [x, 0],
            [x + 1, 0],
            [x + 1, 1],
            [x, 1],
            [x, 0],
          ],
        ],
      },
    });
    const collection = (features: readonly object[]) => JSON.stringify({ type: "FeatureCollection", features });
    const { content } = await prepare(
      writeSmallHub((parts) => {
        const district = (code: string, x: number) => ({ ...square(x, 0), properties: { code, name: code, parent: "S" } });
        level(parts, 1).areas = undefined;
        level(parts, 1).file = "districts.geojson";
        level(parts, 1).select = "code, name, parent";
        parts.files["districts.geojson"] = collection([district("1", 0), district("2", 1)]);
        parts.files["tracts.geojson"] = collection([square(0, 1500), square(0, 2500), square(1, 6000)]);
        parts.hub.population = [
          {
            file: "tracts.geojson",
            select: "residents, '2025' AS year",
            assign: { level: "district", method: "interior_point" },
            source: "A count for a test, 2025",
          },
        ];
      }),
      () => {},
    );
    expect(content.population.map(({ area, residents }) => [area, residents])).toEqual([
      ["1", 4000],
      ["2", 6000],
      ["S", 10_000],
    ]);
  });

  it("refuses what cannot be protected, with what could be published instead", async () => {
    const sparse = writeSmallHub((parts) => {
      file(
        parts,
        smallRecords((_district, month, category) => (month === 0 && category === 0 ? 3 : 0)),
      );
      parts.dataset.tolerate = { PERIOD_WITHOUT_RECORDS: 2 };
    });
    await expect(prepare(sparse, () => {})).rejects.toMatchObject({
      code: "UNPROTECTABLE",
      message: expect.stringContaining("These levels pass: incidents-by-district by area: ["),
    });
  });
});

describe("publish(folder, effects)", () => {
  it("says that the database is down before it reads anything", async () => {
    const told: string[] = [];
    const attempt = publish(writeSmallHub(), {
      openStore: () => openDatabase("postgresql://nobody@127.0.0.1:1/none", { role: "publisher" }),
      now: () => new Date(0),
      progress: (what) => told.push(what),
    });
    await expect(attempt).rejects.toMatchObject({ code: "DATABASE_UNREACHABLE" });
    expect(told).toEqual([]);
  });
});
