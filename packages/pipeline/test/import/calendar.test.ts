import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { importCalendarFile } from "../../src/commands/import.ts";
import { countCodes } from "../../src/import/counted-as.ts";
import { engagementRows } from "../../src/import/engagement-rows.ts";
import { instantAt, readTime, wallAt, writtenIn } from "../../src/import/local-time.ts";
import { mergeEngagement } from "../../src/import/merge-engagement.ts";
import { readIcs } from "../../src/import/read-ics.ts";
import { writeSmallHub } from "../support/small-hub.ts";

const zone = "America/New_York";
const context = { zone, window: { from: "2026-01-01", to: "2026-12-31" } };
const calendar = (...lines: readonly string[]) => ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: readonly string[]) => ["BEGIN:VEVENT", "UID:u1", "SUMMARY:Beat meeting", ...lines, "END:VEVENT"];
/** The beginnings of what is read, in the hub's time zone, and what is left out. */
const read = (...events: readonly (readonly string[])[]) => {
  const { entries, activities, leftOut } = readIcs(calendar(...events.flat()), context);
  return { entries, starts: activities.map(({ start }) => writtenIn(start, zone)), leftOut };
};
const weekly = ["DTSTART;TZID=America/New_York:20260302T180000", "DTEND;TZID=America/New_York:20260302T190000"];

describe("readIcs(text, context)", () => {
  it("keeps the clock's time of a series when clocks are put forward", () => {
    expect(read(event(...weekly, "RRULE:FREQ=WEEKLY;COUNT=3")).starts).toEqual([
      "2026-03-02T18:00:00-05:00",
      "2026-03-09T18:00:00-04:00",
      "2026-03-16T18:00:00-04:00",
    ]);
  });
  it("ends a series with the last occurrence not after UNTIL, which is in UTC", () => {
    expect(read(event(...weekly, "RRULE:FREQ=WEEKLY;UNTIL=20260309T220000Z")).starts).toHaveLength(2);
    expect(read(event(...weekly, "RRULE:FREQ=WEEKLY;UNTIL=20260309T215959Z")).starts).toHaveLength(1);
    expect(read(event(...weekly, "RRULE:FREQ=WEEKLY;UNTIL=20260309")).starts).toHaveLength(2);
  });
  it("works a series without an end out up to the end of the window", () => {
    const { starts } = read(event("DTSTART:20100104T230000Z", "RRULE:FREQ=WEEKLY"));
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([52, "2026-01-05T18:00:00-05:00", "2026-12-28T18:00:00-05:00"]);
  });
  it("leaves out excluded occurrences, takes added ones, and moves those with an entry of their own", () => {
    const series = event(...weekly, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=America/New_York:20260309T180000", "RDATE:20260401T220000Z");
    const moved = event("RECURRENCE-ID:20260316T220000Z", "DTSTART;TZID=America/New_York:20260317T170000", "STATUS:CANCELLED");
    const { activities, entries } = readIcs(calendar(...series, ...moved), context);
    expect(entries).toBe(2);
    expect(activities.map(({ start, isCancelled }) => [writtenIn(start, zone), isCancelled])).toEqual([
      ["2026-03-02T18:00:00-05:00", false],
      ["2026-03-23T18:00:00-04:00", false],
      ["2026-04-01T18:00:00-04:00", false],
      ["2026-03-17T17:00:00-04:00", true],
    ]);
    const whole = readIcs(calendar(...series), context).activities;
    expect(whole.map(({ key }) => key)).toContain(activities.at(-1)?.key);
  });
  it("moves an occurrence from outside the window into it, and out of it", () => {
    const series = event("DTSTART;TZID=America/New_York:20251230T180000", "RRULE:FREQ=WEEKLY;COUNT=2");
    const moved = (start: string, recurrence: string) =>
      event(`RECURRENCE-ID;TZID=America/New_York:${recurrence}`, `DTSTART;TZID=America/New_York:${start}`);
    expect(read(series, moved("20260101T180000", "20251230T180000")).starts).toEqual([
      "2026-01-06T18:00:00-05:00",
      "2026-01-01T18:00:00-05:00",
    ]);
    expect(read(series, moved("20251231T180000", "20260106T180000"))).toEqual({
      entries: 2,
      starts: [],
      leftOut: ["OUTSIDE_WINDOW", "OUTSIDE_WINDOW"],
    });
  });
  it("takes the newest entry of one identifier", () => {
    const old = event("SEQUENCE:2", "DTSTART:20260302T100000Z");
    const newer = event("SEQUENCE:10", "DTSTART:20260303T100000Z");
    for (const events of [
      [old, newer],
      [newer, old],
    ])
      expect(read(...events)).toEqual({ entries: 2, starts: ["2026-03-03T05:00:00-05:00"], leftOut: ["DUPLICATE_ID"] });
  });
  it("takes times without a zone as the hub's, and says so", () => {
    const [activity] = readIcs(calendar(...event("DTSTART:20260702T180000")), context).activities;
    expect([writtenIn(activity?.start ?? 0, zone), activity?.isLocalTimeAssumed]).toEqual(["2026-07-02T18:00:00-04:00", true]);
  });
  it("reads a zone that only the file knows by what the file says of it", () => {
    const own = [
      ...["BEGIN:VTIMEZONE", "TZID:Our own", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300"],
      ...["END:STANDARD", "END:VTIMEZONE"],
    ];
    const meeting = event('DTSTART;TZID="Our own":20260302T180000', "RRULE:FREQ=DAILY;UNTIL=20260303T150000Z");
    expect(read(own, meeting).starts).toEqual(["2026-03-02T10:00:00-05:00", "2026-03-03T10:00:00-05:00"]);
    expect(read(meeting).leftOut).toEqual(["TIME_ZONE_UNKNOWN"]);
  });
  it("takes days as days, over the day that has 23 hours", () => {
    const { activities } = readIcs(calendar(...event("DTSTART;VALUE=DATE:20260308", "DTEND;VALUE=DATE:20260310")), context);
    expect(activities.map(({ start, end, isWholeDay }) => [writtenIn(start, zone), writtenIn(end ?? 0, zone), isWholeDay])).toEqual([
      ["2026-03-08T00:00:00-05:00", "2026-03-10T00:00:00-04:00", true],
    ]);
  });
  it("reads words that are folded and escaped", () => {
    const { activities } = readIcs(calendar(...event("DTSTART:20260302T100000Z", "LOCATION:Main library\\, ro", " om 2")), context);
    expect(activities[0]?.place).toBe("Main library, room 2");
  });
  it.each([
    ["PRIVATE", ["DTSTART:20260302T100000Z", "CLASS:PRIVATE"]],
    ["PRIVATE", ["DTSTART:20260302T100000Z", "CLASS:confidential"]],
    ["TENTATIVE", ["DTSTART:20260302T100000Z", "STATUS:TENTATIVE"]],
    ["END_BEFORE_START", ["DTSTART:20260302T100000Z", "DTEND:20260302T090000Z"]],
    ["TIME_INVALID", ["LOCATION:Library"]],
    ["TIME_INVALID", ["DTSTART:20261302T100000Z"]],
    ["TIME_INVALID", ["DTSTART;VALUE=DATE:20260230"]],
    ["OUTSIDE_WINDOW", ["DTSTART;VALUE=DATE:20420101"]],
    ["SERIES_UNREADABLE", ["DTSTART:20260302T100000Z", "RRULE:FREQ=SECONDLY"]],
    ["SERIES_UNREADABLE", ["DTSTART:20260302T100000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T100000Z"]],
  ])("leaves out as %s what has %s", (code, lines) => {
    expect(read(event(...lines))).toEqual({ entries: 1, starts: [], leftOut: [code] });
  });
  it("comes to an end with a rule that no day fulfils", () => {
    expect(read(event("DTSTART:20260302T100000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).entries).toBe(1);
  });
  it.each(["", "title,start\nA,2026-03-02", "BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n"])("refuses what is no calendar: %j", (text) => {
    expect(() => readIcs(text, context)).toThrow(expect.objectContaining({ code: "IMPORT_INVALID" }));
  });
  const startDay = fc
    .integer({ min: 0, max: 900 })
    .map((days) => new Date(Date.UTC(2025, 6, 1 + days)).toISOString().slice(0, 10).replaceAll("-", ""));
  test.prop([fc.array(fc.tuple(startDay, fc.constantFrom("", "RRULE:FREQ=MONTHLY", "RRULE:FREQ=WEEKLY;COUNT=3")), { maxLength: 8 })])(
    "accounts for every entry: it gives activities within the window, or one reason",
    (list) => {
      const events = list.flatMap(([day, rule], at) => [
        "BEGIN:VEVENT",
        `UID:${at}`,
        `DTSTART:${day}T150000Z`,
        ...(rule === "" ? [] : [rule]),
        "END:VEVENT",
      ]);
      const { entries, activities, leftOut } = readIcs(calendar(...events), context);
      expect(entries).toBe(list.length);
      expect(new Set(activities.map(({ key }) => key.split(" ")[0])).size + leftOut.length).toBe(list.length);
      expect(new Set(activities.map(({ key }) => key)).size).toBe(activities.length);
      for (const { start } of activities) expect(writtenIn(start, zone).slice(0, 4)).toBe("2026");
    },
  );
});

describe("readTime(text, zone)", () => {
  it("takes the first of two times that a clock shows, and moves on one that it skips", () => {
    expect(writtenIn(instantAt("2026-11-01T01:30:00", zone), zone)).toBe("2026-11-01T01:30:00-04:00");
    expect(writtenIn(instantAt("2026-03-08T02:30:00", zone), zone)).toBe("2026-03-08T03:30:00-04:00");
  });
  it("reads offsets, days and times without a zone", () => {
    const told = (text: string) => {
      const found = readTime(text, zone);
      return found === undefined ? undefined : [writtenIn(found.instant, zone), found.isAssumed, found.isDay];
    };
    expect(told("2026-02-09T12:00:00")).toEqual(["2026-02-09T12:00:00-05:00", true, false]);
    expect(told("2026-02-09 12:00")).toEqual(["2026-02-09T12:00:00-05:00", true, false]);
    expect(told("2026-02-09T12:00:00-08:00")).toEqual(["2026-02-09T15:00:00-05:00", false, false]);
    expect(told("2026-02-09T12:00:00Z")).toEqual(["2026-02-09T07:00:00-05:00", false, false]);
    expect(told("2026-02-09")).toEqual(["2026-02-09T00:00:00-05:00", false, true]);
    for (const wrong of ["", "02/09/2026", "2026-02-30", "2026-02-09T25:00", "2026-02-09T12:00:00 EST"])
      expect(told(wrong)).toBeUndefined();
  });
  test.prop([fc.integer({ min: 0, max: 4e9 })])(
    "finds the instant again that a clock shows, but in the hour that is shown twice",
    (second) => {
      const instant = second * 1000;
      const found = instantAt(wallAt(instant, zone), zone);
      expect([instant, instant - 3_600_000]).toContain(found);
      expect(readTime(writtenIn(instant, zone), zone)?.instant).toBe(instant);
    },
  );
});

const found = {
  ...{ key: "k", title: "Beat meeting", place: "", source: "City", area: "", start: instantAt("2026-03-02T18:00:00", zone) },
  ...{ end: instantAt("2026-03-02T19:00:00", zone), isCancelled: false, isWholeDay: false, isLocalTimeAssumed: false, isOfSeries: false },
};
const into = { zone, areas: new Set(["1", "2"]), area: "1", rules: [], now: 0 };

describe("engagementRows(activities, context)", () => {
  it("writes what may be shown, as the standard has it, and nothing of who was there", () => {
    const { rows } = engagementRows([found], into);
    expect(rows).toEqual([
      {
        ...{ id: expect.stringMatching(/^cal-[0-9a-f]{20}$/), title: "Beat meeting", type: "other", status: "planned", area: "1" },
        ...{ start: "2026-03-02T18:00:00-05:00", end: "2026-03-02T19:00:00-05:00", place: "", mode: "" },
      },
    ]);
  });
  it("takes no place as it is written, and no title with a way to reach somebody", () => {
    const titles = ["Call 812-555-0147", "See https://x.example", "Write to j.doe@x.example", "Zoom 853 2104 7719"];
    const { rows, notes } = engagementRows(
      titles.map((title, at) => ({ ...found, key: String(at), title, place: "12 Elm St, the Smiths'" })),
      into,
    );
    expect(rows.map(({ title, place }) => [title, place])).toEqual(titles.map(() => ["", ""]));
    expect(countCodes(notes)).toContainEqual({ code: "TITLE_NOT_TAKEN", records: 4 });
    expect(countCodes(notes)).toContainEqual({ code: "PLACE_NOT_TAKEN", records: 4 });
    expect(engagementRows([{ ...found, title: "Coffee with Sergeant Miller" }], into)).toMatchObject({ rows: [{ title: "" }] });
    expect(engagementRows([{ ...found, title: "Meeting of 2026-27, Ward 14" }], into).rows[0]?.title).toBe("Meeting of 2026-27, Ward 14");
  });
  it("lets the first rule that holds and says a thing decide it", () => {
    const rules = [
      { where: { title: "BEAT", place: "library" }, place: "Central Library", area: "2" },
      { where: { title: "beat" }, type: "beat_meeting", place: "Never" },
      { where: { title: "closed" }, leave_out: true as const },
    ];
    const made = engagementRows(
      [
        { ...found, place: "The Library, 2nd floor" },
        { ...found, key: "c", title: "Offices closed" },
      ],
      { ...into, rules },
    );
    expect(made.rows).toMatchObject([{ type: "beat_meeting", place: "Central Library", area: "2" }]);
    expect(made.leftOut).toEqual(["LEFT_OUT_BY_RULE"]);
  });
  it("leaves out what has no area of the hub", () => {
    const made = engagementRows(
      [
        { ...found, area: "9" },
        { ...found, key: "b", area: "2" },
      ],
      { ...into, area: undefined },
    );
    expect([made.rows.map(({ area }) => area), made.leftOut]).toEqual([["2"], ["AREA_UNKNOWN"]]);
  });
  it.each([
    ["CANCELED - Beat meeting"],
    ["Beat meeting: CANCELLED"],
    ["[Canceled] Beat meeting"],
    ["Beat meeting CANCELLATION NOTICE"],
    ["Cancelled--Beat meeting"],
  ])("knows %s for a cancellation of the meeting, in whichever order the two stand", (title) => {
    const notice = { ...found, key: "n", title, isCancelled: true };
    for (const both of [
      [found, notice],
      [notice, found],
    ]) {
      const { rows, leftOut } = engagementRows(both, into);
      expect(rows.map((row) => [row.title, row.status])).toEqual([["Beat meeting", "cancelled"]]);
      expect(leftOut).toEqual(["DUPLICATE_ACTIVITY"]);
    }
  });
  it("keeps apart what is held at one time in two places or two areas", () => {
    const here = { ...found, place: "Park" };
    expect(engagementRows([here, { ...here, key: "b", place: "School" }], into).rows).toHaveLength(2);
    expect(engagementRows([here, { ...here, key: "b", area: "2" }], into).rows).toHaveLength(2);
    expect(engagementRows([here, { ...here, key: "b", place: "park" }], into).rows).toHaveLength(1);
    expect(engagementRows([here, { ...here, key: "b", place: "" }], into).rows).toHaveLength(1);
    const nowhere = { ...here, key: "c", place: "" };
    expect(engagementRows([nowhere, here, { ...here, key: "b", place: "School" }], into).rows).toHaveLength(2);
  });
  it("writes no end where it is the beginning", () => {
    const { rows, notes } = engagementRows([{ ...found, end: found.start }], into);
    expect([rows[0]?.end, notes.includes("END_EQUALS_START")]).toEqual(["", true]);
  });
});

describe("mergeEngagement(before, rows)", () => {
  const columns = ["id", "title", "type", "status", "attendance"];
  const row = { id: "cal-1", title: "New", type: "other", status: "planned" };
  const merge = (...rows: readonly Record<string, string>[]) => mergeEngagement({ columns, rows }, [row]);
  it("adds what is new and keeps the columns that are there", () => {
    const { table, added } = merge({ id: "x", title: "Old", status: "held", attendance: "12" });
    expect([added, table.columns.slice(0, 5), table.rows.map(({ id }) => id)]).toEqual([1, columns, ["x", "cal-1"]]);
    expect(table.rows[0]?.attendance).toBe("12");
  });
  it("brings a planned activity up to date, but not what somebody wrote of it", () => {
    const { table, updated } = merge({ id: "cal-1", title: "Old", type: "beat_meeting", status: "planned", attendance: "" });
    expect([updated, table.rows]).toEqual([1, [expect.objectContaining({ title: "New", type: "beat_meeting", status: "planned" })]]);
  });
  it.each(["held", "cancelled"])("leaves one that is %s as it is", (status) => {
    const { table, kept, updated } = merge({ id: "cal-1", title: "Old", status });
    expect([kept, updated, table.rows[0]?.title]).toEqual([1, 0, "Old"]);
  });
  it("tells of planned ones that a calendar no longer has", () => {
    const gone = (id: string, status: string) => ({ id, title: "", status });
    expect(merge(gone("cal-2", "planned"), gone("cal-3", "held"), gone("own", "planned")).missing).toEqual(["cal-2"]);
  });
});

describe("openbeat import calendar", () => {
  const run = async (folder: string, file: string, ...more: readonly string[]) => {
    const lines: string[] = [];
    const terminal = { out: (line: string) => void lines.push(line), err: () => {}, progress: () => {} };
    const { exitCode: exit } = await importCalendarFile.run(
      [file, "--hub", folder, ...more],
      terminal,
      () => new Date("2026-03-01T12:00:00Z"),
    );
    return { exit, lines };
  };
  const csv = `name,begin,finish,where
Beat meeting,2026-03-02T18:00:00,2026-03-02T19:00:00,Library
"CANCELED: Beat meeting",2026-03-02T18:00:00-06:00,2026-03-02T19:00:00-06:00,Library
Holiday,2042-01-01T00:00:00,2042-01-01T00:00:00,
Soon,soon,,
`;
  const rules = stringify({
    columns: { title: "name", start: "begin", end: "finish", place: "where" },
    rules: [{ where: { place: "library" }, area: "2", place: "Central Library" }],
  });

  it("writes records/engagement.csv, and counts what it did not take", async () => {
    const folder = writeSmallHub((parts) => Object.assign(parts.files, { "in.csv": csv, "rules.yaml": rules }));
    const first = await run(folder, join(folder, "in.csv"), "--rules", join(folder, "rules.yaml"));
    expect(first).toEqual({
      exit: 0,
      lines: [
        "4 entries of the calendar read, 1 activities between 2026-03-01 and 2027-03-01",
        "  left out: 1 DUPLICATE_ACTIVITY",
        "  left out: 1 OUTSIDE_WINDOW",
        "  left out: 1 TIME_INVALID",
        "  noted: 1 CANCELLED",
        "  noted: 1 LOCAL_TIME_ASSUMED",
        "  noted: 1 TYPE_OTHER",
        "records/engagement.csv: 1 added, 0 brought up to date, 0 as they were",
      ],
    });
    const written = readFileSync(join(folder, "records/engagement.csv"), "utf8");
    expect(written.split("\n")[1]).toMatch(
      /^cal-[0-9a-f]{20},Beat meeting,other,cancelled,2,2026-03-02T18:00:00-06:00,2026-03-02T19:00:00-06:00,,Central Library,/,
    );
    expect((await run(folder, join(folder, "in.csv"), "--rules", join(folder, "rules.yaml"))).lines.at(-1)).toContain("0 added, 0 brought");
    expect(readFileSync(join(folder, "records/engagement.csv"), "utf8")).toBe(written);
  });

  it.each<readonly [string, string, readonly string[], string]>([
    ["an unknown area", "in.ics", ["--area", "9"], "COMMAND_INVALID"],
    ["a day that is none", "in.ics", ["--area", "1", "--from", "soon"], "COMMAND_INVALID"],
    ["a window that ends before it begins", "in.ics", ["--area", "1", "--to", "2020-01-01"], "COMMAND_INVALID"],
    ["no area for anything", "in.ics", [], "IMPORT_EMPTY"],
    ["a file that is not there", "none.ics", ["--area", "1"], "IMPORT_INVALID"],
    ["a file of another kind", "in.txt", ["--area", "1"], "COMMAND_INVALID"],
    ["a CSV file without the columns", "other.csv", ["--area", "1"], "IMPORT_INVALID"],
    ["rules with a code that is none", "in.ics", ["--area", "1", "--rules", "wrong.yaml"], "IMPORT_INVALID"],
  ])("refuses %s, and writes nothing", async (_, name, more, code) => {
    const folder = writeSmallHub((parts) =>
      Object.assign(parts.files, {
        "in.ics": calendar(...event("DTSTART:20260302T100000Z")),
        "other.csv": "a,b\n1,2\n",
        "wrong.yaml": stringify({ rules: [{ where: { title: "x" }, type: "raid" }] }),
      }),
    );
    writeFileSync(join(folder, "in.txt"), "");
    const words = more.map((word) => (word.endsWith(".yaml") ? join(folder, word) : word));
    await expect(run(folder, join(folder, name), ...words)).rejects.toMatchObject({ code });
    expect(() => readFileSync(join(folder, "records/engagement.csv"))).toThrow();
  });
});

describe("docs/import.md", () => {
  it("explains every reason and every note, and no other", () => {
    const codes = [...readFileSync(new URL("../../src/import/counted-as.ts", import.meta.url), "utf8").matchAll(/\| "([A-Z_]+)"/g)];
    const text = readFileSync(new URL("../../../../docs/import.md", import.meta.url), "utf8");
    const explained = [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(explained.sort()).toEqual(codes.map(([, code]) => code).sort());
  });
});
