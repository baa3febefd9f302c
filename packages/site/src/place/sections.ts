import type { Area } from "../data/hub.ts";
import type { Edition } from "../edition.ts";
import { knownPlaceRecords } from "../records/place-records.ts";
import { dialogueOf } from "./dialogue.ts";
import { raisedAbout } from "./raised.ts";

/** A section of the page of an area that tells of public records. */
export interface PlaceSection {
  readonly id: "raised" | "meetings" | "problems" | "contact";
  readonly title: string;
}

/** The sections that the page of an area has: only where there is something to tell. */
export function placeSections(edition: Edition, area: Area): readonly PlaceSection[] {
  const { hub, words } = edition;
  const { meetings, problems, closed, contacts } = knownPlaceRecords(hub, area.code);
  const { recordPages: told, near } = words;
  const sections: readonly (PlaceSection & { readonly isTold: boolean })[] = [
    { id: "raised", title: near.raisedTitle, isTold: raisedAbout(hub, area.code).length > 0 || dialogueOf(edition, area).length > 0 },
    { id: "meetings", title: told.meetingsHere, isTold: meetings.length > 0 },
    { id: "contact", title: told.contactHere, isTold: contacts.length > 0 },
    { id: "problems", title: told.workedOnHere, isTold: problems.length + closed.length > 0 },
  ];
  return sections.filter(({ isTold }) => isTold);
}
