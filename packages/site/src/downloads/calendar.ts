import { editionDoors, encodedPath, fileAt } from "@openbeat/schema/domain";
import { type CalendarActivity, calendarOf } from "@openbeat/schema/formats";
import type { Activity } from "../data/records.ts";
import { type Edition, href, siteAddress } from "../edition.ts";
import { plannedActivities } from "../records/activities.ts";
import { activityAnchor } from "../records/record-pages.ts";
import { languageText, listText } from "../words/formats.ts";
import { codeText } from "../words/records-text.ts";
import type { SiteFile } from "./files.ts";

/** An activity as the calendars of an edition tell it: what it is for, how one takes part, in which languages, and what makes it easier. */
function eventOf({ hub, words, language, root }: Edition, activity: Activity): CalendarActivity {
  const { recordPages: told } = words;
  const lines = [
    activity.objective,
    activity.mode === null ? null : `${told.takePart}: ${codeText(told, "mode", activity.mode)}`,
    activity.languages.length === 0
      ? null
      : `${told.activityLanguages}: ${listText(
          activity.languages.map((tag) => languageText(tag, language)),
          language,
        )}`,
    activity.access.length === 0
      ? null
      : `${told.access}: ${listText(
          activity.access.map((code) => codeText(told, "access_feature", code)),
          language,
        )}`,
  ];
  const address = siteAddress(hub.hub);
  return {
    code: activity.code,
    title: activity.title ?? codeText(told, "activity_type", activity.type),
    start: activity.start,
    end: activity.end,
    status: "planned",
    place: activity.place,
    area: hub.areas.get(activity.area.code)?.name ?? "",
    url: address === undefined ? null : `${address}${href({ root }, `meetings/#${activityAnchor(activity)}`)}`,
    objective: lines.filter((line) => line !== null).join("\n"),
  };
}

/** The address of the calendar of an area, or of all of them, within an edition. */
export const calendarPath = (area = "all"): string => encodedPath(fileAt(editionDoors.calendar, { area }));

/**
 * The calendars of an edition: one of all areas and one for each, where the release has activities. One that has no event stands as well:
 * whoever subscribes to it gets the next.
 * @throws {Error} If an area has the code that the calendar of all areas has, or two have one in an address.
 */
export function* calendarFiles(edition: Edition): Generator<SiteFile> {
  const { hub, words, language } = edition;
  if (hub.records.activities.length === 0) return;
  const taken = new Set<string>();
  for (const area of [undefined, ...hub.areas.values()]) {
    const path = decodeURIComponent(href(edition, calendarPath(area?.code))).slice(1);
    if (taken.has(path.toLowerCase()))
      throw new Error("Two calendars of areas would have the same address. Give one of the areas another code.");
    taken.add(path.toLowerCase());
    const name = `${edition.isDraft ? `${words.draft} ` : ""}${hub.hub.title}: ${area?.name ?? words.recordPages.meetings}`;
    const events = plannedActivities(hub, area?.code).map((activity) => eventOf(edition, activity));
    const address = siteAddress(hub.hub);
    const url = address === undefined ? null : `${address}${href(edition, calendarPath(area?.code))}`;
    const about = { name, language, url, hub: hub.hub.code, timezone: hub.hub.timezone, released: hub.publishedAt };
    yield { path, text: calendarOf(events, about) };
  }
}
