import type { Geography } from "../geography/areas.ts";
import { askedIn } from "./asked.ts";
import { cellKey, cellsOf, type SurveyCell } from "./cells.ts";
import { type Evidence, mean } from "./evidence.ts";
import { figuresOf, type SurveyFigures } from "./figures.ts";
import { type ItemCell, itemCell } from "./item-cell.ts";
import type { PlannedItem, PlannedPeriod, SurveyPlan } from "./plan.ts";
import { type AnswerColumn, answerColumns } from "./read-answers.ts";
import { type DomainSums, domainKey, type SummedColumn, type SurveySums } from "./sums.ts";
import { type AlikeCells, type Base, tooAlike } from "./too-alike.ts";

/** What all answers say, unrounded. Lists are parallel to the columns, and in them to `cells`; null where a cell's waves did not ask. */
export interface Evaluated {
  readonly cells: readonly SurveyCell[];
  readonly columns: readonly AnswerColumn[];
  readonly byColumn: readonly (readonly (ItemCell | null)[])[];
  readonly constructs: ReadonlyMap<string, readonly (Evidence | null)[]>;
  /** People of each cell: as many as the question has that most were asked. */
  readonly wholes: readonly number[];
  /** Places of cells that would tell of few, beside others of nearly the same people. */
  readonly tooAlike: { readonly columns: readonly ReadonlySet<number>[]; readonly constructs: ReadonlyMap<string, ReadonlySet<number>> };
}

/** How many gave each answer, by the name of the column and of the cell: for the next release, and never published. */
export type AnswerCounts = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** Everything that is published of a survey, and the counts that it was made of. */
export interface Estimated {
  readonly figures: SurveyFigures;
  readonly counts: AnswerCounts;
}

/** The name of a column of answers that stays the same whatever is added to the survey: of its item, and of its option. */
export function nameOfColumn(item: PlannedItem | undefined, option: number | null): string {
  const offered = item?.wordings.findLast((wording) => wording?.scale.answers[option ?? -1] !== undefined);
  return option === null ? (item?.code ?? "") : `${item?.code ?? ""}.${offered?.scale.answers[option]?.code ?? ""}`;
}

/** The answers of a column in a cell, over the waves of its period. */
const pooled = ({ domains }: SummedColumn, { area, grouping, group }: SurveyCell, { waves }: PlannedPeriod): DomainSums =>
  waves.flatMap((wave) => domains.get(domainKey(wave, area, grouping, group)) ?? []);

/**
 * Estimates everything that a survey publishes, and decides what of it may be shown.
 * @param told Names of the cells that earlier releases told of.
 */
export function estimate(
  plan: SurveyPlan,
  geography: Geography,
  sums: SurveySums,
  folded: ReadonlySet<string>,
  told: ReadonlySet<string> = new Set(),
): Estimated {
  const cells = cellsOf(plan, geography, folded);
  const columns = answerColumns(plan.items);
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const counts: Record<string, Record<string, readonly number[]>> = {};
  const byColumn = columns.map(({ column, item, option }) => {
    const own = plan.items[item];
    const summed = sums.items.get(column);
    const named: Record<string, readonly number[]> = {};
    counts[nameOfColumn(own, option)] = named;
    return cells.map((cell): ItemCell | null => {
      const period = periods.get(cell.period);
      const asked = period === undefined || own === undefined ? "NOT_APPLICABLE" : askedIn(own, period);
      if (typeof asked === "string" || period === undefined || summed === undefined) return null;
      if (option !== null && asked.scale.answers[option] === undefined) return null;
      const domain = pooled(summed, cell, period);
      named[cellKey(cell)] = Array.from({ length: summed.places }, (_, place) => domain.reduce((sum, { n }) => sum + (n[place] ?? 0), 0));
      return itemCell(domain, asked.scale, option, summed.places);
    });
  });
  const constructs = new Map(plan.file.spec.constructs.map(({ code }) => [code, constructMeans(plan, sums, cells, code)]));
  const wholes = wholesOf(cells, columns, byColumn, periods, sums);
  const alike = tooAlikeCells(plan, geography, sums, { columns, byColumn, constructs }, { cells, periods, told });
  return { figures: figuresOf(plan, { cells, columns, byColumn, constructs, wholes, tooAlike: alike }), counts };
}

/** People of each cell: as many as the column has that most were asked. */
function wholesOf(
  cells: readonly SurveyCell[],
  columns: readonly AnswerColumn[],
  byColumn: Evaluated["byColumn"],
  periods: ReadonlyMap<string, PlannedPeriod>,
  sums: SurveySums,
): readonly number[] {
  const summed = columns.map(({ column }) => sums.items.get(column));
  return cells.map((cell, place) => {
    const waves = periods.get(cell.period)?.waves ?? [];
    const asked = summed.flatMap((own, at) =>
      own === undefined || byColumn[at]?.[place] == null
        ? []
        : [waves.reduce((sum, wave) => sum + countOf(own, wave, cell.area, cell.grouping, cell.group), 0)],
    );
    return Math.max(0, ...asked);
  });
}

/** Which cells of each column, and of each construct, must not be shown beside others of nearly the same people: of those asked, or of those who answered. */
function tooAlikeCells(
  plan: SurveyPlan,
  geography: Geography,
  sums: SurveySums,
  { columns, byColumn, constructs }: Pick<Evaluated, "columns" | "byColumn" | "constructs">,
  alike: AlikeCells,
): Evaluated["tooAlike"] {
  const tooAlikeIn = (summed: SummedColumn | undefined, name: string, counting: Counting, isCell: (place: number) => boolean) => {
    if (summed === undefined) return new Set<number>();
    const counts = (place: number, wave: number) => counting === "asked" || place < (counting[wave] ?? 0);
    const base: Base = {
      count: (wave, area, grouping, group) => countOf(summed, wave, area, grouping, group, (place) => counts(place, wave)),
      inBoth: (wave, area, group, other) =>
        sums.overlaps.inBoth(name, wave, area, group, other)[counting === "asked" ? "asked" : "answered"],
    };
    return tooAlike(plan, geography, alike, base, isCell);
  };
  return {
    columns: columns.map(({ column, item, option }, at) => {
      const summed = sums.items.get(column);
      const answers = (plan.items[item]?.wordings ?? []).map((wording) => (option === null ? (wording?.scale.answers.length ?? 0) : 2));
      const isCell = (place: number) => byColumn[at]?.[place] != null;
      return new Set([...tooAlikeIn(summed, column, "asked", isCell), ...tooAlikeIn(summed, column, answers, isCell)]);
    }),
    constructs: new Map(
      [...constructs].map(([code, own]) => [code, tooAlikeIn(sums.constructs.get(code), code, "asked", (place) => own[place] != null)]),
    ),
  };
}

/** Whom a base counts: all who were asked, or those whose answer has a place below the number that the wave has answers. */
type Counting = "asked" | readonly number[];

/** How many people of a wave, area and group a column counts. */
function countOf(
  { domains }: SummedColumn,
  wave: number,
  area: string,
  grouping: string,
  group: string,
  counts: (place: number) => boolean = () => true,
): number {
  const domain = domains.get(domainKey(wave, area, grouping, group)) ?? [];
  return domain.reduce((sum, { n }) => n.reduce((own, count, place) => own + (counts(place) ? count : 0), sum), 0);
}

/** The mean of a construct's scores in every cell. */
function constructMeans(plan: SurveyPlan, sums: SurveySums, cells: readonly SurveyCell[], code: string): readonly (Evidence | null)[] {
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const summed = sums.constructs.get(code);
  const items = plan.items.filter((item) => item.construct === code);
  return cells.map((cell) => {
    const period = periods.get(cell.period);
    if (summed === undefined || period === undefined) return null;
    if (items.some((item) => askedIn(item, period) === "NOT_APPLICABLE")) return null;
    return mean(pooled(summed, cell, period), summed.scores ?? []);
  });
}
