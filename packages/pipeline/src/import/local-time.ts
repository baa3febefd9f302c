import { Temporal } from "temporal-polyfill";

/** A time as a file has it. */
export interface WrittenTime {
  /** Milliseconds since 1970 in UTC. */
  readonly instant: number;
  /** Whether the file names no zone, so that the hub's was taken. */
  readonly isAssumed: boolean;
  /** Whether the file has a day only: the instant is its midnight. */
  readonly isDay: boolean;
}

/** Whether the IANA database knows a time zone of this name. */
export function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which a clock in a zone shows this. Where it is shown twice, the first; where it is skipped, as if the clock had not been
 * put forward.
 * @param wall Such as 2026-03-02T18:40:00.
 * @throws {RangeError} If there is no such time.
 * @see RFC 5545, 3.3.5, form 3.
 */
export const instantAt = (wall: string, zone: string): number =>
  Temporal.PlainDateTime.from(wall, { overflow: "reject" }).toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;

/** What a clock in the zone shows at an instant, such as 2026-03-02T18:40:00. */
export const wallAt = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" });

/** The day on which an instant falls in a zone, such as 2026-03-02. */
export const dayAt = (instant: number, zone: string): string => wallAt(instant, zone).slice(0, 10);

/** The day that comes so many days later. */
export const dayAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** An instant as the standard writes it, with the offset of the zone: 2026-03-02T18:40:00-05:00. */
export const writtenIn = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: "second", timeZoneName: "never", calendarName: "never" });

const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Reads a time by ISO 8601: with an offset, without one (then a clock in `zone` shows it), or a day alone.
 * @returns Nothing where the text is no such time.
 */
export function readTime(text: string, zone: string): WrittenTime | undefined {
  const [, day, time, offset] = form.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  try {
    if (offset !== undefined)
      return { instant: Temporal.Instant.from(`${day}T${time}${offset}`).epochMilliseconds, isAssumed: false, isDay: false };
    return { instant: instantAt(`${day}T${time ?? "00:00"}`, zone), isAssumed: time !== undefined, isDay: time === undefined };
  } catch {
    return undefined;
  }
}
