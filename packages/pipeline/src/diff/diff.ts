import type { ReleaseManifest } from "@openbeat/schema/domain";
import { Workbench, type WorkbenchRow } from "../read/workbench.ts";
import type { DiffSide } from "./side.ts";

/** What is shown in a cell: a figure, or why there is none. */
export interface Shown {
  readonly status: string;
  readonly value: number | null;
  /** What a rate or share was made of, where that is told. */
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** One figure that two releases tell differently. */
export interface ChangedFigure {
  readonly measure: string;
  readonly area: string;
  readonly period: string;
  readonly codes: readonly string[];
  readonly before: Shown;
  readonly after: Shown;
}

/** What became of a table that both have, in numbers of cells. */
export interface TableDiff {
  readonly dataset: string;
  readonly table: string;
  readonly unchanged: number;
  /** Shown in both, with another value. */
  readonly changed: number;
  /** Shown in one of them only. */
  readonly nowShown: number;
  readonly noLongerShown: number;
  /** The same value, or none in both, and something else beside it: marks, ranges, why there is none. */
  readonly marked: number;
  readonly added: number;
  readonly removed: number;
  /** The largest changes, by how surprising they are for a count: 2(√after − √before). */
  readonly largest: readonly ChangedFigure[];
}

/** What became of a kind of public records, in numbers of records: one is the same where its code is. */
export interface RecordsDiff {
  readonly kind: string;
  readonly unchanged: number;
  /** In both, with another content. */
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
}

/** What two releases, or a release and a draft, tell differently. */
export interface Diff {
  readonly before: string;
  readonly after: string;
  readonly addedTables: readonly string[];
  readonly removedTables: readonly string[];
  /** By list of codes: `area`, `incidents.offence`. */
  readonly codes: readonly { readonly list: string; readonly added: readonly string[]; readonly removed: readonly string[] }[];
  /** Datasets made of another number of records. */
  readonly records: readonly { readonly dataset: string; readonly before: number | null; readonly after: number | null }[];
  /** Kinds of public records with anything changed. */
  readonly publicRecords: readonly RecordsDiff[];
  /** Tables with anything changed. */
  readonly tables: readonly TableDiff[];
  readonly wordsChanged: boolean;
  /** Boundaries, populations or what rolls up into what. */
  readonly referenceChanged: boolean;
}

const columns =
  "measure VARCHAR, area VARCHAR, period VARCHAR, codes VARCHAR, status VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE, beside VARCHAR";
const both = `SELECT b.status AS b_status, a.status AS a_status, b.value AS b_value, a.value AS a_value, b.numerator AS b_numerator, a.numerator AS a_numerator,
    b.denominator AS b_denominator, a.denominator AS a_denominator, b.beside IS NOT DISTINCT FROM a.beside AS alike,
    b.numerator IS NOT DISTINCT FROM a.numerator AND b.denominator IS NOT DISTINCT FROM a.denominator AS made_alike,
    measure, area, period, codes
  FROM before b FULL JOIN after a USING (measure, area, period, codes)`;
const counts = `SELECT
    count(*) FILTER (b_status IS NULL) AS added,
    count(*) FILTER (a_status IS NULL) AS removed,
    count(*) FILTER (b_value IS NOT NULL AND a_value IS NOT NULL AND b_value <> a_value) AS changed,
    count(*) FILTER (b_status IS NOT NULL AND b_value IS NULL AND a_value IS NOT NULL) AS now_shown,
    count(*) FILTER (a_status IS NOT NULL AND b_value IS NOT NULL AND a_value IS NULL) AS no_longer_shown,
    count(*) FILTER (b_status IS NOT NULL AND a_status IS NOT NULL AND b_value IS NOT DISTINCT FROM a_value
      AND NOT (b_status = a_status AND alike AND made_alike)) AS marked,
    count(*) FILTER (b_status IS NOT DISTINCT FROM a_status AND b_value IS NOT DISTINCT FROM a_value AND alike AND made_alike) AS unchanged
  FROM (${both})`;
const largest = `SELECT * FROM (${both}) WHERE b_value <> a_value
  ORDER BY abs(CASE WHEN b_value >= 0 AND a_value >= 0 THEN 2 * (sqrt(a_value) - sqrt(b_value)) ELSE a_value - b_value END) DESC, measure, area, period, codes LIMIT ?`;

const isIn = <Item>(list: readonly Item[]) => {
  const set = new Set(list);
  return (item: Item) => set.has(item);
};
const without = (list: readonly string[], other: readonly string[]) => list.filter((item) => !isIn(other)(item));
const shown = (row: WorkbenchRow, side: "a" | "b"): Shown => {
  const number = (name: string) => (row[`${side}_${name}`] == null ? null : Number(row[`${side}_${name}`]));
  return {
    status: String(row[`${side}_status`]),
    value: number("value"),
    numerator: number("numerator"),
    denominator: number("denominator"),
  };
};

async function diffTable(before: DiffSide, after: DiffSide, dataset: string, table: string, most: number): Promise<TableDiff> {
  const workbench = await Workbench.open([], "UTC");
  try {
    for (const [name, side] of [
      ["before", before],
      ["after", after],
    ] as const) {
      await workbench.run(`CREATE TABLE ${name} (${columns})`);
      for await (const rows of side.rows(table)) await workbench.append(name, rows);
    }
    const [found = {}] = await workbench.rows(counts);
    const number = (name: string) => Number(found[name]);
    return {
      ...{ dataset, table, unchanged: number("unchanged"), changed: number("changed"), nowShown: number("now_shown") },
      ...{ noLongerShown: number("no_longer_shown"), marked: number("marked"), added: number("added"), removed: number("removed") },
      largest: (await workbench.rows(largest, [most])).map((row) => ({
        ...{ measure: String(row.measure), area: String(row.area), period: String(row.period) },
        ...{ codes: row.codes === "" ? [] : String(row.codes).split(";"), before: shown(row, "b"), after: shown(row, "a") },
      })),
    };
  } finally {
    workbench.close();
  }
}

async function diffRecords(before: DiffSide, after: DiffSide, kind: string): Promise<RecordsDiff> {
  const [then, now] = [await before.publicRecords(kind), await after.publicRecords(kind)];
  const common = [...now].filter(([code]) => then.has(code));
  const unchanged = common.filter(([code, line]) => then.get(code) === line).length;
  return { kind, unchanged, changed: common.length - unchanged, added: now.size - common.length, removed: then.size - common.length };
}

/**
 * Compares two releases, or a release and a draft: tables by their hashes, and the figures of those that changed one by one, in DuckDB, which goes on
 * on disk where they are many.
 * @param most How many of the largest changes of each table are told.
 */
export async function diff(before: DiffSide, after: DiffSide, most: number, progress: (what: string) => void): Promise<Diff> {
  const [then, now] = [before.manifest, after.manifest];
  const named = ({ tables }: ReleaseManifest) => tables.map(({ code }) => code);
  const tables: TableDiff[] = [];
  const common = now.tables.filter(({ code }) => isIn(named(then))(code));
  for (const [done, { code, dataset, sha256 }] of common.entries()) {
    progress(`comparing tables, ${done} of ${common.length}`);
    if (then.tables.find((own) => own.code === code)?.sha256 !== sha256) tables.push(await diffTable(before, after, dataset, code, most));
  }
  const lists = [...new Set([...Object.keys(then.codes), ...Object.keys(now.codes)])].map((list) => ({
    list,
    added: without(now.codes[list] ?? [], then.codes[list] ?? []),
    removed: without(then.codes[list] ?? [], now.codes[list] ?? []),
  }));
  const hashOfKind = ({ records = [] }: ReleaseManifest, kind: string) => records.find((own) => own.kind === kind)?.sha256;
  const kinds = [...new Set([...(then.records ?? []), ...(now.records ?? [])].map(({ kind }) => kind))];
  const publicRecords: RecordsDiff[] = [];
  for (const kind of kinds.filter((own) => hashOfKind(then, own) !== hashOfKind(now, own)))
    publicRecords.push(await diffRecords(before, after, kind));
  return {
    before: before.name,
    after: after.name,
    addedTables: without(named(now), named(then)),
    removedTables: without(named(then), named(now)),
    codes: lists.filter(({ added, removed }) => added.length + removed.length > 0),
    records: [...after.records]
      .map(([dataset, used]) => ({ dataset, before: before.records.get(dataset) ?? null, after: used }))
      .filter((one) => one.before !== one.after),
    publicRecords,
    tables,
    wordsChanged: then.wordsSha256 !== now.wordsSha256,
    referenceChanged: then.referenceSha256 !== now.referenceSha256,
  };
}
