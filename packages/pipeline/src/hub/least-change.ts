import { derivedFrom } from "@openbeat/schema/domain";
import type { DatasetPlan } from "./plan.ts";
import type { PolicySpec, SuppressSpec } from "./policy-schema.ts";

/** By summand, what the largest contributor adds. */
export type Contributions = ReadonlyMap<string, number>;

/** The least change of a published count that a policy lets be shown; null where its periods are final, or nothing is protected. */
export function leastChange(policy: PolicySpec): number | null {
  if (policy.method === "suppress") {
    const instead = typeof policy.onUnprotectable === "object" ? leastChange(policy.onUnprotectable) : null;
    return Math.max(policy.threshold, instead ?? 0);
  }
  return policy.method === "cellKey" ? Math.max(2, policy.most) : null;
}

/** Whether a policy has a rule that looks at contributors. */
export const asksForContributors = (policy: PolicySpec): policy is SuppressSpec =>
  policy.method === "suppress" && (policy.counts === "persons" || policy.dominance.length > 0 || policy.pPercent !== null);

/**
 * The least change that cannot be of fewer persons than the threshold, nor a sum that a few contributors make up, whoever contributed what: of the
 * records of earlier releases nothing is known but their counts.
 * @param largest What no contributor adds more than.
 */
function leastChangeOfMany({ counts, threshold, dominance, pPercent }: SuppressSpec, largest: number, isSum: boolean): number {
  return Math.max(
    counts === "persons" ? (threshold - 1) * largest + 1 : 0,
    ...(isSum ? dominance.map(({ n, k }) => Math.floor((100 * n * largest) / k) + 1) : []),
    isSum && pPercent !== null ? Math.ceil((2 + pPercent / 100) * largest) : 0,
  );
}

/**
 * By summand, the least change of a published count that may be shown: what the policy that protects it asks for, or more.
 * @param largest Of today's records and of those of each earlier release; null where it is not known, and then no change is shown.
 */
export function minimumChanges({ tables, file }: DatasetPlan, largest: readonly (Contributions | null)[]): ReadonlyMap<string, number> {
  const { minimumChange } = file.spec.protection.finality;
  const least = new Map<string, number>();
  for (const { spec, measures } of tables) {
    const own = leastChange(spec.policy);
    if (own === null) continue;
    for (const measure of measures) {
      if (derivedFrom(measure) !== undefined) continue;
      const { sum } = measure;
      const summand = sum ?? "records";
      const most = Math.max(...largest.map((contributions) => contributions?.get(summand) ?? Number.POSITIVE_INFINITY));
      const ofMany = asksForContributors(spec.policy) ? leastChangeOfMany(spec.policy, most, sum !== undefined) : 0;
      least.set(summand, Math.max(least.get(summand) ?? 0, own, minimumChange ?? 0, ofMany));
    }
  }
  return least;
}
