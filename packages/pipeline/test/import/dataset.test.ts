import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipelineError, prepare } from "@openbeat/pipeline";
import { describe, expect, it } from "vitest";
import { todosOfText } from "../../src/hub/todo.ts";
import { guessCoverage } from "../../src/import/guess/guess-coverage.ts";
import { listOf } from "../../src/import/guess/offence-lists.ts";
import { importDataset } from "../../src/import/import-dataset.ts";
import { importGeography } from "../../src/import/import-geography.ts";
import { importPopulation } from "../../src/import/import-population.ts";
import { makeHub } from "../../src/init/make-hub.ts";

const now = new Date("2026-04-15T12:00:00Z");
const answers = {
  ...{ title: "Smallville", code: "smallville", agency: "Smallville Police", place: "Smallville" },
  ...{ languages: ["en"], timezone: "Europe/London", contact: "data@smallville.example" },
};

const square = (x: number, properties: object) => ({
  type: "Feature",
  properties,
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [x, 51],
        [x + 1, 51],
        [x + 1, 52],
        [x, 52],
        [x, 51],
      ].map(([a, b]) => [a, b]),
    ],
  },
});
const collection = (features: readonly object[]) => JSON.stringify({ type: "FeatureCollection", features });

/** A hub that init made, with nothing left to do, and files beside it. */
async function hubWith(files: Readonly<Record<string, string>>, level = "district") {
  const work = mkdtempSync(join(tmpdir(), "openbeat-import-"));
  const hub = join(work, "hub");
  makeHub(hub, answers);
  const yaml = join(hub, "hub.yaml");
  writeFileSync(yaml, readFileSync(yaml, "utf8").replaceAll(/"TODO[^"]*"/g, "Words"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(work, name), text);
  const areas = [square(0, { objectid: 7, DIST: "1", since: 2019 }), square(1, { objectid: 9, DIST: "2", since: 2019 })];
  writeFileSync(join(work, "areas.geojson"), collection(areas));
  const geography = await importGeography({
    file: join(work, "areas.geojson"),
    hub,
    level,
    parent: undefined,
    code: undefined,
    name: undefined,
  });
  return { hub, geography, file: (name: string) => join(work, name) };
}

const asked = (
  hub: string,
  files: readonly string[],
  more: { readonly kind?: string; readonly columns?: readonly string[]; readonly replace?: boolean } = {},
) => importDataset({ kind: "incidents", columns: [], replace: false, delimiter: undefined, ...more, hub, files, now, progress: () => {} });

/** Three months of thefts and arsons in two districts, twenty of each. */
const rows = [1, 2].flatMap((district) =>
  ["01", "02", "03"].flatMap((month) =>
    ["Theft", "Arson"].flatMap((offence) =>
      Array.from({ length: 20 }, (_, at) => ({ district, offence, day: `2026-${month}-${String(at + 8).padStart(2, "0")}` })),
    ),
  ),
);
const csv = (header: string, line: (row: (typeof rows)[number], at: number) => string) => `${header}\n${rows.map(line).join("\n")}\n`;
const plain = csv("case_no,reported,dist,offense", ({ day, district, offence }, at) => `C${at},${day},0${district},${offence}`);

describe("importDataset(asked)", () => {
  it("writes a mapping with which the hub can be published once its description is written", async () => {
    const { hub, file, geography } = await hubWith({ "a.csv": plain, "pop.csv": "dist,residents,year\n1,4000,2025\n2,6000,2025\n" });
    expect(geography.choices.map(({ name, column }) => [name, column])).toEqual([
      ["code", "DIST"],
      ["name", "DIST"],
    ]);
    await importPopulation({
      file: file("pop.csv"),
      hub,
      level: undefined,
      year: undefined,
      source: "A count for a test",
      column: undefined,
    });
    const { path, choices } = await asked(hub, [file("a.csv")]);
    expect(choices.map(({ name, sql }) => [name, sql])).toEqual([
      ["id", "case_no"],
      ["date", '"reported"::DATE'],
      ["area", `ltrim(trim("dist"), '0')`],
      ["offence", 'trim("offense")'],
    ]);
    const text = readFileSync(join(hub, path), "utf8");
    expect(todosOfText(text).map(({ what }) => what)).toEqual([
      "what these incidents are and what they are not, in a sentence for residents",
    ]);
    expect(text).toContain("-- dist, without the noughts before it, is the code of a district of the hub in all 240 rows; 0 are empty.");
    expect(text).toContain("coverage: { from: 2026-01-01, to: 2026-03-27 }");
    writeFileSync(join(hub, path), text.replace(/"TODO[^"]*"/, "Words"));
    const { datasets } = await prepare(
      hub,
      () => {},
      [],
      () => now,
    );
    expect(datasets).toMatchObject([{ dataset: "incidents", read: 240, used: 240 }]);
  });

  it("leaves to do what two columns would do for, and takes what the steward says", async () => {
    const both = csv("id,case_id,reported_on,reported_at,dist,offense,ucr_code", ({ day, district, offence }, at) =>
      [at, `C${at}`, day, `${at % 9 === 0 ? "2025-12-31" : day}T10:00:00`, district, offence, offence === "Theft" ? 600 : 900].join(","),
    );
    const { hub, file } = await hubWith({ "a.csv": both });
    const { path } = await asked(hub, [file("a.csv")]);
    const left = todosOfText(readFileSync(join(hub, path), "utf8"));
    expect(left.map(({ what }) => what)).toEqual([
      "what these incidents are and what they are not, in a sentence for residents",
      "id: id or case_id",
      'date: "reported_on"::DATE or "reported_at"::TIMESTAMP::DATE',
      'offence: trim("offense") or trim("ucr_code")',
      "the first day that the records cover, such as 2025-01-01",
      "the last day",
      "codes/incidents-offence-offense.csv or codes/incidents-offence-ucr-code.csv",
    ]);
    // Nothing is published before: every one is refused by its line.
    const refused: unknown = await prepare(hub, () => {}).catch((error: unknown) => error);
    expect(refused instanceof PipelineError && refused.problems.map(({ code, file: at, row }) => [code, at, row])).toEqual(
      left.map(({ line }) => ["TODO_LEFT", path, line]),
    );
    const columns = ["id=case_id", "date=reported_on", "offence=ucr_code"];
    await expect(asked(hub, [file("a.csv")], { columns })).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    await asked(hub, [file("a.csv")], { columns, replace: true });
    expect(todosOfText(readFileSync(join(hub, path), "utf8"))).toHaveLength(1);
    expect(readFileSync(join(hub, "codes/incidents-offence.csv"), "utf8")).toBe(
      "code,level,parent,label_en\nALL,all,,All offences\n600,category,ALL,Larceny-theft\n900,category,ALL,Arson\n",
    );
  });

  it("leaves to do whether a column or the point says where, where many rows have the point alone", async () => {
    const half = csv("id,reported,dist,lat,lon,offense", ({ day, district, offence }, at) =>
      [at, day, at % 3 === 0 ? "" : district, 51.5, district - 0.5, offence].join(","),
    );
    const { hub, file } = await hubWith({ "a.csv": half });
    const { path, choices } = await asked(hub, [file("a.csv")]);
    expect(choices.find(({ name }) => name === "area")?.sql).toBe('TODO /* trim("dist") or the point: --column area=point */');
    await asked(hub, [file("a.csv")], { columns: ["area=point"], replace: true });
    expect(readFileSync(join(hub, path), "utf8")).toContain("locate: { latitude: latitude, longitude: longitude, level: district }");
  });

  it("cannot tell day and month apart where no day is above twelve, and says so", async () => {
    const slashed = csv(
      "id,reported,dist,offense",
      ({ day, district, offence }, at) => `${at},0${(at % 9) + 1}/${day.slice(5, 7)}/2026,${district},${offence}`,
    );
    const { hub, file } = await hubWith({ "a.csv": slashed });
    const { choices } = await asked(hub, [file("a.csv")]);
    expect(choices.find(({ name }) => name === "date")).toMatchObject({
      column: undefined,
      sql: `TODO /* strptime("reported", '%m/%d/%Y')::DATE or strptime("reported", '%d/%m/%Y')::DATE */`,
    });
  });

  it("knows data.police.uk's street file: months, points, no number for every crime", async () => {
    const header =
      "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";
    const street = csv(header, ({ day, district, offence }, at) =>
      [
        at % 3 === 0 ? "" : `x${at}`,
        day.slice(0, 7),
        "Force",
        "Force",
        district - 0.5,
        51.5,
        "On or near High Street",
        "",
        "",
        offence,
        at % 3 === 0 ? "Under investigation" : "Local resolution",
        "",
      ].join(","),
    );
    const { hub, file } = await hubWith({ "a.csv": street });
    const { path, format } = await asked(hub, [file("a.csv")]);
    const text = readFileSync(join(hub, path), "utf8");
    expect(format).toBe("data.police.uk street-level crime");
    expect(text).toContain("locate: { latitude: latitude, longitude: longitude, level: district }");
    writeFileSync(join(hub, path), text.replace(/"TODO[^"]*"/, "Words"));
    const { datasets } = await prepare(
      hub,
      () => {},
      [],
      () => now,
    );
    expect(datasets).toMatchObject([{ read: 240, used: 240, tables: [{}, {}, { name: "incidents-by-outcome" }] }]);
  });

  it("knows data.police.uk's file of outcomes: by the month of the outcome, several for one crime", async () => {
    const header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type";
    const types = ["Investigation complete; no suspect identified", "Suspect charged", "Local resolution"];
    const outcomes = csv(header, ({ day, district }, at) =>
      [`x${at >> 1}`, day.slice(0, 7), "Force", "Force", district - 0.5, 51.5, "On or near High Street", "", "", types[at % 3]].join(","),
    );
    const { hub, file } = await hubWith({ "a.csv": outcomes });
    const { path, format, codeLists } = await asked(hub, [file("a.csv")], { kind: "crime-outcomes" });
    const text = readFileSync(join(hub, path), "utf8");
    expect([path, format, codeLists]).toEqual([
      ...["datasets/crime-outcomes.yaml", "data.police.uk outcomes"],
      ["codes/crime-outcomes-outcome.csv"],
    ]);
    expect(text).toContain("Month is that of the outcome, not of the crime");
    writeFileSync(join(hub, path), text.replace(/"TODO[^"]*"/, "Words"));
    const { datasets } = await prepare(
      hub,
      () => {},
      [],
      () => now,
    );
    expect(datasets).toMatchObject([
      { read: 240, used: 240, tables: [{ name: "crime-outcomes-by-district" }, { name: "crime-outcomes-by-month" }] },
    ]);
    expect(text).toContain("measures: [OUT.07]");
  });

  it.each([
    [
      "a file of outcomes as incidents",
      "Crime ID,Month,Longitude,Latitude,LSOA code,Outcome type\na,2026-01,0.5,51.5,x,Suspect charged\n",
      /openbeat import crime-outcomes/,
    ],
    ["a file without a header", plain.split("\n").slice(1).join("\n"), /does not look like a header/],
  ])("refuses %s, and writes nothing", async (_, text, says) => {
    const { hub, file } = await hubWith({ "a.csv": text });
    await expect(asked(hub, [file("a.csv")])).rejects.toMatchObject({ code: "IMPORT_INVALID", message: expect.stringMatching(says) });
    expect(existsSync(join(hub, "datasets/incidents.yaml"))).toBe(false);
  });

  it("takes no column for a category that may hold persons, and tells no value of one", async () => {
    const named = csv(
      "id,reported,dist,offense_type,offense",
      ({ day, district, offence }, at) => `${at},${day},${district},${["by Officer Zzyzx", "at 12 Qwert Street"][at % 2]},${offence}`,
    );
    const { hub, file } = await hubWith({ "a.csv": named });
    const report = await asked(hub, [file("a.csv")]);
    expect(report.choices.at(-1)).toMatchObject({ name: "offence", column: "offense" });
    expect(report.notes[0]).toBe(
      "offense_type is not taken for offence: all 240 rows hold what may stand for a person. If none does: --column offence=offense_type",
    );
    expect(JSON.stringify(report) + readFileSync(join(hub, report.path), "utf8")).not.toMatch(/Zzyzx|Qwert/);
  });
});

describe("guessCoverage(months, today)", () => {
  const month = (name: string, count: number, first = "01", last = "28") => ({
    month: name,
    first: `${name}-${first}`,
    last: `${name}-${last}`,
    rows: count,
  });
  it("leaves out stray months, and ends where the last month breaks off", () => {
    const months = [
      month("2011-05", 2),
      month("2025-11", 90, "01", "30"),
      month("2025-12", 100, "01", "31"),
      month("2026-01", 60, "01", "20"),
    ];
    expect(guessCoverage(months, "2026-04-15")).toMatchObject({ from: "2025-11-01", to: "2026-01-20", outside: 2 });
  });
});

describe("listOf(codes)", () => {
  it("knows NIBRS and UCR by their codes, where all of them are of one", () => {
    expect([listOf(["13A", "23H", "90Z"])?.name, listOf(["600", "800", "2600"])?.name, listOf(["600", "THEFT"])?.name]).toEqual([
      "NIBRS",
      "UCR",
      undefined,
    ]);
  });
});
