import { PipelineError } from "../errors.ts";
import { gather, type ReadCalendar, type ReadEntry, saysCancelled, type Window, withoutCancelled } from "./activity.ts";
import type { CsvRows } from "./csv-rows.ts";
import { dayAfter, dayAt, instantAt, readTime } from "./local-time.ts";
import type { CalendarRules } from "./rules.ts";

/**
 * Reads the rows of a calendar that was exported as CSV: `title`, `start` and what there is of `id`, `end`, `place`, `source`, `area`, `status`.
 * @param names How the file names these columns, where otherwise.
 * @throws {PipelineError} `IMPORT_INVALID` if a column that is needed or named is not there.
 */
export function readCalendarCsv(
  { columns, rows }: CsvRows,
  names: CalendarRules["columns"],
  { zone, window }: { readonly zone: string; readonly window: Window },
): ReadCalendar {
  const missing = [...new Set([names.title ?? "title", names.start ?? "start", ...Object.values(names)])].filter(
    (name) => !columns.includes(name),
  );
  if (missing.length > 0)
    throw new PipelineError("IMPORT_INVALID", "The file lacks columns. Say in the rules, under `columns`, how it names them.", {
      problems: missing.map((column) => ({ code: "COLUMN_MISSING", column, message: "The file does not have this column." })),
    });
  const seen = new Set<string>();
  const read = rows.map((row): ReadEntry => {
    const text = (name: keyof CalendarRules["columns"]) => (row[names[name] ?? name] ?? "").trim();
    const start = readTime(text("start"), zone);
    const end = text("end") === "" ? undefined : readTime(text("end"), zone);
    if (start === undefined || (end === undefined && text("end") !== "")) return { leftOut: "TIME_INVALID" };
    if (end !== undefined && end.instant < start.instant) return { leftOut: "END_BEFORE_START" };
    if (/^tentative$/i.test(text("status"))) return { leftOut: "TENTATIVE" };
    if (/^(private|confidential)$/i.test(text("status"))) return { leftOut: "PRIVATE" };
    const day = dayAt(start.instant, zone);
    if (day < window.from || day > window.to) return { leftOut: "OUTSIDE_WINDOW" };
    const title = text("title");
    const id = text("id");
    if (id !== "" && seen.has(id)) return { leftOut: "DUPLICATE_ID" };
    seen.add(id);
    return {
      activities: [
        {
          // Without a number of its own an activity is what it is called, when and where.
          key: id === "" ? [withoutCancelled(title), new Date(start.instant).toISOString(), text("area"), text("place")].join(" ") : id,
          title,
          place: text("place"),
          source: text("source"),
          area: text("area"),
          start: start.instant,
          // A day alone ends with that day.
          end: end?.isDay || (end === undefined && start.isDay) ? midnightAfter(dayAt((end ?? start).instant, zone), zone) : end?.instant,
          isCancelled: /^cancell?ed$/i.test(text("status")) || saysCancelled(title),
          isWholeDay: start.isDay,
          isLocalTimeAssumed: start.isAssumed || (end?.isAssumed ?? false),
          isOfSeries: false,
        },
      ],
    };
  });
  return gather(read);
}

const midnightAfter = (day: string, zone: string) => instantAt(`${dayAfter(day, 1)}T00:00:00`, zone);
