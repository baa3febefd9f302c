import type { ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";
import { askedIn, isBreak } from "./asked.ts";
import { cellKey, type SurveyCell } from "./cells.ts";
import type { Evaluated } from "./estimate.ts";
import type { Evidence } from "./evidence.ts";
import { type ItemCell, isFew } from "./item-cell.ts";
import type { PlannedItem, PlannedPeriod, SurveyPlan } from "./plan.ts";
import { type PublishedFigure, publishedMean, publishedShare } from "./published-figure.ts";

/** A figure as it is published. Where there is none, there is nothing but the reason. */
export type Figure =
  | (PublishedFigure & { readonly status: "AVAILABLE"; readonly flags: readonly ObservationFlag[] })
  | { readonly status: Exclude<ObservationStatus, "AVAILABLE">; readonly flags: readonly ObservationFlag[] };

/** Everything that is published of a survey's answers. */
export interface SurveyFigures {
  /** @param answer Place of the answer on the scale, whichever wave has most of them. */
  readonly share: (cell: SurveyCell, item: number, answer: string) => Figure;
  readonly favourable: (cell: SurveyCell, item: number) => Figure;
  readonly unfavourable: (cell: SurveyCell, item: number) => Figure;
  readonly index: (cell: SurveyCell, item: number) => Figure;
  readonly nonAnswer: (cell: SurveyCell, item: number) => Figure;
  readonly construct: (cell: SurveyCell, construct: string) => Figure;
}

type Publish = typeof publishedShare;

/**
 * A figure, or why there is none. What tells of few is hidden before anything else is asked: otherwise "unreliable" would say that somebody gave an
 * answer, and "hidden" that nobody did.
 * @param whole People of the cell.
 * @param isHidden Whether it tells of few people, or of all but few.
 */
function judged(
  evidence: Evidence | null | undefined,
  whole: number,
  isHidden: boolean,
  flags: readonly ObservationFlag[],
  publish: Publish,
  policy: SurveyPolicy,
): Figure {
  if (evidence == null) return { status: "NOT_APPLICABLE", flags };
  if (evidence.n < policy.smallestBase || isHidden) return { status: "SUPPRESSED", flags };
  const published = publish(evidence, whole, policy);
  if (published === null || !published.isReliable) return { status: "UNRELIABLE", flags };
  const { isReliable: _, isForReview, isComplementUnreliable, ...figure } = published;
  const own: readonly ObservationFlag[] = [
    ...flags,
    ...(isForReview ? (["LOW_RELIABILITY"] as const) : []),
    ...(isComplementUnreliable ? (["COMPLEMENT_UNRELIABLE"] as const) : []),
  ];
  return { status: "AVAILABLE", ...figure, flags: own };
}

/** Makes the figures of a survey from what was estimated. */
export function figuresOf(plan: SurveyPlan, { cells, columns, byColumn, constructs, wholes, tooAlike }: Evaluated): SurveyFigures {
  const { policy } = plan.file.spec;
  const placeOf = new Map(cells.map((cell, place) => [cellKey(cell), place]));
  const periods = new Map(plan.periods.map((period) => [period.code, period]));
  const firstColumn = (item: number) => columns.findIndex((column) => column.item === item);
  const flagsOf = (items: readonly PlannedItem[], period: PlannedPeriod): readonly ObservationFlag[] =>
    isBreak(plan, items, period) ? ["ESTIMATED", "BREAK_IN_SERIES"] : ["ESTIMATED"];
  const periodOf = (cell: SurveyCell): PlannedPeriod => {
    const period = periods.get(cell.period);
    if (period === undefined) throw new Error("A figure is of no period.");
    return period;
  };
  const found = (column: number, cell: SurveyCell) => byColumn[column]?.[placeOf.get(cellKey(cell)) ?? -1];
  /** Nearly all answered alike: then the mean tells how. */
  const isOneSided = ({ n, x }: Evidence) => n - x < policy.smallestAnswer;
  const figure = (
    cell: SurveyCell,
    column: number,
    publish: Publish,
    evidenceOf: (own: ItemCell) => Evidence | null | undefined,
    isHidden: (evidence: Evidence) => boolean,
  ): Figure => {
    const period = periodOf(cell);
    const item = plan.items[columns[column]?.item ?? -1];
    if (item === undefined) throw new Error("A figure is of no item.");
    const flags = flagsOf([item], period);
    const asked = askedIn(item, period);
    if (typeof asked === "string") return { status: asked, flags };
    const own = found(column, cell);
    if (own == null) return { status: "NOT_COLLECTED", flags };
    const evidence = evidenceOf(own);
    const place = placeOf.get(cellKey(cell)) ?? -1;
    const hides = tooAlike.columns[column]?.has(place) === true || (evidence != null && isHidden(evidence));
    return judged(evidence, wholes[place] ?? 0, hides, flags, publish, policy);
  };
  const few = (evidence: Evidence) => isFew(evidence, policy);
  const favourable: SurveyFigures["favourable"] = (cell, item) =>
    figure(cell, firstColumn(item), publishedShare, (own) => own.favourable, few);
  return {
    share(cell, item, answer) {
      const own = plan.items[item];
      const asked = own === undefined ? "NOT_COLLECTED" : askedIn(own, periodOf(cell));
      const place = typeof asked === "string" ? 0 : asked.scale.answers.findIndex(({ code }) => code === answer);
      if (place === -1) return { status: "NOT_COLLECTED", flags: ["ESTIMATED"] };
      const first = firstColumn(item);
      if (columns[first]?.option !== null) return figure(cell, first + place, publishedShare, ({ shares }) => shares[0], few);
      return figure(cell, first, publishedShare, ({ shares }) => shares[place], few);
    },
    favourable,
    unfavourable(cell, item) {
      const figureOf = figure(cell, firstColumn(item), publishedShare, (own) => own.unfavourable, few);
      const other = favourable(cell, item);
      // What is left of a hundred, so that both say the same.
      if (figureOf.status !== "AVAILABLE" || other.status !== "AVAILABLE") return figureOf;
      const { lower, upper } = other.interval;
      return {
        ...figureOf,
        value: 100 - other.value,
        interval: { ...figureOf.interval, lower: 100 - upper, upper: 100 - lower },
        nEffective: other.nEffective,
      };
    },
    index: (cell, item) => figure(cell, firstColumn(item), publishedMean, (own) => own.index, isOneSided),
    nonAnswer: (cell, item) => figure(cell, firstColumn(item), publishedShare, (own) => own.nonAnswer, few),
    construct(cell, construct) {
      const period = periodOf(cell);
      const places = plan.items.flatMap((item, place) => (item.construct === construct ? [place] : []));
      const items = places.flatMap((place) => plan.items[place] ?? []);
      const flags = flagsOf(items, period);
      const asked = items.map((item) => askedIn(item, period));
      if (asked.length === 0 || asked.includes("NOT_APPLICABLE")) return { status: "NOT_APPLICABLE", flags };
      if (asked.every((one) => one === "NOT_COLLECTED")) return { status: "NOT_COLLECTED", flags };
      const place = placeOf.get(cellKey(cell)) ?? -1;
      const evidence = constructs.get(construct)?.[place];
      const ofItems = places.flatMap((item) => found(firstColumn(item), cell)?.index ?? []);
      const hides =
        tooAlike.constructs.get(construct)?.has(place) === true || [...ofItems, ...(evidence == null ? [] : [evidence])].some(isOneSided);
      return judged(evidence, wholes[place] ?? 0, hides, flags, publishedMean, policy);
    },
  };
}
