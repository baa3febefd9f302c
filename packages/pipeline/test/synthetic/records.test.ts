import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import booleanPointInPolygon from "@turf/boolean-point-in-polygon";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { beforeAll, describe, expect, it } from "vitest";
import { synthesise } from "../../src/commands/synthesise.ts";
import { generateRecords } from "../../src/synthetic/generate.ts";
import { type Generated, generatedFile, isGenerated } from "../../src/synthetic/generated.ts";
import { type Made, make, makeWhole, newFolder, type Row, rowsOf, sample, scratch } from "./made.ts";

const bytes = ({ folder, generated }: Made): ReadonlyMap<string, string> =>
  new Map(generated.files.map(({ path }) => [path, readFileSync(join(folder, path)).toString("base64")]));
const count = ({ generated }: Made, dataset: string) =>
  generated.files.filter(({ path }) => path.startsWith(dataset)).reduce((sum, { records }) => sum + records, 0);

/** Folders of every way in which records are drawn. */
const some = ["incidents", "calls", "force", "engagement"];
const run = async (...words: string[]) => {
  const lines: string[] = [];
  const code = (await synthesise.run(words, { out: (line) => lines.push(line), err: () => {}, progress: () => {} })).exitCode;
  return { code, text: lines.join("\n") };
};
let first: Made;
let again: Made;
let otherSeed: Made;
let larger: Made;
beforeAll(async () => {
  const folder = newFolder("first");
  expect(await run("--hub", folder, "--scale", "0.1")).toEqual({
    code: 0,
    text: expect.stringContaining("fictional records in 114 files"),
  });
  first = { folder, generated: JSON.parse(readFileSync(join(folder, generatedFile), "utf8")) as Generated };
  again = await make("again", { seed: 1, scale: 0.1, threads: 3, only: some });
  otherSeed = await make("other-seed", { seed: 2, scale: 0.1, only: some });
  larger = await makeWhole();
}, 240_000);

describe("generateRecords({ folder, seed, scale })", () => {
  it("gives the same bytes for the same seed and scale, on any number of threads, in the whole as for some folders alone", () => {
    const [whole, alone] = [bytes(first), bytes(again)];
    expect(alone.size).toBeGreaterThan(50);
    for (const [path, file] of alone) expect(whole.get(path) === file, path).toBe(true);
  });
  it("notes down as whole what is whole alone", () => {
    expect(new Set(again.generated.files.map(({ path }) => path.split("/")[0]))).toEqual(new Set(some));
    expect(isGenerated({ folder: again.folder, seed: 1, scale: 0.1 })).toBe(false);
  });
  it("gives other bytes for another seed", () => {
    const mine = bytes(first);
    const drawn = otherSeed.generated.files.filter(({ records }) => records > 0);
    expect(drawn.length).toBeGreaterThan(40);
    const others = bytes(otherSeed);
    for (const { path } of drawn) expect(others.get(path) === mine.get(path), path).toBe(false);
  });
  it("gives about 45,000 incidents, 36,000 calls, 12,000 stops, 2,500 activities, 9,000 concerns and 12,500 answers, times the scale", () => {
    const all = { incidents: 45_000, calls: 36_000, stops: 12_000, engagement: 2_500, concerns: 9_000, surveys: 12_500 };
    for (const [dataset, records] of Object.entries(all)) {
      expect(count(larger, dataset) / records).toBeCloseTo(1, 1);
      expect(count(first, dataset) / records).toBeCloseTo(0.1, 1);
    }
  });
  it("writes as many rows as it says, and a header in every file", () => {
    for (const dataset of [
      "incidents",
      "engagement",
      "concerns",
      "surveys",
      "calls",
      "force",
      "complaints",
      "stops",
      "deployment",
      "attendee-groups",
    ])
      expect(rowsOf(first, dataset)).toHaveLength(count(first, dataset));
  });
  it.each([
    [Number.NaN, 1],
    [-1, 1],
    [1.5, 1],
    [1, 0],
    [1, -2],
    [1, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ])("refuses seed %s with scale %s", async (seed, scale) => {
    await expect(generateRecords({ folder: newFolder("refused"), seed, scale })).rejects.toMatchObject({ code: "COMMAND_INVALID" });
  });
  it.each(["", "hub: alderport", "hub: elsewhere\nfictional: true", "hub: alderport\nfictional: false", "{"])(
    "writes into no folder whose hub.yaml is %j",
    async (hub) => {
      const folder = newFolder("another");
      writeFileSync(join(folder, "hub.yaml"), hub);
      await expect(generateRecords({ folder, seed: 1, scale: 0.01 })).rejects.toMatchObject({ code: "COMMAND_INVALID" });
    },
  );
});

describe("isGenerated({ folder, seed, scale })", () => {
  it("is true for what was generated, and false for another seed, another scale and another folder", () => {
    expect(isGenerated({ folder: first.folder, seed: 1, scale: 0.1 })).toBe(true);
    expect(isGenerated({ folder: first.folder, seed: 2, scale: 0.1 })).toBe(false);
    expect(isGenerated({ folder: first.folder, seed: 1, scale: 0.2 })).toBe(false);
    expect(isGenerated({ folder: newFolder("empty"), seed: 1, scale: 0.1 })).toBe(false);
  });
  it("is false when a file is missing, was cut off, or came from another version of the generator", () => {
    const copy = (name: string, change: (folder: string) => void) => {
      const folder = join(scratch, name);
      cpSync(first.folder, folder, { recursive: true });
      change(folder);
      return isGenerated({ folder, seed: 1, scale: 0.1 });
    };
    expect(copy("untouched", () => {})).toBe(true);
    expect(copy("missing", (folder) => rmSync(join(folder, "incidents/2024-01.csv.gz")))).toBe(false);
    expect(copy("cut", (folder) => writeFileSync(join(folder, "incidents/2024-01.csv.gz"), "x"))).toBe(false);
    expect(
      copy("old", (folder) => writeFileSync(join(folder, generatedFile), JSON.stringify({ ...first.generated, generatorVersion: 0 }))),
    ).toBe(false);
  });
});

describe("openbeat synthesise", () => {
  it("generates once, and again only for another seed or scale", async () => {
    expect(await run("--hub", first.folder, "--scale", "0.1")).toEqual({ code: 0, text: expect.stringContaining("already") });
    const folder = join(scratch, "command");
    cpSync(first.folder, folder, { recursive: true });
    expect((await run("--hub", folder, "--scale", "0.1", "--seed", "3")).text).toContain("fictional records in 114 files");
  });
  it("writes the committed boundaries and population with --geography", async () => {
    const folder = newFolder("geography");
    expect((await run("--hub", folder, "--geography")).code).toBe(0);
    expect(readFileSync(join(folder, "geography/beats.geojson"), "utf8")).toBe(
      readFileSync(join(sample, "geography/beats.geojson"), "utf8"),
    );
  });
  it.each(["x", ""])("refuses the scale %j", async (scale) => {
    await expect(run("--hub", newFolder("refused"), "--scale", scale)).rejects.toMatchObject({ code: "COMMAND_INVALID" });
  });
});

/** What may stand in a column: codes, numbers, dates. Anything else could be words about a person. */
const codesOf = (file: string, level: string) =>
  readFileSync(join(sample, "codes", file), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","))
    .filter((row) => row[1] === level)
    .map(([code]) => code);
const oneOf = (...codes: (string | undefined)[]) => new RegExp(`^(${codes.join("|")})$`);
const day = /^20\d\d-\d\d-\d\d$/;
const moment = /^20\d\d-\d\d-\d\d \d\d:\d\d$/;
const optional = ({ source }: RegExp) => new RegExp(`^$|${source}`);
const sectors =
  /^(|police|joint|school|business|faith|health|university|community_org|local_government)(;(community_org|local_government|school|health|faith))?$/;
const area = { beat: /^B[1-6]0[1-4]$/, council_district: /^CD[1-5]$/ };
const columns = {
  incidents: {
    incident_id: /^I20\d\d-\d\d-\d{6}$/,
    reported_at: moment,
    occurred_on: day,
    ...area,
    latitude: /^40\.\d{5}$/,
    longitude: /^-68\.\d{5}$/,
    offence_code: oneOf(...codesOf("offences.csv", "category")),
    nibrs_class: oneOf(...codesOf("offences.csv", "class")),
    place_type: oneOf("residence", "street", "shop", "parking", "bar_restaurant", "school", "park", "other"),
    case_status: oneOf("open", "suspended", "cleared"),
  },
  engagement: {
    activity_id: /^E20\d\d-\d{5}$/,
    date: day,
    start_time: /^\d\d:\d\d$/,
    duration_hours: /^\d\.\d$/,
    ...area,
    activity_type: oneOf(...codesOf("activity-types.csv", "type")),
    iap2_level: oneOf("inform", "consult", "involve", "collaborate", "empower"),
    mode: oneOf("in_person", "online", "hybrid"),
    ongoing: oneOf("true", "false"),
    officers: /^\d?$/,
    officer_hours: /^(\d+\.\d)?$/,
    attendance: /^\d*$/,
    languages: oneOf("en", "en;es"),
    interpretation: oneOf("true", "false"),
    hosts: sectors,
    partners: sectors,
    notice_days: /^\d+$/,
    next_steps_recorded: oneOf("true", "false"),
    cancelled: oneOf("true", "false"),
  },
  concerns: {
    concern_id: /^C20\d\d-\d\d-\d{5}$/,
    raised_at: moment,
    channel: oneOf("web_form", "phone", "community_meeting", "email", "council_office", "in_person", "app"),
    theme: oneOf(...codesOf("concern-themes.csv", "theme")),
    ...area,
    acknowledged_at: optional(moment),
    answered_at: optional(moment),
    closed_at: optional(moment),
    stage: oneOf("received", "acknowledged", "answered", "closed"),
    outcome: optional(oneOf("resolved", "action_planned", "referred", "no_action")),
    answered_publicly: oneOf("true", "false"),
  },
};

describe.each(Object.entries(columns))("the records of %s", (dataset, expected) => {
  const [id = ""] = Object.keys(expected);
  it("hold codes, numbers and dates only: no words, no name, no address of a person", () => {
    const rows = rowsOf(larger, dataset);
    expect(rows.length).toBeGreaterThan(2_000);
    for (const [column, pattern] of Object.entries(expected)) {
      const wrong = rows.filter((row) => !pattern.test(row[column] ?? "missing"));
      expect(wrong.length, column).toBe(0);
    }
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(expected));
  });
  it("never repeat an id", () => {
    const rows = rowsOf(larger, dataset);
    expect(new Set(rows.map((row) => row[id])).size).toBe(rows.length);
  });
  it("use every code of their list", () => {
    const rows = rowsOf(larger, dataset);
    for (const [column, file, level] of [
      ["offence_code", "offences.csv", "category"],
      ["activity_type", "activity-types.csv", "type"],
      ["theme", "concern-themes.csv", "theme"],
    ] as const)
      if (column in expected) expect([...new Set(rows.map((row) => row[column]))].sort()).toEqual(codesOf(file, level).sort());
  });
});

describe("what the records tell", () => {
  const boundaries = (level: string) => {
    const { features } = JSON.parse(readFileSync(join(sample, `geography/${level}.geojson`), "utf8")) as FeatureCollection<
      Polygon | MultiPolygon,
      { code: string }
    >;
    return new Map(features.map((feature) => [feature.properties.code, feature]));
  };
  it("places incidents inside their beat and their council district", () => {
    const [beats, council] = [boundaries("beats"), boundaries("council-districts")];
    for (const row of rowsOf(first, "incidents")) {
      const point = [Number(row.longitude), Number(row.latitude)];
      for (const feature of [beats.get(row.beat ?? ""), council.get(row.council_district ?? "")])
        expect(feature !== undefined && booleanPointInPolygon(point, feature)).toBe(true);
    }
  });
  it("keeps the class of each offence", () => {
    const lines = readFileSync(join(sample, "codes/offences.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(","));
    const classOf = new Map(lines.map(([code, , parent]) => [code, parent]));
    for (const row of rowsOf(first, "incidents")) expect(row.nibrs_class).toBe(classOf.get(row.offence_code));
  });
  it("orders what happens to a concern, and knows nothing of what came after October 2026", () => {
    for (const row of rowsOf(larger, "concerns")) {
      const steps = [row.raised_at, row.acknowledged_at, row.answered_at, row.closed_at].filter((step) => step !== "");
      expect(steps).toEqual([...steps].sort());
      expect(String(steps.at(-1)) < "2026-11-01").toBe(true);
      expect(row.outcome === "").toBe(row.closed_at === "");
    }
    expect(rowsOf(larger, "concerns/2026-10").some((row) => row.closed_at === "")).toBe(true);
  });
  it("counts nobody at a cancelled activity, and somebody at every other", () => {
    for (const row of rowsOf(larger, "engagement/cancelled"))
      expect([row.attendance, row.officer_hours, row.cancelled]).toEqual(["", "", "true"]);
    for (const row of rowsOf(larger, "engagement/held")) expect(Number(row.attendance)).toBeGreaterThan(0);
    expect(rowsOf(larger, "engagement/cancelled").length).toBeGreaterThan(40);
  });
  it("leaves a beat without any activity for whole quarters", () => {
    const inBeat = rowsOf(larger, "engagement")
      .filter((row) => row.beat === "B603")
      .map((row) => row.date ?? "");
    expect(inBeat.filter((date) => date >= "2024-01" && date < "2024-07")).toEqual([]);
    expect(inBeat.filter((date) => date >= "2026-01").length).toBeGreaterThan(5);
  });
  it("has more violence in summer and more thefts of cars in 2025 than before", () => {
    const incidents = rowsOf(larger, "incidents");
    const some = (offence: RegExp, month: RegExp) =>
      incidents.filter((row) => offence.test(row.offence_code ?? "") && month.test(row.reported_at ?? "")).length;
    expect(some(/assault/, /^20(24|25|26)-0[678]/)).toBeGreaterThan(1.15 * some(/assault/, /^20(24|25|26)-0[123]/));
    expect(some(/motor/, /^2025-0[1-6]/)).toBeGreaterThan(1.15 * some(/motor/, /^2024-0[1-6]/));
  });
  it("has more use of force and more complaints where more happens, and few of both", () => {
    expect(rowsOf(larger, "force").length / (34 / 12)).toBeCloseTo(110, -1);
    expect(new Set(rowsOf(larger, "complaints").map(({ complaint }) => complaint)).size / (34 / 12)).toBeCloseTo(90, -1);
    const inDistrict = (code: string) => rowsOf(larger, "force").filter(({ area = "" }) => area.startsWith(code)).length;
    expect(inDistrict("B5")).toBeGreaterThan(inDistrict("B6"));
  });
  it("sends officers to emergencies first, and none to what needs none", () => {
    const minutes = (row: Row) => (Date.parse(row.arrived_at ?? "") - Date.parse(row.received_at ?? "")) / 60_000;
    const calls = rowsOf(larger, "calls").filter(({ source }) => source !== "officer");
    const median = (priority: string) => {
      const waits = calls
        .filter((call) => call.priority === priority && call.arrived_at !== "")
        .map(minutes)
        .sort((a, b) => a - b);
      return waits[Math.floor(waits.length / 2)] ?? Number.NaN;
    };
    expect(median("1")).toBeLessThan(9);
    expect(median("1")).toBeLessThan(median("2"));
    expect(median("2")).toBeLessThan(median("3"));
    expect(calls.filter(({ priority, arrived_at }) => priority === "4" && arrived_at !== "")).toEqual([]);
    for (const call of calls) if (call.arrived_at !== "") expect(minutes(call)).toBeGreaterThan(0);
  });
  it("decides complaints after they came, and leaves those open that are not decided by October 2026", () => {
    for (const { received_on = "", closed_on = "", disposition } of rowsOf(larger, "complaints")) {
      expect(closed_on === "").toBe(disposition === "open");
      if (closed_on !== "") expect(closed_on > received_on && closed_on < "2026-11-01").toBe(true);
    }
  });
  it("counts everybody at an activity once in each kind of group, and no more than came", () => {
    const came = new Map(rowsOf(larger, "engagement/held").map(({ activity_id, attendance }) => [activity_id, Number(attendance)]));
    const sums = new Map<string, number>();
    for (const { activity, grouping, attendees } of rowsOf(larger, "attendee-groups"))
      sums.set(`${activity} ${grouping}`, (sums.get(`${activity} ${grouping}`) ?? 0) + Number(attendees));
    for (const [key, sum] of sums) expect(sum).toBe(came.get(key.split(" ")[0]));
    expect(sums.size).toBeGreaterThan(1_000);
  });
  it("gives more hours to solving problems where a problem was worked on", () => {
    const hours = (areas: RegExp, year: string) =>
      rowsOf(larger, `deployment/${year}`)
        .filter(({ area = "", activity }) => areas.test(area) && activity === "problem_solving")
        .reduce((sum, row) => sum + Number(row.hours), 0);
    expect(hours(/^B30[12]$/, "2025")).toBeGreaterThan(1.5 * hours(/^B30[12]$/, "2024"));
    expect(hours(/^B60[12]$/, "2025")).toBeLessThan(1.5 * hours(/^B60[12]$/, "2024"));
  });
  it("answers what is told in person or on the telephone first, and leaves some open for long", () => {
    const concerns = rowsOf(larger, "concerns");
    const days = (from = "", to = "") => (Date.parse(`${to.replace(" ", "T")}Z`) - Date.parse(`${from.replace(" ", "T")}Z`)) / 86_400_000;
    const median = (channel: string) => {
      const waits = concerns
        .filter((row) => row.channel === channel && row.answered_at !== "")
        .map((row) => days(row.raised_at, row.answered_at));
      return waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)] ?? Number.NaN;
    };
    expect(median("in_person")).toBeLessThan(median("web_form"));
    expect(median("phone")).toBeLessThan(median("web_form"));
    expect(median("web_form")).toBeLessThan(median("community_meeting"));
    const long = concerns.filter((row) => row.answered_at !== "" && days(row.raised_at, row.answered_at) > 30);
    expect(long.length).toBeGreaterThan(50);
  });
});
