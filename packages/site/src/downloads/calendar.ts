import type { Activity } from "../data/records.ts";
import { type Edition, href, slug } from "../edition.ts";
import { plannedActivities } from "../records/activities.ts";
import { activityAnchor } from "../records/record-pages.ts";
import { languageText, listText } from "../words/formats.ts";
import { codeText } from "../words/records-text.ts";
import type { SiteFile } from "./files.ts";

/** What a calendar says of one activity. */
export interface CalendarEvent {
  /** The same in every release and language, so that a program knows the activity again. */
  readonly uid: string;
  /** ISO 8601 instants. Without an end it is told as a moment. */
  readonly start: string;
  readonly end: string | null;
  readonly summary: string;
  readonly description: string;
  readonly location: string | null;
  readonly url: string | null;
  readonly status: "CONFIRMED" | "CANCELLED";
}

/** A calendar and its events. */
export interface Calendar {
  readonly name: string;
  readonly language: string;
  /** When what it says was published: ISO 8601 instant. */
  readonly stamp: string;
  readonly events: readonly CalendarEvent[];
}

/** A text as a value: what has a meaning in the format is escaped, and a line break is written as one. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");
const utc = (instant: string): string => new Date(instant).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");

/** A line in parts of at most 75 octets, none of which breaks a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  for (const character of line) {
    if (Buffer.byteLength(part + character) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part].join("\r\n ");
}

/**
 * A calendar as a text.
 * @see RFC 5545, Internet Calendaring and Scheduling; the name is that of RFC 7986.
 */
export function calendarText({ name, language, stamp, events }: Calendar): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Openbeat//Openbeat//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME;LANGUAGE=${language}:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${escaped(event.uid)}`,
      `DTSTAMP:${utc(stamp)}`,
      `DTSTART:${utc(event.start)}`,
      ...(event.end === null ? [] : [`DTEND:${utc(event.end)}`]),
      `SUMMARY;LANGUAGE=${language}:${escaped(event.summary)}`,
      ...(event.description === "" ? [] : [`DESCRIPTION;LANGUAGE=${language}:${escaped(event.description)}`]),
      ...(event.location === null ? [] : [`LOCATION:${escaped(event.location)}`]),
      ...(event.url === null ? [] : [`URL:${event.url}`]),
      `STATUS:${event.status}`,
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventOf({ hub, words, language, root }: Edition, activity: Activity): CalendarEvent {
  const { recordPages: told } = words;
  const lines = [
    activity.objective,
    activity.mode === null ? null : `${told.takePart}: ${codeText(told, "mode", activity.mode)}`,
    activity.languages.length === 0
      ? null
      : `${told.activityLanguages}: ${listText(
          activity.languages.map((tag) => languageText(tag, language)),
          language,
        )}`,
    activity.access.length === 0
      ? null
      : `${told.access}: ${listText(
          activity.access.map((code) => codeText(told, "access_feature", code)),
          language,
        )}`,
  ];
  const base = hub.hub.url?.replace(/\/+$/, "");
  return {
    uid: `${activity.code}@${hub.hub.code}`,
    start: activity.start,
    end: activity.end,
    summary: activity.title ?? codeText(told, "activity_type", activity.type),
    description: lines.filter((line) => line !== null).join("\n"),
    location: activity.place,
    url: base === undefined ? null : `${base}${href({ root }, `meetings/#${activityAnchor(activity)}`)}`,
    status: "CONFIRMED",
  };
}

/** The address of the calendar of an area, or of all of them, within an edition. */
export const calendarPath = (area?: string): string => `calendar/${area === undefined ? "all" : slug(area)}.ics`;

/**
 * The calendars of an edition: one of all areas and one for each, where the release has activities. One that has no event stands as well:
 * whoever subscribes to it gets the next.
 * @throws {Error} If an area has the code that the calendar of all areas has, or two have one in an address.
 */
export function* calendarFiles(edition: Edition): Generator<SiteFile> {
  const { hub, words, language } = edition;
  if (hub.records.activities.length === 0) return;
  const taken = new Set<string>();
  for (const area of [undefined, ...hub.areas.values()]) {
    const path = decodeURIComponent(href(edition, calendarPath(area?.code))).slice(1);
    if (taken.has(path.toLowerCase()))
      throw new Error("Two calendars of areas would have the same address. Give one of the areas another code.");
    taken.add(path.toLowerCase());
    const name = `${hub.hub.title}: ${area?.name ?? words.recordPages.meetings}`;
    const events = plannedActivities(hub, area?.code).map((activity) => eventOf(edition, activity));
    yield { path, text: calendarText({ name, language, stamp: hub.publishedAt, events }) };
  }
}
