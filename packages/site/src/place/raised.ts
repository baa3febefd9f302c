import { dayIn } from "@openbeat/schema/domain";
import type { Hub } from "../data/hub.ts";
import type { Activity, Commitment, Priority } from "../data/records.ts";
import { activityState, sixMonthsBefore } from "../records/activities.ts";
import { areasAbout } from "../records/areas-about.ts";
import { type Standing, standingOf } from "../records/commitments.ts";
import { currentPriorities } from "../records/place-records.ts";
import { publicationDay } from "../records/publication-day.ts";

/** How something that was raised stands: a promise by its standing, a priority by whether something was done, a meeting's matter as agreed. */
export type RaisedState = Standing | "NO_RESPONSE" | "RESPONDED" | "AGREED";

/** Every state, in the order in which pages tell them: what is owed first. */
const states: readonly RaisedState[] = [
  "OVERDUE",
  "NO_RESPONSE",
  "NOT_KEPT",
  "OPEN",
  "RESPONDED",
  "CHANGED",
  "KEPT_LATE",
  "KEPT",
  "AGREED",
];

/** Something that residents raised, and what came of it, as a public record tells it. */
export type Raised = {
  /** The code of the area that the record is about. */
  readonly area: string;
  /** The day on which it was agreed, promised or told at a meeting: ISO 8601. */
  readonly since: string;
  readonly state: RaisedState;
} & (
  | { readonly kind: "priority"; readonly record: Priority }
  | { readonly kind: "commitment"; readonly record: Commitment }
  | { readonly kind: "meeting"; readonly record: Activity }
);

/** What was raised about some areas: their current priorities, every promise, and what meetings of the last six months agreed. */
function raisedIn(hub: Hub, areas: ReadonlySet<string>): readonly Raised[] {
  const since = Date.parse(sixMonthsBefore(hub.publishedAt));
  const meetings = hub.records.activities.filter(
    (activity) =>
      areas.has(activity.area.code) &&
      activity.decisions !== null &&
      activityState(activity, hub) === "HELD" &&
      Date.parse(activity.start) >= since,
  );
  return [
    ...currentPriorities(hub, areas).map((record): Raised => {
      const state = record.action === null ? "NO_RESPONSE" : "RESPONDED";
      return { kind: "priority", record, area: record.area.code, since: record.adoptedOn, state };
    }),
    ...hub.records.commitments
      .filter(({ area }) => areas.has(area.code))
      .map((record): Raised => {
        return { kind: "commitment", record, area: record.area.code, since: record.madeOn, state: standingOf(record, hub) };
      }),
    ...meetings.map((record): Raised => {
      return { kind: "meeting", record, area: record.area.code, since: dayIn(record.start, hub.hub.timezone), state: "AGREED" };
    }),
  ];
}

const known = new WeakMap<Hub, Map<string, readonly Raised[]>>();

/** What was raised about an area, as `areasAbout` has it: what is owed first and longest, of the rest the latest first. */
export function raisedAbout(hub: Hub, area: string): readonly Raised[] {
  const ofHub = known.get(hub) ?? new Map<string, readonly Raised[]>();
  known.set(hub, ofHub);
  const isOwed = ({ state }: Raised) => state === "OVERDUE" || state === "NO_RESPONSE";
  const found =
    ofHub.get(area) ??
    raisedIn(hub, areasAbout(hub, area)).toSorted(
      (a, b) => states.indexOf(a.state) - states.indexOf(b.state) || (isOwed(a) ? 1 : -1) * a.since.localeCompare(b.since),
    );
  ofHub.set(area, found);
  return found;
}

/** How many were raised, how many of them are past their due date, and how many have no response in the records. */
export function raisedCounts(raised: readonly Raised[]): { readonly all: number; readonly overdue: number; readonly unanswered: number } {
  const count = (state: RaisedState) => raised.filter((one) => one.state === state).length;
  return { all: raised.length, overdue: count("OVERDUE"), unanswered: count("NO_RESPONSE") };
}

/** The promises that were settled most lately, kept or not, the latest first, of a day those that were not kept first: what residents said, and what changed. */
export const lastAnswered = (hub: Hub, most: number): readonly Commitment[] =>
  hub.records.commitments
    .filter(({ status, whatChanged, statusOn }) => status !== "OPEN" && whatChanged !== null && statusOn <= publicationDay(hub))
    .toSorted((a, b) => b.statusOn.localeCompare(a.statusOn) || Number(b.status === "NOT_KEPT") - Number(a.status === "NOT_KEPT"))
    .slice(0, most);
