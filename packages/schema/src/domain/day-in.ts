const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The day of an instant in a time zone: ISO 8601.
 * @param instant A date, or an instant as ISO 8601 writes it. @param timezone An IANA name, such as America/New_York.
 * @throws {RangeError} If there is no such zone, or the instant is none.
 */
export function dayIn(instant: Date | string, timezone: string): string {
  // Making an Intl formatter costs more than a thousand uses of one.
  const format =
    formats.get(timezone) ??
    // The one locale whose days are written as ISO 8601 writes them.
    new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timezone, format);
  return format.format(new Date(instant));
}
