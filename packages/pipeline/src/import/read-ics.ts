import ICAL from "ical.js";
import { PipelineError } from "../errors.ts";
import { type FoundActivity, gather, type ReadCalendar, type ReadEntry, saysCancelled, type Window } from "./activity.ts";
import { dayAfter, dayAt, instantAt, isZone, wallAt } from "./local-time.ts";

/** Steps of a series after which it is given up: a daily one of more than a century. */
const mostSteps = 50_000;

/** How the times of one property are to be understood. */
interface Clock {
  readonly instantOf: (wall: string) => number;
  readonly wallOf: (instant: number) => string;
  readonly isAssumed: boolean;
}

interface Context {
  /** The hub's time zone. */
  readonly zone: string;
  readonly window: Window;
}

class UnknownZone extends Error {}

const two = (number: number) => String(number).padStart(2, "0");
/** What the clock shows, whatever its zone: 2026-03-02T18:40:00. */
const wallOf = (time: ICAL.Time): string =>
  `${String(time.year).padStart(4, "0")}-${two(time.month)}-${two(time.day)}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
/** The same without a zone: series are worked out by what clocks show. */
const floating = (wall: string, isDate: boolean): ICAL.Time =>
  isDate ? ICAL.Time.fromDateString(wall.slice(0, 10)) : ICAL.Time.fromDateTimeString(wall);

const inZone = (zone: string, isAssumed = false): Clock => ({
  instantOf: (wall) => instantAt(wall, zone),
  wallOf: (instant) => wallAt(instant, zone),
  isAssumed,
});

/** By the zone of the IANA database if it has one of the name, else by what the file itself says of the zone. */
function clockOf(property: ICAL.Property, time: ICAL.Time, { zone }: Context): Clock {
  if (time.isDate) return inZone(zone);
  if (time.zone === ICAL.Timezone.utcTimezone) return inZone("UTC");
  const name = property.getParameter("tzid");
  if (name === undefined) return inZone(zone, true);
  if (isZone(String(name))) return inZone(String(name));
  const own = time.zone;
  if (own === null || own === ICAL.Timezone.localTimezone) throw new UnknownZone();
  return {
    instantOf: (wall) => {
      const at = ICAL.Time.fromDateTimeString(wall);
      at.zone = own;
      return at.toUnixTime() * 1000;
    },
    wallOf: (instant) => wallOf(ICAL.Time.fromJSDate(new Date(instant), true).convertToZone(own)),
    isAssumed: false,
  };
}

/** The times of a property, each with its clock; the start of each where it has periods. */
const timesOf = (property: ICAL.Property, context: Context) =>
  property.getValues().map((value: unknown, at: number) => {
    const time = value instanceof ICAL.Period ? value.start : value;
    if (!(time instanceof ICAL.Time)) throw new RangeError("This is no time.");
    const wall = wallOf(time);
    // ical.js makes the second of March of the thirtieth of February.
    const written = String((property.jCal as readonly unknown[])[3 + at]);
    if (!written.startsWith(time.isDate ? wall.slice(0, 10) : wall)) throw new RangeError("There is no such time.");
    return { time, wall, clock: clockOf(property, time, context) };
  });

interface FirstTime {
  readonly time: ICAL.Time;
  readonly wall: string;
  readonly clock: Clock;
}

function firstTime(event: ICAL.Component, name: string, context: Context): FirstTime | undefined {
  const property = event.getFirstProperty(name);
  return property === null ? undefined : timesOf(property, context)[0];
}

const textOf = (component: ICAL.Component, name: string) => String(component.getFirstPropertyValue(name) ?? "").trim();

/** When the entry that a series or an occurrence of it is known by begins, to tell an occurrence that was changed. */
const recurrenceOf = (event: ICAL.Component, context: Context): string => {
  const found = firstTime(event, "recurrence-id", context);
  return found === undefined ? "" : new Date(found.clock.instantOf(found.wall)).toISOString();
};

/** What a clock shows at the occurrences of a series, up to the end of the window; nothing if they are too many to be meant. */
function occurrencesOf(event: ICAL.Component, { time, wall, clock }: FirstTime, last: string, context: Context): Set<string> | undefined {
  // DTSTART is the first occurrence, whether or not the rule gives it.
  const walls = new Set([wall]);
  for (const property of event.getAllProperties("rrule")) {
    const rule = ICAL.Recur.fromString(String(property.getFirstValue()));
    const { until } = rule;
    if (until !== null && until !== undefined) {
      const isUtc = until.zone === ICAL.Timezone.utcTimezone;
      const end = until.isDate ? `${wallOf(until).slice(0, 10)}T23:59:59` : isUtc ? clock.wallOf(until.toUnixTime() * 1000) : wallOf(until);
      rule.until = floating(end, false);
    }
    const iterator = rule.iterator(floating(wall, time.isDate));
    for (let step = 0, next = iterator.next(); next !== undefined && next !== null; step += 1, next = iterator.next()) {
      if (step === mostSteps) return undefined;
      const shown = wallOf(next);
      if (shown > last) break;
      walls.add(shown);
    }
  }
  for (const property of event.getAllProperties("rdate"))
    for (const added of timesOf(property, context))
      walls.add(time.isDate || added.time.isDate ? added.wall : clock.wallOf(added.clock.instantOf(added.wall)));
  for (const property of event.getAllProperties("exdate"))
    for (const removed of timesOf(property, context)) {
      const shown = removed.time.isDate ? removed.wall : clock.wallOf(removed.clock.instantOf(removed.wall));
      for (const one of walls) if (one === shown || (removed.time.isDate && one.startsWith(shown.slice(0, 10)))) walls.delete(one);
    }
  return walls;
}

interface Group {
  readonly uid: string;
  /** When the occurrence that this entry changes would have begun. Empty where it is no change of one. */
  readonly recurrence: string;
  /** Beginnings of the occurrences of this series that have entries of their own. */
  readonly changed: ReadonlySet<string>;
  readonly isReadable: boolean;
}

function readEvent(event: ICAL.Component, { uid, recurrence, changed, isReadable }: Group, context: Context): ReadEntry {
  const { zone, window } = context;
  if (/^(private|confidential)$/i.test(textOf(event, "class"))) return { leftOut: "PRIVATE" };
  if (!isReadable) return { leftOut: "SERIES_UNREADABLE" };
  const status = textOf(event, "status").toUpperCase();
  const start = firstTime(event, "dtstart", context);
  if (start === undefined) return { leftOut: "TIME_INVALID" };
  const begin = start.clock.instantOf(start.wall);
  const isWholeDay = start.time.isDate;
  const end = firstTime(event, "dtend", context);
  const duration = event.getFirstPropertyValue("duration");
  const lasts =
    end !== undefined
      ? end.clock.instantOf(end.wall) - begin
      : duration instanceof ICAL.Duration
        ? duration.toSeconds() * 1000
        : isWholeDay
          ? 86_400_000
          : undefined;
  if (lasts !== undefined && lasts < 0) return { leftOut: "END_BEFORE_START" };
  if (status === "TENTATIVE") return { leftOut: "TENTATIVE" };
  const title = textOf(event, "summary");
  const calendar = event.parent;
  const shared = {
    title,
    place: textOf(event, "location"),
    source: calendar === null ? "" : textOf(calendar, "x-wr-calname"),
    area: "",
    isCancelled:
      status === "CANCELLED" || saysCancelled(title) || (calendar !== null && textOf(calendar, "method").toUpperCase() === "CANCEL"),
    isWholeDay,
    isLocalTimeAssumed: start.clock.isAssumed || (end?.clock.isAssumed ?? false),
  };
  const isSeries = recurrence === "" && (event.hasProperty("rrule") || event.hasProperty("rdate"));
  const lastWall = start.clock.wallOf(instantAt(`${dayAfter(window.to, 1)}T00:00:00`, zone));
  const walls = isSeries ? occurrencesOf(event, start, lastWall, context) : new Set([start.wall]);
  if (walls === undefined) return { leftOut: "SERIES_UNREADABLE" };
  const activities = [...walls].sort().flatMap((wall): FoundActivity[] => {
    const at = start.clock.instantOf(wall);
    const occurrence = isSeries ? new Date(at).toISOString() : recurrence;
    const day = dayAt(at, zone);
    if (day < window.from || day > window.to || (isSeries && changed.has(occurrence))) return [];
    const ends =
      lasts === undefined
        ? undefined
        : isWholeDay
          ? instantAt(`${dayAfter(day, Math.max(1, Math.round(lasts / 86_400_000)))}T00:00:00`, zone)
          : at + lasts;
    return [{ ...shared, key: `${uid} ${occurrence}`, start: at, end: ends, isOfSeries: isSeries || recurrence !== "" }];
  });
  return activities.length === 0 ? { leftOut: "OUTSIDE_WINDOW" } : { activities };
}

/** Later versions of an entry come last: by SEQUENCE, then by when they were written. */
const versionOf = (event: ICAL.Component): string =>
  `${textOf(event, "sequence").padStart(9, "0")} ${textOf(event, "last-modified")} ${textOf(event, "dtstamp")}`;

/** Does what may fail of one entry without failing the others. */
function attempt<Result>(read: () => Result): Result | ReadEntry {
  try {
    return read();
  } catch (error) {
    return { leftOut: error instanceof UnknownZone ? "TIME_ZONE_UNKNOWN" : "TIME_INVALID" };
  }
}

/**
 * Reads the events of an iCalendar text. Series are worked out within the window; an occurrence with an entry of its own is that entry's.
 * @param context The hub's time zone, in which times without a zone are, and the window.
 * @throws {PipelineError} `IMPORT_INVALID` if the text is no iCalendar.
 * @see RFC 5545. The parsing is that of ical.js.
 */
export function readIcs(text: string, context: Context): ReadCalendar {
  let roots: readonly ICAL.Component[];
  try {
    const parsed: unknown[] = ICAL.parse(text);
    roots = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((calendar) => new ICAL.Component(calendar as unknown[]));
  } catch {
    roots = [];
  }
  if (roots.length === 0 || roots.some(({ name }) => name !== "vcalendar"))
    throw new PipelineError("IMPORT_INVALID", "The file is no iCalendar. Export the calendar again as .ics.");
  const others = roots.flatMap((root) => ["vtodo", "vjournal", "vfreebusy"].flatMap((name) => root.getAllSubcomponents(name)));
  const events = roots.flatMap((root) => root.getAllSubcomponents("vevent"));
  const read: ReadEntry[] = others.map(() => ({ leftOut: "NOT_AN_EVENT" }));
  const known = events.flatMap((event) => {
    const place = attempt(() => ({ event, uid: textOf(event, "uid"), recurrence: recurrenceOf(event, context) }));
    if ("event" in place) return [place];
    read.push(place);
    return [];
  });
  const newest = new Map<string, ICAL.Component>();
  const changed = new Map<string, Set<string>>();
  const unreadable = new Set<string>();
  const keyOf = ({ event, uid, recurrence }: (typeof known)[number]) =>
    uid === "" ? `${textOf(event, "summary")} ${textOf(event, "dtstart")}` : `${uid} ${recurrence}`;
  for (const entry of known) {
    const { event, uid, recurrence } = entry;
    const before = newest.get(keyOf(entry));
    if (before === undefined || versionOf(before) <= versionOf(event)) newest.set(keyOf(entry), event);
    if (recurrence !== "") changed.set(uid, (changed.get(uid) ?? new Set()).add(recurrence));
    // What is changed from here on would have to be worked out again: no calendar that we saw does so.
    if (event.getFirstProperty("recurrence-id")?.getParameter("range") !== undefined) unreadable.add(uid);
  }
  for (const entry of known) {
    const { event, uid, recurrence } = entry;
    if (newest.get(keyOf(entry)) !== event) {
      read.push({ leftOut: "DUPLICATE_ID" });
      continue;
    }
    const group: Group = {
      uid: uid === "" ? keyOf(entry) : uid,
      recurrence,
      changed: changed.get(uid) ?? new Set(),
      isReadable: uid === "" || !unreadable.has(uid),
    };
    read.push(attempt(() => readEvent(event, group, context)));
  }
  return gather(read);
}
