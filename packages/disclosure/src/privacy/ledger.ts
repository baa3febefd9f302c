import { DisclosureError } from "../errors.ts";

/** ρ, exactly. */
export interface Rho {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** One drawing of noise: what for, and what it cost. */
export interface Charge {
  /** What was published: the same cells in the same release have the same name, and are drawn once. */
  readonly published: string;
  readonly rho: Rho;
}

/**
 * Adds a charge to a ledger that only grows.
 * @param charges All charges so far.
 * @returns The ledger with the new charge at its end.
 * @throws {DisclosureError} `BUDGET_EXCEEDED` if the charges would come to more than the budget, or noise was already drawn for this;
 * `POLICY_INVALID` if a ρ is not > 0.
 */
export function addCharge(charges: readonly Charge[], budget: Rho, charge: Charge): Charge[] {
  const all = [...charges, charge];
  if (![budget, ...all.map(({ rho }) => rho)].every(({ numerator, denominator }) => numerator > 0n && denominator > 0n))
    throw new DisclosureError("POLICY_INVALID", "A ρ of the ledger is not > 0. State what each release costs.");
  if (charges.some(({ published }) => published === charge.published))
    throw new DisclosureError("BUDGET_EXCEEDED", "Noise was drawn for these figures before. Publish the figures that were drawn then.");
  const spent = all.reduce<Rho>(
    (sum, { rho }) => ({
      numerator: sum.numerator * rho.denominator + rho.numerator * sum.denominator,
      denominator: sum.denominator * rho.denominator,
    }),
    {
      numerator: 0n,
      denominator: 1n,
    },
  );
  if (spent.numerator * budget.denominator > budget.numerator * spent.denominator)
    throw new DisclosureError(
      "BUDGET_EXCEEDED",
      "The privacy budget does not allow this release. Publish less of it, or wait for the next period.",
    );
  return all;
}
