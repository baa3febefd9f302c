import { DisclosureError } from "../errors.ts";
import { type Contribution, contributorsOf } from "./contributions.ts";

/**
 * Marks the cells in which the second largest contributor can work out the largest to within p percent: what the others add is less than p
 * percent of the largest.
 * @param cells The contributions to each cell.
 * @returns One flag per cell; `true` means unsafe. A cell without any value is safe.
 * @throws {DisclosureError} `POLICY_INVALID` if p is not between 0 and 100.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function pPercent(cells: readonly (readonly Contribution[])[], p: number): boolean[] {
  if (!(p > 0 && p <= 100)) throw new DisclosureError("POLICY_INVALID", "The p of the p% rule is not 0 < p ≤ 100. State the percentage.");
  return cells.map((contributions) => {
    const [first, , ...others] = contributorsOf(contributions).map(({ value }) => value);
    return first !== undefined && first > 0 && 100 * others.reduce((sum, value) => sum + value, 0) < p * first;
  });
}
