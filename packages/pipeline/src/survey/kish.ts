import { PipelineError } from "../errors.ts";

/**
 * How many people with equal weights would tell a mean as precisely, where weights have nothing to do with answers: (Σw)² / Σw².
 * @param sums Over respondents: of their weights, and of the squares of their weights.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a sum is missing or not above 0.
 * @see Kish (1965), Survey Sampling, 11.7.
 */
export function kishEffectiveSize({ weight, weightSquared }: { readonly weight: number; readonly weightSquared: number }): number {
  if (!(weight > 0 && weight < Infinity && weightSquared > 0 && weightSquared < Infinity))
    throw new PipelineError("ESTIMATE_INVALID", "A sum of weights is missing or not above 0.");
  return (weight * weight) / weightSquared;
}

/**
 * How many times more people a design needs for the same precision as people drawn at random: n over the effective size.
 * @throws {PipelineError} `ESTIMATE_INVALID` if a size is missing or not above 0.
 */
export function designEffect({ n, nEffective }: { readonly n: number; readonly nEffective: number }): number {
  if (!(n > 0 && n < Infinity && nEffective > 0 && nEffective < Infinity))
    throw new PipelineError("ESTIMATE_INVALID", "A sample size is missing or not above 0.");
  return n / nEffective;
}
