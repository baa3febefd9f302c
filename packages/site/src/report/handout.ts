import type { Area, Hub } from "../data/hub.ts";
import type { Activity, Commitment, Contact } from "../data/records.ts";
import { type Edition, slug } from "../edition.ts";
import { areaSections } from "../figures/area-figures.ts";
import { type LatestFigure, latestOf, seriesOf } from "../figures/latest.ts";
import { plannedActivities } from "../records/activities.ts";
import { areasAbout } from "../records/areas-about.ts";
import { standingOf } from "../records/commitments.ts";
import { knownPlaceRecords } from "../records/place-records.ts";

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

const lengthOf = ({ youSaid, weWill, whatChanged }: Commitment): number => `${youSaid}${weWill}${whatChanged ?? ""}`.length;

/** In what order promises are told of an area: its own first, those of the whole last. */
const distanceOf = (hub: Hub, area: Area, { area: { code } }: Commitment): number =>
  code === area.code ? 0 : hub.areas.get(code)?.parent === null ? 2 : 1;
/** Those that are past their due date first, then what something became of, kept or not. */
const settledOf = (hub: Hub, commitment: Commitment): number => {
  const standing = standingOf(commitment, hub);
  return standing === "OVERDUE" ? 0 : standing === "OPEN" ? 2 : 1;
};

/** The promises nearest to an area, of those what is overdue or settled before what is open, the latest first: as many as there is room for. */
function promisesOf(hub: Hub, area: Area, areas: ReadonlySet<string>): readonly Commitment[] {
  const own = hub.records.commitments
    .filter((one) => areas.has(one.area.code))
    .toSorted(
      (a, b) =>
        distanceOf(hub, area, a) - distanceOf(hub, area, b) ||
        settledOf(hub, a) - settledOf(hub, b) ||
        b.statusOn.localeCompare(a.statusOn),
    );
  const chosen: Commitment[] = [];
  for (const one of own) {
    const used = chosen.reduce((sum, commitment) => sum + lengthOf(commitment), 0);
    if (chosen.length < most.promises && used + lengthOf(one) <= most.characters) chosen.push(one);
  }
  return chosen;
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
  const areas = areasAbout(hub, area.code);
  return {
    figures: latestFigures(edition, area)
      .filter(({ rows }) => !rows.some(({ observation }) => observation.flags.includes("ESTIMATED")))
      .slice(0, most.figures),
    promises: promisesOf(hub, area, areas),
    meetings: plannedActivities(hub)
      .filter((activity) => areas.has(activity.area.code))
      .slice(0, most.meetings),
    contacts: knownPlaceRecords(hub, area.code).contacts.slice(0, most.contacts),
  };
}
