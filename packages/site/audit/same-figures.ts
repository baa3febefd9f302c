import { observationStatuses } from "@openbeat/schema/domain";
import type { ChartData } from "../src/chart/data.ts";
import { drawPicture } from "../src/chart/picture.ts";
import { fromNote } from "../src/client/read-chart.ts";
import { anchor } from "../src/edition.ts";
import { type CellOnPage, type ChartOnPage, chartsOnPage } from "./charts-on-page.ts";
import { parseCsv } from "./csv.ts";
import { digits, type Finding } from "./finding.ts";
import { cellColumns, cellName, type SchemaCells } from "./schema-cells.ts";
import { pagesOf, type SiteFolder } from "./site-folder.ts";

/** The file of a chart for programs, as far as it is compared. */
interface ChartJson {
  readonly table: string;
  readonly dataset?: { readonly code: string };
  readonly release: { readonly version: string };
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

const asText = (value: string | number | null | undefined) => (value == null ? "" : String(value));

/** The codes of a row: of the columns between the measure and the value, those that are no labels. */
const codesOf = (row: ChartJson["rows"][number]): Record<string, string> =>
  Object.fromEntries(
    Object.keys(row)
      .slice(1, Object.keys(row).indexOf("value"))
      .filter((name) => !name.endsWith("_label"))
      .map((name) => [name, asText(row[name])]),
  );

/** Whether the CSV, the JSON and the schema say the same in every row and column of every chart, hidden ones and their status included. */
export function sameInFiles(site: SiteFolder, cells: SchemaCells): Finding {
  const faults: string[] = [];
  let rows = 0;
  const charts = site.files.filter((file) => /(^|\/)charts\/[^/]+\.json$/.test(file) && !/\.(metadata|oembed)\.json$/.test(file));
  for (const file of charts) {
    const json = JSON.parse(site.read(file)) as ChartJson;
    const csv = parseCsv(site.read(file.replace(/\.json$/, ".csv")));
    if (json.rows.length === 0 || csv.length !== json.rows.length)
      faults.push(`${file}: ${json.rows.length} rows, and ${csv.length} in the CSV`);
    for (const [at, row] of json.rows.entries()) {
      rows += 1;
      const cell = [json.table, `dataset ${json.dataset?.code ?? ""}`]
        .map((source) => cells.get(cellName(json.release.version, source, asText(row.measure), codesOf(row))))
        .find((one) => one !== undefined);
      if (cell === undefined) faults.push(`${file}, row ${at + 1}: the schema has no such cell`);
      for (const column of Object.keys(row))
        if (asText(row[column]) !== csv[at]?.[column]) faults.push(`${file}, row ${at + 1}: ${column} is another in the CSV`);
      for (const column of cellColumns)
        if (cell !== undefined && asText(row[column]) !== cell[column])
          faults.push(`${file}, row ${at + 1}: ${column} is another in the schema`);
    }
  }
  return {
    id: "same-in-files",
    subject: "Same figures",
    target: "CSV = JSON = GraphQL for every chart, row by row",
    measured: `${digits(faults.length)} differences in ${digits(rows)} rows of ${digits(charts.length)} charts`,
    looked: rows,
    faults,
  };
}

/** What differs between a cell of a table and its row in the file. */
function differenceOf(cell: CellOnPage | undefined, row: Readonly<Record<string, string>>): string | undefined {
  if (cell === undefined) return "is missing";
  if (row.status !== "AVAILABLE") {
    const mark = observationStatuses[row.status as keyof typeof observationStatuses]?.mark;
    return cell.data !== undefined || cell.text !== mark ? "is not shown as the status of the file says" : undefined;
  }
  const { data } = cell;
  if (data === undefined) return "has no value, but the file has one";
  if (Number(data.value) !== Number(row.value)) return "has another value than the file";
  const isSame = (own: string | null, other: string | undefined) =>
    (own ?? "") === "" ? (other ?? "") === "" : Number(own) === Number(other);
  return isSame(data.lower, row.lower) && isSame(data.upper, row.upper) ? undefined : "has another range than the file";
}

const compared = ["response", "comparison", "buffer", "buffer_comparison"] as const;

/**
 * The rows of a file that a chart shows, series by series. Charts of assessments lead to the file of evaluations, one row each: theirs are
 * the counts before, then those after, of the areas that were compared.
 */
function linesOf(id: string, file: string, csv: string): readonly Readonly<Record<string, string>>[] {
  const lines = parseCsv(csv);
  if (!/(^|\/)records\/evaluations\.csv$/.test(file)) return lines;
  const own = lines.find(({ problem, measure }) => anchor(`${problem}/${measure}`) === id);
  if (own === undefined) return [];
  const roles = compared.filter((role) => own[`${role}_before`] !== "" || own[`${role}_after`] !== "");
  return ["before", "after"].flatMap((when) =>
    roles.map((role) => {
      const value = own[`${role}_${when}`] ?? "";
      return { value, status: value === "" ? "SUPPRESSED" : "AVAILABLE" };
    }),
  );
}

/** Whether every table says what the file beside it says. */
export function sameInTables(site: SiteFolder): Finding {
  const faults: string[] = [];
  let looked = 0;
  let charts = 0;
  for (const page of pagesOf(site))
    for (const { id, file, rows, heads, note } of chartsOnPage(site.read(page))) {
      if (note === undefined) continue;
      charts += 1;
      const place = `${page}#${id}`;
      if (file === undefined || !site.files.includes(file)) {
        faults.push(`${place} has no file of its rows`);
        continue;
      }
      const lines = linesOf(id, file, site.read(file));
      const cells = heads.flatMap((_, series) => rows.map((row) => row.cells[series]));
      if (lines.length !== cells.length || cells.length === 0)
        faults.push(`${place}: ${cells.length} cells, and ${lines.length} rows in ${file}`);
      for (const [at, line] of lines.entries()) {
        looked += 1;
        const difference = differenceOf(cells[at], line);
        if (difference !== undefined) faults.push(`${place}, cell ${at + 1} ${difference}`);
      }
    }
  return {
    id: "same-in-tables",
    subject: "Same figures",
    target: "table = CSV for every chart on every page, cell by cell",
    measured: `${digits(faults.length)} differences in ${digits(looked)} cells of ${digits(charts)} charts`,
    looked,
    faults,
  };
}

/** What a chart is drawn from, read from its table as the script of the page reads it. */
function drawnFrom({ heads, rows }: ChartOnPage, note: NonNullable<ChartOnPage["note"]>, narrow: boolean): ChartData {
  const number = (text: string | null) => (text === null || text === "" ? null : Number(text));
  return {
    ...fromNote(note, narrow),
    labels: rows.map(({ label }) => label),
    series: heads.map((label, at) => ({
      label,
      points: rows.flatMap(({ cells }) => {
        const cell = cells[at];
        if (cell === undefined) return [];
        const { data } = cell;
        return [
          data === undefined
            ? { mark: cell.text }
            : { ...data, value: Number(data.value), lower: number(data.lower), upper: number(data.upper) },
        ];
      }),
    })),
  };
}

const inside = (markup: string | undefined) => markup?.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");

/** Whether both drawings of every chart are, to the byte, what is drawn anew from the table under them. @param pages Those to look at, as files. */
export function sameInPictures(site: SiteFolder, pages: readonly string[]): Finding {
  const faults: string[] = [];
  const known = new Map<string, string>();
  let looked = 0;
  for (const page of pages)
    for (const chart of chartsOnPage(site.read(page))) {
      if (chart.note === undefined) continue;
      for (const [at, width] of [720, 350].entries()) {
        looked += 1;
        const data = drawnFrom(chart, chart.note, at === 1);
        const key = JSON.stringify([chart.id, width, data]);
        const drawing = known.get(key) ?? drawPicture(data, `${chart.id}-${at === 1 ? "n" : "w"}`, width).drawing;
        known.set(key, drawing);
        if (inside(chart.pictures[at]) !== drawing)
          faults.push(`${page}#${chart.id}: the drawing of ${width} pixels is not that of the table`);
      }
    }
  return {
    id: "same-in-pictures",
    subject: "Same figures",
    target: "chart = table: each drawing is drawn anew from the table under it",
    measured: `${digits(faults.length)} of ${digits(looked)} drawings differ`,
    looked,
    faults,
  };
}
