import {
  type CalendarGrain,
  type LocalisedText,
  type Measure,
  measureByCode,
  type ObservationFlag,
  type ObservationStatus,
  type Period,
  type PublicPolicy,
  periodsBetween,
} from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import { product } from "../hub/plan.ts";
import { type ReadyCodeList, type ReadyDataset, type ReadyTable, readyTable } from "../release/content.ts";
import { shareOf } from "../release/figures/share.ts";
import type { Observation } from "../release/observations.ts";
import { everything, exactValue, type PublishedFigure } from "./published-figures.ts";

/** A figure that was worked out: what an observation says besides its place. */
export type DerivedFigure = Pick<Observation, "status" | "value" | "flags" | "numerator" | "denominator" | "interval">;

/** The days that figures are about: a period, or as much of it as is covered. */
export interface Covered {
  readonly period: Period;
  /** First and last day of the period that are covered. */
  readonly from: string;
  readonly to: string;
}

/** Where a figure stands. */
export interface Place {
  readonly area: string;
  readonly covered: Covered;
  /** The code of the table's category; `undefined` where it has none. */
  readonly code: string | undefined;
}

/** Works a figure out. */
export type FigureAt = (place: Place) => DerivedFigure;

/** A table of figures that were worked out. */
export interface DerivedTable {
  readonly code: string;
  readonly title: LocalisedText;
  /** Finest first. */
  readonly areaLevels: readonly string[];
  /** Finest first. */
  readonly grains: readonly CalendarGrain[];
  readonly category?: { readonly list: ReadyCodeList; readonly levels: readonly string[] };
  readonly measures: readonly { readonly code: string; readonly figureAt: FigureAt }[];
}

const blank = { value: null, flags: [], numerator: null, denominator: null, interval: null } as const;

/** No figure, and why. */
export const nothing = (status: Exclude<ObservationStatus, "AVAILABLE">): DerivedFigure => ({ status, ...blank });

/** A figure by itself. @throws {Error} If it is not a finite number: that is a bug. */
export function amount(value: number): DerivedFigure {
  if (!Number.isFinite(value)) throw new Error("A figure that was worked out is not a number.");
  return { status: "AVAILABLE", ...blank, value };
}

/** A share of all there are, in percent: nothing was drawn by chance, so it has no interval. Of nothing there is no share. */
export const shareOfAll = (part: number, whole: number): DerivedFigure => shareOf(part, whole, true);

/** A share of what happened in a period, in percent, with Wilson's interval: what happened could have come out otherwise. Of nothing there is no share. */
export const shareOfRecords = (part: number, whole: number): DerivedFigure => shareOf(part, whole, false);

/**
 * A figure worked out of others. Where one of them is hidden, or was changed to protect people, so is what would be worked out of it.
 * @param work Is given the true values, in order.
 */
export function workedOut(
  from: readonly (PublishedFigure | undefined)[],
  work: (values: readonly number[]) => DerivedFigure,
): DerivedFigure {
  const values = from.flatMap((figure) => (figure === undefined ? [] : (exactValue(figure) ?? [])));
  if (values.length < from.length) {
    const missing = from.filter((figure) => figure === undefined || exactValue(figure) === null);
    const hidden = missing.some((figure) => figure?.status === "SUPPRESSED" || figure?.status === "AVAILABLE");
    return nothing(
      hidden ? "SUPPRESSED" : missing.some((figure) => figure?.status === "NOT_YET_PUBLISHED") ? "NOT_YET_PUBLISHED" : "NOT_REPORTED",
    );
  }
  const figure = work(values);
  if (figure.status !== "AVAILABLE") return figure;
  const inherited = from.flatMap((one) => one?.flags ?? []).filter((flag) => passedOn.includes(flag));
  return { ...figure, flags: [...new Set([...figure.flags, ...inherited])].sort() };
}
const passedOn: readonly ObservationFlag[] = ["PROVISIONAL", "BREAK_IN_SERIES", "PARTIAL_COVERAGE", "DEFINITION_DIFFERS"];

/** Makes a table, each cell once. @param coverage What is not within it is partly covered. */
export function derivedTable(
  { code, title, areaLevels, grains, category, measures }: DerivedTable,
  geography: Geography,
  coverage: { readonly from: string; readonly to: string },
): ReadyTable {
  const dimensions = [
    { code: "area", levels: areaLevels },
    { code: "period", levels: grains },
    ...(category === undefined ? [] : [{ code: category.list.code, levels: category.levels }]),
  ];
  const groupings = product(dimensions.map(({ levels }) => levels));
  const observations = groupings.flatMap((levels, grouping) =>
    measures.flatMap(({ figureAt }, measure) =>
      geography.atLevel(levels[0] ?? "").flatMap(({ code: area }) =>
        periodsBetween(coverage.from, coverage.to, levels[1] as CalendarGrain).flatMap((period) => {
          const covered = coveredOf(period, coverage);
          const codes = category === undefined ? [undefined] : codesAt(category.list, levels[2] ?? "");
          return codes.map((own): Observation => {
            const figure = figureAt({ area, covered, code: own });
            const partial: readonly ObservationFlag[] = isPartial(covered) ? ["PARTIAL_COVERAGE"] : [];
            return {
              ...{ grouping, measure, area, period: period.code, codes: own === undefined ? [] : [own] },
              ...{ n: null, nEffective: null },
              ...figure,
              flags: [...new Set([...figure.flags, ...partial])],
            };
          });
        }),
      ),
    ),
  );
  return readyTable({ code, title, dimensions, measures: measures.map((one) => known(one.code)), policy, groupings }, function* () {
    yield* observations;
  });
}

const codesAt = ({ codes }: ReadyCodeList, level: string) =>
  [...codes.values()].filter((entry) => entry.level === level).map(({ code }) => code);

function coveredOf(period: Period, { from, to }: { readonly from: string; readonly to: string }): Covered {
  return { period, from: period.start < from ? from : period.start, to: period.end > to ? to : period.end };
}

const isPartial = ({ period, from, to }: Covered) => from > period.start || to < period.end;

function known(code: string): Measure {
  const measure = measureByCode(code);
  if (measure === undefined) throw new Error("A measure that was worked out is not in the catalogue.");
  return measure;
}

const policy: PublicPolicy = {
  method: "none",
  explanation: {
    en: "These figures are worked out from figures and records that are published already. They tell nothing that those do not.",
    es: "Estas cifras se calculan a partir de cifras y registros ya publicados. No dicen nada que aquellos no digan.",
  },
  threshold: null,
  width: null,
};

/** A list of codes of one level, and above them "all". */
export function flatList(
  code: string,
  title: LocalisedText,
  labels: readonly (readonly [string, LocalisedText])[],
  all: LocalisedText,
): ReadyCodeList {
  const entries: ReadyCodeListEntry[] = [
    ...labels.map(([own, label]) => ({ code: own, level: code, parent: everything, label })),
    { code: everything, level: everything, parent: undefined, label: all },
  ];
  return { code, title, codes: new Map(entries.map((entry) => [entry.code, entry])) };
}
type ReadyCodeListEntry = ReadyCodeList["codes"] extends ReadonlyMap<string, infer Entry> ? Entry : never;

/** What begins the name of every dataset and table that is worked out: no dataset or survey of a hub may be named so. */
export const derivedPrefix = "derived-";

/** Puts derived tables together; nothing where there are none. */
export function derivedDataset(
  theme: string,
  words: { readonly title: LocalisedText; readonly description: LocalisedText },
  about: { readonly publisher: LocalisedText; readonly coverage: ReadyDataset["coverage"] },
  tables: readonly ReadyTable[],
  codeLists: readonly ReadyCodeList[] = [],
): readonly ReadyDataset[] {
  if (tables.length === 0) return [];
  const source = { publisher: about.publisher, recordsRead: null, recordsUsed: null, leftOut: [], notes: [], standards: [] };
  return [
    {
      ...{ code: `${derivedPrefix}${theme}`, theme, coverage: about.coverage, codeLists, source, tables },
      ...words,
      ...{ certificates: [], drawings: [], survey: null },
    },
  ];
}
