import type { Geography } from "../geography/areas.ts";
import { askedIn } from "./asked.ts";
import { cellKey, cellsOf, relationsOf, type SurveyCell } from "./cells.ts";
import { mean } from "./evidence.ts";
import { figuresOf, type SurveyFigures } from "./figures.ts";
import { hiddenOf, type KindOfFigure, type Protection } from "./hide.ts";
import { evidenceOf, type Family, type ItemCell, itemCell } from "./item-cell.ts";
import type { PlannedItem, PlannedPeriod, SurveyPlan } from "./plan.ts";
import { type AnswerColumn, answerColumns } from "./read-answers.ts";
import { type DomainSums, domainKey, type SummedColumn, type SurveySums } from "./sums.ts";
import type { EarlierFigures, ToldFigures, ToldKind } from "./told-figures.ts";

/** What the answers to one column say in every cell, and where each family may not be shown. */
interface EvaluatedColumn {
  readonly found: readonly (ItemCell | null)[];
  readonly hidden: ReadonlyMap<Family, ReadonlySet<number>>;
}

/** What all answers say, unrounded, and what of it may not be shown. Lists of cells are parallel to `cells`. */
export interface Evaluated {
  readonly cells: readonly SurveyCell[];
  readonly columns: readonly AnswerColumn[];
  readonly byColumn: readonly EvaluatedColumn[];
  readonly constructs: ReadonlyMap<string, { readonly found: KindOfFigure; readonly hidden: ReadonlySet<number> }>;
}

/** Everything that is published of a survey, and what of it is hidden to protect people: for the next release. */
export interface Estimated {
  readonly figures: SurveyFigures;
  readonly told: ToldFigures;
}

/** The name of a column of answers that stays the same whatever is added to the survey: of its item, and of its option. */
export function nameOfColumn(item: PlannedItem | undefined, option: number | null): string {
  const offered = item?.wordings.findLast((wording) => wording?.scale.answers[option ?? -1] !== undefined);
  return option === null ? (item?.code ?? "") : `${item?.code ?? ""}.${offered?.scale.answers[option]?.code ?? ""}`;
}

/** The answers of a column in a cell, over the waves of its period. */
const pooled = ({ domains }: SummedColumn, { area, grouping, group }: SurveyCell, { waves }: PlannedPeriod): DomainSums =>
  waves.flatMap((wave) => domains.get(domainKey(wave, area, grouping, group)) ?? []);

/** Estimates everything that a survey publishes, and decides what of it may be shown. @throws {PipelineError} `UNPROTECTABLE` */
export function estimate(
  plan: SurveyPlan,
  geography: Geography,
  sums: SurveySums,
  folded: ReadonlySet<string>,
  earlier: EarlierFigures,
): Estimated {
  const { policy } = plan.file.spec;
  const cells = cellsOf(plan, geography, folded);
  const names = cells.map(cellKey);
  const protection: Protection = { names, relations: relationsOf(plan, geography, cells, folded), policy, earlier };
  const told: Record<string, ToldKind> = {};
  const protect: Protect = (kinds, figures, also = new Set()) => {
    const { primary, secondary } = hiddenOf(kinds, figures, also, protection);
    const hidden = primary.union(secondary);
    const namesOf = (places: ReadonlySet<number>) => names.filter((_, place) => places.has(place));
    const shown = names.filter((_, place) => figures[place]?.evidence.isLarge === true && !hidden.has(place));
    told[kinds[0] ?? ""] = { shown, primary: namesOf(primary), secondary: namesOf(secondary) };
    return hidden;
  };
  const columns = answerColumns(plan.items);
  const byColumn = columns.map((column) => evaluateColumn(plan, sums, cells, column, protect));
  const hiddenIndex = (item: number) => byColumn[columns.findIndex((column) => column.item === item)]?.hidden.get("index") ?? new Set();
  const constructs = new Map(
    plan.file.spec.constructs.map(({ code }) => {
      const found = evaluateConstruct(plan, sums, cells, code, hiddenIndex);
      return [code, { found, hidden: protect([`construct ${code}`], found) }] as const;
    }),
  );
  return { figures: figuresOf(plan, { cells, columns, byColumn, constructs }), told };
}

/** Finds where a kind of figure may not be shown, and notes it for the next release: as `hiddenOf` has its arguments. */
type Protect = (kinds: readonly string[], figures: KindOfFigure, also?: ReadonlySet<number>) => ReadonlySet<number>;

function evaluateColumn(
  plan: SurveyPlan,
  { items }: SurveySums,
  cells: readonly SurveyCell[],
  { column, item, option }: AnswerColumn,
  protect: Protect,
): EvaluatedColumn {
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const own = plan.items[item];
  const summed = items.get(column);
  const found = cells.map((cell): ItemCell | null => {
    const period = periods.get(cell.period);
    const asked = period === undefined || own === undefined ? "NOT_APPLICABLE" : askedIn(own, period);
    if (typeof asked === "string" || period === undefined || summed === undefined) return null;
    if (option !== null && asked.scale.answers[option] === undefined) return null;
    return itemCell(pooled(summed, cell, period), asked.scale, option, summed.places, plan.file.spec.policy);
  });
  const kindOf = (family: Family) => `${nameOfColumn(own, option)} ${family}`;
  const ofFamily = (family: Family): KindOfFigure =>
    found.map((cell) => {
      const evidence = cell === null ? null : evidenceOf(cell, family);
      return cell === null || evidence === null ? null : { evidence, isSensitive: cell.sensitive.has(family) };
    });
  // Who has the answers has the share of favourable ones and the mean: where one of these is hidden, so are the answers.
  const favourable = protect([kindOf("favourable"), kindOf("shares")], ofFamily("favourable"));
  const index = protect([kindOf("index"), kindOf("shares")], ofFamily("index"));
  const shares = protect([kindOf("shares")], ofFamily("shares"), favourable.union(index));
  const nonAnswer = protect([kindOf("nonAnswer")], ofFamily("nonAnswer"));
  return {
    found,
    hidden: new Map<Family, ReadonlySet<number>>([
      ["favourable", favourable],
      ["index", index],
      ["shares", shares],
      ["nonAnswer", nonAnswer],
    ]),
  };
}

/** @param hiddenIndex Where the mean of an item, by its place, may not be shown. */
function evaluateConstruct(
  plan: SurveyPlan,
  sums: SurveySums,
  cells: readonly SurveyCell[],
  code: string,
  hiddenIndex: (item: number) => ReadonlySet<number>,
): KindOfFigure {
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const summed = sums.constructs.get(code);
  const places = plan.items.flatMap((item, place) => (item.construct === code ? [place] : []));
  return cells.map((cell, at) => {
    const period = periods.get(cell.period);
    if (summed === undefined || period === undefined) return null;
    if (places.some((place) => askedIn(plan.items[place] as PlannedItem, period) === "NOT_APPLICABLE")) return null;
    const evidence = mean(pooled(summed, cell, period), summed.scores ?? []);
    // Of one item the score is the item's index, and of several it tells of each.
    const isSensitive = evidence.n < plan.file.spec.policy.smallestBase || places.some((place) => hiddenIndex(place).has(at));
    return { evidence, isSensitive };
  });
}
