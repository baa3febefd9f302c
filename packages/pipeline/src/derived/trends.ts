import {
  benjaminiHochberg,
  fewestEventsInSeries,
  fewestMonths,
  type LocalisedText,
  type MonthlyTrend,
  monthlyTrend,
  type Period,
  parsePeriod,
  periodsBetween,
  poissonZ,
} from "@openbeat/schema/domain";
import type { Area, Geography } from "../geography/areas.ts";
import type { PublicRecord } from "../records/record.ts";
import { countedWords } from "./evaluations.ts";
import {
  everything,
  exactValue,
  isComparable,
  type PublishedFigure,
  type PublishedFigures,
  type PublishedMeasure,
} from "./published-figures.ts";
import { roundedTo } from "./record-values.ts";
import { type TrendNotTold, type TrendSaid, trendSentence } from "./trend-words.ts";

/** Of intervals and, adjusted for how many series of a measure there are, of what counts as a finding. */
const level = 0.95;
/** With fewer in the earlier period a percentage says more about chance than about change. */
const fewestForPercent = 50;
/** Standard deviations from which a change is worth a look. */
const notableFrom = 3;

type Series = ReadonlyMap<string, PublishedFigure>;

interface OneSeries {
  readonly measure: PublishedMeasure;
  readonly area: Area;
  readonly category: string;
  readonly series: Series;
  readonly months: readonly Period[];
  readonly trend: MonthlyTrend | TrendNotTold;
}

/**
 * The trend of every count that is published by month, for the two widest levels of areas: season taken out, no month left out, none that is partly
 * covered, and nothing across a break. Trends of one measure are adjusted to how many there are (Benjamini and Hochberg).
 * @returns Findings of the kind `trend-findings`, by measure, area and category.
 */
export function trendFindings(figures: PublishedFigures, geography: Geography): readonly PublicRecord[] {
  return [...figures.measures.values()].flatMap((measure) => {
    if (measure.measure.kind !== "COUNT") return [];
    const all = seriesOf(figures, geography, measure);
    const told = all.flatMap(({ trend }) => (typeof trend === "string" ? [] : [trend]));
    const adjusted = benjaminiHochberg(told.map(({ pValue }) => pValue));
    const adjustedOf = new Map(told.map((trend, place) => [trend, adjusted[place] ?? 1]));
    return all.map((one) => findingOf(one, typeof one.trend === "string" ? null : (adjustedOf.get(one.trend) ?? 1)));
  });
}

function seriesOf(figures: PublishedFigures, geography: Geography, measure: PublishedMeasure): readonly OneSeries[] {
  const areas = geography.levels
    .filter(({ code }) => geography.chain(code).length <= 2)
    .flatMap(({ code }) => geography.atLevel(code))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return areas.flatMap((area) =>
    [everything, ...measure.categories.keys()].flatMap((category) => {
      const series = figures.series(measure.measure.code, area.code, category);
      if (![...series.keys()].some((code) => parsePeriod(code)?.grain === "month")) return [];
      const months = monthsOf(series, measure);
      return [{ measure, area, category, series, months, trend: trendOf(series, months) }];
    }),
  );
}

/** The months that a trend goes over: all that the records cover wholly, from the last break on, up to the last one that is published. */
function monthsOf(series: Series, { coverage: { from, to } }: PublishedMeasure): readonly Period[] {
  const whole = periodsBetween(from, to, "month").filter(({ start, end }) => start >= from && end <= to);
  const last = whole.findLastIndex(({ code }) => series.get(code)?.status !== "NOT_YET_PUBLISHED");
  const broken = whole.findLastIndex(({ code }) => series.get(code)?.flags.includes("BREAK_IN_SERIES"));
  return whole.slice(Math.max(0, broken), last + 1);
}

const days = ({ start, end }: Period) => (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1;

function trendOf(series: Series, months: readonly Period[]): MonthlyTrend | TrendNotTold {
  if (months.length < fewestMonths) return "TOO_FEW_MONTHS";
  const counts = months.flatMap(({ code }) => countOf(series.get(code)) ?? []);
  if (counts.length < months.length) return "HIDDEN";
  if (counts.reduce((sum, count) => sum + count, 0) < fewestEventsInSeries) return "TOO_FEW_EVENTS";
  const trend = monthlyTrend(counts, { exposure: months.map(days), level });
  if (trend === null) return "NO_ESTIMATE";
  return trend.autocorrelation > 2 / Math.sqrt(counts.length) ? "MONTHS_DEPEND" : trend;
}

/** The first month after a break may be counted: nothing before it is looked at. */
function countOf(figure: PublishedFigure | undefined): number | null {
  if (figure === undefined || figure.flags.includes("PARTIAL_COVERAGE")) return null;
  return exactValue(figure);
}

interface Latest {
  readonly period: string;
  readonly count: number;
  readonly earlier: string;
  readonly earlierCount: number;
  readonly z: number;
}

/** The latest period that is wholly published, against the same of the year before: of quarters, or of months where there are none. */
function latestChange(series: Series, months: readonly Period[]): Latest | null {
  const [first] = months;
  for (const grain of ["quarter", "month"] as const) {
    const own = [...series]
      .flatMap(([code, figure]) => {
        const period = parsePeriod(code);
        return period?.grain === grain && countOf(figure) !== null ? [period] : [];
      })
      .toSorted((a, b) => (a.start < b.start ? 1 : -1));
    const [latest] = own;
    if (latest === undefined) continue;
    const earlier = `${Number(latest.code.slice(0, 4)) - 1}${latest.code.slice(4)}`;
    const [now, before] = [series.get(latest.code), series.get(earlier)];
    const [count, earlierCount] = [countOf(now), countOf(before)];
    if (now === undefined || count === null || earlierCount === null || !isComparable(now)) continue;
    // Months begin where nothing is broken: what is earlier is not compared.
    if (first === undefined || (parsePeriod(earlier)?.start ?? "") < first.start) continue;
    return { period: latest.code, count, earlier, earlierCount, z: poissonZ(count, earlierCount) };
  }
  return null;
}

const percentOf = ({ count, earlierCount }: Latest) =>
  earlierCount < fewestForPercent ? null : roundedTo(1, 100 * (count / earlierCount - 1));

function findingOf({ measure, area, category, series, months, trend }: OneSeries, adjusted: number | null): PublicRecord {
  const told = typeof trend === "string" ? null : trend;
  const said = saidOf(trend, adjusted);
  const latest = latestChange(series, months);
  const code = measure.measure.code;
  const sentence: LocalisedText = trendSentence(countedWords(measure, category), area.name, months.length, said);
  return {
    kind: "trend-findings",
    code: [code, area.code, category].join("/"),
    areas: [area.code],
    values: {
      measure: code,
      area: area.code,
      category,
      from: months[0]?.start ?? null,
      to: months.at(-1)?.end ?? null,
      months: months.length,
      verdict: said.verdict,
      reason: said.verdict === "not_computed" ? said.reason.toLowerCase() : null,
      percent_a_year: roundedTo(2, told?.percentChangeAYear),
      lower: roundedTo(2, told?.interval.lower),
      upper: roundedTo(2, told?.interval.upper),
      level: told?.interval.level ?? null,
      p_value: roundedTo(6, told?.pValue),
      adjusted_p_value: roundedTo(6, adjusted),
      family: told?.family.toLowerCase() ?? null,
      dispersion: roundedTo(3, told?.dispersion),
      autocorrelation: roundedTo(3, told?.autocorrelation),
      latest_period: latest?.period ?? null,
      latest_count: latest?.count ?? null,
      earlier_period: latest?.earlier ?? null,
      earlier_count: latest?.earlierCount ?? null,
      z: roundedTo(2, latest?.z),
      notable: latest === null ? null : Math.abs(latest.z) >= notableFrom,
      percent_change: latest === null ? null : percentOf(latest),
      sentence,
      method: methodWords,
    },
  };
}

function saidOf(trend: MonthlyTrend | TrendNotTold, adjusted: number | null): TrendSaid {
  if (typeof trend === "string") return { verdict: "not_computed", reason: trend };
  const printed = { lower: Math.floor(trend.interval.lower) + 0, upper: Math.ceil(trend.interval.upper) + 0 };
  const clear = adjusted !== null && adjusted < 1 - level;
  if (clear && printed.lower > 0) return { verdict: "rising", printed };
  if (clear && printed.upper < 0) return { verdict: "falling", printed };
  return { verdict: "no_clear_trend", printed };
}

const methodWords: LocalisedText = {
  en: "A log-linear trend of the months' counts with two harmonics of the year for the season and the days of each month as offset: Poisson, or where counts vary more, the wider of quasi-Poisson and negative binomial. A trend is told where its range, in whole percents, leaves 0 out and its p-value, adjusted to all series of the measure (Benjamini and Hochberg), is below 0.05. The latest period is compared by z = 2(√now − √before), notable from 3 on; both counts vary, so that 3 is rarer than it sounds and no proof. None of it says why.",
  es: "Una tendencia log-lineal de los recuentos mensuales con dos armónicos del año para la estación y los días de cada mes como exposición: Poisson o, si los recuentos varían más, el intervalo más ancho entre cuasi-Poisson y binomial negativa. Se indica una tendencia cuando su intervalo, en porcentajes enteros, excluye el 0 y su valor p, ajustado a todas las series de la medida (Benjamini y Hochberg), es menor de 0,05. El último período se compara con z = 2(√ahora − √antes), notable a partir de 3; ambos recuentos varían, así que no es una prueba. Nada de esto dice por qué.",
};
