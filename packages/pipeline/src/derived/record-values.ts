import type { LocalisedText } from "@openbeat/schema/domain";
import type { PublicRecord, PublicRecords, RecordValue } from "../records/record.ts";

/** Records of a kind, in the order of their codes. */
export const recordsOf = (records: PublicRecords, kind: string): readonly PublicRecord[] =>
  (records.get(kind) ?? []).toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

/** A word, code or date of a record; `null` where there is none. */
export function wordOf({ values }: PublicRecord, column: string): string | null {
  const value = values[column];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A list of codes of a record, each once; empty where there is none. */
export function listOf({ values }: PublicRecord, column: string): readonly string[] {
  const value = values[column];
  if (typeof value === "string") return value === "" ? [] : [value];
  return isList(value) ? [...new Set(value)].sort() : [];
}

/** A number of a record; `null` where there is none. */
export function numberOf({ values }: PublicRecord, column: string): number | null {
  const value = values[column];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The first ten characters of a date or an instant: its day. */
export const dayOf = (record: PublicRecord, column: string): string | null => wordOf(record, column)?.slice(0, 10) ?? null;

/** Words of a record in the hub's languages, as they stand. */
export function textOf({ values }: PublicRecord, column: string): LocalisedText | string | null {
  const value = values[column];
  if (typeof value === "string") return value === "" ? null : value;
  return typeof value === "object" && value !== null && !isList(value) ? value : null;
}

const isList = (value: RecordValue | undefined): value is readonly string[] => Array.isArray(value);

/** A number to so many decimals, never −0; `null` where it is none or not finite. */
export function roundedTo(decimals: number, value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}
