import { sdmxObsStatus } from "@openbeat/schema/domain";
import type { Hub, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { categoriesOf } from "../figures/cubes.ts";
import type { Figure } from "../figures/figure.ts";

/** The columns of every file, but for those of the categories, which stand after the period. */
export const csvColumns = [
  "measure",
  "area",
  "period",
  "value",
  "unit",
  "status",
  "obs_status",
  "flags",
  "lower",
  "upper",
  "numerator",
  "denominator",
  "n",
  "key",
];

const field = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows of a table as CSV (RFC 4180, UTF-8). A row without a value has empty figures and a status that says why. */
export function rowsCsv(hub: Hub, table: PublishedTable, rows: readonly Row[]): string {
  const units = new Map(hub.measures.map(({ code, unit }) => [code, unit]));
  const head = [...csvColumns.slice(0, 3), ...categoriesOf(table).map(({ code }) => code), ...csvColumns.slice(3)];
  const lines = rows.map(({ measure, area, period, codes, observation, key }) => {
    const shown = observation.status === "AVAILABLE" ? observation : undefined;
    return [
      measure,
      area,
      period,
      ...codes,
      shown?.value ?? null,
      units.get(measure) ?? "",
      observation.status,
      sdmxObsStatus(observation.status, observation.flags),
      observation.flags.join(";"),
      shown?.lower ?? null,
      shown?.upper ?? null,
      shown?.numerator ?? null,
      shown?.denominator ?? null,
      shown?.n ?? null,
      key,
    ];
  });
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

const written = new WeakMap<PublishedTable, string>();

/** A whole published table as CSV. */
export function tableCsv(hub: Hub, table: PublishedTable): string {
  const known =
    written.get(table) ??
    rowsCsv(
      hub,
      table,
      table.cubes.flatMap(({ rows }) => rows),
    );
  written.set(table, known);
  return known;
}

/** The rows of a chart as CSV. */
export function figureCsv(hub: Hub, figure: Figure): string {
  const table = hub.tables.find(({ code }) => code === figure.table);
  if (table === undefined) throw new Error(`The release has no table ${figure.table}.`);
  return rowsCsv(
    hub,
    table,
    figure.spec.series.flatMap(({ rows }) => rows),
  );
}
