import type { LocalisedText, Measure, ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";
import type { ReadyCodeList, ReadyDataset, ReadyTable } from "../release/content.ts";
import type { Observation } from "../release/observations.ts";

/** A figure as the release shows it. */
export interface PublishedFigure {
  readonly status: ObservationStatus;
  readonly value: number | null;
  readonly flags: readonly ObservationFlag[];
}

/** A measure that the release shows, and what is known of its dataset. */
export interface PublishedMeasure {
  readonly measure: Measure;
  readonly dataset: string;
  /** First and last day that its records cover. */
  readonly coverage: { readonly from: string; readonly to: string };
  /** Codes that its figures are told by, one category at a time: the code and its label. */
  readonly categories: ReadonlyMap<string, LocalisedText>;
  /** Codes of the hub that stand for everything. */
  readonly wholeCodes: ReadonlySet<string>;
}

/** Hidden and all cells of counts and sums. */
export interface CellsShown {
  readonly area: string;
  readonly period: string;
  readonly hidden: number;
  readonly all: number;
}

/** Every count and sum of a release by measure, area, category and period. All of it is published: nothing else is here to be used. */
export interface PublishedFigures {
  /** By code, in the order of the codes. */
  readonly measures: ReadonlyMap<string, PublishedMeasure>;
  /** Figures of each period: empty where there are none. */
  readonly series: (measure: string, area: string, category?: string) => ReadonlyMap<string, PublishedFigure>;
  readonly cells: readonly CellsShown[];
}

/** The category of figures that are not told by any. */
export const everything = "all";

const changed: readonly ObservationFlag[] = ["ROUNDED", "PERTURBED", "ESTIMATED", "IMPUTED"];

/** The true count or sum that a figure shows; `null` where there is none, or where a method changed it: no statistic may rest on that. */
export const exactValue = ({ status, value, flags }: PublishedFigure): number | null =>
  status === "AVAILABLE" && !flags.some((flag) => changed.includes(flag)) ? value : null;

/** Whether a figure is of a whole period that may be compared with earlier ones. */
export const isComparable = ({ flags }: PublishedFigure): boolean =>
  !flags.includes("PARTIAL_COVERAGE") && !flags.includes("BREAK_IN_SERIES");

/** Gathers the counts and sums of some datasets, in whatever order they come. */
export function publishedFigures(datasets: readonly ReadyDataset[]): PublishedFigures {
  const measures = new Map<string, PublishedMeasure>();
  const figures = new Map<string, Map<string, PublishedFigure>>();
  const cells = new Map<string, { hidden: number; all: number }>();
  for (const dataset of datasets) {
    const categoriesOf = categoriesIn(dataset.codeLists);
    for (const table of dataset.tables) {
      const counted = table.measures.map(({ kind }) => kind === "COUNT" || kind === "SUM");
      if (!counted.includes(true)) continue;
      for (const measure of table.measures.filter((_, place) => counted[place]))
        measures.set(measure.code, merged(measures.get(measure.code), dataset, table, measure, categoriesOf));
      const nameOf = categoryNames(table, categoriesOf);
      for (const observation of table.observations()) {
        if (counted[observation.measure] !== true) continue;
        countCell(cells, observation);
        const category = nameOf(observation.codes);
        if (category === undefined) continue;
        const key = JSON.stringify([table.measures[observation.measure]?.code, observation.area, category]);
        const series = figures.get(key) ?? new Map<string, PublishedFigure>();
        series.set(observation.period, agreed(series.get(observation.period), observation));
        figures.set(key, series);
      }
    }
  }
  return {
    measures: new Map([...measures].sort(([a], [b]) => (a < b ? -1 : 1))),
    series: (measure, area, category = everything) => figures.get(JSON.stringify([measure, area, category])) ?? new Map(),
    cells: [...cells]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, counts]) => {
        const [area = "", period = ""] = JSON.parse(key) as string[];
        return { area, period, ...counts };
      }),
  };
}

function countCell(cells: Map<string, { hidden: number; all: number }>, { area, period, status }: Observation): void {
  if (status !== "SUPPRESSED" && status !== "AVAILABLE") return;
  const key = JSON.stringify([area, period]);
  const before = cells.get(key) ?? { hidden: 0, all: 0 };
  cells.set(key, { hidden: before.hidden + (status === "SUPPRESSED" ? 1 : 0), all: before.all + 1 });
}

/** The same cell may stand in two tables. Where they do not say the same, nothing is known of it. */
function agreed(before: PublishedFigure | undefined, { status, value, flags }: Observation): PublishedFigure {
  const own = { status, value, flags };
  if (before === undefined) return own;
  if (before.status !== "AVAILABLE") return before;
  if (own.status !== "AVAILABLE") return own;
  const all = [...new Set([...before.flags, ...flags])].sort();
  return before.value === value ? { ...own, flags: all } : { status: "NOT_APPLICABLE", value: null, flags: all };
}

/** Codes of a dataset, as far as one alone says what a cell is of. */
export interface Categories {
  /** Codes by list that stand for everything. */
  readonly whole: ReadonlyMap<string, ReadonlySet<string>>;
  /** Codes that only one list has, with their labels: elsewhere a code alone does not say which is meant. */
  readonly told: ReadonlyMap<string, LocalisedText>;
}

/** Which codes of some lists stand for everything, and which stand for one category. */
export function categoriesIn(lists: readonly ReadyCodeList[]): Categories {
  const whole = new Map<string, ReadonlySet<string>>();
  const told = new Map<string, LocalisedText>();
  const seen = new Set<string>([everything]);
  for (const { code: list, codes } of lists) {
    const byLevel = Map.groupBy(codes.values(), ({ level }) => level);
    whole.set(list, new Set([...byLevel.values()].flatMap((level) => (level.length === 1 ? level.map(({ code }) => code) : []))));
    for (const { code, label } of codes.values()) {
      if (whole.get(list)?.has(code)) continue;
      if (seen.has(code)) told.delete(code);
      else told.set(code, label);
      seen.add(code);
    }
  }
  return { whole, told };
}

/** The one category that a cell is of, by its codes; `undefined` where it is of several. */
export function categoryNames({ dimensions }: ReadyTable, { whole, told }: Categories): (codes: readonly string[]) => string | undefined {
  const lists = dimensions.slice(2).map(({ code }) => code);
  return (codes) => {
    const own = codes.filter((code, place) => !whole.get(lists[place] ?? "")?.has(code));
    const [code] = own;
    if (code === undefined) return everything;
    return own.length === 1 && told.has(code) ? code : undefined;
  };
}

function merged(
  before: PublishedMeasure | undefined,
  { code, coverage }: ReadyDataset,
  { dimensions }: ReadyTable,
  measure: Measure,
  { whole, told }: Categories,
): PublishedMeasure {
  const lists = dimensions.slice(2).map((dimension) => dimension.code);
  return {
    measure,
    dataset: code,
    coverage,
    categories: new Map([...(before?.categories ?? []), ...told].sort(([a], [b]) => (a < b ? -1 : 1))),
    wholeCodes: new Set([...(before?.wholeCodes ?? []), ...lists.flatMap((list) => [...(whole.get(list) ?? [])])]),
  };
}
