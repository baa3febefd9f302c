import { checkCount, checkNotNegative } from "./counts.ts";
import { type Interval, reachOf } from "./interval.ts";

/** How long something took, or how long it has waited so far. */
export interface Duration {
  /** From the start to the answer, or to the day of counting: ≥ 0. */
  readonly days: number;
  /** `false` for what is still open: censored. */
  readonly answered: boolean;
}

/** The curve at one of its times. */
export interface SurvivalStep {
  readonly days: number;
  /** Open just before. */
  readonly atRisk: number;
  readonly answered: number;
  /** Last seen open then. */
  readonly censored: number;
  /** Share still open after it. */
  readonly survival: number;
  /** Of the survival, by Greenwood. */
  readonly standardError: number;
  /** Log-log; `null` while nothing or after everything is answered: there it has no such interval. */
  readonly interval: Interval | null;
}

/** A time by which a share is answered. `null` where the curve, or an end of its interval, does not come down so far. */
export interface SurvivalQuantile {
  readonly days: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** How many are answered by a day. `null` where nobody was still watched by then. */
export interface AnsweredBy {
  /** 1 − S(day): from 0 to 1. */
  readonly share: number;
  readonly interval: Interval | null;
}

/** The share still open, over time; what is open counts as long as it was watched. */
export interface SurvivalCurve {
  /** One for each time something was answered or last seen, ascending. */
  readonly steps: readonly SurvivalStep[];
  /** @param share Answered: above 0, below 1; 0.5 is the median, 0.9 the P90. @throws {RangeError} If it is not. */
  quantile(share: number): SurvivalQuantile;
  /** @param day ≥ 0. @throws {RangeError} If it is not. */
  answeredBy(day: number): AnsweredBy | null;
}

/**
 * The Kaplan–Meier curve of durations. At equal times answers come before what is censored. With nothing answered the curve stays at 1 and has no median.
 *
 * It takes what is open to be like what was answered: where hard questions are left open and taken off the list, it is wrong, and no figure can tell.
 * @param durations In any order; at least one.
 * @throws {RangeError} If there is none, or one is missing, infinite or negative; or the level is not between 0 and 1.
 * @see Kaplan & Meier (1958), JASA 53(282). Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4. R's survival::survfit with
 * conf.type = "log-log"; quantiles as in quantile.survfit, halfway along where the curve is flat at the share.
 */
export function kaplanMeier(durations: readonly Duration[], level = 0.95): SurvivalCurve {
  const times = new Map<number, { days: number; answered: number; censored: number }>();
  for (const { days, answered } of durations) {
    if (typeof answered !== "boolean") throw new RangeError("It is not said whether one was answered.");
    const at = times.get(days) ?? { days, answered: 0, censored: 0 };
    at[answered ? "answered" : "censored"]++;
    times.set(days, at);
  }
  return kaplanMeierOfCounts([...times.values()], durations.length, level);
}

/** How many were answered at a time, and how many were last seen open then. */
export interface DurationCount {
  /** ≥ 0. */
  readonly days: number;
  /** Whole numbers ≥ 0. */
  readonly answered: number;
  readonly censored: number;
}

/**
 * The same curve from counts by time.
 * @param counts Each time once, in any order.
 * @param total All that there are: more than the counts add up to where some were open beyond all of the times. At least one.
 * @throws {RangeError} As `kaplanMeier`; or if a time stands there twice, or the counts add up to more than the total.
 */
export function kaplanMeierOfCounts(counts: readonly DurationCount[], total: number, level = 0.95): SurvivalCurve {
  checkCount(total);
  if (total === 0) throw new RangeError("There are no durations.");
  let left = total;
  for (const { days, answered, censored } of counts) {
    checkNotNegative(days, "A duration");
    checkCount(answered);
    checkCount(censored);
    left -= answered + censored;
  }
  if (left < 0) throw new RangeError("The counts add up to more than the total.");
  if (new Set(counts.map(({ days }) => days)).size < counts.length) throw new RangeError("A time is counted twice.");
  const reach = reachOf(level);
  const steps = stepsOf(counts, total, reach, level);
  return {
    steps,
    quantile: (share) => {
      if (!(share > 0 && share < 1)) throw new RangeError("The share is not between 0 and 1.");
      return {
        days: crossing(steps, share, ({ survival }) => survival),
        lower: crossing(steps, share, ({ interval }) => interval?.lower ?? null),
        upper: crossing(steps, share, ({ interval }) => interval?.upper ?? null),
      };
    },
    answeredBy: (day) => {
      checkNotNegative(day, "The day");
      const last = steps.at(-1);
      if (last === undefined || (day > last.days && last.survival > 0)) return null;
      const step = steps.findLast(({ days }) => days <= day);
      if (step === undefined) return { share: 0, interval: null };
      const { survival, interval } = step;
      return { share: 1 - survival, interval: interval && { lower: 1 - interval.upper, upper: 1 - interval.lower, level } };
    },
  };
}

function stepsOf(counts: readonly DurationCount[], total: number, reach: number, level: number): readonly SurvivalStep[] {
  let atRisk = total;
  let survival = 1;
  let greenwood = 0;
  return counts
    .toSorted((one, other) => one.days - other.days)
    .filter(({ answered, censored }) => answered + censored > 0)
    .map(({ days, answered, censored }) => {
      const left = atRisk - answered;
      survival *= left / atRisk;
      // The last answer leaves nothing, and divides by nothing.
      if (left > 0) greenwood += answered / (atRisk * left);
      const error = Math.sqrt(greenwood);
      const interval = survival > 0 && survival < 1 ? logLog(survival, error, reach, level) : null;
      const step = { days, atRisk, answered, censored, survival, standardError: survival * error, interval };
      atRisk = left - censored;
      return step;
    });
}

function logLog(survival: number, error: number, reach: number, level: number): Interval {
  const log = Math.log(survival);
  const arm = (reach * error) / log;
  return { lower: Math.exp(log * Math.exp(-arm)), upper: Math.exp(log * Math.exp(arm)), level };
}

/** Where a falling curve first is at or below 1 − share; halfway to the next fall where it is exactly there. */
function crossing(steps: readonly SurvivalStep[], share: number, heightOf: (step: SurvivalStep) => number | null): number | null {
  const target = 1 - share;
  const reached = steps.findIndex((step) => {
    const height = heightOf(step);
    return height !== null && height <= target + equal;
  });
  const step = steps[reached];
  if (step === undefined) return null;
  const height = heightOf(step) as number;
  if (Math.abs(height - target) > equal) return step.days;
  const next = steps.slice(reached + 1).find((later) => later.answered > 0);
  return next === undefined ? step.days : (step.days + next.days) / 2;
}
/** Products of fractions are not exact. */
const equal = 1e-9;
