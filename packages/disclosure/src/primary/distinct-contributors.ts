import { DisclosureError } from "../errors.ts";

/**
 * Marks the cells that rest on too few persons, however many records they hold: 0 < persons < threshold. Five records of one person are one
 * person.
 * @param records Records in each cell: whole numbers ≥ 0.
 * @param persons Distinct persons among them: whole numbers, at least one where there are records, and no more than these.
 * @param threshold The fewest persons a published cell may rest on: a whole number ≥ 1.
 * @returns One flag per cell, in the order of `records`; `true` means unsafe. Cells without records are safe.
 * @throws {DisclosureError} `POLICY_INVALID`, `CUBE_INVALID` if there are not as many counts of persons as of records, or `COUNT_NOT_WHOLE`,
 * also where persons are missing: records whose persons are unknown are never taken for persons.
 * @see Handbook on Statistical Disclosure Control, 2nd ed. (2025), ch. 4.2.
 */
export function distinctContributors(records: ArrayLike<number>, persons: ArrayLike<number>, threshold: number): boolean[] {
  if (!isWhole(threshold) || threshold < 1)
    throw new DisclosureError("POLICY_INVALID", "The threshold is not a whole number ≥ 1. State the fewest persons a cell may rest on.");
  if (records.length !== persons.length)
    throw new DisclosureError("CUBE_INVALID", "There are not as many counts of persons as of records. Count both for each cell.");
  return Array.from(records, (count, cell) => {
    const distinct = persons[cell] as number;
    if (!isWhole(count) || !isWhole(distinct) || distinct > count || (count > 0 && distinct === 0))
      throw new DisclosureError(
        "COUNT_NOT_WHOLE",
        `Cell ${cell} has no whole number of persons between one and that of its records. Count the persons behind every record.`,
      );
    return distinct > 0 && distinct < threshold;
  });
}

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
