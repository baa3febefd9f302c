import type { LocalisedText } from "@openbeat/schema/domain";

/** What stands in a column of a public record: words in the hub's languages where the column is text. */
export type RecordValue = string | number | boolean | readonly string[] | LocalisedText | null;

/** A curated public record: one row of a kind of the standard. */
export interface PublicRecord {
  /** As its files are named: `problems`, `assessments`. */
  readonly kind: string;
  /** Its key: the columns of the key joined by "/". */
  readonly code: string;
  readonly areas: readonly string[];
  /** By column name, as in the standard. */
  readonly values: Readonly<Record<string, RecordValue>>;
}

/** Public records by kind. */
export type PublicRecords = ReadonlyMap<string, readonly PublicRecord[]>;
