import { type PeriodGrain, parsePeriod } from "@openbeat/schema/domain";
import type { Position } from "../chart/spec.ts";
import { periodText, shortMonths, yearText } from "../words/formats.ts";

/** Periods as places on an axis: the year under its first period, months and quarters as far as there is room. */
export function periodPositions(periods: readonly string[], grain: PeriodGrain, language: string): readonly Position[] {
  return periods.map((code, at) => {
    const period = parsePeriod(code);
    const start = period?.start ?? code;
    const year = yearText(start, language);
    const month = Number(start.slice(5, 7));
    const label = periodText(code, language);
    const beginsYear = at === 0 || month === 1;
    if (grain === "year") return { code, label, tick: [year], narrowTick: [year] };
    const name = shortMonths(start, period?.end ?? start, language);
    const lines = beginsYear ? [name, year] : [name];
    const few = periods.length <= 12;
    const wide = periods.length > 60 ? month === 1 : grain === "month" ? few || month % 3 === 1 : periods.length <= 9 || month % 6 === 1;
    // The first quarter of a series leaves the room to a year that begins soon after it.
    const isCrowded = at === 0 && month >= 7 && periods.length > 4;
    const narrow =
      grain === "quarter"
        ? (beginsYear && !isCrowded) || periods.length <= 4
        : few || (periods.length > 30 ? month === 1 : month % 6 === 1);
    return { code, label, tick: wide ? lines : [], narrowTick: narrow ? lines : [] };
  });
}

/** Categories or areas as places on an axis: their names stand above the bars. */
export const namedPositions = (entries: readonly { readonly code: string; readonly label: string }[]): readonly Position[] =>
  entries.map(({ code, label }) => ({ code, label, tick: [label], narrowTick: [label] }));
