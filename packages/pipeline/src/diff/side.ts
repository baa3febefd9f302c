import type { Queryable } from "@openbeat/database";
import { type PublicRecord, type ReleaseManifest, recordLine, releaseManifest } from "@openbeat/schema/domain";
import { PipelineError } from "../errors.ts";
import type { ReleaseContent } from "../release/content.ts";
import { storedRecords } from "../release/read-back.ts";

/** One published figure, as a comparison needs it: by codes, with the text of all that is told beside its value. */
export type DiffRow = readonly [
  measure: string,
  area: string,
  period: string,
  codes: string,
  status: string,
  value: number | null,
  numerator: number | null,
  denominator: number | null,
  beside: string,
];

/** One of two releases that are compared, or a draft: nothing in it is not public, or about to be. */
export interface DiffSide {
  /** A version, or `draft`. */
  readonly name: string;
  readonly manifest: ReleaseManifest;
  /** How many records each dataset was made of, by its code; null where that is not told. */
  readonly records: ReadonlyMap<string, number | null>;
  /** The figures of a table, some at a time. */
  rows(table: string): AsyncIterable<readonly DiffRow[]>;
  /** The public records of a kind as lines, by their codes. */
  publicRecords(kind: string): Promise<ReadonlyMap<string, string>>;
}

const rowsAtOnce = 20_000;
const rowsQuery = `
  SELECT m.code AS measure, a.code AS area, p.code AS period, array_to_string(o.codes, ';') AS codes, o.status::text AS status, o.value,
    o.numerator, o.denominator, concat_ws(',', array_to_string(o.flags, ';'), o.n, o.n_effective, o.lower, o.upper) AS beside
  FROM observation o JOIN published_table t ON t.id = o.table_id JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id
    JOIN period p ON p.id = o.period_id
  WHERE t.release_id = $1 AND t.code = $2 AND o.seq > $3 AND o.seq <= $4 ORDER BY o.seq`;
const linesOf = (records: readonly PublicRecord[]) => new Map(records.map((record) => [record.code, recordLine(record)]));
const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

/** A release of a public store. @throws {PipelineError} `COMMAND_INVALID` where there is none of this version. */
export async function sideOfStore(store: Queryable, version: string): Promise<DiffSide> {
  const [release] = await store.query("SELECT id, manifest::text AS manifest FROM release WHERE version = $1", [version]);
  if (release === undefined) {
    const known = (await store.query("SELECT version FROM release ORDER BY id")).map((row) => String(row.version));
    throw new PipelineError("COMMAND_INVALID", `There is no such release. There are: ${known.join(", ") || "none"}.`);
  }
  const id = Number(release.id);
  const manifest = releaseManifest.parse(JSON.parse(String(release.manifest)));
  const datasets = await store.query("SELECT code, source->>'recordsUsed' AS used FROM dataset WHERE release_id = $1", [id]);
  return {
    name: version,
    manifest,
    records: new Map(datasets.map(({ code, used }) => [String(code), numberOrNull(used)])),
    async *rows(table) {
      const count = manifest.tables.find(({ code }) => code === table)?.rows ?? 0;
      for (let from = 0; from < count; from += rowsAtOnce) {
        const rows = await store.query(rowsQuery, [id, table, from, from + rowsAtOnce]);
        yield rows.map((row) => [
          ...([row.measure, row.area, row.period, row.codes, row.status].map(String) as [string, string, string, string, string]),
          ...([row.value, row.numerator, row.denominator].map(numberOrNull) as [number | null, number | null, number | null]),
          String(row.beside),
        ]);
      }
    },
    publicRecords: async (kind) => linesOf(await storedRecords(store, id, kind)),
  };
}

/** What would be published. */
export const sideOfDraft = (content: ReleaseContent): DiffSide => ({
  name: "draft",
  manifest: content.manifest,
  records: new Map(content.datasets.map(({ code, source }) => [code, source.recordsUsed])),
  async *rows(code) {
    const table = content.datasets.flatMap(({ tables }) => tables).find((one) => one.code === code);
    let batch: DiffRow[] = [];
    for (const {
      measure,
      area,
      period,
      codes,
      status,
      value,
      numerator,
      denominator,
      flags,
      n,
      nEffective,
      interval,
    } of table?.observations() ?? []) {
      const beside = [flags.join(";"), n, nEffective, interval?.lower, interval?.upper].filter((part) => part != null).join(",");
      batch.push([table?.measures[measure]?.code ?? "", area, period, codes.join(";"), status, value, numerator, denominator, beside]);
      if (batch.length === rowsAtOnce) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  },
  publicRecords: async (kind) => linesOf(content.records.find((own) => own.kind === kind)?.records ?? []),
});
