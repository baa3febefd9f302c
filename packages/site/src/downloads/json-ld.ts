import type { Activity } from "../data/records.ts";
import type { Edition } from "../edition.ts";
import { activityAnchor } from "../records/record-pages.ts";
import { wholeAddress } from "./citation.ts";

// What search engines read of a page: objects of schema.org.

export interface Crumb {
  readonly label: string;
  readonly path: string;
}

const publisherOf = ({ hub }: Edition) => ({ "@type": "GovernmentOrganization", name: hub.hub.publisher });

/** Where a page stands within the site. */
export const breadcrumbsOf = (edition: Edition, crumbs: readonly Crumb[], page: Crumb): object => ({
  "@context": "https://schema.org",
  "@type": "BreadcrumbList",
  itemListElement: [{ label: edition.words.home, path: "" }, ...crumbs, page].map(({ label, path }, at) => ({
    "@type": "ListItem",
    position: at + 1,
    name: label,
    item: wholeAddress(edition, path),
  })),
});

/** The site and its catalogue, for the first page. */
export const webSiteOf = (edition: Edition): readonly object[] => {
  const { hub, language } = edition;
  const about = {
    "@context": "https://schema.org",
    name: hub.hub.title,
    description: hub.hub.description,
    url: wholeAddress(edition, ""),
    inLanguage: language,
    publisher: publisherOf(edition),
  };
  return [
    { ...about, "@type": "WebSite" },
    {
      ...about,
      "@type": "DataCatalog",
      url: wholeAddress(edition, "data/"),
      license: hub.hub.licence.url,
      dataset: hub.datasets.map(({ title, description, coverageFrom, coverageTo }) => ({
        "@type": "Dataset",
        name: title,
        description,
        temporalCoverage: `${coverageFrom}/${coverageTo}`,
        license: hub.hub.licence.url,
        creator: publisherOf(edition),
      })),
    },
  ];
};

/** Activities that were announced, and those that will not be held. @param titleOf What one is called that has no title. */
export const eventsOf = (edition: Edition, activities: readonly Activity[], titleOf: (activity: Activity) => string): readonly object[] =>
  activities.map((activity) => ({
    "@context": "https://schema.org",
    "@type": "Event",
    name: activity.title ?? titleOf(activity),
    startDate: activity.start,
    ...(activity.end === null ? {} : { endDate: activity.end }),
    eventStatus: `https://schema.org/${activity.status === "CANCELLED" ? "EventCancelled" : "EventScheduled"}`,
    location: {
      "@type": "Place",
      name: activity.place ?? edition.hub.areas.get(activity.area.code)?.name ?? activity.area.code,
      address: edition.hub.areas.get(activity.area.code)?.name ?? activity.area.code,
    },
    organizer: publisherOf(edition),
    url: wholeAddress(edition, `meetings/#${activityAnchor(activity)}`),
  }));
