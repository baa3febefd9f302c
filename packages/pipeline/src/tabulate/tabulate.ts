import { periodGrains, periodsBetween } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { literal, quoted, type Workbench } from "../read/workbench.ts";
import { finestGrain, nodesOf, periodAbove } from "./nodes.ts";
import { recordKeySql } from "./record-key.ts";

/** The figures of one grouping of a table: one value per cell, row-major over the nodes of its levels. True values: they never leave the pipeline. */
export interface Tabulated {
  readonly levels: readonly string[];
  readonly shape: readonly number[];
  /** By summand: "records", or the column. */
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** The records counted on their finest partition. */
export interface Atoms {
  /** Mapped columns that say where an atom stands: area columns, period, categories. */
  readonly keys: readonly string[];
  /** The codes of each key, one array a key. */
  readonly codes: readonly (readonly (string | null)[])[];
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** The sum of the keys of an atom's records. */
export const keySum = "record_key";
const sumOf = (plan: DatasetPlan) => ["records", ...plan.sums.map(({ column }) => column), ...(plan.hasKeys ? [keySum] : [])];
const keysOf = (plan: DatasetPlan) => [...plan.areaColumns.map(({ column }) => column), "period", ...plan.categories.keys()];

/** The code of the period of a record, as an expression of SQL. */
export const periodSql = {
  month: "strftime(date, '%Y-%m')",
  quarter: "year(date) || '-Q' || quarter(date)",
  year: "year(date)::VARCHAR",
} as const;

/** The codes that say where a record stands, as expressions of SQL over `records`. */
const codesSql = (plan: DatasetPlan) => [
  ...plan.areaColumns.map(({ column }) => quoted(column)),
  `${periodSql[finestGrain(plan)]} AS period`,
  ...[...plan.categories.keys()].map(quoted),
];

/** The query that counts `records` by the finest codes: one row for each combination that occurs. @param secret As for `countAtoms`. */
export function atomsSql(plan: DatasetPlan, secret: Uint8Array | null): string {
  const codes = codesSql(plan);
  // Whole numbers and decimals add up exactly, in whatever order; floating-point numbers would not.
  const sums = ["count(*) AS records", ...plan.sums.map(({ column }) => `sum(${quoted(column)}) AS ${quoted(column)}`)];
  if (plan.hasKeys) {
    if (secret === null) throw new Error("Records have keys, and there is no secret.");
    sums.push(`(sum(${recordKeySql(secret, plan.file.spec.dataset)}) % ${2 ** 32})::BIGINT AS ${keySum}`);
  }
  return `SELECT ${[...codes, ...sums].join(", ")} FROM records GROUP BY ALL`;
}

/**
 * Counts `records` into `atom`: one row for each combination of finest codes that occurs.
 * @param secret Of the keys of records, where the plan has keys.
 */
export async function countAtoms(workbench: Workbench, plan: DatasetPlan, secret: Uint8Array | null): Promise<void> {
  await workbench.run(`CREATE TABLE atom AS ${atomsSql(plan, secret)} ORDER BY ALL`);
}

/** Puts other counts in the place of those that `countAtoms` made. */
export async function replaceAtoms(workbench: Workbench, plan: DatasetPlan, { keys, codes, values }: Atoms): Promise<void> {
  const typeOf = (name: string) =>
    plan.sums.some(({ column, fractional }) => column === name && fractional) ? "DECIMAL(18, 2)" : "BIGINT";
  const rows = (codes[0] ?? []).map((_, at) => [
    ...codes.map((column) => column[at] ?? null),
    ...[...values.values()].map((column) => column[at] ?? 0),
  ]);
  const fields = [
    ...keys.map((key, place) => `json_extract_string(j, '$[${place}]') AS ${quoted(key)}`),
    ...[...values.keys()].map((name, place) => `CAST(json_extract(j, '$[${keys.length + place}]') AS ${typeOf(name)}) AS ${quoted(name)}`),
  ];
  await workbench.run(
    `CREATE OR REPLACE TABLE atom AS SELECT ${fields.join(", ")} FROM (SELECT unnest(json_extract($1::JSON, '$[*]')) AS j)`,
    [JSON.stringify(rows)],
  );
}

const numbers = (column: readonly unknown[] | undefined) => Float64Array.from(column ?? [], Number);

export async function readAtoms(workbench: Workbench, plan: DatasetPlan): Promise<Atoms> {
  const keys = keysOf(plan);
  const sums = sumOf(plan);
  const columns = await workbench.columns(
    `SELECT ${[...keys.map(quoted), ...sums.map((name) => `${quoted(name)}::DOUBLE`)].join(", ")} FROM atom`,
  );
  return {
    keys,
    codes: keys.map((_, place) => (columns[place] ?? []).map((code) => (code == null ? null : String(code)))),
    values: new Map(sums.map((name, place) => [name, numbers(columns[keys.length + place])])),
  };
}

/** The mapped column from which a level of a dimension is reached. */
export function columnFor(plan: DatasetPlan, geography: Geography, dimension: string, level: string): string {
  if (dimension !== "area") return dimension;
  return plan.areaColumns.find((column) => geography.chain(column.level).includes(level))?.column ?? "area";
}

/** The code of a level that a finest code rolls up to. */
export function rollUp(plan: DatasetPlan, geography: Geography, dimension: string, level: string, code: string): string | undefined {
  if (dimension === "area") return geography.ancestor(code, level);
  if (dimension === "period") return periodAbove(code, periodGrains.find((grain) => grain === level) ?? "year");
  return plan.categories.get(dimension)?.ancestor(code, level);
}

interface LevelColumn {
  readonly dimension: string;
  readonly level: string;
  readonly name: string;
}

/** Writes one table a mapped column: each finest code, and the code of every level above it. */
async function writeHierarchies(
  workbench: Workbench,
  plan: DatasetPlan,
  geography: Geography,
  levels: readonly LevelColumn[],
): Promise<string> {
  const { from, to } = plan.file.spec.coverage;
  const joins: string[] = [];
  for (const column of keysOf(plan)) {
    const dimension = plan.areaColumns.some((area) => area.column === column) ? "area" : column;
    const own = levels.filter((level) => level.dimension === dimension && columnFor(plan, geography, dimension, level.level) === column);
    const finest =
      dimension === "area"
        ? geography.atLevel(plan.areaColumns.find((area) => area.column === column)?.level ?? "").map(({ code }) => code)
        : dimension === "period"
          ? periodsBetween(from, to, finestGrain(plan)).map(({ code }) => code)
          : (plan.categories.get(column)?.atLevel(plan.categories.get(column)?.levels[0] ?? "") ?? []).map(({ code }) => code);
    const rows = finest.map((code) => [code, ...own.map(({ level }) => rollUp(plan, geography, dimension, level, code) ?? null)]);
    const fields = ["leaf", ...own.map(({ name }) => name)].map(
      (name, place) => `json_extract_string(j, '$[${place}]') AS ${quoted(name)}`,
    );
    const table = quoted(`hierarchy_${column}`);
    await workbench.run(`CREATE TABLE ${table} AS SELECT ${fields.join(", ")} FROM (SELECT unnest(json_extract($1::JSON, '$[*]')) AS j)`, [
      JSON.stringify(rows),
    ]);
    joins.push(`JOIN ${table} ON ${table}.leaf = atom.${quoted(column)}`);
  }
  return joins.join(" ");
}

/** How a query over atoms, or over something as fine, is made to give every grouping of every table. */
export interface Grouped {
  readonly plan: DatasetPlan;
  readonly geography: Geography;
  /** To be selected first: which set of levels a row is of, and its codes. */
  readonly keys: string;
  /** The names that `keys` gives them. */
  readonly names: readonly string[];
  /** After FROM and a table or query named `atom`. */
  readonly joins: string;
  /** The levels of each grouping, as lists in brackets. */
  readonly sets: readonly string[];
  readonly groupings: readonly { readonly table: TablePlan; readonly levels: readonly string[]; readonly names: readonly string[] }[];
}

/** Prepares the groupings of a dataset's tables for queries, and writes the hierarchies these need into the workbench. */
export async function groupTables(workbench: Workbench, plan: DatasetPlan, geography: Geography): Promise<Grouped> {
  const named = new Map<string, LevelColumn>();
  const setOf = (table: TablePlan, levels: readonly string[]) =>
    table.dimensions.map(({ code: dimension }, place) => {
      const level = levels[place] ?? "";
      const name = `${dimension}.${level}`;
      named.set(name, { dimension, level, name });
      return name;
    });
  const groupings = plan.tables.flatMap((table) => table.groupings.map((levels) => ({ table, levels, names: setOf(table, levels) })));
  const all = [...named.keys()];
  const joins = await writeHierarchies(workbench, plan, geography, [...named.values()]);
  const distinct = new Map(groupings.map(({ names }) => [maskOf(all, names), names]));
  const mask = all.map((name) => `GROUPING(${quoted(name)})`).join(" || ");
  return {
    plan,
    geography,
    keys: `${mask} AS set, ${all.map(quoted).join(", ")}`,
    names: ["set", ...all],
    joins,
    sets: [...distinct.values()].map((names) => `(${names.map(quoted).join(", ")})`),
    groupings,
  };
}

/** As GROUPING says it: 0 for each name that a set has, 1 for each that it lacks. */
const maskOf = (all: readonly string[], names: readonly string[]) => all.map((name) => (names.includes(name) ? "0" : "1")).join("");

/**
 * Puts the rows of a query into the cells of the groupings. A cell without a row holds zero.
 * @param columns Of the query: those of `names`, then one for each of `values`.
 * @returns For each table, its groupings in the table's order.
 */
export function placeRows(
  { plan, geography, names: [, ...all], groupings }: Grouped,
  columns: readonly (readonly unknown[])[],
  valueNames: readonly string[],
): ReadonlyMap<TablePlan, readonly Tabulated[]> {
  const rowsOf = new Map<string, number[]>();
  columns[0]?.forEach((set, row) => {
    const rows = rowsOf.get(String(set));
    if (rows === undefined) rowsOf.set(String(set), [row]);
    else rows.push(row);
  });
  const tabulated = new Map<TablePlan, Tabulated[]>(plan.tables.map((table) => [table, []]));
  for (const { table, levels, names } of groupings) {
    const nodes = table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? ""));
    const places = nodes.map((list) => new Map(list.map(({ code }, place) => [code, place])));
    const shape = nodes.map((list) => list.length);
    const size = shape.reduce((cells, length) => cells * length, 1);
    const values = new Map(valueNames.map((name) => [name, new Float64Array(size)]));
    const keyColumns = names.map((name) => columns[1 + all.indexOf(name)]);
    for (const row of rowsOf.get(maskOf(all, names)) ?? []) {
      let cell = 0;
      for (const [place, column] of keyColumns.entries()) {
        const at = places[place]?.get(String(column?.[row]));
        if (at === undefined) throw new Error(`A tabulated cell of ${table.spec.name} stands outside its axes.`);
        cell = cell * (shape[place] ?? 1) + at;
      }
      for (const [place, name] of valueNames.entries()) {
        const cells = values.get(name);
        if (cells !== undefined) cells[cell] = Number(columns[1 + all.length + place]?.[row]);
      }
    }
    tabulated.get(table)?.push({ levels, shape, values });
  }
  return tabulated;
}

/**
 * Tabulates every grouping of every table of a dataset in one pass of GROUPING SETS over the atoms.
 * @returns For each table, its groupings in the table's order.
 */
export async function tabulate(workbench: Workbench, grouped: Grouped): Promise<ReadonlyMap<TablePlan, readonly Tabulated[]>> {
  const sums = sumOf(grouped.plan);
  const values = sums.map((name) => `sum(atom.${quoted(name)})::DOUBLE AS ${quoted(`sum ${name}`)}`).join(", ");
  const columns = await workbench.columns(
    `SELECT ${grouped.keys}, ${values} FROM atom ${grouped.joins} GROUP BY GROUPING SETS (${grouped.sets.join(", ")})`,
  );
  return placeRows(grouped, columns, sums);
}

/** The column of records that tells contributors apart. */
export const contributorOf = ({ hasPersons }: DatasetPlan) => (hasPersons ? "person" : "id");

/** Counts `records` into `contribution`: one row for each combination of finest codes and contributor, in the periods that are not held. */
export async function countContributions(workbench: Workbench, plan: DatasetPlan, held: readonly string[]): Promise<void> {
  const sums = ["count(*) AS records", ...plan.sums.map(({ column }) => `sum(${quoted(column)}) AS ${quoted(column)}`)];
  const isHeld = held.length === 0 ? "" : ` HAVING period NOT IN (${held.map(literal).join(", ")})`;
  await workbench.run(
    `CREATE OR REPLACE TABLE contribution AS SELECT ${[...codesSql(plan), `${contributorOf(plan)} AS contributor`, ...sums].join(", ")} FROM records GROUP BY ALL${isHeld}`,
  );
}

/**
 * Leaves out records of persons who have more of them in one of the finest periods than count, where noise is to protect persons: which ones
 * depends on the person's own records alone.
 * @returns How many records were left out.
 */
export async function boundContributions(workbench: Workbench, plan: DatasetPlan): Promise<number> {
  const { unit } = plan.file.spec.protection;
  if (unit.of !== "person" || !plan.tables.some(({ spec }) => spec.policy.method === "differentialPrivacy")) return 0;
  const size = async () => Number((await workbench.rows("SELECT count(*)::INT AS size FROM records"))[0]?.size);
  const before = await size();
  await workbench.run(
    `CREATE OR REPLACE TABLE records AS SELECT * FROM records
     QUALIFY row_number() OVER (PARTITION BY person, ${periodSql[finestGrain(plan)]} ORDER BY sha256(id), id) <= ${unit.mostPerPeriod}`,
  );
  return before - (await size());
}
