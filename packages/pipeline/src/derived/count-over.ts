import { type PublishedCount, parsePeriod, periodGrains, periodOf } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import { exactValue, isComparable, type PublishedFigure, type PublishedFigures } from "./published-figures.ts";

type Series = ReadonlyMap<string, PublishedFigure>;

const dayAfter = (day: string): string => {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
};

/**
 * The count of some days, from published periods that make them up exactly, the coarsest first. A figure that a method changed is not the count.
 * @param from First day, ISO 8601; `to` is the last.
 * @returns `SUPPRESSED` where a figure that is needed is not shown as it is, `NOT_REPORTED` where the periods do not make up the days.
 */
export function countOver(series: Series, from: string, to: string): PublishedCount {
  if (series.size === 0 || from > to) return { status: "NOT_REPORTED" };
  let sum = 0;
  for (let day = from; day <= to; ) {
    const periods = periodGrains
      .toReversed()
      .flatMap((grain) => parsePeriod(periodOf(day, grain)) ?? [])
      .filter(({ start, end }) => start === day && end <= to);
    const found = periods.flatMap(({ code, end }) => {
      const figure = series.get(code);
      return figure === undefined || !isComparable(figure) ? [] : [{ end, figure }];
    });
    const shown = found.find(({ figure }) => exactValue(figure) !== null);
    if (shown === undefined) return { status: found.some(({ figure }) => isHidden(figure)) ? "SUPPRESSED" : "NOT_REPORTED" };
    sum += exactValue(shown.figure) ?? 0;
    day = dayAfter(shown.end);
  }
  return { status: "AVAILABLE", value: sum };
}

const isHidden = ({ status }: PublishedFigure) => status === "SUPPRESSED" || status === "AVAILABLE";

/** Whether figures from a day on, up to another, cannot be compared with those before. */
export const hasBreak = (series: Series, from: string, to: string): boolean =>
  [...series].some(([code, { flags }]) => {
    const period = parsePeriod(code);
    return flags.includes("BREAK_IN_SERIES") && period !== undefined && period.start > from && period.start <= to;
  });

/**
 * The count of some areas together. Where one of them is not shown, an area that is made up of them exactly may be.
 * @param areas None twice, none in another.
 */
export function countOfAreas(
  figures: PublishedFigures,
  geography: Geography,
  measure: string,
  category: string,
  areas: readonly string[],
  from: string,
  to: string,
): PublishedCount {
  const counts = areas.map((area) => countOver(figures.series(measure, area, category), from, to));
  const sum = sumOf(counts);
  if (sum.status === "AVAILABLE") return sum;
  const coarser = collapsed(geography, areas);
  const together = coarser.length < areas.length ? countOfAreas(figures, geography, measure, category, coarser, from, to) : sum;
  return together.status === "AVAILABLE" ? together : sum;
}

/** Adds counts up. One that is hidden makes the sum hidden, whatever else is missing. */
export function sumOf(counts: readonly PublishedCount[]): PublishedCount {
  if (counts.length === 0) return { status: "NOT_REPORTED" };
  const missing = counts.filter((count) => count.status !== "AVAILABLE");
  const [first] = missing;
  if (first !== undefined) return missing.find(({ status }) => status === "SUPPRESSED") ?? first;
  return { status: "AVAILABLE", value: counts.reduce((sum, count) => sum + (count.status === "AVAILABLE" ? count.value : 0), 0) };
}

/** Areas of which all lie among those given, in place of them. */
function collapsed(geography: Geography, areas: readonly string[]): readonly string[] {
  const own = new Set(areas);
  const parents = new Set(areas.flatMap((code) => geography.areas.get(code)?.parent ?? []));
  for (const parent of [...parents].sort()) {
    const below = Map.groupBy(
      [...geography.areas.values()].filter((area) => area.parent === parent),
      ({ level }) => level,
    );
    for (const parts of below.values()) {
      if (!parts.every(({ code }) => own.has(code))) continue;
      for (const { code } of parts) own.delete(code);
      own.add(parent);
      break;
    }
  }
  return [...own].sort();
}
