import type { Area } from "../data/hub.ts";
import { calendarPath } from "../downloads/calendar.ts";
import type { Edition } from "../edition.ts";
import { areaPath } from "../figures/survey-pages.ts";

/** What else there is about an area: pages and files to take along, under its name. */
export const placeLinks = ({ hub, words }: Edition, area: Area): readonly { readonly path: string; readonly label: string }[] => [
  ...(hub.records.activities.length > 0 ? [{ path: calendarPath(area.code), label: words.recordPages.calendarOf(area.name) }] : []),
  ...hub.surveys
    .filter(({ areas }) => areas.includes(area.code))
    .map((survey) => ({ path: areaPath(hub, survey, area.code), label: words.trust.headlineLink(area.name) })),
];
