import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@openbeat/database";
import { PipelineError, type ProblemCode, publish } from "@openbeat/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbedded, type TestDatabase } from "../../../test/support/databases.ts";
import { releasesOf } from "../src/release/write.ts";
import { writeFiles } from "./support/small-hub.ts";
import { townHub } from "./support/town-hub.ts";

const hub = "hub.yaml";
const incidents = "datasets/incidents.yaml";
const records = "incidents/2026.csv";

/** One fault that a steward would make: a text of a file that becomes another, and what is told of it. */
interface Fault {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly code: ProblemCode;
  /** The file that is named, where it is another than the changed one. */
  readonly named?: string;
  /** Where the fault stands in the named file after the change: a text of its line; or the line itself. None where the file as a whole is meant. */
  readonly at: string | number | null;
  /** What follows from it, and is told as well. */
  readonly also?: readonly ProblemCode[];
}

const yaml = (file: string, what: string, from: string, to: string, at: string, code: ProblemCode = "YAML_INVALID"): Fault => ({
  what,
  file,
  from,
  to,
  at,
  code,
});
const row = (what: string, from: string, to: string, code: ProblemCode, at: string | number | null = to): Fault => ({
  what,
  file: records,
  from,
  to,
  at,
  code,
});

const faults: readonly Fault[] = [
  yaml(hub, "a misspelt key", "timezone:", "time_zone:", "time_zone", "YAML_INVALID"),
  yaml(hub, "a time zone in words", "America/Chicago", "Central time", "Central time"),
  yaml(
    hub,
    "a licence whose address lacks https",
    '"https://creativecommons.org/licenses/by/4.0/"',
    "creativecommons.org",
    "creativecommons.org",
  ),
  yaml(hub, "a tab where YAML has spaces", "  levels:", "\tlevels:", "\tlevels"),
  yaml(hub, "a title without a language", "title: { en: Smallville }", "title: Smallville", "title: Smallville"),
  yaml(hub, "a capital in a level's code", "code: district", "code: District", "code: District"),
  yaml(hub, "something left to do", "publisher: { en: Smallville Police }", 'publisher: { en: "TODO: the agency" }', "TODO", "TODO_LEFT"),
  { ...yaml(hub, "a parent that is no level", "parent: city", "parent: county", "", "HUB_INVALID"), at: null, also: ["GEOGRAPHY_INVALID"] },
  {
    ...yaml(hub, "boundaries that are not there", "geography/districts.csv", "geography/district.csv", "", "FILE_MISSING"),
    named: "geography/district.csv",
    at: null,
    also: ["UNKNOWN_AREA"],
  },
  yaml(incidents, "a key in the wrong place", "    measures:", "    threshold: 5\n    measures:", "    threshold: 5\n"),
  yaml(incidents, "a threshold in words", "threshold: 5", "threshold: five", "threshold: five"),
  yaml(incidents, "a day that does not exist", "to: 2026-03-31", "to: 2026-02-30", "2026-02-30"),
  yaml(incidents, "a table without a policy", "    policy: { method: suppress, threshold: 5, width: 5 }\n", "", "- name"),
  yaml(incidents, "a theme of its own", "theme: outcomes", "theme: crime", "theme: crime"),
  yaml(incidents, "a coverage that ends before it begins", "from: 2026-01-01", "from: 2026-04-01", "2026-04-01", "HUB_INVALID"),
  yaml(incidents, "a coverage of months to come", "to: 2026-03-31", "to: 2026-12-31", "2026-12-31", "HUB_INVALID"),
  yaml(incidents, "a measure of another dataset", "[OUT.01, OUT.01.R]", "[OUT.01, ENG.01]", "- name", "HUB_INVALID"),
  yaml(incidents, "a rate without its count", "[OUT.01, OUT.01.R]", "[OUT.01.R]", "- name", "HUB_INVALID"),
  yaml(incidents, "a level that the geography lacks", "area: [district, city]", "area: [beat, city]", "- name", "HUB_INVALID"),
  yaml(incidents, "periods the wrong way round", "period: [month, quarter]", "period: [quarter, month]", "- name", "HUB_INVALID"),
  yaml(incidents, "a category without a code list", "offence: [category, all]", "offense: [category, all]", "- name", "HUB_INVALID"),
  {
    ...yaml(incidents, "a column of the select that the file lacks", "district AS area", "beat AS area", "", "COLUMN_MISSING"),
    at: "select:",
  },
  { ...yaml(incidents, "a comma that is missing", "day::DATE AS date,", "day::DATE AS date", "", "SELECT_INVALID"), at: "select:" },
  { ...yaml(incidents, "a select without the area", "  district AS area,\n", "", "", "SELECT_INVALID"), at: "select:" },
  { ...yaml(incidents, "the clock in the select", "day::DATE AS date", "today() AS date", "", "SELECT_FORBIDDEN"), at: "select:" },
  {
    ...yaml(incidents, "a pattern that finds no file", "incidents/*.csv", "incident/*.csv", "", "FILE_MISSING"),
    named: "incident/*.csv",
    at: null,
  },
  row("an area with a nought before it", "5,2026-01-05,1,theft", "5,2026-01-05,01,theft", "UNKNOWN_AREA"),
  row("a code that is not in the list", "7,2026-01-05,1,theft", "7,2026-01-05,1,burglary", "UNKNOWN_CODE"),
  row("an American day", "9,2026-01-05,1,theft", "9,13/31/2026,1,theft", "DATE_INVALID"),
  row("a day of another year", "9,2026-01-05,1,theft", "9,2062-01-05,1,theft", "OUTSIDE_COVERAGE"),
  row("a number twice", "11,2026-01-05,1,theft", "9,2026-01-05,1,theft", "ID_DUPLICATE", 12),
  row("a record without a number", "11,2026-01-05,1,theft", ",2026-01-05,1,theft", "ID_MISSING", 12),
  row("a comma in a value without quotes", "11,2026-01-05,1,theft", "11,2026-01-05,1,theft, from a car", "FILE_UNREADABLE"),
  row("a quote that is never closed", "11,2026-01-05,1,theft", '11,2026-01-05,1,"theft', "FILE_UNREADABLE"),
  row("no header", "incident,day,district,kind\n", "", "FILE_UNREADABLE", 1),
  {
    what: "a control total that is not met",
    file: "control/incidents.csv",
    from: "2026-02,ARSON,",
    to: "2026-02,ARSON,1",
    code: "CONTROL_DIFFERS",
    at: "2026-02,ARSON",
  },
  {
    what: "a control total of an area that is none",
    file: "control/incidents.csv",
    from: "\n1,,,",
    to: "\nNorth,,,",
    code: "CONTROL_INVALID",
    at: "North",
  },
  {
    what: "an e-mail address as a code's label",
    file: "codes/offences.csv",
    from: "ALL,Arson",
    to: "ALL,ask j.doe@example.org",
    code: "PERSON_IN_TEXT",
    at: "j.doe",
  },
  {
    what: "a code without its parent",
    file: "codes/offences.csv",
    from: "ARSON,category,ALL",
    to: "ARSON,category,",
    code: "HUB_INVALID",
    at: "ARSON",
  },
  {
    what: "an area called all",
    file: "geography/districts.csv",
    from: "2,South",
    to: "All,South",
    code: "GEOGRAPHY_INVALID",
    at: "All,South",
    also: ["UNKNOWN_AREA"],
  },
  {
    what: "residents with a thousands' sign",
    file: "population.csv",
    from: "1,4000,2025",
    to: '1,"4,000",2025',
    code: "POPULATION_INVALID",
    at: "4,000",
  },
  {
    what: "an area twice in the population",
    file: "population.csv",
    from: "2,6000",
    to: "1,6000",
    code: "POPULATION_INVALID",
    at: "1,6000",
  },
  {
    what: "the name of an officer in a public record",
    file: "records/engagement.csv",
    from: "Coffee with officers",
    to: "Coffee with Sgt. Miller",
    code: "PERSON_IN_TEXT",
    at: "Miller",
  },
  {
    what: "a column that is not public",
    file: "records/engagement.csv",
    from: "start,mode",
    to: "start,attendance",
    code: "COLUMN_NOT_PUBLIC",
    at: 1,
  },
];

/** The line of a text, from 1. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

describe("publish(folder) of a hub with one fault", () => {
  const folder = mkdtempSync(join(tmpdir(), "openbeat-bad-hub-"));
  let database: TestDatabase;
  let store: Database;
  beforeAll(async () => {
    database = await createEmbedded();
    store = await database.open("publisher");
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });
  const attempt = async (files: ReadonlyMap<string, string>) => {
    rmSync(folder, { recursive: true });
    writeFiles(Object.fromEntries(files), folder);
    const effects = {
      openStore: async () => ({ ...store, close: async () => {} }),
      now: () => new Date("2026-04-01T09:00:00Z"),
      progress: () => {},
    };
    return publish(folder, effects).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it.each(faults)("names $what by its code and place, and nothing else", async ({ file, from, to, code, named = file, at, also = [] }) => {
    const files = townHub();
    const before = files.get(file) ?? "";
    expect(before.split(from).length).toBeGreaterThan(1);
    files.set(file, before.replace(from, to));
    const error = await attempt(files);
    expect(error).toBeInstanceOf(PipelineError);
    const { problems, message } = error as PipelineError;
    const text = files.get(named) ?? "";
    const line = typeof at === "string" ? lineOf(text, at) : at;
    const place = { code, file: named, ...(line === null ? {} : { row: line }) };
    expect(problems).toContainEqual(expect.objectContaining(place));
    expect(new Set(problems.map((problem) => problem.code)), message).toEqual(new Set([code, ...also]));
  });

  it("has published nothing at all, and publishes the hub without a fault", async () => {
    expect(faults.length).toBeGreaterThanOrEqual(40);
    expect(await releasesOf(store)).toEqual([]);
    expect(await attempt(townHub())).toBeUndefined();
    expect(await releasesOf(store)).toHaveLength(1);
  });
});
