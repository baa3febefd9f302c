import { DisclosureError } from "../errors.ts";

/**
 * Marks the cells that tell something of everyone in a group: all of the group fall in the cell, or all but fewer than `others`, so that
 * whoever is known to belong to the group is known to be in the cell, however large it is.
 * @param counts Persons in each cell: whole numbers ≥ 0.
 * @param groups Persons in the group each cell is part of: whole numbers ≥ the count.
 * @param others How many of the group must lie outside the cell: a whole number ≥ 1.
 * @returns One flag per cell, in the order of `counts`; `true` means unsafe. Zeros are for the rule for zeros.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE` or `POLICY_INVALID`
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 5.2.
 */
export function groupDisclosure(counts: readonly number[], groups: readonly number[], others: number): boolean[] {
  if (!isWhole(others) || others < 1)
    throw new DisclosureError("POLICY_INVALID", "The number of others in a group is not a whole number ≥ 1. State it.");
  if (counts.length !== groups.length)
    throw new DisclosureError("CUBE_INVALID", "There are not as many groups as cells. Give the group of each cell.");
  return counts.map((count, cell) => {
    const group = groups[cell] as number;
    if (!isWhole(count) || !isWhole(group) || group < count)
      throw new DisclosureError(
        "COUNT_NOT_WHOLE",
        `The count of cell ${cell} is not a whole number between 0 and that of its group. Count the records again.`,
      );
    return count > 0 && group - count < others;
  });
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
