import { DisclosureError } from "../errors.ts";

/**
 * Marks the cells that break the minimum frequency rule: 0 < count < threshold. Zeros are safe.
 * @param counts Persons or records in each cell: whole numbers ≥ 0.
 * @param threshold The smallest count that may be published: a whole number ≥ 1.
 * @returns One flag per cell, in the order of `counts`; `true` means unsafe.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE` or `POLICY_INVALID` if a number is missing, fractional or too small.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function minimumFrequency(counts: ArrayLike<number>, threshold: number): boolean[] {
  if (!isWhole(threshold) || threshold < 1)
    throw new DisclosureError("POLICY_INVALID", "The threshold is not a whole number ≥ 1. State the smallest count that may be published.");
  return Array.from(counts, (count, cell) => {
    if (!isWhole(count))
      throw new DisclosureError("COUNT_NOT_WHOLE", `The count of cell ${cell} is not a whole number ≥ 0. Count the records again.`);
    return count > 0 && count < threshold;
  });
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
