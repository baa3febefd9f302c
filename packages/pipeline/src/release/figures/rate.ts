import { countInterval, countsEvents, type MeasureDefinition, measureByCode } from "@openbeat/schema/domain";
import { type Residents, residentsFor } from "../../geography/population.ts";
import { cellAt, type PublishableCells } from "../../protect/publishable.ts";
import { type Figure, type FigureOf, type Interval, intervalLevel, nothing, whyNot } from "./figure.ts";

/** Of fewer events a rate says little. @see NCHS, Vital and Health Statistics 2(200). */
const fewestEvents = 10;

/** What a count or sum says by itself. */
export const countIn =
  (cells: PublishableCells): FigureOf =>
  ({ place }) => {
    const cell = cellAt(cells, place);
    if (cell.status !== "published") return whyNot(cell);
    const interval = spreadOf(cells, cell.count, (value) => value);
    return { status: "AVAILABLE", value: cell.count, numerator: null, denominator: null, interval, flags: [] };
  };

/** How a rate is made in a grouping: hidden where its count is. Where nobody lives, or it is not known how many do, there is no rate. */
export function rateIn(cells: PublishableCells, counted: MeasureDefinition | undefined, population: readonly Residents[]): FigureOf {
  const bases = new Map<string, number | undefined>();
  const residents = (area: string, year: string) => {
    const key = `${area} ${year}`;
    if (!bases.has(key)) bases.set(key, residentsFor(population, area, Number(year))?.residents);
    return bases.get(key);
  };
  return ({ place, nodes: [area, period] }) => {
    const cell = cellAt(cells, place);
    if (cell.status !== "published") return whyNot(cell);
    const base = residents(area?.code ?? "", (period?.code ?? "").slice(0, 4));
    if (base === undefined || base === 0) return nothing("NOT_APPLICABLE");
    const figure = perSoMany(cell.count, base, 1000, counted);
    return cells.kind === "changed" ? { ...figure, interval: spreadOf(cells, cell.count, (value) => rate(value, base, 1000)) } : figure;
  };
}

/**
 * A count or sum for so many of a base, from the two as they are published.
 * @param base Above 0.
 * @param counted What the count is of: events have a range and are marked where they are few; people who came are marked; hours are not.
 */
export function perSoMany(count: number, base: number, per: number, counted: MeasureDefinition | undefined): Figure {
  return {
    status: "AVAILABLE",
    value: rate(count, base, per),
    numerator: count,
    denominator: base,
    interval: counted !== undefined && countsEvents(counted) ? poisson(count, base, per) : null,
    flags: counted?.fractional !== true && count < fewestEvents ? ["LOW_RELIABILITY"] : [],
  };
}

/** Three decimals. */
const rate = (count: number, base: number, per: number) => Math.round((count / base) * per * 1000) / 1000;

const countIntervals = new Map<number, ReturnType<typeof countInterval>>();

/** The exact interval of a count is the same in every area: it is worked out once. */
function poisson(count: number, base: number, per: number): Interval {
  const known = countIntervals.get(count) ?? countInterval(count, intervalLevel);
  countIntervals.set(count, known);
  return { lower: rate(known.lower, base, per), upper: rate(known.upper, base, per), level: intervalLevel, method: "Poisson" };
}

/** Between which values the true figure lies, where a method changed it. */
function spreadOf(cells: PublishableCells, count: number, scaled: (value: number) => number): Interval | null {
  if (cells.kind !== "changed" || cells.spread === null) return null;
  const { by, level, method } = cells.spread;
  return { lower: scaled(Math.max(0, count - by)), upper: scaled(count + by), level, method };
}

/** The definition of the count that a measure divides. */
export const countedIn = (code: string | undefined): MeasureDefinition | undefined =>
  code === undefined ? undefined : measureByCode(code);
