import type { Queryable } from "@openbeat/database";
import { type PublicRecord, recordLine, recordValues } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { ReadyRecords, ReadyTable } from "./content.ts";
import { hashByLine, hashOfLines } from "./hash.ts";
import { canonicalLine } from "./observations.ts";

const rowsAtOnce = 20_000;

const rowsQuery = `
  SELECT g.position AS "grouping", x.position AS measure, a.code AS area, p.code AS period, to_json(o.codes)::text AS codes, o.status::text AS status,
    o.value, to_json(o.flags)::text AS flags, o.numerator, o.denominator, o.n, o.n_effective, o.lower, o.upper
  FROM observation o JOIN published_table t ON t.id = o.table_id JOIN "grouping" g ON g.id = o.grouping_id
    JOIN table_measure x ON x.table_id = o.table_id AND x.measure_id = o.measure_id JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
  WHERE t.release_id = $1 AND t.code = $2 AND o.seq > $3 AND o.seq <= $4 ORDER BY o.seq`;

const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));
const list = (value: unknown) => JSON.parse(String(value)) as string[];

/**
 * Reads a table back from the store, before its release is sealed, and compares it with what was protected and verified: cell by cell, by hash.
 * @param release Id of the release.
 * @throws {PipelineError} `STORE_DIFFERS` where they are not the same. Nothing may be published then.
 */
export async function readBack(store: Queryable, release: number, { code, rows: count, sha256 }: ReadyTable): Promise<void> {
  const hash = hashByLine();
  let read = 0;
  for (let from = 0; from < count; from += rowsAtOnce) {
    const rows = await store.query(rowsQuery, [release, code, from, from + rowsAtOnce]);
    read += rows.length;
    for (const row of rows) {
      hash.add(
        canonicalLine({
          grouping: Number(row.grouping),
          measure: Number(row.measure),
          area: String(row.area),
          period: String(row.period),
          codes: list(row.codes),
          status: String(row.status),
          value: numberOrNull(row.value),
          flags: list(row.flags),
          numerator: numberOrNull(row.numerator),
          denominator: numberOrNull(row.denominator),
          n: numberOrNull(row.n),
          nEffective: numberOrNull(row.n_effective),
          interval: row.lower == null ? null : { lower: Number(row.lower), upper: Number(row.upper) },
        }),
      );
    }
  }
  if (read !== count || hash.digest() !== sha256) throw storeDiffers(`the table ${code}`);
}

/** The same for the curated public records of a kind. @throws {PipelineError} `STORE_DIFFERS` */
export async function readRecordsBack(store: Queryable, release: number, { kind, records, sha256 }: ReadyRecords): Promise<void> {
  const rows = await storedRecords(store, release, kind);
  if (rows.length !== records.length || hashOfLines(rows.map((record) => recordLine(record))) !== sha256)
    throw storeDiffers(`the records ${kind}`);
}

/** The curated public records of a kind as the store has them, in their order. */
export async function storedRecords(store: Queryable, release: number, kind: string): Promise<readonly PublicRecord[]> {
  const rows = await store.query(
    "SELECT code, to_json(areas)::text AS areas, given::text AS given FROM public_record WHERE release_id = $1 AND kind = $2 ORDER BY position",
    [release, kind],
  );
  return rows.map((row) => ({
    kind,
    code: String(row.code),
    areas: list(row.areas),
    values: recordValues.parse(JSON.parse(String(row.given))),
  }));
}

/** The refusal of a release that the store does not hold as it was made. */
export const storeDiffers = (what: string) =>
  new PipelineError(
    "STORE_DIFFERS",
    `What the store holds of ${what} is not what was protected and verified, so nothing was published. Run the command again; if it fails again, check the database for triggers or rules that are not Openbeat's, and report it.`,
  );
