import { PipelineError } from "../errors.ts";

/** Sums over one stratum. All lists are parallel to the survey item's answers; each answer has a numeric score, given separately. */
export interface StratumSums {
  /** Primary sampling units (respondents where there are no clusters) in the stratum, in the domain or not: those outside count as zeros. A whole number ≥ 1. */
  readonly sampled: number;
  /** Of these, the units with somebody in the domain, for the degrees of freedom; R counts those in the base of the estimate. */
  readonly inDomain: number;
  /** Share of the stratum's units that was sampled, 0 ≤ f < 1; 0 where it is unknown or small. */
  readonly samplingFraction: number;
  /** Σw of those in the domain, by answer. */
  readonly weight: Float64Array;
  /** Σ over units of (Σw of answer a in unit) × (Σw of answer b in unit), row-major answers × answers. Null where units are respondents: then it is diagonal, with `weightSquared`. */
  readonly products: Float64Array | null;
  /** Σw² by answer. */
  readonly weightSquared: Float64Array;
}

export interface LinearisedMean {
  readonly estimate: number;
  readonly variance: number;
  /** Units with somebody in the domain less strata that have any; 0 or more. */
  readonly df: number;
}

/**
 * The weighted mean of scores in a domain, and its variance by Taylor linearisation for a stratified sample of units drawn with replacement, or without
 * it where the sampling fraction is known. A proportion is the mean of scores 0 and 1.
 * @param strata The domain's sums, one entry for each stratum of the design; one only where it has no strata.
 * @param scores One for each answer; NaN where the answer is not in the base ("don't know").
 * @returns The mean, its variance and degrees of freedom.
 * @throws {PipelineError} `STRATUM_WITH_ONE_UNIT` if a stratum with somebody in the base sampled one unit only: its variance cannot be known, and
 * leaving it out would show too narrow an interval. `ESTIMATE_INVALID` if nobody is in the base, or sums are missing or contradict one another.
 * @see Woodruff (1971), A simple method for approximating the variance of a complicated estimate, J. Am. Stat. Assoc. 66(334);
 * Lumley (2010), Complex Surveys, ch. 2: domains keep every unit of the design.
 */
export function linearisedMean(strata: readonly StratumSums[], scores: readonly number[]): LinearisedMean {
  for (const stratum of strata) checkStratum(stratum, scores.length);
  const base = scores.flatMap((score, answer) => (Number.isNaN(score) ? [] : [answer]));
  if (!base.every((answer) => Number.isFinite(scores[answer])))
    throw new PipelineError("ESTIMATE_INVALID", "The score of an answer is infinite.");
  const total = base.map((answer) => strata.reduce((sum, { weight }) => sum + (weight[answer] as number), 0));
  const people = total.reduce((sum, weight) => sum + weight, 0);
  if (!(people > 0)) throw new PipelineError("ESTIMATE_INVALID", "Nobody of the domain is in the base. Leave its figures out.");
  const df = strata.reduce((sum, { inDomain }) => sum + Math.max(0, inDomain - 1), 0);
  const given = base.filter((_, place) => (total[place] as number) > 0).map((answer) => scores[answer] as number);
  // All gave answers of one score: said outright, so that rounding neither misses it by a hair nor makes a variance.
  const same = given.every((score) => score === given[0]);
  const estimate = same
    ? (given[0] as number)
    : base.reduce((sum, answer, place) => sum + (scores[answer] as number) * (total[place] as number), 0) / people;
  const residuals = base.map((answer) => ((scores[answer] as number) - estimate) / people);
  let variance = 0;
  for (const stratum of strata) {
    if (!base.some((answer) => (stratum.weight[answer] as number) > 0)) continue;
    if (stratum.sampled === 1)
      throw new PipelineError(
        "STRATUM_WITH_ONE_UNIT",
        "A stratum sampled one unit only, so its variance cannot be known. Join it with another stratum.",
      );
    variance += varianceOf(stratum, base, residuals);
  }
  return { estimate, variance, df };
}

/** Of one stratum's total of residuals: how its units scatter around their mean, those outside the domain at zero. */
function varianceOf(stratum: StratumSums, base: readonly number[], residuals: readonly number[]): number {
  const { sampled, samplingFraction, weight, weightSquared, products } = stratum;
  let sum = 0;
  let squares = 0;
  base.forEach((answer, place) => {
    const residual = residuals[place] as number;
    sum += residual * (weight[answer] as number);
    if (products === null) squares += residual * residual * (weightSquared[answer] as number);
    else
      base.forEach((other, at) => {
        squares += residual * (residuals[at] as number) * (products[answer * weight.length + other] as number);
      });
  });
  return (1 - samplingFraction) * (sampled / (sampled - 1)) * Math.max(0, squares - (sum * sum) / sampled);
}

function checkStratum({ sampled, inDomain, samplingFraction, weight, weightSquared, products }: StratumSums, answers: number): void {
  const wholes = Number.isSafeInteger(sampled) && sampled >= 1 && Number.isSafeInteger(inDomain) && inDomain >= 0 && inDomain <= sampled;
  const lengths =
    weight.length === answers && weightSquared.length === answers && (products === null || products.length === answers * answers);
  const numbers = [weight, weightSquared, ...(products === null ? [] : [products])].every((sums) =>
    sums.every((sum) => sum >= 0 && sum < Infinity),
  );
  const people =
    weight.every((sum, answer) => sum > 0 === (weightSquared[answer] as number) > 0) && (inDomain > 0 || weight.every((sum) => sum === 0));
  if (!(wholes && lengths && numbers && people && samplingFraction >= 0 && samplingFraction < 1))
    throw new PipelineError("ESTIMATE_INVALID", "The sums of a stratum are missing or contradict one another.");
}
