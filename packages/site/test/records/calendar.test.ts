import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type CalendarEvent, calendarText } from "../../src/downloads/calendar.ts";

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: "e-1@testhaven",
  start: "2026-04-02T23:30:00.000Z",
  end: "2026-04-03T01:00:00.000Z",
  summary: "Harbour meeting",
  description: "",
  location: null,
  url: null,
  status: "CONFIRMED",
  ...more,
});
const text = (...events: readonly CalendarEvent[]) =>
  calendarText({ name: "Testhaven: Harbour", language: "en", stamp: "2026-03-03T12:00:00.000Z", events });
/** The lines of a calendar as a program reads them: unfolded. */
const lines = (calendar: string) => calendar.replaceAll("\r\n ", "").split("\r\n");
/** The text that a program reads of a property. */
const readValue = (calendar: string, name: string) =>
  lines(calendar)
    .find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
    ?.replace(/^[^:]*:/, "")
    .replace(/\\([\\;,n])/g, (_, sign: string) => (sign === "n" ? "\n" : sign));

describe("calendarText(calendar)", () => {
  it("tells an event with its instants in UTC, a stamp and a status", () => {
    expect(lines(text(event({ location: "Library, Mill Road", url: "https://testhaven.example/meetings/" })))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Openbeat//Openbeat//EN",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "NAME;LANGUAGE=en:Testhaven: Harbour",
      "X-WR-CALNAME:Testhaven: Harbour",
      "BEGIN:VEVENT",
      "UID:e-1@testhaven",
      "DTSTAMP:20260303T120000Z",
      "DTSTART:20260402T233000Z",
      "DTEND:20260403T010000Z",
      "SUMMARY;LANGUAGE=en:Harbour meeting",
      "LOCATION:Library\\, Mill Road",
      "URL:https://testhaven.example/meetings/",
      "STATUS:CONFIRMED",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  it("has no end where none is known, and stands without any event", () => {
    expect(text(event({ end: null }))).not.toContain("DTEND");
    expect(text()).not.toContain("VEVENT");
    expect(text().endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  const words = fc.string({ unit: "grapheme", maxLength: 200 }).map((drawn) => drawn.replace(/[\p{Cc}\u2028\u2029]/gu, "\n"));
  test.prop([words])("keeps every line within 75 octets and every text as it was, whatever its signs", (summary) => {
    const calendar = text(event({ summary, description: `${summary}\n${summary}` }));
    for (const line of calendar.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(calendar).not.toMatch(/(?<!\r)\n/);
    expect(readValue(calendar, "SUMMARY")).toBe(summary);
    expect(readValue(calendar, "DESCRIPTION")).toBe(`${summary}\n${summary}`);
  });
});
