import type { Hub } from "../data/hub.ts";
import type { Activity, Contact, Priority, Problem } from "../data/records.ts";
import { upcomingActivities } from "./activities.ts";
import { areasAbout } from "./areas-about.ts";
import { aboveOf } from "./around.ts";
import { closedProblems, openProblems, problemsAbout } from "./problems.ts";
import { isCurrent, publicationDay } from "./publication-day.ts";

/** What the public records say about an area. */
export interface PlaceRecords {
  readonly meetings: readonly Activity[];
  readonly problems: readonly Problem[];
  readonly closed: readonly Problem[];
  readonly contacts: readonly Contact[];
}

/** Priorities of some areas that have not ended when the release is published. */
export const currentPriorities = (hub: Hub, areas: ReadonlySet<string>): readonly Priority[] =>
  hub.records.priorities.filter(({ area, endedOn }) => areas.has(area.code) && (endedOn === null || endedOn > publicationDay(hub)));

/** Whom an area can turn to: its own team and those of the areas it lies in, the nearest first; where there is none, those of `areasAbout`. */
function contactsOf(hub: Hub, area: string): readonly Contact[] {
  const current = hub.records.contacts.filter((contact) => isCurrent(contact, hub));
  const near = [area, ...aboveOf(hub, area)].flatMap((code) => current.filter((contact) => contact.area.code === code));
  if (near.length > 0) return near;
  const areas = areasAbout(hub, area);
  return current.filter((contact) => areas.has(contact.area.code));
}

/** What the page of an area tells of the public records: those that are about it, as `areasAbout` has it. */
export const placeRecords = (hub: Hub, area: string): PlaceRecords => ({
  meetings: upcomingActivities(hub, area),
  problems: problemsAbout(hub, openProblems(hub), area),
  closed: problemsAbout(hub, closedProblems(hub), area),
  contacts: contactsOf(hub, area),
});

const known = new WeakMap<Hub, Map<string, PlaceRecords>>();

/** The same, worked out once for each area. */
export function knownPlaceRecords(hub: Hub, area: string): PlaceRecords {
  const ofHub = known.get(hub) ?? new Map<string, PlaceRecords>();
  known.set(hub, ofHub);
  const found = ofHub.get(area) ?? placeRecords(hub, area);
  ofHub.set(area, found);
  return found;
}
