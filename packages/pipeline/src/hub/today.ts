/** The day that it is in a time zone, as ISO 8601 writes it. @param timezone An IANA name, such as America/New_York. */
export const todayIn = (timezone: string, now: Date): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" }).format(now);
