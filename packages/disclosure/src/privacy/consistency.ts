import { DisclosureError } from "../errors.ts";

export interface NoisyTree {
  /** The parent of each node, −1 for a root. Parents stand before their children. */
  readonly parents: Int32Array;
  /** The noisy figure of each node. */
  readonly values: Float64Array;
  /** The variance of the noise of each node: > 0. */
  readonly variances: Float64Array;
}

/**
 * Makes noisy figures add up along a tree: the least squares estimate, weighted by variance, in two passes. It looks at noisy figures alone,
 * so it costs no privacy; and it can only make them more precise.
 * @returns The figure of each node. They are not whole, and may be negative.
 * @throws {DisclosureError} `CUBE_INVALID` if a parent does not stand before its child, or a variance is not > 0.
 * @see Hay, Rastogi, Miklau & Suciu (2010), Boosting the accuracy of differentially private histograms through consistency.
 */
export function consistentTree({ parents, values, variances }: NoisyTree): Float64Array {
  const size = parents.length;
  const estimate = new Float64Array(size);
  const spread = new Float64Array(size);
  const childSum = new Float64Array(size);
  const childSpread = new Float64Array(size);
  for (let node = size - 1; node >= 0; node--) {
    const parent = parents[node] as number;
    const value = values[node] as number;
    const variance = variances[node] as number;
    if (!(parent >= -1 && parent < node) || !Number.isFinite(value) || !(variance > 0))
      throw new DisclosureError("CUBE_INVALID", "A node has no parent before it, no figure or no variance > 0. Put parents first.");
    const below = childSpread[node] as number;
    const weight = below > 0 ? below / (below + variance) : 1;
    estimate[node] = weight * value + (1 - weight) * (childSum[node] as number);
    spread[node] = weight * variance;
    if (parent < 0) continue;
    childSum[parent] = (childSum[parent] as number) + (estimate[node] as number);
    childSpread[parent] = (childSpread[parent] as number) + (spread[node] as number);
  }
  const result = new Float64Array(size);
  for (let node = 0; node < size; node++) {
    const parent = parents[node] as number;
    const excess = parent < 0 ? 0 : (result[parent] as number) - (childSum[parent] as number);
    result[node] = (estimate[node] as number) + (parent < 0 ? 0 : (excess * (spread[node] as number)) / (childSpread[parent] as number));
  }
  return result;
}
