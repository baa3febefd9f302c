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

  it("refuses what cannot be protected, with what could be published instead", async () => {
    const sparse = writeSmallHub((parts) =>
      file(
        parts,
        smallRecords((_district, month, category) => (month === 0 && category === 0 ? 3 : 0)),
      ),
    );
    await expect(prepare(sparse, () => {})).rejects.toMatchObject({
      code: "UNPROTECTABLE",
      message: expect.stringContaining("These levels pass: area: ["),
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
