import { studentTQuantile } from "@openbeat/schema/domain";
import { kishEffectiveSize } from "./kish.ts";
import { effectiveProportionSize, kornGraubard } from "./korn-graubard.ts";
import { linearisedMean, type StratumSums } from "./linearised-variance.ts";
import type { DesignSums } from "./sums.ts";

/** How sure the intervals of a survey are. */
export const intervalLevel = 0.95;
/** Fewer people than this are never enough for a figure. @see NCHS, Vital and Health Statistics 2(175). */
const smallestSample = 30;
/** A mean on an index from 0 to 100 whose interval is wider says little: as wide as the standard allows a proportion's. */
const widestIndex = 30;

/** What the answers say of one figure, unrounded: it never leaves the pipeline. */
export interface Evidence {
  /** People in the base, and of them those the figure counts, or those who have the commonest score. Unweighted. */
  readonly n: number;
  readonly x: number;
  /** Percent, or the mean from 0 to 100. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Of a share, after the adjustment for degrees of freedom. */
  readonly nEffective: number;
  /** What the base is worth by its weights alone, whatever was answered: Kish's effective number, and the share that the largest weight has of all. */
  readonly byWeights: number;
  readonly heaviest: number;
  /** Degrees of freedom of the design in the base. */
  readonly df: number;
  /** Whether a mean is precise enough. Of a share the standards decide, by what is published. */
  readonly isPrecise: boolean;
}

const nothing = (n: number, x: number): Evidence => ({
  ...{ n, x, value: 0, lower: 0, upper: 0, nEffective: 0, byWeights: 0, heaviest: 1, df: 0, isPrecise: false },
});

/** The sums of a domain as the variance needs them, for a base of some places of answers. */
function strataOf(domain: readonly DesignSums[], scores: readonly number[]): readonly StratumSums[] {
  const inBase = scores.map((score) => !Number.isNaN(score));
  return domain.flatMap(({ sampled, n, weight, weightSquared, clusters }): StratumSums[] => {
    const inDomain = clusters === null ? sumOf(n, inBase) : clusters.filter((unit) => sumOf(unit, inBase) > 0).length;
    // Where nobody of a stratum is in the base it adds nothing.
    if (inDomain === 0) return [];
    const products = clusters === null ? null : productsOf(clusters, weight.length);
    return [{ sampled, inDomain, samplingFraction: 0, weight, weightSquared, products }];
  });
}

function productsOf(clusters: readonly Float64Array[], places: number): Float64Array {
  const products = new Float64Array(places * places);
  for (const unit of clusters)
    for (let a = 0; a < places; a++)
      for (let b = 0; b < places; b++) products[a * places + b] = (products[a * places + b] ?? 0) + (unit[a] ?? 0) * (unit[b] ?? 0);
  return products;
}

function sumOf(values: Float64Array, isIn: readonly boolean[]): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) if (isIn[place] === true) sum += values[place] ?? 0;
  return sum;
}

const totalOf = (domain: readonly DesignSums[], what: "n" | "weight" | "weightSquared", isIn: readonly boolean[]): number =>
  domain.reduce((sum, stratum) => sum + sumOf(stratum[what], isIn), 0);

/**
 * The share of a base that gave some answers, in percent, with Korn and Graubard's interval.
 * @param domain The sums of a domain, of one wave or several: each wave has strata of its own.
 * @param scores Per place of an answer: 1 where the figure counts it, 0 where the base does, NaN where neither.
 * @see Korn & Graubard (1998), Survey Methodology 24(2); NCHS, Vital and Health Statistics 2(175).
 */
export function proportion(domain: readonly DesignSums[], scores: readonly number[]): Evidence {
  const isBase = scores.map((score) => !Number.isNaN(score));
  const n = totalOf(domain, "n", isBase);
  const x = totalOf(
    domain,
    "n",
    scores.map((score) => score === 1),
  );
  if (n < smallestSample) return nothing(n, x);
  const { estimate: p, variance, df } = linearisedMean(strataOf(domain, scores), scores);
  if (df < 1) return nothing(n, x);
  const nEffective = effectiveProportionSize({ p, n, variance });
  const { lower, upper, nAdjusted } = kornGraubard({ p, n, nEffective, df, level: intervalLevel });
  return {
    ...{ n, x, value: p * 100, lower: lower * 100, upper: upper * 100, nEffective: nAdjusted },
    ...{ ...weightsOf(domain, isBase), df, isPrecise: true },
  };
}

/** What a base is worth by its weights alone. */
function weightsOf(domain: readonly DesignSums[], isBase: readonly boolean[]): Pick<Evidence, "byWeights" | "heaviest"> {
  const [weight, weightSquared] = [totalOf(domain, "weight", isBase), totalOf(domain, "weightSquared", isBase)];
  const largest = Math.max(...domain.map(({ heaviest }) => Math.max(...heaviest.map((one, place) => (isBase[place] === true ? one : 0)))));
  return { byWeights: kishEffectiveSize({ weight, weightSquared }), heaviest: largest / weight };
}

/**
 * The mean of scores from 0 to 100, with an interval by Student's t on the linearised variance.
 * @param scores Per place of an answer; NaN where it has none.
 */
export function mean(domain: readonly DesignSums[], scores: readonly number[]): Evidence {
  const isBase = scores.map((score) => !Number.isNaN(score));
  const n = totalOf(domain, "n", isBase);
  const x = commonest(domain, scores);
  if (n < smallestSample) return nothing(n, x);
  const { estimate, variance, df } = linearisedMean(strataOf(domain, scores), scores);
  if (df < 1) return nothing(n, x);
  const own = weightsOf(domain, isBase);
  // As many people as a random sample with this variance would have; never more than the weights alone make it, nor than there are.
  const spread = spreadOf(domain, scores, estimate) / totalOf(domain, "weight", isBase);
  const nEffective = Math.min(n, own.byWeights, variance > 0 ? spread / variance : Number.POSITIVE_INFINITY);
  const half = studentTQuantile((1 + intervalLevel) / 2, df) * Math.sqrt(spread / nEffective);
  const [lower, upper] = [Math.max(0, estimate - half), Math.min(100, estimate + half)];
  return { ...{ n, x, value: estimate, lower, upper, nEffective, ...own, df }, isPrecise: upper - lower < widestIndex };
}

/** How many have the score that most have. */
function commonest(domain: readonly DesignSums[], scores: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const { n } of domain)
    for (const [place, score] of scores.entries()) if (!Number.isNaN(score)) counts.set(score, (counts.get(score) ?? 0) + (n[place] ?? 0));
  return Math.max(0, ...counts.values());
}

/** Σ w (y − ȳ)² over those in the base. */
const spreadOf = (domain: readonly DesignSums[], scores: readonly number[], mean: number): number =>
  domain.reduce(
    (sum, { weight }) =>
      sum + scores.reduce((own, score, place) => own + (Number.isNaN(score) ? 0 : (weight[place] ?? 0) * (score - mean) ** 2), 0),
    0,
  );
