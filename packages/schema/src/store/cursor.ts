import * as z from "zod";
import { QueryError } from "../errors.ts";

/** A place in the canonical order of a table of a release: after which row the next page begins. */
export interface Cursor {
  readonly release: string;
  /** The list that is paged through: a table's code, or the name of another list. */
  readonly list: string;
  readonly at: number;
}

const shape = z.tuple([z.string(), z.string(), z.int().min(0)]);

export const writeCursor = ({ release, list, at }: Cursor): string =>
  Buffer.from(JSON.stringify([release, list, at])).toString("base64url");

/**
 * Reads a cursor for a list of a release.
 * @throws {QueryError} `CURSOR_INVALID` where it is none, or belongs to another list; `CURSOR_RELEASE_MISMATCH` where it belongs to
 * another release: pages of two releases must not be mixed.
 */
export function readCursor(text: string, release: string, list: string): number {
  let parts: [string, string, number];
  try {
    parts = shape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch (cause) {
    throw new QueryError(
      "CURSOR_INVALID",
      "The cursor cannot be read.",
      { hint: "Pass the endCursor of the page before as `after`, unchanged." },
      { cause },
    );
  }
  if (parts[0] !== release) {
    throw new QueryError("CURSOR_RELEASE_MISMATCH", "The cursor belongs to another release, so its pages do not go on here.", {
      hint: "Begin again without `after`, or ask the release that the cursor came from.",
      cursorRelease: parts[0],
      release,
    });
  }
  if (parts[1] !== list) {
    throw new QueryError("CURSOR_INVALID", "The cursor belongs to another list.", { hint: "Pass it to the question that it came from." });
  }
  return parts[2];
}
