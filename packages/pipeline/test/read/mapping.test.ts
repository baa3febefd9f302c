import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCondition, readSelect } from "../../src/read/mapping.ts";
import { readSource } from "../../src/read/source.ts";
import { Workbench } from "../../src/read/workbench.ts";

let workbench: Workbench;
let columns: readonly string[];

beforeAll(async () => {
  const absolute = join(mkdtempSync(join(tmpdir(), "openbeat-mapping-")), "records.csv");
  writeFileSync(absolute, 'id,day,words\n1,2026-01-05,"{""a"": 1}"\n2,2026-02-05,x\n');
  workbench = await Workbench.open([absolute], "America/Chicago");
  ({ columns } = await readSource(workbench, [{ absolute, path: "records.csv" }], { format: "csv" }, []));
});
afterAll(() => workbench.close());

const read = (text: string) => readSelect(workbench, text, columns, { file: "datasets/records.yaml" });

describe("readSelect(workbench, text, columns, where)", () => {
  it.each([
    "list_transform([1], y -> random())",
    "list_transform([1], lambda y : random())",
    "list_filter([1], y -> y > 0 AND random() > 0.5)",
    "list_transform([1], y -> list_transform([y], z -> now()))",
    "list_transform([1], y -> y IN (SELECT 1))",
    "list_transform([1], y -> current_setting('temp_directory'))",
    "[y for y in [random()]]",
    "words -> (SELECT max(id) FROM source)",
    "(words::JSON) -> (SELECT content FROM read_text('/etc/hostname'))",
    "coalesce(words, words ->> random()::VARCHAR)",
    "age(day::TIMESTAMP)",
    "ago(INTERVAL 1 DAY)",
    "today()",
    "get_current_timestamp()",
    "current_setting('temp_directory')",
    "current_database()",
    "getvariable('x')",
    "version()",
    "pg_postmaster_start_time()",
    "uuid()",
    "nextval('s')",
    "list_aggregate([id], 'reservoir_quantile', 0.5)",
    "max(id)",
    "row_number() OVER ()",
    "json_serialize_plan('SELECT 1')",
    "#1",
    "#2",
    "$1",
    "?",
    "DEFAULT",
  ])("refuses %s: the same files must give the same release, row by row", async (expression) => {
    const { mapped, problems } = await read(`${expression} AS a`);
    expect(mapped).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain("SELECT_FORBIDDEN");
  });

  it.each([
    "current_date",
    "current_timestamp",
    "current_user",
    "user",
    "localtime",
    "rowid",
    "__row",
    "source.id",
    "list_transform([1], y -> current_date)",
    "list_transform([1], y -> z)",
    "upper(current_user -> '$')",
  ])("takes %s for a column, and there is none", async (expression) => {
    expect((await read(`${expression} AS a`)).problems).toContainEqual(expect.objectContaining({ code: "COLUMN_MISSING" }));
  });

  it.each([
    ["DISTINCT id AS a", "SELECT_FORBIDDEN"],
    ["DISTINCT ON (id) id AS a", "SELECT_FORBIDDEN"],
    ["id AS a FROM source WHERE id > '1' --", "SELECT_INVALID"],
    ["id AS a FROM source ORDER BY id --", "SELECT_INVALID"],
    ["id AS a FROM source WHERE id > '1' UNION SELECT id", "SELECT_FORBIDDEN"],
    ["id AS a FROM source /*", "SELECT_INVALID"],
    ["id AS a FROM source; SELECT id AS a", "SELECT_INVALID"],
    ["id AS a GROUP BY ALL --", "SELECT_INVALID"],
    ["*", "SELECT_INVALID"],
    ["COLUMNS('id') AS a", "SELECT_INVALID"],
    ["upper(id)", "SELECT_INVALID"],
    ["getenv('HOME') AS a", "SELECT_INVALID"],
    ["year(words, id) AS a", "SELECT_INVALID"],
    ["regexp_matches(id, '[') AS a", "SELECT_INVALID"],
  ])("refuses %s", async (text, code) => {
    expect((await read(text)).problems).toContainEqual(expect.objectContaining({ code }));
  });

  it.each([
    ["id AS a -- the number of the record", ["1", "2"]],
    ["/* first */ id AS a", ["1", "2"]],
    ["list_transform([1, 2], y -> y + id::INTEGER)::VARCHAR AS a", ["[2, 3]", "[3, 4]"]],
    ["list_reduce([1, 2], lambda y, z : y + z)::VARCHAR AS a", ["3", "3"]],
    ["[y + 1 for y in [1, 2] if y > 1]::VARCHAR AS a", ["[3]", "[3]"]],
    ["TRY_CAST(words AS JSON) ->> '$.a' AS a", ["1", null]],
    ["strftime(strptime(day, '%Y-%m-%d') AT TIME ZONE 'UTC', '%d') AS a", ["04", "04"]],
    ["CASE WHEN day LIKE '2026-01%' THEN nullif(id, '2') ELSE coalesce(split_part(day, '-', 2), '') END AS a", ["1", "02"]],
    ["(day::DATE + INTERVAL 1 MONTH)::DATE AS a", ["2026-02-05", "2026-03-05"]],
    ["lpad(trim(id), 2, '0') || day[1:4] AS a", ["012026", "022026"]],
    ["extract(year FROM day::DATE) AS a", ["2026", "2026"]],
    ["regexp_replace(upper(words), '[^A-Z]+', '-', 'g') AS a", ["-A-", "X"]],
    ["id IN ('1', '3') AND day BETWEEN '2026' AND '2027' AS a", ["true", "false"]],
  ])("takes %s", async (text, expected) => {
    const { mapped, problems } = await read(text);
    expect(problems).toEqual([]);
    const rows = await workbench.rows(`SELECT TRY(CAST(${mapped[0]?.expression} AS VARCHAR)) AS a FROM source ORDER BY __row`);
    expect(rows.map(({ a }) => a)).toEqual(expected);
  });
});

describe("readCondition(workbench, text, columns, where)", () => {
  const condition = (text: string) => readCondition(workbench, text, columns, { file: "datasets/records.yaml" });

  it("takes one condition, with a comment too", async () => {
    expect((await condition("id = '1' -- the first")).expression).toBe("(id = '1')");
  });

  it("refuses a second expression", async () => {
    expect((await condition("true) AS a, (id = '1'")).problems).toMatchObject([{ code: "SELECT_INVALID" }]);
  });
});
