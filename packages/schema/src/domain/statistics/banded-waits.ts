import { checkCount } from "./counts.ts";
import { type DurationCount, kaplanMeierOfCounts, type SurvivalCurve } from "./kaplan-meier.ts";

/** How many waits ended in a band of time, or were last seen going on in it. */
export interface WaitBand {
  /** The end of the band, in whatever unit; it begins after the end before it. `null` for the last, which has none. */
  readonly upTo: number | null;
  /** `false` for waits that go on and were watched for so long. */
  readonly ended: boolean;
  /** A whole number ≥ 0; `null` where it is not known. */
  readonly count: number | null;
}

/** Waits by bands. */
export interface Waits {
  /** All of them. */
  readonly total: number;
  readonly bands: readonly WaitBand[];
}

/** A figure of waits: that it cannot be known from what is known of the bands; that it lies beyond all that was watched; or its value. */
export type BandedFigure =
  | { readonly status: "unknown" }
  | { readonly status: "not reached" }
  | {
      readonly status: "reached";
      readonly value: number;
      /** `null` where one of its ends is not reached or not known. */
      readonly interval: { readonly lower: number; readonly upper: number } | null;
      /** Waits that had ended by then. */
      readonly ended: number;
    };

interface Known {
  readonly ends: readonly number[];
  /** By the ends up to which every band is known. */
  readonly counts: readonly DurationCount[];
  readonly isWhole: boolean;
}

/** Bands with an end, ascending, as far as every count is known. */
function knownOf(bands: readonly WaitBand[]): Known {
  const ends = [...new Set(bands.flatMap(({ upTo }) => upTo ?? []))].sort((one, other) => one - other);
  const counts: DurationCount[] = [];
  for (const days of ends) {
    const own = bands.filter(({ upTo }) => upTo === days);
    if (own.some(({ count }) => count === null)) break;
    const sum = (ended: boolean) => own.reduce((all, band) => all + (band.ended === ended ? (band.count ?? 0) : 0), 0);
    counts.push({ days, answered: sum(true), censored: sum(false) });
  }
  return { ends, counts, isWhole: counts.length === ends.length };
}

/** Products of fractions are not exact. */
const equal = 1e-9;

/**
 * The time by which a share of waits has ended, by Kaplan and Meier: what goes on counts as long as it was watched.
 *
 * What ended in a band counts at its end, and before what was last seen in the same band, which counts at the end too. So the result is the end of a band: the
 * share had ended by then. Counts of bands after it are not needed, and may be unknown.
 * @param share Above 0, below 1.
 * @param by The end of the band that the time lies in, or its beginning (0 for the first): the time is longer than that.
 * @throws {RangeError} If a count or the share is impossible, or the bands hold more than all.
 */
export function waitQuantile({ total, bands }: Waits, share: number, by: "end" | "beginning" = "end", level = 0.95): BandedFigure {
  if (!(share > 0 && share < 1)) throw new RangeError("The share is not between 0 and 1.");
  checkCount(total);
  const { ends, counts, isWhole } = knownOf(bands);
  const { steps }: Pick<SurvivalCurve, "steps"> = kaplanMeierOfCounts(counts, total, level);
  const reachedBy = (heightOf: (step: SurvivalCurve["steps"][number]) => number | null) =>
    steps.find((step) => {
      const height = heightOf(step);
      return height !== null && height <= 1 - share + equal;
    })?.days;
  const edge = (end: number) => (by === "end" ? end : (ends[ends.indexOf(end) - 1] ?? 0));
  const end = reachedBy(({ survival }) => survival);
  if (end === undefined) {
    if (!isWhole) return { status: "unknown" };
    const last = ends.at(-1);
    const open = bands.filter(({ upTo }) => upTo === null);
    // Longer than the last end is all that the beginning of the last band says: it is known where nothing goes on.
    if (by === "end" || last === undefined || bands.some(({ ended, count }) => !ended && count !== 0) || open.length === 0)
      return { status: "not reached" };
    return { status: "reached", value: last, interval: null, ended: total };
  }
  const [lower, upper] = [reachedBy(({ interval }) => interval?.lower ?? null), reachedBy(({ interval }) => interval?.upper ?? null)];
  return {
    status: "reached",
    value: edge(end),
    interval: lower === undefined || upper === undefined ? null : { lower: edge(lower), upper: edge(upper) },
    ended: endedBy(counts, end),
  };
}

const endedBy = (counts: readonly DurationCount[], end: number) =>
  counts.reduce((sum, { days, answered }) => sum + (days <= end ? answered : 0), 0);

/**
 * The share of waits that have ended by the end of a band, as `waitQuantile` counts: from 0 to 1.
 * @param end The end of one of the bands.
 * @throws {RangeError} If a count is impossible, the bands hold more than all, or none ends there.
 */
export function endedWithin({ total, bands }: Waits, end: number, level = 0.95): BandedFigure {
  checkCount(total);
  const { ends, counts } = knownOf(bands);
  if (!ends.includes(end)) throw new RangeError("No band ends there.");
  const known = counts.filter(({ days }) => days <= end);
  if (known.at(-1)?.days !== end) return { status: "unknown" };
  const before = known.reduce((sum, { days, answered, censored }) => sum + (days < end ? answered + censored : 0), 0);
  const curve = kaplanMeierOfCounts(known, total, level);
  const last = curve.steps.at(-1);
  // Nobody was watched for so long.
  if (before === total && (last === undefined || last.survival > 0)) return { status: "not reached" };
  const interval = last?.interval ?? null;
  return {
    status: "reached",
    value: 1 - (last?.survival ?? 1),
    interval: interval && { lower: 1 - interval.upper, upper: 1 - interval.lower },
    ended: endedBy(known, end),
  };
}
