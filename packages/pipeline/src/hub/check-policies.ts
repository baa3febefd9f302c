import { isDeepStrictEqual } from "node:util";
import { leastChange } from "./least-change.ts";
import type { TablePlan } from "./plan.ts";
import type { PolicySpec, ProtectionSpec, SuppressSpec } from "./policy-schema.ts";

/**
 * Checks what the tables of a dataset say of their protection, each by itself and together: measures of the same records tell on one another, so
 * one method protects them all.
 */
export function checkPolicies(
  tables: readonly TablePlan[],
  protection: ProtectionSpec,
  categories: ReadonlySet<string>,
  wrong: (message: string) => void,
): void {
  for (const table of tables) checkOne(table, protection, categories, wrong);
  checkTogether(tables, wrong);
  const methods = new Set(tables.map(({ spec }) => spec.policy.method));
  if (methods.has("differentialPrivacy") && methods.has("none"))
    wrong(
      "Exact figures beside noisy ones of the same records would undo the noise: give all tables of the dataset the method differentialPrivacy.",
    );
  methods.delete("none");
  if (methods.size > 1)
    wrong(
      `The tables of the dataset are protected by ${[...methods].join(" and ")}. Figures of the same records would undo one another's protection: give all of them one method.`,
    );
}

function checkOne(
  { spec, measures }: TablePlan,
  { unit, finality }: ProtectionSpec,
  categories: ReadonlySet<string>,
  wrong: (message: string) => void,
): void {
  const { policy } = spec;
  const name = `The table ${spec.name}`;
  const least = leastChange(policy);
  if (finality.minimumChange !== null && least !== null && finality.minimumChange < least)
    wrong(
      `${name} would show changes smaller than ${least}, which its policy hides. Give finality.minimumChange at least that, or leave it out.`,
    );
  for (const { code, fractional, sum } of measures) {
    if (fractional === true && policy.method !== "none")
      wrong(
        `${name} protects ${code} as if it counted people. It is an amount: give the table the method none with its reason, or leave ${code} out.`,
      );
    if (sum !== undefined && (policy.method === "cellKey" || policy.method === "differentialPrivacy"))
      wrong(
        `${name} has ${code}, which is a sum. The method ${policy.method} is for counts of records: use another one, or leave ${code} out.`,
      );
    if (
      sum !== undefined &&
      policy.method === "suppress" &&
      typeof policy.onUnprotectable === "object" &&
      policy.onUnprotectable.method === "cellKey"
    )
      wrong(`${name} has ${code}, which is a sum. Cell keys are for counts of records: let onUnprotectable be another method.`);
  }
  if (policy.method !== "suppress") return;
  const besides = rulesBesides(policy);
  if (typeof policy.onUnprotectable === "object" && besides.length > 0)
    wrong(
      `${name} falls back to ${policy.onUnprotectable.method}, which does not keep its rule for ${besides.join(" and ")}: large figures would be shown nearly as they are. Let onUnprotectable be fail or coarsen.`,
    );
  if (policy.zeros === "sensitive" && typeof policy.onUnprotectable === "object")
    wrong(
      `${name} hides zeros, and its onUnprotectable is the method ${policy.onUnprotectable.method}, which shows them. Let it be fail or coarsen.`,
    );
  if (policy.zeros === "sensitive" && policy.emptyCombinations === "public")
    wrong(`${name} hides zeros, and says that everybody knows which combinations hold nothing. Change zeros or emptyCombinations.`);
  if (policy.counts === "persons" && unit.of !== "person")
    wrong(`${name} counts persons, and the dataset does not say that a person is protected. State protection: { unit: { of: person } }.`);
  if (policy.groups !== null && !categories.has(policy.groups.dimension))
    wrong(`${name} has a rule for groups by ${policy.groups.dimension}, which is no category of the dataset.`);
  if ((policy.dominance.length > 0 || policy.pPercent !== null) && measures.every(({ sum }) => sum === undefined))
    wrong(`${name} has a rule of dominance, which is for sums, and no measure that is one. Leave the rule out.`);
}

/** What a policy looks at besides how many records a cell has: rules that no method but suppression keeps. */
export function rulesBesides({ counts, groups, dominance, pPercent }: SuppressSpec): readonly string[] {
  return [
    ...(counts === "persons" ? ["persons"] : []),
    ...(groups === null ? [] : ["groups"]),
    ...(dominance.length === 0 && pPercent === null ? [] : ["sums"]),
  ];
}

/** Every measure is cut in one way only: one policy, and no combination of levels in two tables. */
function checkTogether(tables: readonly TablePlan[], wrong: (message: string) => void): void {
  const policies = new Map<string, PolicySpec>();
  const seen = new Map<string, string>();
  for (const { spec, dimensions, groupings, measures } of tables) {
    for (const { code } of measures) {
      const policy = policies.get(code);
      if (policy !== undefined && !isDeepStrictEqual(policy, spec.policy)) {
        wrong(`The tables with ${code} have different policies. Figures of the same records are protected together: give them one policy.`);
      }
      policies.set(code, spec.policy);
      for (const levels of groupings) {
        const key = `${code} ${dimensions.map((dimension, at) => `${dimension.code}.${levels[at]}`).join(" ")}`;
        const other = seen.get(key);
        if (other !== undefined)
          wrong(`${code} by ${levels.join(", ")} stands in ${other} and in ${spec.name}. Publish each combination once.`);
        seen.set(key, spec.name);
      }
    }
  }
}
