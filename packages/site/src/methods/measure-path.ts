import { slug } from "../edition.ts";

/** The page that says how a measure is counted, within its edition. */
export const measurePath = (measure: string): string => `methods/${slug(measure)}/`;
