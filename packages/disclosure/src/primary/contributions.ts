import { DisclosureError } from "../errors.ts";

/** What one record adds to a cell of a magnitude table. */
export interface Contribution {
  /** ≥ 0, in the unit of the table. */
  readonly value: number;
  /** Records of one contributor are added up. Left out, each record is a contributor of its own. */
  readonly contributor?: string;
  /** How many of the population the record stands for: > 0, 1 where it is left out. */
  readonly weight?: number;
}

export interface Contributor {
  readonly value: number;
  readonly weight: number;
}

/**
 * The contributors of a cell, the largest first. The weight of several records of one contributor is their mean by value.
 * @throws {DisclosureError} `COUNT_NOT_WHOLE` if a value or a weight is missing or negative.
 */
export function contributorsOf(contributions: readonly Contribution[]): Contributor[] {
  const sums = new Map<string, { value: number; weighted: number }>();
  contributions.forEach(({ value, contributor, weight = 1 }, record) => {
    if (!Number.isFinite(value) || value < 0 || !Number.isFinite(weight) || weight <= 0)
      throw new DisclosureError("COUNT_NOT_WHOLE", "A contribution has no value ≥ 0, or no weight > 0. Check the records of the cell.");
    const key = contributor === undefined ? `#${record}` : `=${contributor}`;
    const sum = sums.get(key) ?? { value: 0, weighted: 0 };
    sums.set(key, { value: sum.value + value, weighted: sum.weighted + value * weight });
  });
  return [...sums.values()]
    .map(({ value, weighted }) => ({ value, weight: value > 0 ? weighted / value : 1 }))
    .sort((a, b) => b.value - a.value);
}

export const weightedTotal = (contributors: readonly Contributor[]) =>
  contributors.reduce((sum, { value, weight }) => sum + value * weight, 0);
