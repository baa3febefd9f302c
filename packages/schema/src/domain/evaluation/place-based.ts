import { checkCount, checkPositive } from "../statistics/counts.ts";
import { checkLevel, type Interval, logNormalInterval, normalInterval } from "../statistics/interval.ts";
import { normalProbability } from "../statistics/normal.ts";

/** Events in one area, before the response and after it began: whole numbers ≥ 0. */
export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** Where a response was, where it was not, and around it. */
export interface PlaceCounts {
  readonly response: BeforeAfter;
  readonly comparison: BeforeAfter;
}

/** With the area around, where the problem may have moved to. */
export interface BufferedCounts extends PlaceCounts {
  readonly buffer: BeforeAfter;
}

/**
 * Gross effect, Rb − Ra: how many fewer were counted, whatever else changed.
 * @throws {RangeError} If a count is missing, negative or not whole; as of every function here.
 * @see Guerette (2009), Analyzing Crime Displacement and Diffusion, POP Center Tool Guide 10, app. B; as of all formulas here but WDD.
 */
export function grossEffect({ before, after }: BeforeAfter): number {
  checkAll({ before, after });
  return before - after;
}

/** Net effect, Rb/Cb − Ra/Ca: above 0 where the response area did better than its comparison. `null` where a comparison count is 0. */
export function netEffect({ response, comparison }: PlaceCounts): number | null {
  checkAll(response, comparison);
  if (comparison.before === 0 || comparison.after === 0) return null;
  return response.before / comparison.before - response.after / comparison.after;
}

/** Success measure, Ra/Ca − Rb/Cb: below 0 is good. `null` where a comparison count is 0. */
export function successMeasure(counts: PlaceCounts): number | null {
  const net = netEffect(counts);
  return net === null ? null : 0 - net;
}

/** What a weighted displacement quotient says. */
export type DisplacementMeaning =
  | "DIFFUSION_ABOVE_EFFECT"
  | "DIFFUSION"
  | "NEITHER"
  | "DISPLACEMENT_BELOW_EFFECT"
  | "DISPLACEMENT_EQUALS_EFFECT"
  | "DISPLACEMENT_ABOVE_EFFECT"
  | "NOT_DEFINED";

/** The quotient and its meaning. Undefined has no value, and says why. */
export type DisplacementQuotient =
  | { readonly value: number; readonly meaning: Exclude<DisplacementMeaning, "NOT_DEFINED">; readonly reason: null }
  | { readonly value: null; readonly meaning: "NOT_DEFINED"; readonly reason: "ZERO_COUNT" | "NO_EFFECT" };

/**
 * Weighted displacement quotient, (Da/Ca − Db/Cb) / (Ra/Ca − Rb/Cb). Above 0: the benefit spread to the buffer (above 1, more than in the response area
 * itself). From 0 to −1: some of the problem moved there, less than was gained. Below −1: more moved than was gained.
 * @returns Undefined where one of the six counts is 0, or where the response area did no better than its comparison: then there is no benefit to compare.
 * @see Bowers & Johnson (2003), Measuring the geographical displacement and diffusion of benefit effects, J. Quantitative Criminology 19(3).
 */
export function displacementQuotient({ response, comparison, buffer }: BufferedCounts): DisplacementQuotient {
  checkAll(response, comparison, buffer);
  const counts = [response, comparison, buffer].flatMap(({ before, after }) => [before, after]);
  if (counts.includes(0)) return { value: null, meaning: "NOT_DEFINED", reason: "ZERO_COUNT" };
  // Both differences times Ca · Cb, as whole numbers: whether one is 0 must not depend on rounding.
  const success = crossed(response, comparison);
  const moved = crossed(buffer, comparison);
  if (success >= 0n) return { value: null, meaning: "NOT_DEFINED", reason: "NO_EFFECT" };
  const value = moved === 0n ? 0 : Number(moved) / Number(success);
  return { value, meaning: meaningOf(moved, success), reason: null };
}

const crossed = (area: BeforeAfter, comparison: BeforeAfter) =>
  BigInt(area.after) * BigInt(comparison.before) - BigInt(area.before) * BigInt(comparison.after);

/** `success` is below 0, so the quotient's sign is the other one's. */
function meaningOf(moved: bigint, success: bigint): Exclude<DisplacementMeaning, "NOT_DEFINED"> {
  if (moved === 0n) return "NEITHER";
  if (moved < 0n) return moved < success ? "DIFFUSION_ABOVE_EFFECT" : "DIFFUSION";
  if (moved === -success) return "DISPLACEMENT_EQUALS_EFFECT";
  return moved < -success ? "DISPLACEMENT_BELOW_EFFECT" : "DISPLACEMENT_ABOVE_EFFECT";
}

/** Total net effect, [Rb · Ca/Cb − Ra] + [Db · Ca/Cb − Da]: events fewer than expected, in both areas together. `null` where Cb is 0. */
export function totalNetEffect({ response, comparison, buffer }: BufferedCounts): number | null {
  checkAll(response, comparison, buffer);
  if (comparison.before === 0) return null;
  const change = comparison.after / comparison.before;
  return response.before * change - response.after + (buffer.before * change - buffer.after);
}

/** What the weighted displacement difference is made of. */
export interface WeightedCounts extends PlaceCounts {
  readonly buffer?: BeforeAfter | undefined;
  /** Matched to the buffer. Without it the buffer is taken to have stayed as it was, had there been no response. */
  readonly bufferComparison?: BeforeAfter | undefined;
}

/** How counts are made comparable and how far they vary. */
export interface WeightedOptions {
  /** Length of each period, in any unit: counts are divided by it. 1 and 1 where not stated. */
  readonly time?: BeforeAfter;
  /** Size of each area (residents, street segments): counts are divided by it. 1 where not stated. */
  readonly size?: {
    readonly response?: number;
    readonly comparison?: number;
    readonly buffer?: number;
    readonly bufferComparison?: number;
  };
  /** By how much the counts' variance exceeds Poisson's: at least 1 (1 where not stated), such as Pearson's χ² / df of the months before. */
  readonly overdispersion?: number;
  /** Of the interval: 0.95 where not stated. */
  readonly level?: number;
}

/** A difference in counts with its error. Below 0: fewer than the comparison leads to expect. */
export interface WeightedDifference {
  readonly difference: number;
  readonly standardError: number;
  /** Difference over its error; 0 where all counts are 0, as then there is neither. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * Weighted displacement difference, (ΔR − ΔC) + (ΔD − ΔCd) with Δ = after − before, and SE = √(sum of all counts). With weights each count is divided by
 * its period's length and its area's size, and its variance by their squares.
 *
 * It takes the areas to change by as many events, not by the same share: choose a comparison with about as many events. The interval is the normal one;
 * areas with fewer than ten events in both periods are too small for it.
 * @throws {RangeError} If a count, weight, factor or level is missing or impossible, or there is a comparison of a buffer but no buffer.
 * @see Wheeler & Ratcliffe (2018), A simple weighted displacement difference test to evaluate place based crime interventions, Crime Science 7:11.
 */
export function weightedDisplacementDifference(counts: WeightedCounts, options: WeightedOptions = {}): WeightedDifference {
  const { response, comparison, buffer, bufferComparison } = counts;
  if (bufferComparison !== undefined && buffer === undefined) throw new RangeError("There is a comparison of a buffer, but no buffer.");
  return differenceOf(
    [
      { counts: response, sign: 1, size: options.size?.response },
      { counts: comparison, sign: -1, size: options.size?.comparison },
      { counts: buffer, sign: 1, size: options.size?.buffer },
      { counts: bufferComparison, sign: -1, size: options.size?.bufferComparison },
    ],
    options,
  );
}

/**
 * The same of one area alone, ΔR with SE = √(Rb + Ra): before and after, without anything to compare with.
 * @throws {RangeError} If a number is missing or impossible.
 */
export function beforeAfterDifference(response: BeforeAfter, options: WeightedOptions = {}): WeightedDifference {
  return differenceOf([{ counts: response, sign: 1, size: options.size?.response }], options);
}

/** How the change in the response area compares with the one in its comparison: above 1 is good. */
export interface RelativeEffect {
  readonly ratio: number;
  readonly interval: Interval;
  readonly logStandardError: number;
}

/**
 * Relative effect size, (Rb · Ca) / (Ra · Cb), with its log-normal interval: SE of the logarithm = √(1/Rb + 1/Ra + 1/Cb + 1/Ca), times √overdispersion.
 * @returns `null` where one of the four counts is 0.
 * @throws {RangeError} If a number is missing or impossible.
 * @see Wilson (2022), The relative incident rate ratio effect size for count-based impact evaluations, J. Quantitative Criminology 38.
 */
export function relativeEffect(
  { response, comparison }: PlaceCounts,
  { overdispersion = 1, level = 0.95 }: Pick<WeightedOptions, "overdispersion" | "level"> = {},
): RelativeEffect | null {
  checkAll(response, comparison);
  checkOverdispersion(overdispersion);
  const counts = [response.before, response.after, comparison.before, comparison.after];
  const logStandardError = Math.sqrt(overdispersion * counts.reduce((sum, count) => sum + 1 / count, 0));
  checkLevel(level);
  if (counts.includes(0)) return null;
  const ratio = (response.before / response.after) * (comparison.after / comparison.before);
  return { ratio, interval: logNormalInterval(ratio, logStandardError, level), logStandardError };
}

interface SignedArea {
  readonly counts: BeforeAfter | undefined;
  readonly sign: 1 | -1;
  readonly size: number | undefined;
}

function differenceOf(areas: readonly SignedArea[], { time, overdispersion = 1, level = 0.95 }: WeightedOptions): WeightedDifference {
  checkOverdispersion(overdispersion);
  const [before, after] = [time?.before ?? 1, time?.after ?? 1];
  checkPositive(before, "The length of the period before");
  checkPositive(after, "The length of the period after");
  let difference = 0;
  let variance = 0;
  for (const { counts, sign, size = 1 } of areas) {
    checkPositive(size, "The size of an area");
    if (counts === undefined) continue;
    checkAll(counts);
    difference += (sign * (counts.after / after - counts.before / before)) / size;
    variance += (counts.after / after ** 2 + counts.before / before ** 2) / size ** 2;
  }
  const standardError = Math.sqrt(overdispersion * variance);
  if (![difference, standardError].every(Number.isFinite)) throw new RangeError("The weights are too far apart to compute with.");
  const z = standardError === 0 ? 0 : difference / standardError;
  const pValue = Math.min(1, 2 * normalProbability(-Math.abs(z)));
  return { difference, standardError, z, pValue, interval: normalInterval(difference, standardError, level) };
}

function checkAll(...areas: readonly BeforeAfter[]): void {
  for (const { before, after } of areas) {
    checkCount(before, "A count before");
    checkCount(after, "A count after");
  }
}

function checkOverdispersion(factor: number): void {
  if (!(factor >= 1 && factor < Infinity)) throw new RangeError("The overdispersion is not a number ≥ 1.");
}
