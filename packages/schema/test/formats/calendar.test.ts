import { fc, test } from "@fast-check/vitest";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { type CalendarActivity, calendarOf } from "../../src/formats/index.ts";

const words = {
  name: "Harbour: meetings, visits",
  language: "en",
  url: "https://hub.example/r/1.2.0/calendar/B12.ics",
  timezone: "America/New_York",
  released: "2026-03-01T12:00:00Z",
};
const meeting: CalendarActivity = {
  code: "A-7",
  title: "Coffee; tea, and talk\\walk",
  start: "2026-03-02T18:40:00-05:00",
  end: "2026-03-02T20:00:00-05:00",
  status: "planned",
  place: "Library, main hall",
  area: "Harbour",
  url: "https://hub.example/activities/A-7",
  objective: "To hear what residents think.\nBring a friend.",
  languages: ["English", "Español"],
};

/** The events of a calendar as ical.js reads them. */
const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents("vevent").map((event) => {
    const value = (name: string) => event.getFirstPropertyValue(name)?.toString() ?? null;
    const instant = (name: string) => {
      const time = event.getFirstPropertyValue(name);
      return time instanceof ICAL.Time ? time.toUnixTime() : null;
    };
    return {
      ...{ uid: value("uid"), summary: value("summary"), location: value("location"), description: value("description") },
      ...{ status: value("status"), url: value("url"), stamp: value("dtstamp"), start: instant("dtstart"), end: instant("dtend") },
      isDay: (event.getFirstPropertyValue("dtstart") as ICAL.Time).isDate,
    };
  });
};
const seconds = (text: string) => new Date(text).getTime() / 1000;

describe("calendarOf(activities, words)", () => {
  it("is read back by another program as it was meant", () => {
    expect(read(calendarOf([meeting], words))).toEqual([
      {
        uid: "A-7@hub.example",
        summary: meeting.title,
        location: "Library, main hall, Harbour",
        description: "To hear what residents think.\nBring a friend.\nEnglish, Español",
        status: "CONFIRMED",
        url: "https://hub.example/activities/A-7",
        stamp: "2026-03-01T12:00:00Z",
        start: seconds(meeting.start),
        end: seconds("2026-03-02T20:00:00-05:00"),
        isDay: false,
      },
    ]);
  });
  it("says that an activity is cancelled under the identifier that it had before", () => {
    const [before, after] = (["planned", "cancelled"] as const).map((status, at) =>
      read(calendarOf([{ ...meeting, status }], { ...words, url: words.url.replace("1.2.0", `1.${at}.0`) })),
    );
    expect(after?.[0]?.uid).toBe(before?.[0]?.uid);
    expect([before?.[0]?.status, after?.[0]?.status]).toEqual(["CONFIRMED", "CANCELLED"]);
  });
  it("makes whole days of what lasts from midnight to midnight where the agency is, and no more of what does elsewhere", () => {
    const day = { ...meeting, start: "2026-03-08T00:00:00-05:00", end: "2026-03-09T00:00:00-04:00" };
    expect(calendarOf([day], words)).toContain("DTSTART;VALUE=DATE:20260308\r\nDTEND;VALUE=DATE:20260309\r\n");
    expect(read(calendarOf([day], { ...words, timezone: "America/Chicago" }))[0]?.isDay).toBe(false);
  });
  it("is in order of the beginnings, whatever the order of the activities and their offsets", () => {
    const later = { ...meeting, code: "A-1", start: "2026-03-02T18:00:00-06:00", end: null };
    expect(calendarOf([later, meeting], words)).toBe(calendarOf([meeting, later], words));
    expect(read(calendarOf([later, meeting], words)).map(({ uid, end }) => [uid, end === null])).toEqual([
      ["A-7@hub.example", false],
      ["A-1@hub.example", true],
    ]);
  });
  it("leaves out what is not known", () => {
    const { code, title, start, status, area } = meeting;
    const text = calendarOf([{ code, title, start, status, area }], words);
    expect(text).not.toMatch(/DTEND|DESCRIPTION|null|undefined|\r\nURL/);
    expect(text).toContain("LOCATION;LANGUAGE=en:Harbour\r\n");
  });
  it.each(["2026-03-02T18:40:00", "2026-03-02", "soon", "2026-13-02T18:40:00Z"])(
    "refuses the time %s: whoever reads it would guess the zone",
    (start) => {
      expect(() => calendarOf([{ ...meeting, start }], words)).toThrow(RangeError);
    },
  );
  const anyText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 });
  test.prop([anyText, anyText, anyText])("keeps every word, in lines of at most 75 octets", (title, place, objective) => {
    const text = calendarOf([{ ...meeting, title, place, objective, languages: [] }], words);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    for (const line of text.split("\r\n")) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    const plain = (value: string) => value.replaceAll(/\r\n?/g, "\n").replaceAll(/(?!\n)\p{Cc}/gu, " ");
    expect(read(text)[0]).toMatchObject({ summary: plain(title), location: `${plain(place)}, Harbour`, description: plain(objective) });
  });
  test.prop([anyText])("never lets a title write a line of its own", (title) => {
    expect(read(calendarOf([{ ...meeting, title: `${title}\r\nEND:VEVENT\r\nBEGIN:VEVENT` }], words))).toHaveLength(1);
  });

  it("names no address where the hub knows none, and tells activities apart by the hub's code", () => {
    const activity = { code: "e-1", title: "Meeting", start: "2026-04-02T18:30:00-05:00", status: "planned", area: "Harbour" } as const;
    const about = { name: "Testhaven", language: "en", timezone: "America/Chicago", released: "2026-03-03T12:00:00Z" };
    const calendar = calendarOf([activity], { ...about, url: null, hub: "testhaven" });
    expect(calendar).toContain("UID:e-1@testhaven\r\n");
    expect(calendar).not.toContain("SOURCE");
  });
});
