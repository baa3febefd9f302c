import type { ObservationStatus } from "../observation.ts";
import { levelChange } from "../statistics/count-regression.ts";
import { checkCount, checkPositive } from "../statistics/counts.ts";
import { checkLevel, type Interval } from "../statistics/interval.ts";
import type { LocalisedText } from "../text.ts";
import type { EvaluationDesign } from "./designs.ts";
import { type BeforeAfter, beforeAfterDifference, type WeightedOptions, weightedDisplacementDifference } from "./place-based.ts";
import { type AssessmentSaid, assessmentSentence } from "./verdict-words.ts";

/** A count as it is published. One that is hidden has no value that could be used by mistake. */
export type PublishedCount =
  | { readonly status: "AVAILABLE"; readonly value: number }
  | { readonly status: Exclude<ObservationStatus, "AVAILABLE"> };

/** Published counts of one area. */
export interface PublishedArea {
  readonly before: PublishedCount;
  readonly after: PublishedCount;
}

/** What each design has to go by. */
export type AssessmentData =
  | { readonly design: "none" | "after_only" }
  | { readonly design: "before_after"; readonly response: PublishedArea }
  | { readonly design: "comparison" | "randomised"; readonly response: PublishedArea; readonly comparison: PublishedArea }
  | {
      readonly design: "comparison_buffer";
      readonly response: PublishedArea;
      readonly comparison: PublishedArea;
      readonly buffer: PublishedArea;
      readonly bufferComparison: PublishedArea | null;
    }
  | {
      readonly design: "time_series";
      /** Consecutive months of the response area. */
      readonly months: readonly PublishedCount[];
      /** Place in them of the first month of the response. */
      readonly changeAt: number;
    };

/** How an assessment is read. */
export interface AssessmentOptions {
  /** What was counted, in the plural: `{ en: "Burglaries", es: "Robos" }`. */
  readonly counted: LocalisedText;
  /** Whether fewer or more is the aim. */
  readonly aim: "FEWER" | "MORE";
  /** Lengths of the two periods, in the same unit: above 0. Equal where not stated. Not used by a time series. */
  readonly time?: BeforeAfter;
  /** See `WeightedOptions`. A time series estimates its own. */
  readonly overdispersion?: number;
  readonly level?: number;
}

export type AssessmentVerdict = "improved" | "worsened" | "no_clear_change" | "not_assessable";

/**
 * Why nothing can be said. `HIDDEN` never says which count, or by which rule. `NOT_COVERED` and `AREAS_UNCLEAR` are found by whoever looks the counts up:
 * `assess` is given counts.
 */
export const notAssessableReasons = [
  "NO_DESIGN",
  "NO_COUNT_BEFORE",
  "HIDDEN",
  "NOT_COVERED",
  "AREAS_UNCLEAR",
  "TOO_FEW_EVENTS",
  "TOO_FEW_MONTHS",
  "MONTHS_DEPEND",
  "NO_ESTIMATE",
] as const;
export type NotAssessableReason = (typeof notAssessableReasons)[number];

/** A change that could be estimated. */
export interface AssessedChange {
  readonly design: EvaluationDesign;
  readonly verdict: Exclude<AssessmentVerdict, "not_assessable">;
  readonly reason: null;
  /** Events in a time as long as the period after; or percent, of a time series. */
  readonly unit: "EVENTS" | "PERCENT";
  /** Below 0: fewer than expected. */
  readonly estimate: number;
  readonly interval: Interval;
  /** The interval as it is printed: whole, rounded outwards. The verdict is read from it. */
  readonly printed: { readonly lower: number; readonly upper: number };
  /** One sentence, in English and Spanish. */
  readonly sentence: LocalisedText;
}

/** One that could not: no figures at all. */
export interface NotAssessed {
  readonly design: EvaluationDesign;
  readonly verdict: "not_assessable";
  readonly reason: NotAssessableReason;
  readonly unit: null;
  readonly estimate: null;
  readonly interval: null;
  readonly printed: null;
  readonly sentence: LocalisedText;
}

export type Assessment = AssessedChange | NotAssessed;

/** The least events that each area must have, before and after together: with fewer the normal interval is not to be relied on. */
export const fewestEvents = 10;
/** The least events that a time series must have. */
export const fewestEventsInSeries = 50;

/**
 * What the counts of an assessment say: improved, worsened, no clear change, or not assessable.
 *
 * It is read from the interval as it is printed, whole numbers rounded outwards: improved where all of it lies on the side of the aim, worsened where all
 * lies on the other, and no clear change where it holds 0. One count that is not available, and nothing is assessed; none and after only never are.
 * @throws {RangeError} If a count that is available is no count, or an option is missing or impossible.
 */
export function assess(data: AssessmentData, options: AssessmentOptions): Assessment {
  checkOptions(options);
  const found = changeOf(data, options);
  const say = (said: AssessmentSaid) => assessmentSentence(data.design, options.counted, said);
  if (typeof found === "string") return notAssessed(data.design, options.counted, found);
  const printed = { lower: Math.floor(found.interval.lower) + 0, upper: Math.ceil(found.interval.upper) + 0 };
  const verdict = verdictOf(printed, options.aim);
  const { unit } = found;
  const unequal = unit === "EVENTS" && options.time !== undefined && options.time.before !== options.time.after;
  return { design: data.design, verdict, reason: null, ...found, printed, sentence: say({ verdict, unit, printed, unequal }) };
}

/** An assessment whose counts cannot be looked up, or must not be used: the reason, and its sentence. */
export function notAssessed(design: EvaluationDesign, counted: LocalisedText, reason: NotAssessableReason): NotAssessed {
  const verdict = "not_assessable";
  return { design, verdict, reason, ...nothing, sentence: assessmentSentence(design, counted, { verdict, reason }) };
}

const nothing = { unit: null, estimate: null, interval: null, printed: null } as const;

function verdictOf(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  aim: AssessmentOptions["aim"],
): AssessedChange["verdict"] {
  if (upper < 0) return aim === "FEWER" ? "improved" : "worsened";
  if (lower > 0) return aim === "MORE" ? "improved" : "worsened";
  return "no_clear_change";
}

type Change = Pick<AssessedChange, "unit" | "estimate" | "interval">;

function changeOf(data: AssessmentData, options: AssessmentOptions): Change | NotAssessableReason {
  switch (data.design) {
    case "none":
      return "NO_DESIGN";
    case "after_only":
      return "NO_COUNT_BEFORE";
    case "before_after": {
      const response = valuesOf(data.response);
      if (response === null) return "HIDDEN";
      if (tooFew(response)) return "TOO_FEW_EVENTS";
      return eventsOf(beforeAfterDifference(response, weightsOf(options)));
    }
    case "comparison":
    case "randomised":
      return differenceOf([data.response, data.comparison], options);
    case "comparison_buffer": {
      const own = data.bufferComparison === null ? [] : [data.bufferComparison];
      return differenceOf([data.response, data.comparison, data.buffer, ...own], options);
    }
    case "time_series":
      return stepOf(data.months, data.changeAt, options.level);
    default:
      // Data from outside the types: a design that nobody knows is none.
      throw new RangeError("The design of the assessment is not known.");
  }
}

function differenceOf(areas: readonly PublishedArea[], options: AssessmentOptions): Change | NotAssessableReason {
  const known = areas.map(valuesOf).filter((area) => area !== null);
  const [response, comparison, buffer, bufferComparison] = known;
  if (known.length < areas.length || response === undefined || comparison === undefined) return "HIDDEN";
  if (known.some(tooFew)) return "TOO_FEW_EVENTS";
  return eventsOf(weightedDisplacementDifference({ response, comparison, buffer, bufferComparison }, weightsOf(options)));
}

const eventsOf = ({ difference, interval }: { readonly difference: number; readonly interval: Interval }): Change => ({
  unit: "EVENTS",
  estimate: difference,
  interval,
});

function stepOf(months: readonly PublishedCount[], changeAt: number, level: number | undefined): Change | NotAssessableReason {
  const counts = months.map(countOf);
  if (!Number.isSafeInteger(changeAt) || changeAt < 0 || changeAt > months.length)
    throw new RangeError("The month of the change is none of them.");
  const known = counts.filter((count) => count !== null);
  if (known.length < counts.length) return "HIDDEN";
  if (known.length < 24 || changeAt < 12 || known.length - changeAt < 6) return "TOO_FEW_MONTHS";
  if (known.reduce((sum, count) => sum + count, 0) < fewestEventsInSeries) return "TOO_FEW_EVENTS";
  const change = levelChange(known, changeAt, level === undefined ? {} : { level });
  if (change === null || change.interval.upper > mostPercent) return "NO_ESTIMATE";
  if (change.autocorrelation > 2 / Math.sqrt(known.length)) return "MONTHS_DEPEND";
  return { unit: "PERCENT", estimate: change.percentChange, interval: change.interval };
}
/** An interval that ends further up says nothing that a reader could use. */
const mostPercent = 100_000;

/** The difference is for a time as long as the period after. */
function weightsOf({ time, overdispersion, level }: AssessmentOptions): WeightedOptions {
  return {
    ...(time && { time: { before: time.before / time.after, after: 1 } }),
    ...(overdispersion !== undefined && { overdispersion }),
    ...(level !== undefined && { level }),
  };
}

const tooFew = ({ before, after }: BeforeAfter) => before + after < fewestEvents;

function countOf(count: PublishedCount): number | null {
  if (count.status !== "AVAILABLE") return null;
  checkCount(count.value);
  return count.value;
}

function valuesOf(area: PublishedArea): BeforeAfter | null {
  const [before, after] = [countOf(area.before), countOf(area.after)];
  return before === null || after === null ? null : { before, after };
}

function checkOptions({ time, overdispersion, level, aim }: AssessmentOptions): void {
  if (aim !== "FEWER" && aim !== "MORE") throw new RangeError("The aim is neither fewer nor more.");
  if (time !== undefined) {
    checkPositive(time.before, "The length of the period before");
    checkPositive(time.after, "The length of the period after");
    checkPositive(time.before / time.after, "The ratio of the two periods");
  }
  if (overdispersion !== undefined && !(overdispersion >= 1 && overdispersion < Infinity))
    throw new RangeError("The overdispersion is not a number ≥ 1.");
  if (level !== undefined) checkLevel(level);
}
