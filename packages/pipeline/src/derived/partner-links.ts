import type { PublicRecord, PublicRecords } from "../records/record.ts";
import { listOf, recordsOf, wordOf } from "./record-values.ts";

/** Two partners that worked together. */
export interface PartnerLink {
  /** Codes of the partners: `a` comes before `b`. */
  readonly a: string;
  readonly b: string;
  /** Codes of the problems that both responded or contributed to. */
  readonly problems: readonly string[];
  /** How many activities both held, took part in or contributed to. */
  readonly activities: number;
}

/**
 * Who works with whom: partners of the same problem, by its responses and contributions, and of the same activity that was held.
 * @returns Each pair once, in the order of their codes.
 */
export function partnerLinks(records: PublicRecords): readonly PartnerLink[] {
  const ofProblem = new Map<string, Set<string>>();
  const ofActivity = new Map<string, Set<string>>();
  const add = (groups: Map<string, Set<string>>, what: string | null, partners: readonly (string | null)[]) => {
    if (what === null) return;
    const known = groups.get(what) ?? new Set<string>();
    for (const partner of partners) if (partner !== null) known.add(partner);
    groups.set(what, known);
  };
  for (const response of recordsOf(records, "responses")) add(ofProblem, wordOf(response, "problem"), listOf(response, "partners"));
  const held = new Set<string>();
  for (const activity of recordsOf(records, "engagement")) {
    if (wordOf(activity, "status") !== "held") continue;
    const id = wordOf(activity, "id") ?? activity.code;
    held.add(id);
    add(ofActivity, id, [...listOf(activity, "hosts"), ...listOf(activity, "partners")]);
  }
  for (const contribution of recordsOf(records, "contributions")) {
    const partner = wordOf(contribution, "partner");
    add(ofProblem, wordOf(contribution, "problem"), [partner]);
    const activity = wordOf(contribution, "activity");
    if (activity !== null && held.has(activity)) add(ofActivity, activity, [partner]);
  }
  const links = new Map<string, { a: string; b: string; problems: string[]; activities: number }>();
  const linkOf = (a: string, b: string) => {
    const key = JSON.stringify([a, b]);
    const link = links.get(key) ?? { a, b, problems: [], activities: 0 };
    links.set(key, link);
    return link;
  };
  for (const [problem, partners] of ofProblem) for (const [a, b] of pairsOf(partners)) linkOf(a, b).problems.push(problem);
  for (const partners of ofActivity.values()) for (const [a, b] of pairsOf(partners)) linkOf(a, b).activities += 1;
  return [...links]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, link]) => ({ ...link, problems: link.problems.toSorted() }));
}

function pairsOf(partners: ReadonlySet<string>): readonly (readonly [string, string])[] {
  const ordered = [...partners].sort();
  return ordered.flatMap((a, place) => ordered.slice(place + 1).map((b) => [a, b] as const));
}

/** The links as findings of the kind `partner-links`. */
export const partnerLinkFindings = (records: PublicRecords): readonly PublicRecord[] =>
  partnerLinks(records).map(({ a, b, problems, activities }) => ({
    kind: "partner-links",
    code: `${a}/${b}`,
    areas: [],
    values: { a, b, problems, activities },
  }));
