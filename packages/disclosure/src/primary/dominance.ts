import { DisclosureError } from "../errors.ts";
import { type Contribution, type Contributor, contributorsOf, weightedTotal } from "./contributions.ts";

/** n contributors may not hold k percent of a cell. */
export interface DominanceRule {
  readonly n: number;
  readonly k: number;
}

/**
 * Marks the cells that a few contributors dominate: the n largest hold k percent of the total, or more, by any of the rules.
 * @param cells The contributions to each cell.
 * @param weighting How weights count: "total" compares the n largest as they are with the weighted total; "expanded" takes a contributor of
 * weight 3 for three alike, as Tau-Argus does.
 * @returns One flag per cell; `true` means unsafe. A cell without any value is safe.
 * @throws {DisclosureError} `POLICY_INVALID` if a rule is not n ≥ 1 and 0 < k ≤ 100, or there is none.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function dominance(
  cells: readonly (readonly Contribution[])[],
  rules: readonly DominanceRule[],
  weighting: "total" | "expanded" = "total",
): boolean[] {
  if (rules.length === 0 || !rules.every(({ n, k }) => Number.isSafeInteger(n) && n >= 1 && k > 0 && k <= 100))
    throw new DisclosureError("POLICY_INVALID", "A dominance rule is not n ≥ 1 contributors and 0 < k ≤ 100 percent. State both.");
  return cells.map((contributions) => {
    const contributors = contributorsOf(contributions);
    const total = weightedTotal(contributors);
    return (
      total > 0 &&
      rules.some(({ n, k }) => 100 * (weighting === "total" ? largest(contributors, n) : expanded(contributors, n)) >= k * total)
    );
  });
}

const largest = (contributors: readonly Contributor[], n: number) => contributors.slice(0, n).reduce((sum, { value }) => sum + value, 0);

function expanded(contributors: readonly Contributor[], n: number): number {
  let left = n;
  let sum = 0;
  for (const { value, weight } of contributors) {
    const taken = Math.min(left, weight);
    sum += value * taken;
    left -= taken;
  }
  return sum;
}
