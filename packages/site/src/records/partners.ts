import type { Hub } from "../data/hub.ts";
import type { Activity, Contribution, Problem } from "../data/records.ts";
import { pastActivities, upcomingActivities } from "./activities.ts";

/** What a partner brought, the latest first. */
export const broughtBy = ({ records }: Hub, partner: string): readonly Contribution[] =>
  records.contributions.filter((one) => one.partner.code === partner).toSorted((a, b) => b.date.localeCompare(a.date));

/** Problems that a partner responded to, or brought something for. */
export const problemsOf = ({ records }: Hub, partner: string): readonly Problem[] =>
  records.problems.filter(
    ({ code, responses }) =>
      responses.some(({ partners }) => partners.some((one) => one.code === partner)) ||
      records.contributions.some((one) => one.partner.code === partner && one.problem?.code === code),
  );

/** Activities that a partner holds or takes part in, of those that the page of meetings has. */
export const activitiesOf = (hub: Hub, partner: string): readonly Activity[] =>
  [...upcomingActivities(hub), ...pastActivities(hub).recent].filter(({ hosts, partners }) =>
    [...hosts, ...partners].some(({ code }) => code === partner),
  );
