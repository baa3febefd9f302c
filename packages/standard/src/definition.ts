import type { CodeListName } from "./codes.ts";

/** What a value is. A list is written in a CSV file with semicolons between its values. */
export type FieldType = "string" | "text" | "integer" | "number" | "boolean" | "date" | "datetime" | "uri" | "list";

/**
 * What may become of a value. `internal`: it stays with the agency. `counted`: it enters counts and other figures that are protected, and is never shown
 * by itself. `published`: it may be shown as it stands, once the agency has approved it.
 */
export type FieldUse = "internal" | "counted" | "published";

/** One column of a record kind. */
export interface Field {
  /** In snake_case. */
  readonly name: string;
  readonly type: FieldType;
  /** A sentence or two for whoever fills it in. */
  readonly description: string;
  readonly use: FieldUse;
  /** Whether every record must have it. */
  readonly required: boolean;
  /** The codes that its value, or each value of a list, is one of. */
  readonly codes?: CodeListName;
  /** The record kind whose first column of the key it refers to. */
  readonly refersTo?: string;
  readonly minimum?: number;
  /** What the template shows. */
  readonly example: string;
}

/** A theme of community policing. */
export type Theme = "communication" | "trust" | "problem-solving" | "collaboration" | "outcomes" | "coverage";

/** A kind of record: what one row is, and its columns. */
export interface RecordKind {
  /** As its files are named: `concerns`, `engagement`. */
  readonly name: string;
  readonly theme: Theme;
  readonly title: string;
  readonly description: string;
  /** What one row is, for "one row for each …". */
  readonly row: string;
  readonly key: readonly string[];
  readonly fields: readonly Field[];
}

type FieldMore = Partial<Pick<Field, "codes" | "refersTo" | "minimum" | "use">> & { readonly optional?: true };

/** Makes a column: counted and required unless it says otherwise. */
export const field = (
  name: string,
  type: FieldType,
  example: string,
  description: string,
  { optional, use = "counted", ...more }: FieldMore = {},
): Field => ({ name, type, example, description, use, required: optional !== true, ...more });

/** The column of the agency's own number of a record. */
export const ownId = (example: string, of: string): Field =>
  field("id", "string", example, `The agency's own number of the ${of}, the same for ever. It is not published.`, { use: "internal" });

/** The column of the place a record belongs to. */
export const areaOf = (of: string, more: Pick<FieldMore, "optional" | "use"> = {}): Field =>
  field("area", "string", "B12", `Code of the smallest area that ${of}: a beat, sector or district. Never an address or a point.`, more);
