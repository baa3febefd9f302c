import { parsePeriod, printedPeriod, sdmxObsStatus } from "@openbeat/schema/domain";
import { type CsvTable, columnsOf, tableCsv as writeCsv } from "@openbeat/schema/formats";
import type { Hub, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import { categoriesOf } from "../figures/cubes.ts";
import type { Figure } from "../figures/figure.ts";

/** Rows in the columns that the one writer of each format takes: the files of the site and of the API read the same. */
export function csvTableOf(hub: Hub, table: PublishedTable, rows: readonly Row[]): CsvTable {
  const units = new Map(hub.measures.map(({ code, unit }) => [code, unit]));
  const shown = rows.map(({ observation }) => (observation.status === "AVAILABLE" ? observation : undefined));
  const categories = categoriesOf(table).map(({ code }) => code);
  const labels = new Map(
    categoriesOf(table).map(({ code, codeList }) => {
      const codes = hub.codeLists.find((list) => list.code === codeList?.code)?.codes ?? [];
      return [code, new Map(codes.map((entry) => [entry.code, entry.label]))];
    }),
  );
  const periodLabel = (code: string) => {
    const period = parsePeriod(code);
    return period === undefined ? code : printedPeriod(period, hub.language);
  };
  return {
    measure: rows.map(({ measure }) => measure),
    dimensions: table.dimensions.map(({ code, kind }) => {
      const members = rows.map((row) =>
        kind === "GEOGRAPHY" ? row.area : kind === "TIME" ? row.period : (row.codes[categories.indexOf(code)] ?? ""),
      );
      const label = (member: string) =>
        kind === "GEOGRAPHY" ? hub.areas.get(member)?.name : kind === "TIME" ? periodLabel(member) : labels.get(code)?.get(member);
      const told = new Map([...new Set(members)].map((member) => [member, label(member) ?? member]));
      return { code, members, labels: members.map((member) => told.get(member) ?? member) };
    }),
    value: shown.map((one) => one?.value ?? null),
    status: rows.map(({ observation }) => observation.status),
    obsStatus: rows.map(({ observation }) => sdmxObsStatus(observation.status, observation.flags)),
    flags: rows.map(({ observation }) => observation.flags.join(";")),
    unit: rows.map(({ measure }) => units.get(measure) ?? ""),
    numerator: shown.map((one) => one?.numerator ?? null),
    denominator: shown.map((one) => one?.denominator ?? null),
    n: shown.map((one) => one?.n ?? null),
    nEffective: shown.map((one) => one?.nEffective ?? null),
    lower: shown.map((one) => one?.lower ?? null),
    upper: shown.map((one) => one?.upper ?? null),
    source: { release: hub.version },
  };
}

/** Rows of a table as CSV. A row without a value has empty figures and a status that says why. */
export const rowsCsv = (hub: Hub, table: PublishedTable, rows: readonly Row[]): string => writeCsv(csvTableOf(hub, table, rows));

/** The columns that every file has: those of its own dimensions stand after the first. */
export const csvColumns: readonly string[] = columnsOf([]).map(({ name }) => name);

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
