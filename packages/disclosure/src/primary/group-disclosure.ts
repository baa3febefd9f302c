import { type CellSpace, levelOf } from "../cells.ts";
import type { Cube } from "../cube.ts";
import { DisclosureError } from "../errors.ts";
import type { GroupRule } from "../policy.ts";

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

/**
 * Refuses a cube of which some grouping tells something of everyone in a group. Hiding its cells would not help: the zeros beside them say the same.
 * @throws {DisclosureError} `UNPROTECTABLE` if a group is found, `POLICY_INVALID` if the cube has no such dimension.
 */
export function refuseGroups(cube: Cube, space: CellSpace, { dimension, others }: GroupRule): void {
  const place = cube.dimensions.findIndex(({ code }) => code === dimension);
  if (place < 0)
    throw new DisclosureError("POLICY_INVALID", "The rule for groups names a dimension that the cube does not have. Name one of its own.");
  for (const grouping of space.groupings) {
    const { nodeCount } = levelOf(space, grouping, place);
    if (nodeCount < 2) continue;
    const stride = grouping.strides[place] as number;
    const counts = space.counts.subarray(grouping.offset, grouping.offset + grouping.cellCount);
    const groups = Float64Array.from(counts, (_, cell) => {
      const first = cell - (Math.floor(cell / stride) % nodeCount) * stride;
      let sum = 0;
      for (let node = 0; node < nodeCount; node++) sum += counts[first + node * stride] as number;
      return sum;
    });
    if (groupDisclosure([...counts], [...groups], others).some((unsafe) => unsafe))
      throw new DisclosureError(
        "UNPROTECTABLE",
        "The groupings tell something of everyone in a group: all of it, or nearly all, fall in one category.",
      );
  }
}
