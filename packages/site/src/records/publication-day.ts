import { dayIn } from "@openbeat/schema/domain";
import type { Hub } from "../data/hub.ts";

/** What the records need of a release: when it was published, and where its days begin. */
export interface Published {
  readonly publishedAt: string;
  readonly hub: Pick<Hub["hub"], "timezone">;
}

/** The day on which a release was published, where the hub is: ISO 8601. */
export const publicationDay = ({ publishedAt, hub }: Published): string => dayIn(publishedAt, hub.timezone);

/** Whether what holds until a day still holds when a release is published: on its last day, it does. */
export const isCurrent = ({ until }: { readonly until: string | null }, release: Published): boolean =>
  until === null || until >= publicationDay(release);
