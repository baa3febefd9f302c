import { benjaminiHochberg } from "./multiple-comparisons.ts";
import { normalProbability } from "./normal.ts";

/** What Gi* says of an area and its neighbours. */
export interface HotspotScore {
  /** In standard deviations: above 0 where the area and its neighbours have more than elsewhere. 0 where nothing can be told. */
  readonly z: number;
  /** Two-sided, of this area alone. */
  readonly pValue: number;
  /** Adjusted to the number of areas (Benjamini and Hochberg). */
  readonly adjustedPValue: number;
  /** `hot` or `cold` only where the adjusted p-value is below the level. */
  readonly finding: "hot" | "cold" | "none";
}

/**
 * Getis and Ord's Gi* with binary weights: for each area, whether it and its neighbours together have more or less than chance would put there.
 * Where all areas have the same value, or an area neighbours all others, there is nothing to compare: z is 0 and p is 1.
 * @param values One per area, best a rate: finite, at least three.
 * @param neighbours For each area the places (0, 1, …) of its neighbours, without itself; whoever is a neighbour has it as one too.
 * @param falseDiscoveryRate Expected share of false findings among all findings: 0.05 where not stated.
 * @returns One score per area, in their order.
 * @throws {RangeError} If a value is missing, or the lists are no neighbourhoods. A hidden value cannot be taken for 0: leave its area out of both.
 * @see Ord & Getis (1995), Local spatial autocorrelation statistics, Geographical Analysis 27(4). Caldas de Castro & Singer (2006), ibid. 38(2).
 */
export function getisOrd(
  values: readonly number[],
  neighbours: readonly (readonly number[])[],
  falseDiscoveryRate = 0.05,
): readonly HotspotScore[] {
  check(values, neighbours, falseDiscoveryRate);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviations = values.map((value) => value - mean);
  const variance = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0) / n;
  const largest = Math.max(...values.map(Math.abs));
  const flat = Math.sqrt(variance) <= largest * 1e-13;
  const scores = neighbours.map((around, area) => {
    const members = around.length + 1;
    if (flat || members === n) return 0;
    const sum = around.reduce((total, neighbour) => total + (deviations[neighbour] as number), deviations[area] as number);
    return sum / Math.sqrt((variance * members * (n - members)) / (n - 1));
  });
  const pValues = scores.map((z) => Math.min(1, 2 * normalProbability(-Math.abs(z))));
  const adjusted = benjaminiHochberg(pValues);
  return scores.map((z, area) => {
    const adjustedPValue = adjusted[area] as number;
    const clear = adjustedPValue < falseDiscoveryRate;
    return { z, pValue: pValues[area] as number, adjustedPValue, finding: !clear ? "none" : z > 0 ? "hot" : "cold" };
  });
}

function check(values: readonly number[], neighbours: readonly (readonly number[])[], falseDiscoveryRate: number): void {
  if (!(falseDiscoveryRate > 0 && falseDiscoveryRate < 1)) throw new RangeError("The false discovery rate is not between 0 and 1.");
  if (values.length < 3) throw new RangeError("There are fewer than three areas.");
  if (!values.every((value) => Math.abs(value) < 1e150)) throw new RangeError("The value of an area is missing or not finite.");
  if (neighbours.length !== values.length) throw new RangeError("There is not one list of neighbours for each area.");
  const sets = neighbours.map((around) => new Set(around));
  for (const [area, around] of neighbours.entries()) {
    if (sets[area]?.size !== around.length || sets[area]?.has(area))
      throw new RangeError("An area is its own neighbour, or one stands twice.");
    if (!around.every((neighbour) => sets[neighbour]?.has(area)))
      throw new RangeError("A neighbour is no area, or does not have the area as its neighbour.");
  }
}
