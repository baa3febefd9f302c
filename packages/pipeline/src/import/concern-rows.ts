import { recordKinds } from "@openbeat/standard";
import type { LeftOutCode, NoteCode } from "./counted-as.ts";
import { readTime, writtenIn } from "./local-time.ts";
import type { ServiceRequest } from "./read-requests.ts";
import type { RequestRules } from "./rules.ts";

/** The columns of a concern, as the standard orders them. */
export const concernColumns: readonly string[] = (recordKinds.find(({ name }) => name === "concerns")?.fields ?? []).map(
  ({ name }) => name,
);

export type ConcernRow = Readonly<Record<string, string>>;

export interface RequestContext {
  /** The hub's time zone. */
  readonly zone: string;
  readonly rules: RequestRules;
  /** The code of the area that holds a point. */
  readonly areaAt: (longitude: number, latitude: number) => string | undefined;
}

/** Degrees of WGS 84, if the text is a number of them. */
const degrees = (text: string, most: number): number | undefined => {
  const value = text === "" ? Number.NaN : Number(text);
  return Math.abs(value) <= most ? value : undefined;
};

const isAbout =
  ({ code, name }: ServiceRequest["service"]) =>
  ({ where }: RequestRules["rules"][number]) =>
    (where.code === undefined || where.code.toLowerCase() === code.toLowerCase()) &&
    (where.name === undefined || name.toLowerCase().includes(where.name.toLowerCase()));

type Made = { readonly leftOut: LeftOutCode } | { readonly row: ConcernRow; readonly notes: readonly NoteCode[] };

function concernOf({ id, status, service, requested, updated, latitude, longitude }: ServiceRequest, context: RequestContext): Made {
  const { zone, rules, areaAt } = context;
  const holding = rules.rules.filter(isAbout(service));
  if (holding.some((rule) => rule.leave_out)) return { leftOut: "LEFT_OUT_BY_RULE" };
  const isClosed = /^closed$/i.test(status);
  const raised = readTime(requested, zone);
  const closed = isClosed ? readTime(updated, zone) : undefined;
  if (raised === undefined || !(isClosed || /^open$/i.test(status))) return { leftOut: "TIME_INVALID" };
  if (isClosed && closed === undefined) return { leftOut: "CLOSING_UNKNOWN" };
  if (closed !== undefined && closed.instant < raised.instant) return { leftOut: "CLOSED_BEFORE_RAISED" };
  const [y, x] = [degrees(latitude, 90), degrees(longitude, 180)];
  if (y === undefined || x === undefined) return { leftOut: "NO_LOCATION" };
  const area = areaAt(x, y);
  if (area === undefined) return { leftOut: "OUTSIDE_EVERY_AREA" };
  const theme = holding.find((rule) => rule.theme !== undefined)?.theme;
  const channel = holding.find((rule) => rule.channel !== undefined)?.channel ?? rules.channel;
  const notes: readonly (readonly [NoteCode, boolean])[] = [
    ["THEME_OTHER", theme === undefined],
    ["CHANNEL_OTHER", channel === undefined],
    ["LOCAL_TIME_ASSUMED", raised.isAssumed || raised.isDay || (closed !== undefined && (closed.isAssumed || closed.isDay))],
  ];
  return {
    row: {
      id,
      theme: theme ?? "other",
      area,
      channel: channel ?? "other",
      raised_at: writtenIn(raised.instant, zone),
      closed_at: closed === undefined ? "" : writtenIn(closed.instant, zone),
    },
    notes: notes.flatMap(([code, holds]) => (holds ? [code] : [])),
  };
}

/** Of requests with one number the one that was changed last, as instants or else as texts compare. */
function newestOf(requests: readonly ServiceRequest[], zone: string): ReadonlySet<ServiceRequest> {
  const newest = new Map<string, ServiceRequest>();
  const changed = ({ updated, requested }: ServiceRequest) => readTime(updated === "" ? requested : updated, zone)?.instant ?? 0;
  for (const request of requests) {
    const before = newest.get(request.id);
    if (before === undefined || changed(before) <= changed(request)) newest.set(request.id, request);
  }
  return new Set(newest.values());
}

/**
 * Makes rows of the record kind `concerns` from service requests. Of a place only the area is kept. When a request was closed is when it was last
 * changed, as GeoReport v2 says of closed ones; when it was answered, and what came of it, is not known.
 * @returns The rows, and the codes of what was left out and assumed, one for each request that it holds for.
 */
export function concernRows(
  requests: readonly ServiceRequest[],
  context: RequestContext,
): { readonly rows: readonly ConcernRow[]; readonly leftOut: readonly LeftOutCode[]; readonly notes: readonly NoteCode[] } {
  const newest = newestOf(requests, context.zone);
  const made = requests.map((request): Made => {
    if (request.id === "") return { leftOut: "ID_MISSING" };
    return newest.has(request) ? concernOf(request, context) : { leftOut: "DUPLICATE_ID" };
  });
  return {
    rows: made.flatMap((one) => ("row" in one ? [one.row] : [])),
    leftOut: made.flatMap((one) => ("leftOut" in one ? [one.leftOut] : [])),
    notes: made.flatMap((one) => ("row" in one ? one.notes : [])),
  };
}
