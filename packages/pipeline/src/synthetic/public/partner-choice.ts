import { pick } from "./pick.ts";

/** Partners of records/partners.csv by the sector that the records of engagement name, and where they work: a district, or everywhere. */
const partners: Readonly<Record<string, readonly (readonly [id: string, districts: string])[]>> = {
  community_org: [
    ["casa-del-puerto", "D1 D2 D5"],
    ["open-door-youth", "D1 D4 D5"],
    ["northgate-community-hall", "D2"],
    ["millbrook-watch", "D3"],
    ["saltmarsh-residents", "D4"],
    ["kilnfield-neighbours", "D5"],
    ["southmoor-commons", "D6"],
  ],
  school: [["alderport-school-district", ""]],
  university: [["saltmarsh-college", "D4 D5"]],
  business: [
    ["northgate-night-venues", "B201 B202"],
    ["old-port-traders", "B101 B102 B103"],
    ["shipyard-employers", "B401 B503"],
  ],
  faith: [
    ["harbour-chapel", "D1"],
    ["kiln-square-mosque", "D5"],
    ["southmoor-congregations", "D3 D6"],
  ],
  health: [
    ["harbour-health", ""],
    ["open-water-recovery", "D1 D4 D5"],
  ],
  local_government: [
    ["alderport-public-works", ""],
    ["alderport-parks", ""],
    ["alderport-libraries", ""],
  ],
};

/** A partner of a sector that works in a beat; none where no partner of the sector does. */
export function partnerOf(sector: string, beat: string, draw: number): string | undefined {
  const places = [beat, `D${beat.slice(1, 2)}`];
  const near = (partners[sector] ?? []).filter(([, areas]) => areas === "" || areas.split(" ").some((area) => places.includes(area)));
  return near.length === 0 ? undefined : pick(near, draw)[0];
}
