import * as z from "zod";
import type { LocalisedText } from "./text.ts";

/** What stands in a column of a public record: words in the hub's languages where the column is text. */
export type RecordValue = string | number | boolean | readonly string[] | LocalisedText | null;

/** A curated public record: one row of a kind of the standard. */
export interface PublicRecord {
  /** The kind, as its files are named: `problems`, `assessments`. */
  readonly kind: string;
  /** What tells it from the others of its kind: the columns of its key, joined by a slash. */
  readonly code: string;
  /** Codes of every area that it names. */
  readonly areas: readonly string[];
  /** By column, as the standard has them. A value that is not given is null. */
  readonly values: Readonly<Record<string, RecordValue>>;
}

/** Curated public records by kind, each kind in the order of its file. */
export type PublicRecords = ReadonlyMap<string, readonly PublicRecord[]>;

/** The values of a record, as the store has them. */
export const recordValues = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.record(z.string(), z.string())]),
);

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A record as the line that its kind's hash and its public file are made of: JSON with sorted keys. */
export const recordLine = ({ code, areas, values }: Omit<PublicRecord, "kind">): string => JSON.stringify({ code, areas, values }, sorted);

/** The shape of such a line, read back. */
export const recordOfLine = z.object({ code: z.string(), areas: z.array(z.string()), values: recordValues });
