import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { parsePeriod } from "@openbeat/schema/domain";
import type { Problem } from "../errors.ts";
import type { Geography } from "../geography/areas.ts";
import type { DatasetPlan } from "../hub/plan.ts";
import { findFiles } from "../read/files.ts";
import { readSource } from "../read/source.ts";
import { literal, quoted, Workbench } from "../read/workbench.ts";

/** A total that the steward knows from elsewhere, and what the records give. For the steward's eyes: it was not protected. */
export interface ControlTotal {
  readonly file: string;
  readonly row: number;
  /** What it is of: codes by column; empty for the whole dataset. */
  readonly of: Readonly<Record<string, string>>;
  readonly expected: number;
  readonly found: number;
}

/** A condition of SQL over `records`, or what is wrong with a code. */
type Condition = { readonly sql: string } | { readonly wrong: string };

const listed = (codes: readonly string[]) => `IN (${(codes.length === 0 ? ["NULL"] : codes.map(literal)).join(", ")})`;

function areaCondition(plan: DatasetPlan, geography: Geography, code: string): Condition {
  const area = geography.areas.get(code);
  const column = plan.areaColumns.find(({ level }) => area !== undefined && geography.chain(level).includes(area.level));
  if (area === undefined || column === undefined)
    return { wrong: "The area is not one of the hub's, or the records do not roll up to it." };
  const within = geography.atLevel(column.level).filter((own) => geography.ancestor(own.code, area.level) === code);
  return { sql: `${quoted(column.column)} ${listed(within.map((own) => own.code))}` };
}

function conditionOf(plan: DatasetPlan, geography: Geography, column: string, code: string): Condition {
  if (column === "area") return areaCondition(plan, geography, code);
  if (column === "period") {
    const period = parsePeriod(code);
    return period === undefined
      ? { wrong: "This is no period. Write it as 2026-03, 2026-Q1 or 2026." }
      : { sql: `date BETWEEN DATE ${literal(period.start)} AND DATE ${literal(period.end)}` };
  }
  const list = plan.categories.get(column);
  const entry = list?.codes.get(code);
  if (list === undefined || entry === undefined) return { wrong: "The code is not in the dataset's code list." };
  const within = list.atLevel(list.levels[0] ?? "").filter((own) => list.ancestor(own.code, entry.level) === code);
  return { sql: `${quoted(column)} ${listed(within.map((own) => own.code))}` };
}

/**
 * Compares a dataset's records with the totals in `control/DATASET.csv`, where the hub has such a file: a row a total, with the columns `records` and, as
 * they are needed, `area`, `period` and categories. An empty cell stands for all. Records that are left out, as tolerated, are not counted.
 * @returns Every total, and the problems: a message says whether there are more or fewer, never how many.
 */
export async function checkControl(
  folder: string,
  timezone: string,
  plan: DatasetPlan,
  geography: Geography,
  records: Workbench,
): Promise<{ readonly totals: readonly ControlTotal[]; readonly problems: readonly Problem[] }> {
  const { dataset } = plan.file.spec;
  const path = `control/${dataset}.csv`;
  if (!existsSync(join(folder, path))) return { totals: [], problems: [] };
  const { files, problems: unfound } = findFiles(folder, path);
  if (unfound.length > 0) return { totals: [], problems: unfound };
  const problems: Problem[] = [];
  const wrong = (code: "CONTROL_INVALID" | "CONTROL_DIFFERS", message: string, row: number, column?: string) =>
    problems.push({ code, file: path, dataset, message, row, ...(column === undefined ? {} : { column }) });
  const workbench = await Workbench.open(
    files.map(({ absolute }) => absolute),
    timezone,
  );
  try {
    const source = await readSource(workbench, files, { format: "csv" }, []);
    if (source.problems.length > 0) return { totals: [], problems: source.problems };
    const known = ["records", "area", "period", ...plan.categories.keys()];
    const unknown = source.columns.findIndex((name) => !known.includes(name));
    if (unknown !== -1 || !source.columns.includes("records")) {
      const what = unknown === -1 ? "It has no column records" : `Its column ${unknown + 1} is none of a control file`;
      wrong("CONTROL_INVALID", `${what}. Such a file has records and, as needed, ${known.slice(1).join(", ")}.`, 1);
      return { totals: [], problems };
    }
    const rows = await workbench.rows(`SELECT __row, ${source.columns.map(quoted).join(", ")} FROM source ORDER BY __row`);
    if (rows.length === 0) wrong("CONTROL_INVALID", "It has no total, so nothing is compared. Write one, or remove the file.", 1);
    const totals: ControlTotal[] = [];
    for (const values of rows) {
      const { row } = source.placeOf(Number(values.__row));
      const text = (name: string) => (values[name] == null ? "" : String(values[name]).trim());
      const of = Object.fromEntries(
        source.columns.filter((name) => name !== "records" && text(name) !== "").map((name) => [name, text(name)]),
      );
      if (!/^\d{1,15}$/.test(text("records"))) {
        wrong("CONTROL_INVALID", "The total is not a whole number ≥ 0. Write digits alone.", row, "records");
        continue;
      }
      const conditions = Object.entries(of).map(([column, code]) => ({ column, condition: conditionOf(plan, geography, column, code) }));
      for (const { column, condition } of conditions) if ("wrong" in condition) wrong("CONTROL_INVALID", condition.wrong, row, column);
      const sql = conditions.flatMap(({ condition }) => ("sql" in condition ? [condition.sql] : []));
      if (sql.length < conditions.length) continue;
      const [counted] = await records.rows(
        `SELECT count(*)::BIGINT AS found FROM records${sql.length === 0 ? "" : ` WHERE ${sql.join(" AND ")}`}`,
      );
      const total = { file: path, row, of, expected: Number(text("records")), found: Number(counted?.found) };
      totals.push(total);
      if (total.found !== total.expected)
        wrong(
          "CONTROL_DIFFERS",
          `The records give ${total.found > total.expected ? "more" : "fewer"} than this total. Look for files that are missing or there twice, for what the mapping leaves out, or mend the total. openbeat check with --html tells both numbers.`,
          row,
          "records",
        );
    }
    return { totals, problems };
  } finally {
    workbench.close();
  }
}

/** Files under control/ that are no dataset's: one with another name would check nothing. */
export const unusedControl = (folder: string, datasets: readonly string[]): readonly Problem[] =>
  globSync("control/*", { cwd: folder, exclude: (name) => basename(name).startsWith(".") }).flatMap((file): Problem[] =>
    datasets.some((dataset) => basename(file) === `${dataset}.csv`)
      ? []
      : [
          {
            ...{ code: "CONTROL_INVALID", file: `control/${basename(file)}` },
            message: `No dataset of the hub has a control file of this name, so nothing is compared. There can be: ${datasets.map((dataset) => `${dataset}.csv`).join(", ")}. Rename the file.`,
          },
        ],
  );
