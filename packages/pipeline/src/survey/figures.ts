import type { ObservationFlag, ObservationStatus } from "@openbeat/schema/domain";
import type { SurveyPolicy } from "../hub/survey-schema.ts";
import { askedIn, isBreak } from "./asked.ts";
import { cellKey, type SurveyCell } from "./cells.ts";
import type { Evaluated } from "./estimate.ts";
import type { Evidence } from "./evidence.ts";
import type { Family, ItemCell } from "./item-cell.ts";
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

/** A figure, or why there is none. A base of few people says no more than that; of others it is told whether they are too few to be precise, or hidden. */
function judged(
  evidence: Evidence | null | undefined,
  isHidden: boolean,
  flags: readonly ObservationFlag[],
  publish: Publish,
  policy: SurveyPolicy,
): Figure {
  if (evidence == null) return { status: "NOT_APPLICABLE", flags };
  if (evidence.n < policy.smallestBase) return { status: "SUPPRESSED", flags };
  if (!evidence.isLarge) return { status: "UNRELIABLE", flags };
  if (isHidden) return { status: "SUPPRESSED", flags };
  if (!evidence.isReliable) return { status: "UNRELIABLE", flags };
  const own: readonly ObservationFlag[] = [
    ...flags,
    ...(evidence.isForReview ? (["LOW_RELIABILITY"] as const) : []),
    ...(evidence.isComplementUnreliable ? (["COMPLEMENT_UNRELIABLE"] as const) : []),
  ];
  return { status: "AVAILABLE", ...publish(evidence, policy), flags: own };
}

/** Makes the figures of a survey from what was estimated. */
export function figuresOf(plan: SurveyPlan, { cells, columns, byColumn, constructs }: Evaluated): SurveyFigures {
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
  const figure = (
    cell: SurveyCell,
    column: number,
    family: Family,
    publish: Publish,
    evidence: (own: ItemCell) => Evidence | null | undefined,
  ): Figure => {
    const period = periodOf(cell);
    const item = plan.items[columns[column]?.item ?? -1];
    if (item === undefined) throw new Error("A figure is of no item.");
    const flags = flagsOf([item], period);
    const asked = askedIn(item, period);
    if (typeof asked === "string") return { status: asked, flags };
    const place = placeOf.get(cellKey(cell)) ?? -1;
    const own = byColumn[column]?.found[place];
    if (own == null) return { status: "NOT_COLLECTED", flags };
    return judged(evidence(own), byColumn[column]?.hidden.get(family)?.has(place) === true, flags, publish, policy);
  };
  return {
    share(cell, item, answer) {
      const own = plan.items[item];
      const asked = own === undefined ? "NOT_COLLECTED" : askedIn(own, periodOf(cell));
      const place = typeof asked === "string" ? 0 : asked.scale.answers.findIndex(({ code }) => code === answer);
      if (place === -1) return { status: "NOT_COLLECTED", flags: ["ESTIMATED"] };
      const first = firstColumn(item);
      if (columns[first]?.option !== null) return figure(cell, first + place, "shares", publishedShare, ({ shares }) => shares[0]);
      return figure(cell, first, "shares", publishedShare, ({ shares }) => shares[place]);
    },
    favourable: (cell, item) => figure(cell, firstColumn(item), "favourable", publishedShare, (own) => own.favourable),
    unfavourable: (cell, item) => figure(cell, firstColumn(item), "favourable", publishedShare, (own) => own.unfavourable),
    index: (cell, item) => figure(cell, firstColumn(item), "index", publishedMean, (own) => own.index),
    nonAnswer: (cell, item) => figure(cell, firstColumn(item), "nonAnswer", publishedShare, (own) => own.nonAnswer),
    construct(cell, construct) {
      const period = periodOf(cell);
      const items = plan.items.filter((item) => item.construct === construct);
      const flags = flagsOf(items, period);
      const asked = items.map((item) => askedIn(item, period));
      if (asked.length === 0 || asked.includes("NOT_APPLICABLE")) return { status: "NOT_APPLICABLE", flags };
      if (asked.every((one) => one === "NOT_COLLECTED")) return { status: "NOT_COLLECTED", flags };
      const place = placeOf.get(cellKey(cell)) ?? -1;
      const own = constructs.get(construct);
      return judged(own?.found[place]?.evidence, own?.hidden.has(place) === true, flags, publishedMean, policy);
    },
  };
}
