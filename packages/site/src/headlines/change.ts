import {
  compareCounts,
  compareFigures,
  countOver,
  differenceByChance,
  type Events,
  eventsOf,
  type FigureReason,
  holm,
  parsePeriod,
  significance,
} from "@openbeat/schema/domain";
import type { Row } from "../data/row.ts";

/** What may be said of a figure set against another: of the same place a year before, or of what is around it. */
export type Verdict = "HIGHER" | "LOWER" | "UNCLEAR" | "TOO_FEW" | "NOT_COMPARABLE";

/** A verdict, and why there is none. */
export type Change =
  | { readonly verdict: Exclude<Verdict, "NOT_COMPARABLE">; readonly reason: null }
  | { readonly verdict: "NOT_COMPARABLE"; readonly reason: FigureReason };

/** What a test of two figures found, before it allows for how many were made. */
export interface Tested {
  readonly pValue: number;
  readonly side: "HIGHER" | "LOWER";
  /** Whether they are too few to tell anything. */
  readonly isFew: boolean;
}

/** What may be said of figures that were tested together (Holm), in their order. @param found A reason where there was nothing to test. */
export function verdictsOf(found: readonly (Tested | FigureReason)[]): readonly Change[] {
  const adjusted = holm(found.flatMap((one) => (typeof one === "string" ? [] : [one.pValue]))).values();
  return found.map((one): Change => {
    if (typeof one === "string") return { verdict: "NOT_COMPARABLE", reason: one };
    const isClear = (adjusted.next().value ?? 1) < significance;
    return { verdict: isClear ? one.side : one.isFew ? "TOO_FEW" : "UNCLEAR", reason: null };
  });
}

/** The events behind a row, where its measure counts events that come one by one. */
export function eventsBehind({ measure, period: code, observation }: Row): Events | null {
  const period = parsePeriod(code);
  if (period === undefined || observation.status !== "AVAILABLE") return null;
  const { value, numerator, denominator } = observation;
  return eventsOf({ measure, value, numerator, denominator, start: new Date(period.start), end: new Date(period.end) });
}

/** Whether so few events were counted in the two together that no way of sharing them out would be more than chance. */
export function isTooFew(first: Events, second: Events): boolean {
  const [one, other] = [countOver(first), countOver(second)];
  const total = one.count + other.count;
  const extremes = [
    compareCounts({ ...one, count: 0 }, { ...other, count: total }),
    compareCounts({ ...one, count: total }, { ...other, count: 0 }),
  ];
  return extremes.every(({ pValue }) => pValue >= significance);
}

/** A row to be compared with an earlier one of the same measure and place. */
export interface RowPair {
  /** Nothing where it is not published. */
  readonly first: Row | undefined;
  readonly second: Row;
  /** First days of changes in what is recorded, or how. */
  readonly breaks: readonly string[];
}

/**
 * What rows say against earlier ones. Counts and rates of events are compared by the exact test of two counts, as the API compares them; what
 * has a range of its own, such as a share or a time, by the interval of the difference, unless it rests on few records. Sums, and what
 * chance does not move, are compared by neither.
 * @param pairs Told together: the verdicts allow for how many there are (Holm).
 * @returns One for each pair, in their order.
 */
export const changesBetween = (pairs: readonly RowPair[]): readonly Change[] => verdictsOf(pairs.map(testOf));

function testOf({ first, second, breaks }: RowPair): Tested | FigureReason {
  if (first === undefined) return "HIDDEN";
  const [compared] = compareFigures(
    [{ first: figureOf(first), second: figureOf(second), sameMeasure: true, apart: false, breaks }],
    "NONE",
  );
  if (compared === undefined || compared.reason === "NO_METHOD") return byIntervals(first, second);
  if (compared.reason !== null) return compared.reason;
  const [before, now] = [eventsBehind(first), eventsBehind(second)];
  const isFew = before !== null && now !== null && isTooFew(before, now);
  return { pValue: compared.pValue, side: compared.amounts[1] < compared.amounts[0] ? "LOWER" : "HIGHER", isFew };
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

function byIntervals({ observation: first }: Row, { observation: second }: Row): Tested | FigureReason {
  const [before, now] = [rangeOf(first), rangeOf(second)];
  if (before === undefined || now === undefined) return "NO_METHOD";
  // Of two or three records the range of a share is too narrow: 0 of 3 and 2 of 2 would be called a rise.
  const isFew = [first, second].some(({ flags }) => flags.includes("LOW_RELIABILITY"));
  return { pValue: isFew ? 1 : differenceByChance(before, now), side: now.value < before.value ? "LOWER" : "HIGHER", isFew };
}

/** An estimate with the range around it; nothing where it has none, or the two do not belong together. */
function rangeOf(observation: Row["observation"]) {
  if (observation.status !== "AVAILABLE" || observation.lower === null || observation.upper === null) return undefined;
  const { value, lower, upper } = observation;
  return lower <= value && value <= upper ? { value, lower, upper } : undefined;
}
