import { gunzipSync, strFromU8, unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { type CsvTable, jsonStatCube, tableNdjson, tableParquet, tableRows, writeGzip, writeZip } from "../../src/formats/index.ts";

const nothing = [null, null, null];
const table: CsvTable = {
  measure: ["OUT.01", "OUT.01", "OUT.01"],
  dimensions: [
    { code: "area", members: ["D2", "D1", "D2"], labels: ["Old\nTown", 'The "Harbour"', "Old\nTown"] },
    { code: "period", members: ["2025", "2025", "2024"], labels: ["2025", "2025", "2024"] },
  ],
  value: [0, 12.5, null],
  status: ["AVAILABLE", "AVAILABLE", "SUPPRESSED"],
  obsStatus: ["A", "P", "Q"],
  flags: ["", "PROVISIONAL;REVISED", ""],
  unit: ["incidents", "incidents", "incidents"],
  ...{ numerator: nothing, denominator: nothing, n: [null, 30, null], nEffective: nothing, lower: nothing, upper: [null, 14, null] },
  source: { release: "1.0.0" },
};
const leaky: CsvTable = { ...table, lower: [null, null, 3] };

const bytesOf = (write: (sink: (bytes: Uint8Array) => void) => void): Buffer => {
  const chunks: Uint8Array[] = [];
  write((bytes) => chunks.push(bytes));
  return Buffer.concat(chunks);
};
/** Works with another clock on the wall. */
function inZone<Result>(zone: string, work: () => Result): Result {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

describe("tableParquet(table, furtherLabels, about)", () => {
  it("has the columns of the CSV with their own types, true zeros, nulls, and words in further languages", async () => {
    const bytes = tableParquet(table, [{ dimension: "area", language: "es", labels: ["Casco", "Puerto", "Casco"] }], { release: "1.0.0" });
    const rows = await parquetReadObjects({ file: bytes.slice().buffer });
    const spanish = ["Casco", "Puerto", "Casco"];
    expect(rows).toEqual(tableRows(table).map((row, at) => ({ ...row, area_label_es: spanish[at] })));
  });
  it("gives the same bytes for the same table", () => {
    expect(tableParquet(table, [], { release: "1.0.0" })).toEqual(tableParquet(structuredClone(table), [], { release: "1.0.0" }));
  });
  it("writes a table without rows", async () => {
    const none = Object.fromEntries(
      Object.entries(table).map(([name, column]) => [name, name === "dimensions" ? [] : Array.isArray(column) ? [] : column]),
    ) as unknown as CsvTable;
    expect(await parquetReadObjects({ file: tableParquet(none, [], {}).slice().buffer })).toEqual([]);
  });
});

describe("jsonStatCube(table, dimensions, words)", () => {
  const member = (code: string) => ({ code, label: code });
  const dimensions = [
    { code: "measure", title: "Measure", role: "metric" as const, members: [member("OUT.01")] },
    { code: "area", title: "Area", role: "geo" as const, members: [member("D1"), member("D2")] },
    { code: "period", title: "Period", role: "time" as const, members: [member("2024"), member("2025")] },
  ];
  const words = { label: "Incidents", source: "Police", updated: "2026-01-01T00:00:00.000Z" };

  it("puts each cell in its place: null with a letter where it is not shown, neither where it was not published", () => {
    expect(jsonStatCube(table, dimensions, words)).toMatchObject({
      id: ["measure", "area", "period"],
      size: [1, 2, 2],
      role: { time: ["period"], geo: ["area"], metric: ["measure"] },
      value: { "1": 12.5, "3": 0 },
      status: { "1": "P", "2": "Q" },
      extension: { flags: { "1": "PROVISIONAL;REVISED" }, figures: { n: { "1": 30 }, upper: { "1": 14 } } },
    });
  });
  it("refuses a member that its dimension does not know, and two rows of one cell", () => {
    expect(() => jsonStatCube(table, [...dimensions.slice(0, 2), { ...dimensions[2], members: [member("2025")] } as never], words)).toThrow(
      "does not know",
    );
    const twice = {
      ...table,
      dimensions: table.dimensions.map((one) => ({ ...one, members: one.members.map(() => one.members[0] ?? "") })),
    };
    expect(() => jsonStatCube(twice, dimensions, words)).toThrow("of one cell");
  });
});

describe("a figure of a cell that is not shown", () => {
  it("is written in no format", () => {
    for (const write of [
      () => tableNdjson(leaky),
      () => tableParquet(leaky, [], {}),
      () => jsonStatCube(leaky, [], { label: "", source: "", updated: "" }),
    ])
      expect(write).toThrow("came with a figure");
  });
});

describe("writeZip(files, day, sink) and writeGzip(texts, sink)", () => {
  const files = [
    { name: "README.txt", text: "¿Qué?\n".repeat(500) },
    { name: "data/a.csv", text: "a,b\r\n1,2\r\n" },
  ];
  const day = new Date("2026-03-08T02:30:00Z");
  const zip = () => bytesOf((sink) => writeZip(files, day, sink));
  const gzip = () => bytesOf((sink) => writeGzip(["{}\n", "[1]\n"], sink));

  it("hold what they were given, smaller", () => {
    expect(Object.entries(unzipSync(zip())).map(([name, bytes]) => ({ name, text: strFromU8(bytes) }))).toEqual(files);
    expect(zip().length).toBeLessThan(1000);
    expect(strFromU8(gunzipSync(gzip()))).toBe("{}\n[1]\n");
  });
  it("give the same bytes in every time zone, at any time", () => {
    const zones = ["UTC", "America/Chicago", "Pacific/Kiritimati", "Asia/Kathmandu"];
    for (const make of [zip, gzip]) expect(new Set(zones.map((zone) => inZone(zone, () => make().toString("base64")))).size).toBe(1);
  });
  it("refuse two files of one name", () => {
    expect(() => bytesOf((sink) => writeZip([...files, { name: "readme.TXT", text: "" }], day, sink))).toThrow("one name");
  });
});
