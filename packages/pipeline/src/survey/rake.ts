import { PipelineError } from "../errors.ts";
import { designEffect, kishEffectiveSize } from "./kish.ts";
import { type MergedMargin, mergeCategories } from "./merge-categories.ts";

/** What is known of the population by one characteristic, and which category of it each respondent is in. */
export interface Margin {
  /** "age by sex" */
  readonly name: string;
  /** Category of each respondent, an index into `targets`; −1 where it is not stated. */
  readonly category: Int32Array;
  /** People of the population in each category: ≥ 0, and above 0 somewhere. Only their shares count. */
  readonly targets: readonly number[];
  /** Which category an empty or too small one may be merged into, by index; null: it may not. Parallel to `targets`. */
  readonly neighbour: readonly (number | null)[];
}

export interface RakingTerms {
  /** Categories with fewer respondents are merged into their neighbour, where they have one. */
  readonly smallestCategory: number;
  /** Bounds of a weight, as multiples of the mean weight; null: none. */
  readonly trim: { readonly lowest: number; readonly highest: number } | null;
  /** Largest difference of a category's share from its target, as a proportion. Default 1e-6. */
  readonly tolerance?: number;
  readonly mostIterations: number;
}

/** A category that does not stand alone: its people and respondents count as `into`. Indices into the margin's targets. */
export interface CollapsedCategory {
  readonly margin: string;
  readonly category: number;
  readonly into: number;
}

/** Shares of all weight, that of respondents who did not state a category included. */
export interface RakedMargin {
  readonly name: string;
  /** The share of who did not state a category: the same before and after. */
  readonly notStated: number;
  readonly categories: readonly {
    readonly category: number;
    readonly target: number;
    readonly before: number;
    readonly after: number;
  }[];
}

export interface RakingReport {
  readonly iterations: number;
  /** Weights that do not meet every margin are never returned. */
  readonly converged: true;
  /** Of a share from its target, after categories were merged. */
  readonly largestDifference: number;
  readonly collapsed: readonly CollapsedCategory[];
  /** Respondents whose weight stands at a bound. */
  readonly trimmed: number;
  readonly lowest: number;
  readonly highest: number;
  readonly designEffect: number;
  readonly nEffective: number;
  readonly margins: readonly RakedMargin[];
}

/**
 * Weights respondents so that they stand for the population by every margin: iterative proportional fitting. Each margin in turn multiplies the
 * weights of a category by the factor that it lacks, until all fit at once. Of all weights that do, these are the nearest to the base weights.
 *
 * With bounds, a weight is what these factors make of it, held at the bound where it would pass; factors go on until the margins fit with weights held.
 * That is raking, trimming and raking again in one, and ends at the same weights in whatever order margins, categories and respondents stand.
 * Who did not state a category keeps the share of the base weight; the targets share the rest.
 * @param base Design weights, or ones: above 0.
 * @param margins One or more; each lists every respondent.
 * @returns Weights parallel to `base`, above 0; of mean 1 exactly, or within the tolerance where they are bounded.
 * @throws {PipelineError} `WEIGHT_INVALID`, `MARGIN_EMPTY` (people, but no respondent, and no neighbour), `MARGIN_WITHOUT_PEOPLE` (the reverse),
 * `RAKING_DIVERGED`, or `ESTIMATE_INVALID` where margins or terms are not well-formed.
 * @see Deming & Stephan (1940), Ann. Math. Statist. 11(4); Deville, Särndal & Sautory (1993), Generalized raking procedures in survey sampling,
 * J. Am. Stat. Assoc. 88(423): the method with bounds.
 */
export function rake(
  base: Float64Array,
  margins: readonly Margin[],
  terms: RakingTerms,
): { readonly weights: Float64Array; readonly report: RakingReport } {
  checkTerms(margins, terms);
  const raw = ofMeanOne(base);
  const fitted = margins.map((margin) => fitting(margin, mergeCategories(margin, base.length, terms.smallestCategory), raw));
  const { lowest, highest } = terms.trim ?? { lowest: 0, highest: Infinity };
  const tolerance = terms.tolerance ?? 1e-6;
  let iterations = 0;
  let largest = largestDifference(raw, fitted, lowest, highest);
  while (!(largest <= tolerance)) {
    if (iterations === terms.mostIterations) throw diverged();
    iterations++;
    for (const margin of fitted) fit(raw, margin, lowest, highest);
    largest = largestDifference(raw, fitted, lowest, highest);
  }
  const weights = terms.trim === null ? ofMeanOne(raw) : raw.map((weight) => Math.min(highest, Math.max(lowest, weight)));
  return { weights, report: { iterations, converged: true, largestDifference: largest, ...describe(weights, raw, fitted, terms) } };
}

/** A margin while it is fitted. Group number `groups` holds who did not state a category. */
interface Fitting {
  readonly name: string;
  readonly merged: MergedMargin;
  readonly group: Int32Array;
  /** Weight each group is to have, all respondents' being their number. */
  readonly target: Float64Array;
  readonly before: Float64Array;
}

function fitting(margin: Margin, merged: MergedMargin, base: Float64Array): Fitting {
  const groups = merged.people.length;
  const before = weightByGroup(base, merged.group, groups + 1, 0, Infinity);
  const stated = base.length - (before[groups] as number);
  const people = merged.people.reduce((sum, number) => sum + number, 0);
  const target = Float64Array.from(before, (weight, group) =>
    group === groups ? weight : (stated * (merged.people[group] as number)) / people,
  );
  return { name: margin.name, merged, group: merged.group, target, before };
}

function weightByGroup(raw: Float64Array, group: Int32Array, groups: number, lowest: number, highest: number): Float64Array {
  const sums = new Float64Array(groups);
  for (let respondent = 0; respondent < raw.length; respondent++) {
    const weight = raw[respondent] as number;
    const at = group[respondent] as number;
    sums[at] = (sums[at] as number) + Math.min(highest, Math.max(lowest, weight));
  }
  return sums;
}

/** Multiplies the weights of each group by what it lacks. Changes `raw`: a million weights are not copied each time. */
function fit(raw: Float64Array, { group, target }: Fitting, lowest: number, highest: number): void {
  const factors = weightByGroup(raw, group, target.length, lowest, highest);
  for (let at = 0; at < factors.length; at++) factors[at] = (target[at] as number) / (factors[at] as number);
  for (let respondent = 0; respondent < raw.length; respondent++)
    raw[respondent] = (raw[respondent] as number) * (factors[group[respondent] as number] as number);
}

/** NaN where a weight has outgrown every number. */
function largestDifference(raw: Float64Array, fitted: readonly Fitting[], lowest: number, highest: number): number {
  return Math.max(
    ...fitted.flatMap(({ group, target }) => {
      const sums = weightByGroup(raw, group, target.length, lowest, highest);
      return Array.from(sums, (sum, at) => Math.abs(sum - (target[at] as number)) / raw.length);
    }),
  );
}

function describe(
  weights: Float64Array,
  raw: Float64Array,
  fitted: readonly Fitting[],
  { trim }: RakingTerms,
): Omit<RakingReport, "iterations" | "converged" | "largestDifference"> {
  let [lowest, highest, trimmed, sum, squares] = [Infinity, 0, 0, 0, 0];
  for (let respondent = 0; respondent < weights.length; respondent++) {
    const weight = weights[respondent] as number;
    lowest = Math.min(lowest, weight);
    highest = Math.max(highest, weight);
    sum += weight;
    squares += weight * weight;
    if (trim !== null && ((raw[respondent] as number) <= trim.lowest || (raw[respondent] as number) >= trim.highest)) trimmed++;
  }
  if (!(lowest > 0)) throw diverged();
  const nEffective = kishEffectiveSize({ weight: sum, weightSquared: squares });
  const margins = fitted.map(({ name, merged, group, target, before }): RakedMargin => {
    const after = weightByGroup(weights, group, target.length, 0, Infinity);
    const share = (weight: number | undefined) => (weight as number) / weights.length;
    const categories = merged.standsFor.map((category, at) => ({
      category,
      target: share(target[at]),
      before: share(before[at]),
      after: share(after[at]),
    }));
    return { name, notStated: share(target.at(-1)), categories };
  });
  const collapsed = fitted.flatMap(({ name, merged }) => merged.collapsed.map((one) => ({ margin: name, ...one })));
  return { collapsed, trimmed, lowest, highest, designEffect: designEffect({ n: weights.length, nEffective }), nEffective, margins };
}

function ofMeanOne(weights: Float64Array): Float64Array {
  let sum = 0;
  for (const weight of weights) {
    if (!(weight > 0 && weight < Infinity))
      throw new PipelineError(
        "WEIGHT_INVALID",
        "A respondent's weight is missing, infinite, or not above zero. Correct it, or leave the respondent out.",
      );
    sum += weight;
  }
  return weights.map((weight) => (weight * weights.length) / sum);
}

function diverged(): PipelineError {
  return new PipelineError(
    "RAKING_DIVERGED",
    "No weights were found that meet all margins and bounds. Merge small categories, widen the bounds, drop a margin, or allow more iterations.",
  );
}

function checkTerms(margins: readonly Margin[], { smallestCategory, trim, tolerance = 1e-6, mostIterations }: RakingTerms): void {
  const whole =
    Number.isSafeInteger(smallestCategory) && smallestCategory >= 0 && Number.isSafeInteger(mostIterations) && mostIterations >= 0;
  const bounds = trim === null || (trim.lowest >= 0 && trim.lowest < 1 && trim.highest > 1);
  if (!(margins.length > 0 && whole && bounds && tolerance > 0 && tolerance < 1))
    throw new PipelineError(
      "ESTIMATE_INVALID",
      "The terms of raking are incomplete: it needs a margin, a tolerance between 0 and 1, whole numbers, and bounds below and above 1.",
    );
}
