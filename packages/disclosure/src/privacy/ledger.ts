import { DisclosureError } from "../errors.ts";
import type { DifferentialPrivacyPolicy } from "../policy.ts";

const billion = 1_000_000_000n;

/** One drawing of noise: which cells of which period it was for, and what it cost a unit. */
export interface Charge {
  readonly dataset: string;
  readonly measure: string;
  /** Name of the grouping. The same cells have the same name in every release, and are drawn once. */
  readonly grouping: string;
  /** Code of the period. */
  readonly period: string;
  /** First and last day of the period, as in 2026-01-31. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** What is protected: one record, or all records of a person in a period. */
  readonly unit: DifferentialPrivacyPolicy["unit"];
  /** ρ in whole billionths, rounded up: > 0. */
  readonly rhoBillionths: bigint;
  /** ρ in whole billionths that the charges of a unit may come to in a calendar year: > 0. */
  readonly budgetBillionths: bigint;
}

/**
 * ρ in whole billionths, rounded up: what a ledger holds.
 * @throws {DisclosureError} `POLICY_INVALID` if it is not a fraction of whole numbers ≥ 1.
 */
export function billionthsOf({ numerator, denominator }: DifferentialPrivacyPolicy["rho"]): bigint {
  if (![numerator, denominator].every((part) => Number.isSafeInteger(part) && part >= 1))
    throw invalid("A ρ is not a fraction of whole numbers ≥ 1. State what each table costs.");
  return (BigInt(numerator) * billion + BigInt(denominator) - 1n) / BigInt(denominator);
}

/**
 * Adds a charge to a ledger that only grows, by the rule that the store enforces too: so that a publication that it would refuse draws no noise.
 * A person may have records in every period of a calendar year, so all charges of the dataset whose period begins in that year are added up. A
 * record lies on one day, so those whose period covers the day are. The least budget that any of these charges states is the one that holds.
 * @param charges All charges so far.
 * @returns The ledger with the new charge at its end.
 * @throws {DisclosureError} `BUDGET_EXCEEDED` if the charges would come to more than the budget, noise was already drawn for these cells, or the
 * dataset protected another unit before; `POLICY_INVALID` if a cost, budget or day is not one.
 */
export function addCharge(charges: readonly Charge[], charge: Charge): Charge[] {
  check(charge);
  const own = charges.filter(({ dataset }) => dataset === charge.dataset);
  if (own.some((old) => old.measure === charge.measure && old.grouping === charge.grouping && old.period === charge.period))
    throw exceeded(
      `Noise was drawn for ${charge.measure} by ${charge.grouping} in ${charge.period} of the dataset "${charge.dataset}" before. Publish the figures that were drawn then.`,
    );
  if (own.some(({ unit }) => unit !== charge.unit))
    throw exceeded(
      `The dataset "${charge.dataset}" has protected another unit than one ${charge.unit} before, and the two cannot be added up. Keep to that unit, or begin a dataset of another name.`,
    );
  const all = [...own, charge];
  if (charge.unit === "person")
    refuseBeyond(
      all.filter(({ firstDay }) => yearOf(firstDay) === yearOf(charge.firstDay)),
      charge,
      yearOf(charge.firstDay),
    );
  else
    for (const day of new Set(all.map(({ firstDay }) => firstDay)))
      if (covers(charge, day))
        refuseBeyond(
          all.filter((other) => covers(other, day)),
          charge,
          day,
        );
  return [...charges, charge];
}

function refuseBeyond(charges: readonly Charge[], { dataset, unit }: Charge, when: string): void {
  const spent = charges.reduce((sum, { rhoBillionths }) => sum + rhoBillionths, 0n);
  const [budget = 0n] = charges.map(({ budgetBillionths }) => budgetBillionths).sort((a, b) => (a < b ? -1 : 1));
  if (spent > budget)
    throw exceeded(
      `The privacy budget of the dataset "${dataset}" for one ${unit} in ${when} is ${budget} billionths of ρ, and its tables would come to ${spent}. Publish fewer of them, or at a smaller ρ each.`,
    );
}

// Days that are written in full sort as text.
const covers = ({ firstDay, lastDay }: Charge, day: string) => firstDay <= day && day <= lastDay;
const yearOf = (day: string) => day.slice(0, 4);

function check({ dataset, measure, grouping, period, firstDay, lastDay, unit, rhoBillionths, budgetBillionths }: Charge): void {
  if (![dataset, measure, grouping, period].every((name) => name !== ""))
    throw invalid("A charge of the ledger does not name its dataset, measure, grouping and period. Name all four.");
  if (![firstDay, lastDay].every((day) => /^\d{4}-\d\d-\d\d$/.test(day)) || firstDay > lastDay)
    throw invalid("The period of a charge has no first day before its last one. Write days as in 2026-01-31.");
  if (unit !== "record" && unit !== "person") throw invalid("A charge protects neither a record nor a person. State which.");
  if (!(rhoBillionths > 0n && budgetBillionths > 0n))
    throw invalid("A ρ or a budget of the ledger is not > 0. State what each table costs, and what a year may cost.");
}

const invalid = (message: string) => new DisclosureError("POLICY_INVALID", message);
const exceeded = (message: string) => new DisclosureError("BUDGET_EXCEEDED", message);
