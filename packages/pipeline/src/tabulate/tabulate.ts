import { periodGrains, periodsBetween } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan, TablePlan } from "../hub/plan.ts";
import { quoted, type Workbench } from "../read/workbench.ts";
import { finestGrain, nodesOf, periodAbove } from "./nodes.ts";

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

const sumOf = (plan: DatasetPlan) => ["records", ...plan.sums.map(({ column }) => column)];
const keysOf = (plan: DatasetPlan) => [...plan.areaColumns.map(({ column }) => column), "period", ...plan.categories.keys()];

const periodSql = {
  month: "strftime(date, '%Y-%m')",
  quarter: "year(date) || '-Q' || quarter(date)",
  year: "year(date)::VARCHAR",
} as const;

/** Counts `records` into `atom`: one row for each combination of finest codes that occurs. */
export async function countAtoms(workbench: Workbench, plan: DatasetPlan): Promise<void> {
  const codes = [
    ...plan.areaColumns.map(({ column }) => quoted(column)),
    `${periodSql[finestGrain(plan)]} AS period`,
    ...[...plan.categories.keys()].map(quoted),
  ];
  // Whole numbers and decimals add up exactly, in whatever order; floating-point numbers would not.
  const sums = ["count(*) AS records", ...plan.sums.map(({ column }) => `sum(${quoted(column)}) AS ${quoted(column)}`)];
  await workbench.run(`CREATE TABLE atom AS SELECT ${[...codes, ...sums].join(", ")} FROM records GROUP BY ALL ORDER BY ALL`);
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

/**
 * Tabulates every grouping of every table of a dataset in one pass of GROUPING SETS over the atoms.
 * @returns For each table, its groupings in the table's order.
 */
export async function tabulate(
  workbench: Workbench,
  plan: DatasetPlan,
  geography: Geography,
): Promise<ReadonlyMap<TablePlan, readonly Tabulated[]>> {
  const named = new Map<string, LevelColumn>();
  const setOf = (table: TablePlan, levels: readonly string[]) =>
    table.dimensions.map(({ code: dimension }, place) => {
      const level = levels[place] ?? "";
      const name = `${dimension}.${level}`;
      named.set(name, { dimension, level, name });
      return name;
    });
  const sets = plan.tables.flatMap((table) => table.groupings.map((levels) => ({ table, levels, names: setOf(table, levels) })));
  const all = [...named.keys()];
  const joins = await writeHierarchies(workbench, plan, geography, [...named.values()]);
  const sums = sumOf(plan);
  const grouping = all.map((name) => `GROUPING(${quoted(name)})`).join(" || ");
  const distinct = new Map(sets.map(({ names }) => [all.map((name) => (names.includes(name) ? "0" : "1")).join(""), names]));
  const groupingSets = [...distinct.values()].map((names) => `(${names.map(quoted).join(", ")})`).join(", ");
  const columns = await workbench.columns(
    `SELECT ${grouping} AS set, ${all.map(quoted).join(", ")}, ${sums.map((name) => `sum(atom.${quoted(name)})::DOUBLE AS ${quoted(`sum ${name}`)}`).join(", ")} FROM atom ${joins} GROUP BY GROUPING SETS (${groupingSets})`,
  );
  const rowsOf = new Map<string, number[]>();
  columns[0]?.forEach((set, row) => {
    const rows = rowsOf.get(String(set));
    if (rows === undefined) rowsOf.set(String(set), [row]);
    else rows.push(row);
  });
  const tabulated = new Map<TablePlan, Tabulated[]>(plan.tables.map((table) => [table, []]));
  for (const { table, levels, names } of sets) {
    const nodes = table.dimensions.map(({ code }, place) => nodesOf(plan, geography, code, levels[place] ?? ""));
    const places = nodes.map((list) => new Map(list.map(({ code }, place) => [code, place])));
    const shape = nodes.map((list) => list.length);
    const size = shape.reduce((cells, length) => cells * length, 1);
    const values = new Map(sums.map((name) => [name, new Float64Array(size)]));
    const keyColumns = names.map((name) => columns[1 + all.indexOf(name)]);
    for (const row of rowsOf.get(all.map((name) => (names.includes(name) ? "0" : "1")).join("")) ?? []) {
      let cell = 0;
      for (const [place, column] of keyColumns.entries()) {
        const at = places[place]?.get(String(column?.[row]));
        if (at === undefined) throw new Error(`A tabulated cell of ${table.spec.name} stands outside its axes.`);
        cell = cell * (shape[place] ?? 1) + at;
      }
      for (const [place, name] of sums.entries()) {
        const cells = values.get(name);
        if (cells !== undefined) cells[cell] = Number(columns[1 + all.length + place]?.[row]);
      }
    }
    tabulated.get(table)?.push({ levels, shape, values });
  }
  return tabulated;
}
