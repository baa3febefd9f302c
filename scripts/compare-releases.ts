import type { Database } from "@openbeat/database";
import { execute } from "@openbeat/schema/graphql";
import type { Diff } from "../packages/pipeline/src/diff/diff.ts";

/** What became of the figures, or of the records of a kind, from one release to the next: in numbers, under the names of `openbeat diff --json`. */
type Counts = Readonly<Record<string, number>>;

const shown = ["value", "status", "flags", "numerator", "denominator", "n", "n_effective", "lower", "upper", "interval_level"];
// Both releases in one heap, sorted by what a cell is of: neither a join nor a line of what `openbeat diff` goes by.
const cellsQuery = `
  WITH cell AS (
    SELECT t.code AS own, concat_ws(' ', m.code, a.code, p.code, o.codes::text) AS name, r.version = $2 AS is_after, o.value,
      ROW(${shown.map((column) => `o.${column}`).join(", ")})::text AS told
    FROM observation o JOIN published_table t ON t.id = o.table_id JOIN release r ON r.id = t.release_id JOIN measure m ON m.id = o.measure_id
      JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id
    WHERE r.version IN ($1, $2)),
  pair AS (
    SELECT own, name, bool_or(NOT is_after) AS in_older, bool_or(is_after) AS in_newer, min(value) FILTER (WHERE NOT is_after) AS b,
      min(value) FILTER (WHERE is_after) AS a, count(DISTINCT told) AS tellings FROM cell GROUP BY own, name)
  SELECT own, count(*) FILTER (WHERE in_older AND in_newer AND b <> a)::int AS "changed", count(*) FILTER (WHERE in_older AND in_newer AND b IS NULL AND a IS NOT NULL)::int AS "nowShown",
    count(*) FILTER (WHERE in_older AND in_newer AND b IS NOT NULL AND a IS NULL)::int AS "noLongerShown",
    count(*) FILTER (WHERE in_older AND in_newer AND b IS NOT DISTINCT FROM a AND tellings = 2)::int AS "marked",
    count(*) FILTER (WHERE NOT in_older)::int AS "added", count(*) FILTER (WHERE NOT in_newer)::int AS "removed" FROM pair GROUP BY own ORDER BY own`;
const recordsQuery = `
  WITH pair AS (
    SELECT kind AS own, code, bool_or(r.version = $1) AS in_older, bool_or(r.version = $2) AS in_newer, count(DISTINCT ROW(areas, given)::text) AS tellings
    FROM public_record JOIN release r ON r.id = release_id WHERE r.version IN ($1, $2) GROUP BY kind, code)
  SELECT own, count(*) FILTER (WHERE tellings = 2)::int AS "changed", count(*) FILTER (WHERE NOT in_older)::int AS "added", count(*) FILTER (WHERE NOT in_newer)::int AS "removed"
  FROM pair GROUP BY own ORDER BY own`;

/** The same, and nothing of what has only noughts. */
const named = (rows: readonly (readonly [string, Counts])[]) =>
  Object.fromEntries(rows.filter(([, counts]) => Object.values(counts).some((count) => count > 0)).sort(([a], [b]) => (a < b ? -1 : 1)));
const countsOf = async (store: Database, query: string, versions: readonly string[]) =>
  named(
    (await store.query(query, versions)).map(({ own, ...counts }) => [
      String(own),
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])),
    ]),
  );
const sum = (tables: Readonly<Record<string, Counts>>): Counts => {
  const total: Record<string, number> = {};
  for (const counts of Object.values(tables)) for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  return total;
};

/** The numbers in the words of an impact, by the names of `openbeat diff --json`. */
function countsInWords(impact: string) {
  const words = { changed: "changed", "now shown": "nowShown", "no longer shown": "noLongerShown", "marked otherwise": "marked" };
  const read = (text: string): Counts =>
    Object.fromEntries(
      [...text.matchAll(/(\d+) (changed|now shown|no longer shown|marked otherwise|added|removed)/g)].map(([, count, word = ""]) => [
        words[word as keyof typeof words] ?? word,
        Number(count),
      ]),
    );
  const [, figures = ""] = /^Figures: (.*?), in /.exec(impact) ?? [];
  const [, records = ""] = / Public records: (.*)\.$/.exec(impact) ?? [];
  const kinds = [...records.matchAll(/(\S+) \(([^)]*)\)/g)].map(([, kind = "", counts = ""]) => [kind, read(counts)] as const);
  return { figures: read(figures), records: Object.fromEntries(kinds) };
}

const changesQuery = `query ($version: String!, $since: String!) { release(version: $version) {
  changes(since: $since, first: 1) { totalCount }
  corrections { affectedVersion kind impact } } }`;

interface Answer {
  readonly release: {
    readonly changes: { readonly totalCount: number };
    readonly corrections: readonly { readonly affectedVersion: string; readonly kind: string; readonly impact: string }[];
  };
}

const withoutNoughts = (counts: Counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
const text = (value: unknown) =>
  JSON.stringify(value, (_, own) =>
    typeof own === "object" && own !== null && !Array.isArray(own) ? Object.fromEntries(Object.entries(own).sort()) : own,
  );

/**
 * Compares what `openbeat diff` tells of two releases, what the correction between them says of its impact, and what the API (and so the page of corrections) lists,
 * each with an independent question to the public store.
 * @returns What was found, by line, and what does not agree.
 */
export async function compareReleases(store: Database, told: Diff, versions: readonly [before: string, after: string]) {
  const cells = await countsOf(store, cellsQuery, versions);
  const records = await countsOf(store, recordsQuery, versions);
  const ofDiff = {
    cells: named(
      told.tables.map(({ table, changed, nowShown, noLongerShown, marked, added, removed }) => [
        table,
        { changed, nowShown, noLongerShown, marked, added, removed },
      ]),
    ),
    records: named(told.publicRecords.map(({ kind, changed, added, removed }) => [kind, { changed, added, removed }])),
  };
  const [since, version] = versions;
  const { release } = await execute<Answer>(changesQuery, { version, since }, { database: store });
  const [correction] = release.corrections;
  const said = countsInWords(correction?.impact ?? "");
  const whole = sum(cells);
  const all = Object.values(whole).reduce((total, count) => total + count, 0);
  const checks: readonly (readonly [what: string, ours: unknown, theirs: unknown])[] = [
    ["cells, by table", ofDiff.cells, cells],
    ["public records, by kind", ofDiff.records, records],
    ["figures in the words of the correction", said.figures, withoutNoughts(whole)],
    [
      "public records in the words of the correction",
      said.records,
      Object.fromEntries(Object.entries(records).map(([kind, counts]) => [kind, withoutNoughts(counts)])),
    ],
    ["cells that the API and the page of corrections list", release.changes.totalCount, all],
    ["release that the correction is of", `${correction?.kind} ${correction?.affectedVersion}`, `correction ${since}`],
  ];
  const lines = [
    ...Object.entries(cells).map(
      ([table, counts]) => `${table}: ${text(withoutNoughts(counts))} by SQL, ${text(withoutNoughts(ofDiff.cells[table] ?? {}))} by diff`,
    ),
    ...Object.entries(records).map(
      ([kind, counts]) =>
        `records/${kind}: ${text(withoutNoughts(counts))} by SQL, ${text(withoutNoughts(ofDiff.records[kind] ?? {}))} by diff`,
    ),
    `cells in all: ${all} by SQL, ${release.changes.totalCount} by the API. The correction says: ${correction?.impact ?? "nothing"}`,
  ];
  return {
    changes:
      all + Object.values(records).reduce((total, counts) => total + Object.values(counts).reduce((own, count) => own + count, 0), 0),
    lines,
    wrong: checks
      .filter(([, ours, theirs]) => text(ours) !== text(theirs))
      .map(([what, ours, theirs]) => `${what}: ${text(ours)}, but ${text(theirs)} by SQL`),
  };
}
