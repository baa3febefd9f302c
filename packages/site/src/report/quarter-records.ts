import { dayIn, type Period } from "@openbeat/schema/domain";
import type { Area, Hub } from "../data/hub.ts";
import type { Activity, Commitment, Contribution, Partner, Priority, Problem, ReportStatement } from "../data/records.ts";
import { type Lie, liesOf } from "./districts.ts";

/** Kinds of activities that are held so that residents and police speak with each other. */
const meetings: readonly Activity["type"][] = [
  "COMMUNITY_MEETING",
  "BEAT_MEETING",
  "LISTENING_SESSION",
  "ADVISORY_BOARD",
  "ONLINE_SESSION",
];

/** A partner, and what the records of the quarter say that it did here. */
export interface PartnerHere {
  readonly partner: Partner;
  readonly activities: number;
  readonly problems: readonly Problem[];
  readonly brought: readonly Contribution[];
}

/** What the public records say of a district in a quarter. */
export interface QuarterRecords {
  readonly lies: ReadonlyMap<string, Lie>;
  readonly meetings: readonly Activity[];
  /** All others than meetings. */
  readonly others: readonly Activity[];
  readonly partners: readonly PartnerHere[];
  /** Those that were worked on, or closed, in the quarter. */
  readonly problems: readonly Problem[];
  readonly priorities: readonly Priority[];
  /** What the agency says itself of the quarter. */
  readonly statements: readonly ReportStatement[];
  /** Those that were made, open or settled in the quarter. */
  readonly commitments: readonly Commitment[];
  /** The first day that the release has activities of; nothing where it has none. */
  readonly activitiesFrom: string | null;
}

/** Whether something that lasted from one day to another, or goes on, was in a quarter. Without a first day it was always there. */
export const overlaps = (quarter: Period, from: string | null | undefined, to: string | null | undefined): boolean =>
  (from ?? "") <= quarter.end && (to == null || to >= quarter.start);

/** What the public records say of a district in a quarter: of its areas, of those that lie in it in part, and of what it lies in. */
export function quarterRecords(hub: Hub, district: Area, quarter: Period): QuarterRecords {
  const { records } = hub;
  const lies = liesOf(hub, district);
  const isHere = ({ code }: { readonly code: string }) => lies.has(code);
  const dayOf = ({ start }: Activity) => dayIn(start, hub.hub.timezone);
  const activities = records.activities
    .filter((activity) => isHere(activity.area) && overlaps(quarter, dayOf(activity), dayOf(activity)))
    .toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const problems = records.problems.filter(({ areas, openedOn, closedOn }) => areas.some(isHere) && overlaps(quarter, openedOn, closedOn));
  const days = records.activities.map(dayOf).toSorted();
  return {
    lies,
    meetings: activities.filter(({ type }) => meetings.includes(type)),
    others: activities.filter(({ type }) => !meetings.includes(type)),
    partners: partnersHere(hub, quarter, lies, activities, problems),
    problems,
    priorities: records.priorities.filter(({ area, adoptedOn, endedOn }) => isHere(area) && overlaps(quarter, adoptedOn, endedOn)),
    statements: records.reportStatements.filter(({ area, from, to }) => isHere(area) && overlaps(quarter, from, to)),
    commitments: records.commitments.filter(
      ({ area, madeOn, status, statusOn }) => isHere(area) && overlaps(quarter, madeOn, status === "OPEN" ? null : statusOn),
    ),
    activitiesFrom: days[0] ?? null,
  };
}

function partnersHere(
  { records }: Hub,
  quarter: Period,
  lies: ReadonlyMap<string, Lie>,
  activities: readonly Activity[],
  problems: readonly Problem[],
): readonly PartnerHere[] {
  const codes = { activities: new Set(activities.map(({ code }) => code)), problems: new Set(problems.map(({ code }) => code)) };
  return records.partners.flatMap((partner): PartnerHere[] => {
    const joined = activities.filter(
      ({ status, hosts, partners }) => status === "HELD" && [...hosts, ...partners].some(({ code }) => code === partner.code),
    );
    const worked = problems.filter(({ responses }) =>
      responses.some(({ partners, from, to }) => partners.some(({ code }) => code === partner.code) && overlaps(quarter, from, to)),
    );
    const brought = records.contributions.filter(
      (one) =>
        one.partner.code === partner.code &&
        overlaps(quarter, one.date, one.date) &&
        (codes.activities.has(one.activity?.code ?? "") || codes.problems.has(one.problem?.code ?? "")),
    );
    // One that works everywhere is told of where it did something.
    const isOfHere = partner.areas.some(({ code }) => lies.has(code)) && overlaps(quarter, partner.since, partner.until);
    return isOfHere || joined.length + worked.length + brought.length > 0
      ? [{ partner, activities: joined.length, problems: worked, brought }]
      : [];
  });
}
