import type { Database } from "@openbeat/schema/store";

/** A cell as the rows of the public store say it: one plain join, and none of the code that answers questions. */
export interface StoredCell {
  readonly release: string;
  readonly dataset: string;
  readonly table: string;
  readonly dimensions: readonly string[];
  readonly levels: readonly string[];
  readonly measure: string;
  readonly members: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly status: string;
  readonly flags: readonly string[];
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number | null;
  readonly nEffective: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly key: string;
}

/** The names of every figure that a cell may have. */
export const figures = ["value", "numerator", "denominator", "n", "nEffective", "lower", "upper"] as const;

export interface Filter {
  readonly dimension: string;
  readonly is: {
    readonly in?: readonly string[];
    readonly notIn?: readonly string[];
    readonly under?: string;
    readonly range?: { readonly from?: string | null; readonly to?: string | null };
  };
}

/** A question to a dataset, as its arguments say it. */
export interface Question {
  readonly measures: readonly string[];
  readonly by: readonly string[];
  readonly where?: readonly Filter[] | null;
  readonly status?: readonly string[] | null;
  readonly orderBy?: string;
}

/** Everything that is published, and the codes to ask for it. */
export interface Oracle {
  readonly cells: readonly StoredCell[];
  /** The cells of a key in a release: several where several tables hold it. */
  at(version: string, key: string): readonly StoredCell[];
  /** Every code there is, of whatever. */
  readonly words: readonly string[];
  /** Newest first. */
  readonly versions: readonly string[];
  /** Codes of a kind that a release has. */
  codes(kind: string, version: string): readonly string[];
  /** What a member lies in, itself first. */
  above(dimension: string, member: string): readonly string[];
  /** The cells of a table that a question asks for, in its order. */
  expected(version: string, table: string, question: Question): readonly StoredCell[];
}

const cellsSql = `
  SELECT r.version AS release, d.code AS dataset, t.code AS "table", g.levels, m.code AS measure, a.code AS area, p.code AS period, o.codes,
         to_char(p."start", 'YYYY-MM-DD') AS start, to_char(p."end", 'YYYY-MM-DD') AS end, o.status::text AS status, o.flags::text[] AS flags,
         o.value, o.numerator, o.denominator, o.n, o.n_effective AS "nEffective", o.lower, o.upper,
         (SELECT array_agg(x.code ORDER BY x.position) FROM dimension x WHERE x.table_id = t.id) AS dimensions
    FROM observation o
    JOIN published_table t ON t.id = o.table_id
    JOIN dataset d ON d.id = t.dataset_id
    JOIN release r ON r.id = t.release_id
    JOIN "grouping" g ON g.id = o.grouping_id
    JOIN measure m ON m.id = o.measure_id
    JOIN area a ON a.id = o.area_id
    JOIN period p ON p.id = o.period_id
   ORDER BY r.id, t.position, o.seq`;

const linksSql = `
  WITH RECURSIVE
    x AS (SELECT DISTINCT x.code AS dimension, x.code_list_id FROM dimension x),
    own AS (
      SELECT 'area' AS dimension, a.id, a.code, a.parent_id FROM area a
      UNION ALL SELECT x.dimension, c.id, c.code, c.parent_id FROM code c JOIN x ON x.code_list_id = c.code_list_id),
    up AS (
      SELECT dimension, code AS member, code AS top, parent_id, 0 AS far FROM own
      UNION ALL SELECT up.dimension, up.member, own.code, own.parent_id, up.far + 1 FROM up JOIN own ON own.id = up.parent_id AND own.dimension = up.dimension)
  SELECT DISTINCT dimension, member, top, far FROM up ORDER BY far`;

const codesSql = `
  SELECT 'area' AS kind, r.version, a.code FROM area a JOIN release r ON r.id = a.release_id
  UNION ALL SELECT 'level', r.version, l.code FROM geography_level l JOIN release r ON r.id = l.release_id
  UNION ALL SELECT 'agency', r.version, y.code FROM agency y JOIN release r ON r.id = y.release_id
  UNION ALL SELECT 'dataset', r.version, d.code FROM dataset d JOIN release r ON r.id = d.release_id
  UNION ALL SELECT 'measure', r.version, m.code FROM measure m JOIN release r ON r.id = m.release_id
  UNION ALL SELECT 'survey', r.version, d.code FROM dataset d JOIN release r ON r.id = d.release_id WHERE EXISTS (SELECT 1 FROM survey_wave w WHERE w.dataset_id = d.id)
  UNION ALL SELECT 'item', r.version, i.code FROM survey_item i JOIN release r ON r.id = i.release_id
  UNION ALL SELECT 'construct', r.version, c.code FROM survey_construct c JOIN release r ON r.id = c.release_id
  UNION ALL SELECT 'record', r.version, e.code FROM public_record e JOIN release r ON r.id = e.release_id
  UNION ALL SELECT 'kind', r.version, e.kind FROM public_record e JOIN release r ON r.id = e.release_id
  UNION ALL SELECT 'code', r.version, c.code FROM code c JOIN code_list l ON l.id = c.code_list_id JOIN release r ON r.id = l.release_id`;

/** First and last day of a calendar period. */
function daysOf(period: string): readonly [from: string, to: string] {
  const [year = "", rest = ""] = period.split("-");
  const last = (month: number) => new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);
  if (rest === "") return [`${year}-01-01`, `${year}-12-31`];
  if (!rest.startsWith("Q")) return [`${period}-01`, last(Number(rest))];
  const month = 3 * Number(rest.slice(1));
  return [`${year}-${String(month - 2).padStart(2, "0")}-01`, last(month)];
}

const ordered = (cells: readonly StoredCell[], orderBy: string | undefined): readonly StoredCell[] => {
  if (orderBy === undefined || orderBy === "PUBLISHED") return cells;
  const sign = orderBy === "HIGHEST_FIRST" ? -1 : 1;
  // Sorting is stable: equals stay as published.
  return cells.toSorted((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return sign * (a.value - b.value);
  });
};

/** Reads the whole public store. */
export async function readOracle({ query }: Pick<Database, "query">): Promise<Oracle> {
  const read = async (sql: string) => (await query(sql)) as readonly Record<string, unknown>[];
  const cells = (await read(cellsSql)).map((row) => {
    const own = { ...row, members: [row.area, row.period, ...(row.codes as string[])] } as unknown as StoredCell;
    const place = own.dimensions.map((dimension, at) => `${dimension}.${own.levels[at]}=${own.members[at]}`).join(";");
    return { ...own, key: `${own.dataset}/${own.measure}/${place}` };
  });
  const above = new Map<string, string[]>();
  for (const { dimension, member, top } of await read(linksSql)) {
    const tops = above.get(`${dimension} ${member}`) ?? [];
    above.set(`${dimension} ${member}`, tops);
    if (!tops.includes(String(top))) tops.push(String(top));
  }
  const codes = Map.groupBy(await read(codesSql), ({ kind, version }) => `${kind} ${version}`);
  const codesOf = (kind: string, version: string) => [...new Set((codes.get(`${kind} ${version}`) ?? []).map(({ code }) => String(code)))];
  const tables = Map.groupBy(cells, ({ release, table }) => `${release} ${table}`);
  const byKey = Map.groupBy(cells, ({ release, key }) => `${release} ${key}`);
  const versions = (await read("SELECT version FROM release ORDER BY id DESC")).map(({ version }) => String(version));
  const meets = (cell: StoredCell, { dimension, is }: Filter): boolean => {
    const member = cell.members[cell.dimensions.indexOf(dimension)] ?? "";
    if (is.in !== undefined) return is.in.includes(member);
    if (is.notIn !== undefined) return !is.notIn.includes(member);
    const [from, to] = is.range === undefined ? [is.under, is.under] : [is.range.from, is.range.to];
    if (dimension !== "period") return (above.get(`${dimension} ${member}`) ?? []).includes(is.under ?? "");
    return (from == null || cell.start >= daysOf(from)[0]) && (to == null || cell.end <= daysOf(to)[1]);
  };
  return {
    cells,
    at: (version, key) => byKey.get(`${version} ${key}`) ?? [],
    versions,
    words: [...new Set([...codes.values()].flat().map(({ code }) => String(code)))],
    codes: codesOf,
    above: (dimension, member) => above.get(`${dimension} ${member}`) ?? [],
    expected(version, table, { measures, by, where, status, orderBy }) {
      const asked = (tables.get(`${version} ${table}`) ?? []).filter(
        (cell) =>
          measures.includes(cell.measure) &&
          cell.dimensions.every((dimension, at) => by.includes(`${dimension}.${cell.levels[at]}`)) &&
          (status == null || status.includes(cell.status)) &&
          (where ?? []).every((filter) => meets(cell, filter)),
      );
      return ordered(asked, orderBy);
    },
  };
}
