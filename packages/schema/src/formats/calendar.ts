/** A planned activity as a calendar tells it. */
export interface CalendarActivity {
  /** The activity's code: the same in every release. */
  readonly code: string;
  readonly title: string;
  /** With the time zone's offset: 2026-03-02T18:40:00-05:00. */
  readonly start: string;
  readonly end?: string | null;
  readonly status: "planned" | "held" | "cancelled";
  /** The name of the public place. */
  readonly place?: string | null;
  /** What the area is called. */
  readonly area: string;
  /** The activity's own page. */
  readonly url?: string | null;
  readonly objective?: string | null;
  /** Languages in which one can take part, as they are to be read. */
  readonly languages?: readonly string[];
}

/** What a calendar says of itself. */
export interface CalendarWords {
  readonly name: string;
  /** BCP 47 tag of the words. */
  readonly language: string;
  /** Where the calendar stands: its host makes the activities' identifiers unique in the world. Null where the hub knows no address. */
  readonly url: string | null;
  /** What makes them unique where there is no address: the hub's code. */
  readonly hub?: string;
  /** IANA time zone of the agency. */
  readonly timezone: string;
  /** When the release was published: an instant by ISO 8601. */
  readonly released: string;
}

/** A text as RFC 5545, 3.3.11 writes it. Characters that steer a terminal have no place in it. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\r\n?|\n/g, "\n")
    .replaceAll(/(?!\n)\p{Cc}/gu, " ")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");

const octets = (text: string) => new TextEncoder().encode(text).length;

/** A line in pieces of at most 75 octets, no character torn apart (RFC 5545, 3.1). */
function folded(line: string): string {
  const pieces: string[] = [];
  let piece = "";
  let length = 0;
  for (const character of line) {
    const own = octets(character);
    if (length + own > 75) {
      pieces.push(piece);
      piece = " ";
      length = 1;
    }
    piece += character;
    length += own;
  }
  return `${[...pieces, piece].join("\r\n")}\r\n`;
}

/** @throws {RangeError} If the text is no instant. */
const instantOf = (text: string): Date => {
  const date = new Date(text);
  if (!/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || Number.isNaN(date.getTime()))
    throw new RangeError("A time of a calendar has no offset, or is none.");
  return date;
};

const utc = (text: string) =>
  instantOf(text)
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, "");

/** The day that begins at this instant in the zone, as 20260302; nothing if none does. */
function dayBegunAt(text: string, timezone: string): string | undefined {
  const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" }).format(instantOf(text));
  return shown.endsWith(" 00:00:00") ? shown.slice(0, 10).replaceAll("-", "") : undefined;
}

/** From midnight to midnight is a whole day, which needs no zone. */
function timesOf({ start, end }: CalendarActivity, timezone: string): readonly string[] {
  const [first, after] = [start, end].map((text) => (text == null ? undefined : dayBegunAt(text, timezone)));
  if (first !== undefined && after !== undefined && after > first) return [`DTSTART;VALUE=DATE:${first}`, `DTEND;VALUE=DATE:${after}`];
  return [`DTSTART:${utc(start)}`, ...(end == null ? [] : [`DTEND:${utc(end)}`])];
}

function eventLines(activity: CalendarActivity, { language, url, hub, timezone, released }: CalendarWords): readonly string[] {
  const { code, title, status, place, area, url: page, objective, languages = [] } = activity;
  const text = (name: string, value: string) => `${name};LANGUAGE=${language}:${escaped(value)}`;
  const description = [objective ?? "", languages.join(", ")].filter((part) => part !== "").join("\n");
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(`${code}@${url === null ? (hub ?? "openbeat") : new URL(url).hostname}`)}`,
    `DTSTAMP:${utc(released)}`,
    ...timesOf(activity, timezone),
    text("SUMMARY", title),
    text("LOCATION", [place ?? "", area].filter((part) => part !== "").join(", ")),
    ...(description === "" ? [] : [text("DESCRIPTION", description)]),
    ...(page == null ? [] : [`URL:${new URL(page).href}`]),
    `STATUS:${status === "cancelled" ? "CANCELLED" : "CONFIRMED"}`,
    // Nobody is busy because the police hold a meeting.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/**
 * Activities as an iCalendar text, by their beginnings. An activity keeps its UID from release to release, so that a subscribed calendar moves
 * or strikes it instead of showing it twice.
 * @throws {RangeError} If a time has no offset, or is none. @throws {TypeError} If an address is none.
 * @see RFC 5545; NAME, SOURCE and REFRESH-INTERVAL by RFC 7986.
 */
export function calendarOf(activities: readonly CalendarActivity[], words: CalendarWords): string {
  const { name, language, url, timezone } = words;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Openbeat//Openbeat//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME;LANGUAGE=${language}:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `X-WR-TIMEZONE:${escaped(timezone)}`,
    ...(url === null ? [] : [`SOURCE;VALUE=URI:${new URL(url).href}`]),
    "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ...[...activities]
      .sort((a, b) => instantOf(a.start).getTime() - instantOf(b.start).getTime() || (a.code < b.code ? -1 : 1))
      .flatMap((activity) => eventLines(activity, words)),
    "END:VCALENDAR",
  ];
  return lines.map(folded).join("");
}
