import { editionDoors, fileAt } from "@openbeat/schema/domain";

/** The size of a card in pixels: what the places where pages are shared show whole. */
export const cardSize = { width: 1200, height: 630 } as const;

/** The part of an address that has a card: pages below the one of an area or of a report share its card, and all others that of the home page. */
const named = /^(places\/[^/]+|reports\/[^/]+(?:\/[^/]+)?|(?:themes|trust|problems)\/.+)\//;

/** Where the card of a page stands, within the frozen edition. @param path The page's address within its edition. */
export const cardOf = (path: string): string => fileAt(editionDoors.card, { card: named.exec(path)?.[1]?.replaceAll("/", "--") ?? "home" });
