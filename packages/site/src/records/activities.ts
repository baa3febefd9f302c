import type { Hub } from "../data/hub.ts";
import type { Activity } from "../data/records.ts";
import { areasAbout } from "./areas-about.ts";

/** What an activity is to a reader of a release: its status, and where it was planned for a time that is over, that nobody said what became of it. */
export type ActivityState = "PLANNED" | "HELD" | "CANCELLED" | "NO_REPORT";

const isBefore = (a: string, b: string) => Date.parse(a) < Date.parse(b);

/** How an activity stands when its release was published. */
export const activityState = ({ status, start }: Activity, { publishedAt }: Pick<Hub, "publishedAt">): ActivityState =>
  status === "PLANNED" && isBefore(start, publishedAt) ? "NO_REPORT" : status;

/** Activities by their beginning, the earliest first. */
const byStart = (activities: readonly Activity[]): readonly Activity[] =>
  activities.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));

/** Six months before an instant: the same day of the month, or its last. */
export function sixMonthsBefore(instant: string): string {
  const at = new Date(instant);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() - 6);
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, lastDay));
  return at.toISOString();
}

/** Activities about an area; all of them without one. */
const about = (hub: Hub, area: string | undefined): readonly Activity[] => {
  const { activities } = hub.records;
  if (area === undefined) return activities;
  const areas = areasAbout(hub, area);
  return activities.filter((activity) => areas.has(activity.area.code));
};

/** Activities from the release's instant on that were announced, cancelled ones too: the next first. */
export const upcomingActivities = (hub: Hub, area?: string): readonly Activity[] =>
  byStart(about(hub, area).filter(({ status, start }) => status !== "HELD" && !isBefore(start, hub.publishedAt)));

/** Activities of the six months before the release, the latest first, and how many are older. */
export function pastActivities(hub: Hub): { readonly recent: readonly Activity[]; readonly older: number } {
  const since = sixMonthsBefore(hub.publishedAt);
  const upcoming = new Set(upcomingActivities(hub));
  const past = byStart(hub.records.activities.filter((activity) => !upcoming.has(activity))).toReversed();
  const recent = past.filter(({ start }) => !isBefore(start, since));
  return { recent, older: past.length - recent.length };
}

/** What a calendar has: what is planned, and nothing that was cancelled or is over. */
export const plannedActivities = (hub: Hub, area?: string): readonly Activity[] =>
  byStart(about(hub, area).filter((activity) => activityState(activity, hub) === "PLANNED"));
