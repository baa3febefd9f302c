import type { Database } from "@openbeat/database";
import { type PublicRecord, recordValues } from "../domain/index.ts";
import { adopt, type Catalogue } from "./catalogue.ts";

/** A curated public record, and its place among those of its kind. */
export interface StoredRecord extends PublicRecord {
  readonly position: number;
}

/** The curated public records of a release. */
export interface StoredRecords {
  /** Of a kind, in the order they were published in. */
  of(kind: string): readonly StoredRecord[];
  /** The record of a code. */
  find(kind: string, code: string): StoredRecord | undefined;
  /** Those of a kind whose column names a code, or has it in its list. */
  naming(kind: string, column: string, code: string): readonly StoredRecord[];
}

const named = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];

/** Reads all public records of a release. */
export async function readRecords({ prisma }: Database, catalogue: Catalogue): Promise<StoredRecords> {
  const rows = await prisma.publicRecord.findMany({
    where: { releaseId: catalogue.release.id },
    orderBy: [{ kind: "asc" }, { position: "asc" }],
  });
  const records = rows.map(
    ({ kind, code, areas, values, position }): StoredRecord => ({ kind, code, areas, values: recordValues.parse(values), position }),
  );
  adopt(catalogue, records);
  const byKind = Map.groupBy(records, ({ kind }) => kind);
  const byCode = new Map(records.map((record) => [`${record.kind} ${record.code}`, record]));
  const indexes = new Map<string, ReadonlyMap<string, readonly StoredRecord[]>>();
  const indexOf = (kind: string, column: string) => {
    const key = `${kind} ${column}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = new Map<string, StoredRecord[]>();
    for (const record of byKind.get(kind) ?? [])
      for (const code of named(record.values[column])) index.set(code, [...(index.get(code) ?? []), record]);
    indexes.set(key, index);
    return index;
  };
  return {
    of: (kind) => byKind.get(kind) ?? [],
    find: (kind, code) => byCode.get(`${kind} ${code}`),
    naming: (kind, column, code) => indexOf(kind, column).get(code) ?? [],
  };
}
