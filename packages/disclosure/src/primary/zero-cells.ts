import { DisclosureError } from "../errors.ts";

/** Whether a zero may be published: it tells that nobody of a group is in the cell. */
export type ZeroRule = "safe" | "sensitive";

/**
 * Marks the cells that hold nothing, where zeros are sensitive. A structural zero, such as a birth among men, tells nothing that was not known,
 * and is never unsafe.
 * @param counts Persons or records in each cell: whole numbers ≥ 0.
 * @param structural For each cell, whether it must be empty whatever the records are; left out, none must.
 * @returns One flag per cell, in the order of `counts`; `true` means unsafe.
 * @throws {DisclosureError} `POLICY_INVALID` if the rule is unknown, `CUBE_INVALID` if there are not as many flags as cells or a cell that must
 * be empty is not, or `COUNT_NOT_WHOLE`.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function zeroCells(counts: ArrayLike<number>, rule: ZeroRule, structural?: readonly boolean[]): boolean[] {
  if (rule !== "safe" && rule !== "sensitive")
    throw new DisclosureError("POLICY_INVALID", "The rule for zeros is missing or unknown. State whether zeros are safe or sensitive.");
  if (structural !== undefined && structural.length !== counts.length)
    throw new DisclosureError("CUBE_INVALID", "There are not as many flags of structural zeros as cells. Give one for each cell.");
  return Array.from(counts, (count, cell) => {
    if (!isWhole(count))
      throw new DisclosureError("COUNT_NOT_WHOLE", `The count of cell ${cell} is not a whole number ≥ 0. Count the records again.`);
    const isStructural = structural === undefined ? false : structural[cell];
    if (typeof isStructural !== "boolean" || (isStructural && count > 0))
      throw new DisclosureError(
        "CUBE_INVALID",
        `Cell ${cell} has no flag of a structural zero, or has one and holds records. Check which combinations cannot be.`,
      );
    return rule === "sensitive" && count === 0 && !isStructural;
  });
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
