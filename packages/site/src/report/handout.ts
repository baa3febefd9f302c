import type { Area, Hub } from "../data/hub.ts";
import type { Activity, Commitment, Contact } from "../data/records.ts";
import { type Edition, slug } from "../edition.ts";
import { areaSections } from "../figures/area-figures.ts";
import { type LatestFigure, latestOf, seriesOf } from "../figures/latest.ts";
import { plannedActivities } from "../records/activities.ts";
import { around } from "../records/around.ts";
import { knownPlaceRecords } from "../records/place-records.ts";
import { publicationDay } from "../records/publication-day.ts";
import { liesOf, reportLevel } from "./districts.ts";

/** What fits on one sheet, beside the map: figures, meetings, teams, and promises of so many characters in all. */
const most = { figures: 5, meetings: 3, contacts: 3, promises: 3, characters: 850 };

/** What the handout of an area tells. */
export interface Handout {
  readonly figures: readonly LatestFigure[];
  readonly promises: readonly Commitment[];
  readonly meetings: readonly Activity[];
  readonly contacts: readonly Contact[];
}

export const handoutPath = (code: string): string => `places/${slug(code)}/handout/`;

/** The areas whose records concern an area. Those of a district that cuts others are the ones it lies over. */
const concerned = (hub: Hub, area: Area): ReadonlySet<string> =>
  area.level === reportLevel(hub)?.code ? new Set(liesOf(hub, area).keys()) : around(hub, area.code);

const lengthOf = ({ youSaid, weWill, whatChanged }: Commitment): number => `${youSaid}${weWill}${whatChanged ?? ""}`.length;

/** The promises that something became of last, kept or not, then those that were made last: as many as there is room for. */
function promisesOf(hub: Hub, areas: ReadonlySet<string>): readonly Commitment[] {
  const own = hub.records.commitments
    .filter(({ area }) => areas.has(area.code))
    .toSorted((a, b) => Number(a.status === "OPEN") - Number(b.status === "OPEN") || b.statusOn.localeCompare(a.statusOn));
  const chosen: Commitment[] = [];
  for (const one of own) {
    const used = chosen.reduce((sum, commitment) => sum + lengthOf(commitment), 0);
    if (chosen.length < most.promises && used + lengthOf(one) <= most.characters) chosen.push(one);
  }
  return chosen;
}

/** The teams that the page of the area names; where it names none, those of the areas that its district lies over. */
function contactsOf(hub: Hub, area: Area, areas: ReadonlySet<string>): readonly Contact[] {
  const near = knownPlaceRecords(hub, area.code).contacts;
  const today = publicationDay(hub);
  return near.length > 0
    ? near
    : hub.records.contacts.filter((one) => areas.has(one.area.code) && (one.until === null || one.until > today));
}

/** The first series over time of each dataset in an area. */
const latestFigures = (edition: Edition, area: Area): readonly LatestFigure[] =>
  areaSections(edition, area).flatMap(({ dataset, figures }) => {
    const [figure] = seriesOf(figures);
    return (figure && latestOf(edition, figure, dataset)) ?? [];
  });

/** What stands on the one page that a clerk hands out about an area. */
export function handoutOf(edition: Edition, area: Area): Handout {
  const { hub } = edition;
  const areas = concerned(hub, area);
  return {
    figures: latestFigures(edition, area)
      .filter(({ rows }) => !rows.some(({ observation }) => observation.flags.includes("ESTIMATED")))
      .slice(0, most.figures),
    promises: promisesOf(hub, areas),
    meetings: plannedActivities(hub)
      .filter((activity) => areas.has(activity.area.code))
      .slice(0, most.meetings),
    contacts: contactsOf(hub, area, areas).slice(0, most.contacts),
  };
}
