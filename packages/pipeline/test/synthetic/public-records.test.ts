import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CodeListName, codeLists, type Field, type RecordKind, recordKinds } from "@openbeat/standard";
import { beforeAll, describe, expect, it } from "vitest";
import { synthesise } from "../../src/commands/synthesise.ts";
import { beats, councilDistricts, districts } from "../../src/synthetic/places.ts";
import { publicRecordFiles, readActivities } from "../../src/synthetic/public/record-files.ts";
import { curated, listed } from "./curated.ts";
import { type Made, makeWhole, newFolder, type Row, rowsOf, sample } from "./made.ts";

const files = globSync("records/*.csv", { cwd: sample }).map((path) => basename(path, ".csv"));
const kinds = recordKinds.filter(({ name }) => files.includes(name));
const hasTwin = ({ name, type }: Field) => type === "text" || name === "title";

/** Columns of the engagement microdata that are counted, and so not in the public file. */
const counted = ["officers", "officer_hours", "attendance"];
const day = /^20\d\d-\d\d-\d\d$/;
const moment = /^20\d\d-\d\d-\d\dT\d\d:\d\d:00-0[45]:00$/;
const shapes: Readonly<Record<Field["type"], RegExp>> = {
  string: /^\S(.*\S)?$/,
  text: /^\S.*[.]$/,
  integer: /^\d+$/,
  number: /^\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: day,
  datetime: moment,
  uri: /^https:\/\/\S+$/,
  list: /^[^;\s]+(;[^;\s]+)*$/,
};

/** Whether a value is what its column asks for. */
function fits({ name, type, codes, required }: Field, value: string): boolean {
  if (value === "") return !required;
  // A title is no sentence, and neither is what a team or a body is called; a question ends otherwise.
  if (name === "question") return value.endsWith("?");
  if (!shapes[["title", "team", "addressed_to", "set_with"].includes(name) ? "string" : type].test(value)) return false;
  const values = type === "list" ? listed(value) : [value];
  const known = codes === undefined ? undefined : codeLists[codes satisfies CodeListName].map(({ code }) => code as string);
  return known === undefined || values.every((one) => known.includes(one));
}

/** The columns of which some value is not what the standard asks for. */
const wrongColumns = ({ fields }: RecordKind, rows: readonly Row[], leftOut: readonly string[] = []): readonly string[] =>
  fields
    .filter((field) => !leftOut.includes(field.name) && rows.some((row) => !fits(field, row[field.name] ?? "")))
    .map(({ name }) => name);

let records: ReadonlyMap<string, readonly Row[]>;
let made: Made;
beforeAll(async () => {
  records = new Map(await Promise.all(files.map(async (kind) => [kind, await curated(kind)] as const)));
  made = await makeWhole();
});
const of = (kind: string) => records.get(kind) ?? [];

describe.each(kinds.map((kind) => [kind.name, kind] as const))("records/%s.csv", (name, kind) => {
  it("has the columns of the standard, every text in English and Spanish, and what is needed in every row", () => {
    const allowed = kind.fields.flatMap((field) => (hasTwin(field) ? [field.name, `${field.name}_es`] : [field.name]));
    const columns = Object.keys(of(name)[0] ?? {});
    expect(columns.filter((column) => !allowed.includes(column))).toEqual([]);
    if (name === "engagement") expect(columns.filter((column) => counted.includes(column))).toEqual([]);
    for (const field of kind.fields.filter((field) => hasTwin(field) && columns.includes(field.name)))
      for (const row of of(name)) expect(row[`${field.name}_es`] !== "", field.name).toBe(row[field.name] !== "");
    expect(wrongColumns(kind, of(name))).toEqual([]);
  });
  it("never has two rows with the same key", () => {
    const keys = of(name).map((row) => kind.key.map((column) => row[column]).join(" "));
    expect(new Set(keys).size).toBe(keys.length);
  });
  it("names areas that exist, and records that are there", () => {
    const areas = new Set(["ALD", ...[...beats, ...districts, ...councilDistricts].map(({ code }) => code)]);
    for (const { name: column, refersTo, type } of kind.fields) {
      const values = of(name)
        .flatMap((row) => (type === "list" ? listed(row[column]) : [row[column] ?? ""]))
        .filter((value) => value !== "");
      if (column === "area" || column.endsWith("areas")) expect(values.filter((value) => !areas.has(value))).toEqual([]);
      if (refersTo !== undefined) {
        const known = new Set(of(refersTo).map(({ id }) => id));
        expect(
          values.filter((value) => !known.has(value)),
          column,
        ).toEqual([]);
      }
    }
  });
  it("holds no e-mail address, telephone number or house number", () => {
    const written = kind.fields.filter((field) => hasTwin(field) || ["name", "place", "owner", "lead"].includes(field.name));
    const columns = written.flatMap((field) => [field.name, `${field.name}_es`]);
    const words = of(name).flatMap((row) => columns.map((column) => row[column] ?? ""));
    expect(words.filter((value) => /@|\d{3}[ .-]\d{3,4}\b|\b\d+ [A-Z]\w+ (Street|Road|Lane|Avenue|Drive)\b/.test(value))).toEqual([]);
  });
});

describe("the public records of Alderport", () => {
  it("are of every kind that is published as it is written, and of about as many as a city has", () => {
    expect(Object.fromEntries([...records].map(([kind, rows]) => [kind, rows.length]))).toEqual({
      assessments: 6,
      commitments: 30,
      contacts: 6,
      contributions: 171,
      coverage: 1344,
      engagement: 644,
      goals: 6,
      partners: 24,
      priorities: 40,
      questions: 8,
      "report-statements": 8,
      "problem-stages": 32,
      problems: 9,
      responses: 23,
    });
  });
  it("use every sector of partners, every status of a commitment and of an activity, every type of contribution and stage", () => {
    const used = (kind: string, column: string) => [...new Set(of(kind).map((row) => row[column] ?? ""))].sort();
    const all = (list: CodeListName) => codeLists[list].map(({ code }) => code as string).sort();
    expect(used("partners", "sector")).toEqual(all("partner_sector"));
    expect(used("commitments", "status")).toEqual(all("commitment_status"));
    expect(used("questions", "status")).toEqual(all("question_status"));
    expect(used("engagement", "status")).toEqual(all("activity_status"));
    expect(used("contributions", "type")).toEqual(all("contribution_type"));
    expect(used("problem-stages", "stage")).toEqual(all("sara_stage"));
  });
  it("keep days in order: promised before due, kept in time or late, stages one after the other", () => {
    for (const { made_on = "", due = "", status, status_on = "" } of of("commitments")) {
      expect(made_on < due && made_on <= status_on && status_on <= "2026-10-31").toBe(true);
      if (status === "kept") expect(status_on <= due).toBe(true);
      if (status === "kept_late") expect(status_on > due).toBe(true);
    }
    for (const { id, opened_on = "" } of of("problems")) {
      const stages = of("problem-stages").filter(({ problem }) => problem === id);
      expect(stages.map(({ stage }) => stage)).toEqual(["scanning", "analysis", "response", "assessment"].slice(0, stages.length));
      const starts = stages.map(({ from = "" }) => from);
      expect([opened_on, ...starts]).toEqual([opened_on, ...starts].toSorted());
    }
  });
  it("tell no activity as held that has not come, and none as planned that is over", () => {
    for (const { status, start = "", announced_on = "" } of of("engagement")) {
      expect(status === "planned").toBe(start > "2026-11-01");
      expect(announced_on <= start.slice(0, 10) && announced_on <= "2026-10-31").toBe(true);
    }
    for (const { status, decisions, next_steps } of of("engagement"))
      if (status !== "held") expect([decisions, next_steps]).toEqual(["", ""]);
  });
  it("are the activities of the generated records, with their numbers, and nothing that is counted", () => {
    const generated = new Map(rowsOf(made, "engagement").map((row) => [row.activity_id, row]));
    const held = of("engagement").filter(({ status }) => status !== "planned");
    for (const { id, area, type, status, start } of held) {
      const own = generated.get(id ?? "");
      expect([own?.beat, own?.activity_type, own?.cancelled, `${own?.date}T${own?.start_time}`]).toEqual([
        area,
        type,
        String(status === "cancelled"),
        start?.slice(0, 16),
      ]);
    }
    expect(held).toHaveLength([...generated.values()].filter(({ date = "" }) => date >= "2026-05").length);
    expect(of("engagement").filter(({ id }) => generated.has(id ?? ""))).toHaveLength(held.length);
  });
  it("are as the generator writes them, where it does", () => {
    for (const [path, text] of publicRecordFiles(readActivities(made.folder)))
      expect(readFileSync(join(sample, path), "utf8") === text, path).toBe(true);
  });
  it("are written for seed 1 and scale 1 only", async () => {
    const run = (folder: string) => synthesise.run(["--hub", folder, "--records"], { out: () => {}, err: () => {}, progress: () => {} });
    await expect(run(newFolder("without"))).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    expect(await run(made.folder)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(made.folder, "records/coverage.csv"), "utf8")).toBe(
      readFileSync(join(sample, "records/coverage.csv"), "utf8"),
    );
  });
});

describe.each(["calls", "force", "complaints", "stops", "deployment", "attendee-groups"])("the generated records of %s", (name) => {
  it("conform to the standard, with columns of the agency's own besides", () => {
    const kind = recordKinds.find((candidate) => candidate.name === name);
    const rows = rowsOf(made, name);
    expect(rows.length).toBeGreaterThan(250);
    expect(kind === undefined ? ["no kind"] : wrongColumns(kind, rows)).toEqual([]);
    const own = Object.keys(rows[0] ?? {}).filter((column) => !column.startsWith("x_"));
    expect(own).toEqual(kind?.fields.map((field) => field.name));
  });
  it("never repeat an id", () => {
    const ids = rowsOf(made, name).map(({ id, x_id }) => id ?? x_id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
