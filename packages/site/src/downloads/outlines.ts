import { editionDoors, fileAt } from "@openbeat/schema/domain";
import { type Edition, href } from "../edition.ts";
import { simplifiedOutlines } from "../map/simplified.ts";
import type { SiteFile } from "./files.ts";

/** The address of the outlines within an edition. */
export const outlinesPath = fileAt(editionDoors.outlines);

/** The outlines of the areas of an edition, for a browser that looks where it is. None where no boundary is published. */
export function* outlineFiles(edition: Edition): Generator<SiteFile> {
  const outlines = simplifiedOutlines(edition.hub);
  if (outlines.length > 0) yield { path: href(edition, outlinesPath).slice(1), text: `${JSON.stringify(outlines)}\n` };
}
