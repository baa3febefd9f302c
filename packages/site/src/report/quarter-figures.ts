import { type Period, periodOf } from "@openbeat/schema/domain";
import type { Area, Cube, Dataset, Hub, Measure, PublishedTable } from "../data/hub.ts";
import type { Row } from "../data/row.ts";
import type { Survey } from "../data/surveys.ts";
import { yearBefore } from "../data/year-before.ts";
import { brokenDownBy, hiddenIn, rowsOf, tablesAt } from "../figures/cubes.ts";
import { measureOf } from "../figures/over-time.ts";

/** A measure of a district in a quarter, as it was published. */
export interface QuarterFigure {
  readonly dataset: Dataset;
  readonly measure: Measure;
  readonly table: PublishedTable;
  readonly cube: Cube;
  /** The quarters up to this one, the earliest first: this one is the last. */
  readonly rows: readonly Row[];
  readonly now: Row;
  /** Of the quarter right before this one. */
  readonly before: Row | undefined;
  readonly yearBefore: Row | undefined;
  /** Whether it is worked out from areas that the district cuts, not counted. */
  readonly isEstimate: boolean;
}

/** The measures of a dataset that a district has, but not for quarters and as a whole. */
export interface NotQuarterly {
  readonly dataset: Dataset;
  readonly measures: readonly Measure[];
}

/** What a report can say of the figures of a district, and what it cannot. */
export interface QuarterFigures {
  readonly counts: readonly QuarterFigure[];
  readonly estimates: readonly QuarterFigure[];
  readonly notQuarterly: readonly NotQuarterly[];
  /** Surveys that tell of the district: what people answered stands on pages of its own. */
  readonly surveys: readonly Survey[];
  /** Datasets with nothing for the level of the district. */
  readonly notAtLevel: readonly Dataset[];
  /** Of the figures of the quarter: how many are not shown. */
  readonly hidden: number;
}

const totals = (hub: Hub, dataset: string, level: string) =>
  tablesAt(hub, dataset, level).flatMap((table) =>
    table.cubes.filter((cube) => cube.areaLevel === level && brokenDownBy(hub, table, cube).length === 0).map((cube) => ({ table, cube })),
  );

const estimated = new WeakMap<Cube, boolean>();
/** Whether some of the cells are estimates. Looked at once: every district and quarter asks. */
function isEstimated(cube: Cube): boolean {
  const known = estimated.get(cube) ?? cube.rows.some(({ observation }) => observation.flags.includes("ESTIMATED"));
  estimated.set(cube, known);
  return known;
}

/** The code of the quarter that ends the day before another one begins. */
function quarterBefore({ start }: Period): string {
  const day = new Date(`${start}T00:00:00Z`);
  day.setUTCDate(0);
  return periodOf(day.toISOString().slice(0, 10), "quarter");
}

function figureOf(hub: Hub, dataset: Dataset, code: string, district: Area, quarter: Period): QuarterFigure | undefined {
  const measure = measureOf(hub, code);
  for (const { table, cube } of totals(hub, dataset.code, district.level)) {
    if (!table.measures.includes(code)) continue;
    const rows = rowsOf(cube, code, district.code).filter(({ period }) => period <= quarter.code);
    const now = rows.at(-1);
    if (measure === undefined || now?.period !== quarter.code) continue;
    const isEstimate = isEstimated(cube);
    const at = (code: string) => rows.find(({ period }) => period === code);
    const [before, ago] = [at(quarterBefore(quarter)), at(yearBefore(quarter.code))];
    return { dataset, measure, table, cube, rows, now, before, yearBefore: ago, isEstimate };
  }
  return undefined;
}

/** The figures of a district in a quarter: those that are published for quarters, and nothing made of those that are not. */
export function quarterFigures(hub: Hub, district: Area, quarter: Period): QuarterFigures {
  const all: QuarterFigure[] = [];
  const notQuarterly: NotQuarterly[] = [];
  const notAtLevel: Dataset[] = [];
  const surveys = hub.surveys.filter(({ areas }) => areas.includes(district.code));
  for (const dataset of hub.datasets) {
    if (surveys.some(({ code }) => code === dataset.code)) continue;
    const tables = totals(hub, dataset.code, district.level);
    const codes = [...new Set(tables.flatMap(({ table }) => table.measures))];
    if (codes.length === 0) {
      // A table may tell of parts only: then it has nothing whole to say of a quarter.
      if (tablesAt(hub, dataset.code, district.level).length === 0) notAtLevel.push(dataset);
      else notQuarterly.push({ dataset, measures: partsOnly(hub, dataset, district) });
      continue;
    }
    const found = codes.map((code) => figureOf(hub, dataset, code, district, quarter));
    all.push(...found.filter((figure) => figure !== undefined));
    const missing = codes.filter((_, at) => found[at] === undefined).flatMap((code) => measureOf(hub, code) ?? []);
    if (missing.length > 0) notQuarterly.push({ dataset, measures: missing });
  }
  return {
    counts: all.filter(({ isEstimate }) => !isEstimate),
    estimates: all.filter(({ isEstimate }) => isEstimate),
    notQuarterly,
    surveys,
    notAtLevel,
    hidden: hiddenIn(all.map(({ now }) => now)),
  };
}

const partsOnly = (hub: Hub, dataset: Dataset, { level }: Area): readonly Measure[] =>
  [...new Set(tablesAt(hub, dataset.code, level).flatMap(({ measures }) => measures))].flatMap((code) => measureOf(hub, code) ?? []);
