import { DisclosureError } from "../errors.ts";

/**
 * Marks the cells that leave a small rest of their group: 0 < group − count < threshold. Who sees the cell and its group has the rest by
 * subtraction, though it is in no table. Where nothing is left, `groupDisclosure` is the rule.
 * @param counts Persons or records in each cell: whole numbers ≥ 0.
 * @param groups Those in the group each cell is part of: whole numbers ≥ the count.
 * @param threshold The smallest count that may be known: a whole number ≥ 1.
 * @returns One flag per cell, in the order of `counts`; `true` means unsafe.
 * @throws {DisclosureError} `POLICY_INVALID`, `CUBE_INVALID` if there are not as many groups as cells, or `COUNT_NOT_WHOLE`.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function smallComplement(counts: ArrayLike<number>, groups: ArrayLike<number>, threshold: number): boolean[] {
  if (!isWhole(threshold) || threshold < 1)
    throw new DisclosureError("POLICY_INVALID", "The threshold is not a whole number ≥ 1. State the smallest count that may be known.");
  if (counts.length !== groups.length)
    throw new DisclosureError("CUBE_INVALID", "There are not as many groups as cells. Give the group of each cell.");
  return Array.from(counts, (count, cell) => {
    const group = groups[cell] as number;
    if (!isWhole(count) || !isWhole(group) || group < count)
      throw new DisclosureError(
        "COUNT_NOT_WHOLE",
        `The count of cell ${cell} is not a whole number between 0 and that of its group. Count the records again.`,
      );
    return group > count && group - count < threshold;
  });
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
