import { editionDoors, fileAt } from "@openbeat/schema/domain";

/** The size of a card in pixels: what the places where pages are shared show whole. */
export const cardSize = { width: 1200, height: 630 } as const;

/** The pages that have a card of their own; the others share that of the home page. */
const hasOwn = /^(places|themes|trust|problems|reports)\/./;

/** Where the card of a page stands, within the frozen edition. @param path The page's address within its edition. */
export const cardOf = (path: string): string =>
  fileAt(editionDoors.card, { card: (hasOwn.test(path) && path.replace(/\/$/, "").replaceAll("/", "--")) || "home" });
