import {
  compareCounts,
  compareFigures,
  type Events,
  eventsOf,
  type FigureReason,
  intervalOfDifference,
  parsePeriod,
} from "@openbeat/schema/domain";
import type { Row } from "../data/row.ts";

/** What may be said of a figure set against another: of the same place a year before, or of what is around it. */
export type Verdict = "HIGHER" | "LOWER" | "UNCLEAR" | "TOO_FEW" | "NOT_COMPARABLE";

/** A verdict, and why there is none. */
export type Change =
  | { readonly verdict: Exclude<Verdict, "NOT_COMPARABLE">; readonly reason: null }
  | { readonly verdict: "NOT_COMPARABLE"; readonly reason: FigureReason };

/** How often chance may make a difference that is called clear. */
const significance = 0.05;

const found = (verdict: Exclude<Verdict, "NOT_COMPARABLE">): Change => ({ verdict, reason: null });

/** The events behind a row, where its measure counts events that come one by one. */
export function eventsBehind({ measure, period: code, observation }: Row): Events | null {
  const period = parsePeriod(code);
  if (period === undefined || observation.status !== "AVAILABLE") return null;
  const { value, numerator, denominator } = observation;
  return eventsOf({ measure, value, numerator, denominator, start: new Date(period.start), end: new Date(period.end) });
}

const over = ({ count, base, days }: Events) => ({ count, over: base * (days ?? 1) });

/** Whether so few events were counted in the two together that no way of sharing them out would be more than chance. */
export function isTooFew(first: Events, second: Events): boolean {
  const [one, other] = [over(first), over(second)];
  const total = one.count + other.count;
  const extremes = [
    compareCounts({ ...one, count: 0 }, { ...other, count: total }),
    compareCounts({ ...one, count: total }, { ...other, count: 0 }),
  ];
  return extremes.every(({ pValue }) => pValue >= significance);
}

/**
 * What a row says against an earlier one of the same measure and place. Counts and rates of events are compared by the exact test of two
 * counts, as the API compares them; what has a range of its own, such as a share or a time, by the interval of the difference. Sums, and
 * what chance does not move, are compared by neither.
 * @param first The earlier row, if it is published. @param between The rows after the first, up to the second, which is among them.
 */
export function changeBetween(first: Row | undefined, second: Row, between: readonly Row[]): Change {
  if (first === undefined) return { verdict: "NOT_COMPARABLE", reason: "HIDDEN" };
  const breaks = between.flatMap((row) =>
    row.observation.flags.includes("BREAK_IN_SERIES") ? (parsePeriod(row.period)?.start ?? []) : [],
  );
  const [compared] = compareFigures(
    [{ first: figureOf(first), second: figureOf(second), sameMeasure: true, apart: false, breaks }],
    "NONE",
  );
  if (compared === undefined) return { verdict: "NOT_COMPARABLE", reason: "NO_METHOD" };
  if (compared.reason === "NO_METHOD") return byIntervals(first, second);
  if (compared.reason !== null) return { verdict: "NOT_COMPARABLE", reason: compared.reason };
  if (compared.verdict === "UP") return found("HIGHER");
  if (compared.verdict === "DOWN") return found("LOWER");
  const [before, now] = [eventsBehind(first), eventsBehind(second)];
  return found(before !== null && now !== null && isTooFew(before, now) ? "TOO_FEW" : "UNCLEAR");
}

function figureOf(row: Row) {
  const period = parsePeriod(row.period);
  const { observation } = row;
  return {
    status: observation.status,
    flags: observation.flags,
    value: observation.status === "AVAILABLE" ? observation.value : null,
    events: eventsBehind(row),
    start: period?.start ?? row.period,
    end: period?.end ?? row.period,
    grain: period?.grain ?? "",
  };
}

function byIntervals({ observation: first }: Row, { observation: second }: Row): Change {
  const [before, now] = [rangeOf(first), rangeOf(second)];
  if (before === undefined || now === undefined) return { verdict: "NOT_COMPARABLE", reason: "NO_METHOD" };
  const { lower, upper } = intervalOfDifference(before, now);
  if (lower > 0) return found("HIGHER");
  if (upper < 0) return found("LOWER");
  return found([first, second].some(({ flags }) => flags.includes("LOW_RELIABILITY")) ? "TOO_FEW" : "UNCLEAR");
}

/** An estimate with the range around it; nothing where it has none, or the two do not belong together. */
function rangeOf(observation: Row["observation"]) {
  if (observation.status !== "AVAILABLE" || observation.lower === null || observation.upper === null) return undefined;
  const { value, lower, upper } = observation;
  return lower <= value && value <= upper ? { value, lower, upper } : undefined;
}
