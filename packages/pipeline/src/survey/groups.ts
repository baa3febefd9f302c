import type { LocalisedText } from "@openbeat/schema/domain";
import type { SurveyPlan } from "./plan.ts";

/** The group of all who are in none of the others: of groups too small to be shown, and of those who did not say. */
export const otherGroup = "other";
export const otherLabel: LocalisedText = {
  en: "Another group or not stated",
  es: "Otro grupo o no indicado",
  ar: "مجموعة أخرى أو غير مذكورة",
};

/** The groups of one grouping as they are published: small ones folded together. */
export interface Groups {
  /** Codes as published (`age.18_34`, `age.other`) and their labels, in order. */
  readonly published: readonly { readonly code: string; readonly label: LocalisedText }[];
  /** The published code of the place of a group among the steward's; of none where it is null. */
  readonly codeAt: (place: unknown) => string;
}

/**
 * The groups of a grouping, as published.
 * @param folded Names `GROUPING.GROUP` of the groups that are too small.
 */
export function groupsOf(plan: SurveyPlan, name: string, folded: ReadonlySet<string>): Groups {
  const all = plan.groupings.find((grouping) => grouping.name === name)?.groups ?? [];
  const other = `${name}.${otherGroup}`;
  const codes = all.map(({ code }) => (folded.has(`${name}.${code}`) ? other : `${name}.${code}`));
  return {
    published: [
      ...all.filter((_, place) => codes[place] !== other).map(({ code, label }) => ({ code: `${name}.${code}`, label })),
      { code: other, label: otherLabel },
    ],
    codeAt: (place) => (place === null || place === undefined ? other : (codes[Number(place)] ?? other)),
  };
}

/**
 * Which groups are folded into "another group or not stated": those with fewer people than the policy's smallest group in every wave. A group that
 * an earlier release folded stays folded: shown later, it would tell what was left of the others.
 * @param largest By `GROUPING.GROUP`, how many people the group has in the wave that has most of them.
 * @param before What earlier releases folded.
 */
export function foldedGroups(plan: SurveyPlan, largest: ReadonlyMap<string, number>, before: Iterable<string>): ReadonlySet<string> {
  const { smallestGroup } = plan.file.spec.policy;
  const known = new Set(plan.groupings.flatMap(({ name, groups }) => groups.map(({ code }) => `${name}.${code}`)));
  return new Set([
    ...[...known].filter((group) => (largest.get(group) ?? 0) < smallestGroup),
    ...[...before].filter((group) => known.has(group)),
  ]);
}
