import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { fc, test } from "@fast-check/vitest";
import { PipelineError, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { csvLayout } from "../../src/read/layout.ts";
import { type SmallHub, smallCounts, smallRecords, writeSmallHub } from "../support/small-hub.ts";

const records = smallRecords(smallCounts);
const lines = records.trimEnd().split("\n");
const [header = ""] = lines;
const secret = "JANE DOE 12 ELM ST";

const csv =
  (text: string | Uint8Array, name = "2026.csv") =>
  (parts: SmallHub) => {
    delete parts.files["incidents/2026.csv"];
    parts.files[`incidents/${name}`] = text;
    parts.dataset.source = { files: "incidents/*", format: "csv" };
  };

async function problemsOf(change: (parts: SmallHub) => void) {
  const error: unknown = await prepare(writeSmallHub(change), () => {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PipelineError);
  expect(`${(error as Error).message} ${JSON.stringify((error as PipelineError).problems)}`).not.toContain(secret);
  return (error as PipelineError).problems;
}

const reportOf = async (change: (parts: SmallHub) => void) => (await prepare(writeSmallHub(change), () => {})).datasets[0];
/** Every published cell of the small hub. */
const cellsOf = async (change: (parts: SmallHub) => void) =>
  (await prepare(writeSmallHub(change), () => {})).content.datasets.flatMap(({ tables }) =>
    tables.flatMap(({ observations }) => [...observations()]),
  );

describe("a CSV file", () => {
  it.each([
    ["a byte order mark", `\uFEFF${records}`],
    ["lines that end in CR and LF", records.replaceAll("\n", "\r\n")],
    ["lines that end in CR", records.replaceAll("\n", "\r")],
    ["lines that end differently", records.replace("\n5,", "\r\n5,")],
    ["no line end at its end", records.trimEnd()],
    ["empty lines", records.replace("\n5,", "\n\n\n5,").concat("\n\n")],
    ["every value in quotes", `${lines.map((line) => line.replaceAll(/[^,]+/g, '"$&"')).join("\n")}\n`],
    ["line breaks in quotes", `${lines.map((line, at) => `${line},${at === 0 ? "words" : '"one\ntwo ""three"", four"'}`).join("\n")}\n`],
    [
      "line breaks in quotes that are not those of its rows",
      lines.map((line, at) => `${line},${at === 0 ? "words" : '"one\ntwo"'}\r\n`).join(""),
    ],
    ["a column without a name", `${lines.map((line, at) => `${at === 0 ? "" : at},${line}`).join("\n")}\n`],
  ])("with %s gives every record", async (_what, text) => {
    expect(await reportOf(csv(text))).toMatchObject({ read: lines.length - 1, used: lines.length - 1 });
  });

  it("gives the records that begin with #", async () => {
    expect(await reportOf(csv(records.replaceAll(/^(\d+),2026-02/gm, "#$1,2026-02")))).toMatchObject({
      read: lines.length - 1,
      used: lines.length - 1,
    });
    expect(await reportOf(csv(records.replaceAll(/^(\d)/gm, "#$1")))).toMatchObject({ read: lines.length - 1, used: lines.length - 1 });
  });

  it("with other delimiters is read as its YAML says", async () => {
    const change = (parts: SmallHub) => {
      csv(records.replaceAll(",", ";"))(parts);
      parts.dataset.source = { files: "incidents/*", format: "csv", delimiter: ";" };
    };
    expect(await reportOf(change)).toMatchObject({ used: lines.length - 1 });
  });

  it("with line breaks in quotes, ended by CR and LF, is read whole however long it is", async () => {
    const many = Array.from(
      { length: 60_000 },
      (_, at) => `${at},2026-0${(at % 3) + 1}-05,${(at % 2) + 1},${at % 5 ? "theft" : "arson"},"one\ntwo"`,
    );
    expect(await reportOf(csv(`${header},words\r\n${many.join("\r\n")}\r\n`))).toMatchObject({ read: 60_000, used: 60_000 });
  });

  it.each([
    [
      "a header",
      [...lines.slice(1), `9999,2026-01-05,1,${secret}`].toReversed().join("\n"),
      { code: "COLUMN_MISSING", column: "incident" },
    ],
    ["a header, in its one row", `90001,2026-01-05,1,${secret}\n`, { code: "FILE_WITHOUT_ROWS" }],
    ["anything", "", { code: "FILE_UNREADABLE" }],
    ["a header at its beginning, but a title", `Export of ${secret}\n\n${records}`, { code: "FILE_UNREADABLE", row: 3 }],
    ["a header in its first line, but an empty one", `\n${records}`, { code: "FILE_UNREADABLE", row: 1 }],
    ["one name for each column", records.replace("kind", "Incident"), { code: "FILE_UNREADABLE", row: 1 }],
    ["as many fields in every row", `${records}\n99,2026-01-05,1,theft,${secret}\n`, { code: "FILE_UNREADABLE", row: lines.length + 2 }],
    ["a field of the last row", `${records}99,${secret}\n`, { code: "FILE_UNREADABLE", row: lines.length + 1 }],
    ["the end of a quote", `${records}99,2026-01-05,1,"${secret}\n`, { code: "FILE_UNREADABLE", row: lines.length + 1 }],
    ["a delimiter after a quote", `${records}99,2026-01-05,1,"a"${secret}\n`, { code: "FILE_UNREADABLE", row: lines.length + 1 }],
    ["UTF-8", Buffer.from(`${records}99,2026-01-05,1,\u00e9\n`, "latin1"), { code: "FILE_UNREADABLE" }],
  ])("without %s is refused, and nothing of it is repeated", async (_what, text, expected) => {
    expect(await problemsOf(csv(text))).toContainEqual(expect.objectContaining(expected));
  });

  it("without a header beside one that has it is refused by its columns, of which only those of the YAML are named", async () => {
    const problems = await problemsOf((parts) => {
      parts.files["incidents/2026b.csv"] = `90001,2026-01-05,1,${secret}\n90002,2026-01-05,1,theft\n`;
    });
    expect(problems.map(({ code, file, column }) => [code, file, column])).toEqual(
      ["incident", "day", "district", "kind"].map((column) => ["COLUMN_MISSING", "incidents/2026b.csv", column]),
    );
  });

  it("with a column more than the first file has is refused, and the column not named", async () => {
    const problems = await problemsOf((parts) => {
      parts.files["incidents/2026b.csv"] = `${header},${secret}\n90001,2026-01-05,1,theft,1\n`;
    });
    expect(problems).toMatchObject([{ code: "COLUMN_MISSING", file: "incidents/2026b.csv", row: 1 }]);
    expect(problems[0]?.column).toBeUndefined();
  });

  it("is refused with the row that a spreadsheet would show, whatever stands before it", async () => {
    const wrong = "99,2026-01-05,9,theft";
    const rowIn = async (text: string) => (await problemsOf(csv(text)))[0]?.row;
    expect(await rowIn(`${lines[0]}\n${wrong}\n`)).toBe(2);
    expect(await rowIn(`\uFEFF${lines[0]}\r\n\r\n\r\n${lines[1]}\r\n\r\n${wrong}\r\n`)).toBe(6);
    expect(await rowIn(`${lines[0]},words\n${lines[1]},"one\ntwo"\n${wrong},x\n`)).toBe(3);
    const second = await problemsOf((parts) => {
      parts.files["incidents/2027.csv"] = `${lines[0]}\n\n7001,2026-01-05,1,theft\n7002,2026-01-05,9,theft\n`;
    });
    expect(second).toMatchObject([{ code: "UNKNOWN_AREA", file: "incidents/2027.csv", row: 4 }]);
  });

  it("whose name stands for others is refused", async () => {
    const problems = await problemsOf((parts) => {
      parts.files["incidents/[2026].csv"] = records;
    });
    expect(problems).toMatchObject([{ code: "FILE_UNREADABLE", file: "incidents/[2026].csv" }]);
  });
});

describe("csvLayout(delimiter)", () => {
  const field = fc.stringMatching(/^[a-z #",\r\n\u00e9]{0,6}$/);
  const rows = fc.array(fc.tuple(field, field, field), { maxLength: 8 });
  const write = (value: string) => `"${value.replaceAll('"', '""')}"`;

  test.prop([rows, fc.constantFrom("\n", "\r\n", "\r"), fc.integer({ min: 1, max: 7 })])(
    "finds the header and as many records as were written, however the bytes come",
    (values, end, step) => {
      const text = [["a", 'b "c"', "d,\ne"], ...values].map((row) => row.map(write).join(",") + end).join("");
      const bytes = Buffer.from(text);
      const reader = csvLayout(",");
      for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
      expect(reader.end()).toMatchObject({ header: ["a", 'b "c"', "d,\ne"], records: values.length, emptyLines: [], wrong: undefined });
    },
  );

  const ends = ["\n", "\r", "\r\n", "\n\n", "a,b\n", "a,b\r", "a,b\r\n", "a\n", '"a","b"\n'];
  const part = fc.constantFrom(...["a", "é", " ", ",", '"', '""', 'x,"y'], ...ends);
  const layoutOf = (bytes: Uint8Array, step: number) => {
    const reader = csvLayout(",");
    for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
    return reader.end();
  };

  test.prop([fc.array(part, { maxLength: 40 }), fc.integer({ min: 2, max: 60 })], { numRuns: 500 })(
    "says of any text the same, right or wrong, whether it comes byte by byte or in pieces",
    (parts, step) => {
      const bytes = Buffer.from(`a,b\n${parts.join("")}`);
      expect(layoutOf(bytes, step)).toEqual(layoutOf(bytes, 1));
    },
  );
});

/** The small hub's records as objects. */
const objects = lines.slice(1).map((line) => {
  const [incident, day, district, kind] = line.split(",");
  return { incident: Number(incident), day, district, kind };
});
const asLines = (values: readonly object[]) => `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;
const ndjson =
  (text: string | Uint8Array, name = "2026.ndjson") =>
  (parts: SmallHub) => {
    csv(text, name)(parts);
    parts.dataset.source = { files: "incidents/*", format: "ndjson" };
  };
const localDay = "incident AS id, day::TIMESTAMPTZ::DATE AS date, district AS area, upper(kind) AS offence";

describe("a file of JSON lines", () => {
  it("gives what the same records give as CSV, compressed too", async () => {
    const expected = await cellsOf(() => {});
    expect(await cellsOf(ndjson(asLines(objects)))).toEqual(expected);
    expect(await cellsOf(ndjson(gzipSync(asLines(objects)), "2026.ndjson.gz"))).toEqual(expected);
  });

  it("keeps an instant an instant: 02:00 in UTC is the evening before in Chicago", async () => {
    // Without the Z these would be April, and outside the coverage.
    const late = objects.map((record) => ({
      ...record,
      day: record.day === "2026-03-03" ? "2026-04-01T02:00:00Z" : `${record.day}T18:00:00Z`,
    }));
    const cells = await cellsOf((parts) => {
      ndjson(asLines(late))(parts);
      parts.dataset.select = localDay;
    });
    expect(cells).toEqual(await cellsOf(() => {}));
  });

  it("keeps large whole numbers apart, and text and numbers of one column as they are written", async () => {
    const large = asLines(objects).replaceAll(/"incident":(\d+)/g, (_, number: string) => `"incident":${10n ** 22n + BigInt(number)}`);
    expect(await reportOf(ndjson(large))).toMatchObject({ used: lines.length - 1, leftOut: [] });
    const mixed = objects.map((record, at) =>
      at % 2 === 0 ? { ...record, district: Number(record.district), incident: `A-${at}` } : record,
    );
    expect(await reportOf(ndjson(asLines(mixed)))).toMatchObject({ used: lines.length - 1, leftOut: [] });
  });

  it("may leave a key out: the record lacks the value", async () => {
    const [first, ...others] = objects;
    const problems = await problemsOf(ndjson(asLines([...others, { ...first, district: undefined, note: secret }])));
    expect(problems).toMatchObject([{ code: "UNKNOWN_AREA", row: lines.length - 1, column: "area" }]);
  });

  it.each([
    ["is cut off", `{"incident":1,"day":"2026-01-05"}\n{"incident":"${secret}","day":\n{"incident":3}\n`, 2],
    ["is no object", `{"incident":1}\n\n["${secret}"]\n`, 3],
    ["holds two objects", `{"incident":1}\n{"incident":1}{"incident":"${secret}"}\n`, 2],
    ["has a key twice", `{"incident":1,"INCIDENT":"${secret}"}\n`, undefined],
  ])("with a line that %s is refused by the line", async (_what, text, row) => {
    expect(await problemsOf(ndjson(text))).toMatchObject([
      { code: "FILE_UNREADABLE", file: "incidents/2026.ndjson", ...(row === undefined ? {} : { row }) },
    ]);
  });

  it("without a line is a file without rows", async () => {
    const problems = await problemsOf((parts) => {
      ndjson(asLines(objects))(parts);
      parts.files["incidents/2027.ndjson"] = "";
    });
    expect(problems).toMatchObject([{ code: "FILE_WITHOUT_ROWS", file: "incidents/2027.ndjson" }]);
  });
});

/** Writes Parquet with DuckDB, with the types that an export of a database has. */
async function parquet(select: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-parquet-"));
  writeFileSync(join(folder, "records.csv"), records);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    `COPY (SELECT ${select} FROM read_csv('${folder}/records.csv', all_varchar = true)) TO '${folder}/records.parquet' (FORMAT parquet)`,
  );
  connection.closeSync();
  return readFileSync(join(folder, "records.parquet"));
}
const asParquet = (bytes: Uint8Array, select: string) => (parts: SmallHub) => {
  csv(bytes, "2026.parquet")(parts);
  parts.dataset.source = { files: "incidents/*", format: "parquet" };
  parts.dataset.select = select;
};
const plain = "incident AS id, day::DATE AS date, district AS area, upper(kind) AS offence";

describe("a Parquet file", () => {
  it("gives what the same records give as CSV, whatever the types of its columns", async () => {
    const expected = await cellsOf(() => {});
    expect(await cellsOf(asParquet(await parquet("*"), plain))).toEqual(expected);
    const typed = await parquet("incident::BIGINT AS incident, day::DATE AS day, district::TINYINT AS district, kind");
    expect(await cellsOf(asParquet(typed, plain))).toEqual(expected);
    const instants = await parquet("incident::BIGINT AS incident, (day || ' 23:30:00-05')::TIMESTAMPTZ AS day, district, kind");
    expect(await cellsOf(asParquet(instants, localDay))).toEqual(expected);
  });

  it("that is none, or is cut off, is refused", async () => {
    const bytes = await parquet("*");
    for (const broken of [Buffer.from(`PAR1 ${secret}`), bytes.subarray(0, bytes.length - 40)])
      expect(await problemsOf(asParquet(broken, plain))).toMatchObject([{ code: "FILE_UNREADABLE", file: "incidents/2026.parquet" }]);
  });

  it("names the row of a wrong record", async () => {
    const bytes = await parquet("incident, day, CASE incident WHEN '4' THEN '99' ELSE district END AS district, kind");
    expect(await problemsOf(asParquet(bytes, plain))).toMatchObject([{ code: "UNKNOWN_AREA", row: 4, column: "area" }]);
  });
});
