import { type Activity, organisations } from "./activity-records.ts";
import { drawFor, pick } from "./pick.ts";

type Contribution = readonly [partner: string, date: string, type: string, hours: string, money: string, problem: string];

/** What partners brought to problems: one row for each time. */
const toProblems: readonly Contribution[] = [
  ["millbrook-watch", "2024-12-09", "hours", "36", "", "millpond-break-ins"],
  ["alderport-public-works", "2024-12-16", "money", "", "50000_or_more", "millpond-break-ins"],
  ["alderport-public-works", "2025-01-13", "hours", "160", "", "millpond-break-ins"],
  ["millbrook-watch", "2025-01-20", "hours", "64", "", "millpond-break-ins"],
  ["alderport-public-works", "2025-02-10", "goods", "", "", "millpond-break-ins"],
  ["millbrook-watch", "2025-03-17", "hours", "70", "", "millpond-break-ins"],
  ["millbrook-watch", "2025-06-16", "hours", "72", "", "millpond-break-ins"],
  ["alderport-public-works", "2025-06-23", "money", "", "10000_49999", "millpond-break-ins"],
  ["millbrook-watch", "2025-09-15", "hours", "66", "", "millpond-break-ins"],
  ["kilnfield-neighbours", "2025-01-13", "hours", "24", "", "kiln-square-vandalism"],
  ["kiln-square-mosque", "2025-02-03", "space", "", "", "kiln-square-vandalism"],
  ["kilnfield-neighbours", "2025-03-10", "hours", "18", "", "kiln-square-vandalism"],
  ["saltmarsh-college", "2026-02-16", "data", "", "", "kiln-square-vandalism"],
  ["saltmarsh-college", "2026-03-09", "hours", "40", "", "kiln-square-vandalism"],
  ["old-port-traders", "2024-09-02", "data", "", "", "customs-quay-thefts"],
  ["old-port-traders", "2025-01-06", "hours", "30", "", "customs-quay-thefts"],
  ["old-port-traders", "2025-01-13", "money", "", "10000_49999", "customs-quay-thefts"],
  ["harbour-authority", "2025-01-20", "goods", "", "", "customs-quay-thefts"],
  ["harbour-authority", "2025-04-07", "money", "", "10000_49999", "customs-quay-thefts"],
  ["harbour-authority", "2025-07-14", "data", "", "", "customs-quay-thefts"],
  ["old-port-traders", "2025-10-06", "hours", "24", "", "customs-quay-thefts"],
  ["alderport-school-district", "2024-09-16", "data", "", "", "millbrook-speeding"],
  ["alderport-public-works", "2024-11-18", "money", "", "50000_or_more", "millbrook-speeding"],
  ["alderport-public-works", "2024-12-02", "hours", "210", "", "millbrook-speeding"],
  ["alderport-school-district", "2025-01-08", "hours", "48", "", "millbrook-speeding"],
  ["shipyard-employers", "2025-10-01", "money", "", "10000_49999", "stolen-cars"],
  ["shipyard-employers", "2025-10-01", "space", "", "", "stolen-cars"],
  ["saltmarsh-college", "2026-07-20", "data", "", "", "stolen-cars"],
  ["alderport-transit", "2024-11-25", "data", "", "", "long-acre-robberies"],
  ["alderport-transit", "2025-01-06", "money", "", "1000_9999", "long-acre-robberies"],
  ["alderport-transit", "2025-03-03", "hours", "120", "", "long-acre-robberies"],
  ["alderport-parks", "2024-06-17", "goods", "", "", "westgate-graffiti"],
  ["millbrook-watch", "2024-08-19", "hours", "85", "", "westgate-graffiti"],
  ["northgate-night-venues", "2025-11-24", "data", "", "", "northgate-night-noise"],
  ["northgate-community-hall", "2026-02-09", "space", "", "", "northgate-night-noise"],
  ["northgate-night-venues", "2026-03-16", "hours", "60", "", "northgate-night-noise"],
  ["northgate-night-venues", "2026-04-13", "training", "", "", "northgate-night-noise"],
  ["northgate-night-venues", "2026-05-04", "money", "", "1000_9999", "northgate-night-noise"],
  ["northgate-night-venues", "2026-08-17", "hours", "96", "", "northgate-night-noise"],
  ["harbour-authority", "2026-07-06", "data", "", "", "tidewater-moorings"],
  ["harbour-authority", "2026-09-21", "goods", "", "", "tidewater-moorings"],
];

/** What organisations bring to an activity, most often first. */
const brought: Readonly<Record<string, readonly string[]>> = {
  "alderport-public-works": ["goods", "hours"],
  "alderport-parks": ["space", "hours"],
  "alderport-libraries": ["space", "space", "hours"],
  "old-port-traders": ["goods", "money", "hours"],
  "northgate-night-venues": ["goods", "money", "hours"],
  "shipyard-employers": ["money", "goods", "space"],
  "harbour-chapel": ["space", "space", "goods"],
  "kiln-square-mosque": ["space", "goods", "hours"],
  "southmoor-congregations": ["space", "goods", "hours"],
  "alderport-school-district": ["space", "hours", "goods"],
  "saltmarsh-college": ["training", "hours"],
  "harbour-health": ["hours", "training", "goods"],
  "open-water-recovery": ["hours", "goods"],
};
const bands = ["under_1000", "under_1000", "1000_9999"];

export const contributionColumns = ["id", "partner", "date", "type", "hours", "money_band", "problem", "activity"] as const;
type ContributionRecord = Readonly<Record<(typeof contributionColumns)[number], string>>;

/** Of the activities with partners, one in so many has what they brought written down. */
const writtenDown = 0.34;

/** What partners brought to problems, and to some of the activities that were held. */
export function contributionRecords(activities: readonly Activity[]): readonly ContributionRecord[] {
  const own = toProblems.map(([partner, date, type, hours, money, problem]) => ({
    ...{ partner, date, type, hours, money_band: money, problem, activity: "" },
  }));
  const others = activities
    .filter(({ id, status }) => status === "held" && drawFor(id, 40) < writtenDown)
    .flatMap((activity) => toActivity(activity));
  const sorted = [...own, ...others].sort((a, b) => `${a.date}${a.activity}`.localeCompare(`${b.date}${b.activity}`, "en"));
  return sorted.map((contribution, place) => ({
    id: `K-${contribution.date.slice(0, 4)}-${String(place + 1).padStart(3, "0")}`,
    ...contribution,
  }));
}

function toActivity(activity: Activity): readonly Omit<ContributionRecord, "id">[] {
  const { id, date, hours } = activity;
  const { hosts, partners } = organisations(activity);
  const [partner] = [...partners, ...hosts];
  if (partner === undefined) return [];
  const type = pick(brought[partner] ?? ["hours", "hours", "hours", "space", "goods"], drawFor(id, 41));
  const people = 2 + Math.floor(3 * drawFor(id, 42));
  return [
    {
      partner,
      date,
      type,
      hours: type === "hours" ? String(people * (hours + 1)) : "",
      money_band: type === "money" ? pick(bands, drawFor(id, 43)) : "",
      problem: "",
      activity: id,
    },
  ];
}
