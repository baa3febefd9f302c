import { type CalendarGrain, concentration, inLanguage, inserted, type LocalisedText, parsePeriod } from "@openbeat/schema/domain";
import type { Geography } from "../geography/areas.ts";
import { type Residents, residentsFor } from "../geography/population.ts";
import type { PublicRecord } from "../records/record.ts";
import type { ReadyTable } from "../release/content.ts";
import { type AreaLevels, areasWithin, levelsAbove } from "./area-levels.ts";
import { amount, derivedPrefix, derivedTable, type FigureAt, nothing, shareOfAll, workedOut } from "./derived-table.ts";
import { exactValue, type PublishedFigures } from "./published-figures.ts";
import { roundedTo } from "./record-values.ts";

const activities = "ENG.01";
const hours = "ENG.04";
const grains = ["quarter", "year"] as const satisfies readonly CalendarGrain[];

/** The finest level of the chain that a measure is published for by a grain of periods. */
function finestLevel(figures: PublishedFigures, geography: Geography, { chain }: AreaLevels, measure: string, grain: CalendarGrain) {
  return chain.find((level) =>
    geography
      .atLevel(level)
      .some(({ code }) => [...figures.series(measure, code).keys()].some((period) => parsePeriod(period)?.grain === grain)),
  );
}

/** Areas with an activity (ENG.07) and how evenly contact hours are spread (ENG.10), from the figures of the finest level. */
export function reachTables(
  figures: PublishedFigures,
  geography: Geography,
  population: readonly Residents[],
  levels: AreaLevels,
): readonly ReadyTable[] {
  const { chain } = levels;
  const coverage = figures.measures.get(activities)?.coverage ?? figures.measures.get(hours)?.coverage;
  if (coverage === undefined) return [];
  const unitsOf = (measure: string) =>
    new Map(grains.map((grain) => [grain as string, finestLevel(figures, geography, levels, measure, grain)]));
  const figuresOf =
    (measure: string, units: ReadonlyMap<string, string | undefined>, work: (areas: readonly string[], year: number) => Work): FigureAt =>
    ({ area, covered: { period } }) => {
      const areas = areasWithin(geography, units.get(period.grain) ?? "", area);
      const { used, figure } = work(areas, Number(period.code.slice(0, 4)));
      return workedOut(
        used.map((own) => figures.series(measure, own).get(period.code)),
        figure,
      );
    };
  const own = [
    {
      code: "ENG.07",
      of: activities,
      work: (areas: readonly string[]): Work => ({
        used: areas,
        figure: (values) => shareOfAll(values.filter((value) => value > 0).length, values.length),
      }),
    },
    { code: "ENG.10", of: hours, work: (areas: readonly string[], year: number) => spread(population, areas, year) },
  ];
  return own.flatMap(({ code, of, work }) => {
    const units = unitsOf(of);
    const known = grains.filter(
      (grain) => chain.indexOf(units.get(grain) ?? "") > 0 || (chain.length > 1 && units.get(grain) === chain[0]),
    );
    const coarsest = Math.max(...known.map((grain) => chain.indexOf(units.get(grain) ?? "")));
    // A level that is no coarser than its units has nothing to be a share of.
    if (known.length === 0 || coarsest === chain.length - 1) return [];
    const table = {
      code: `${derivedPrefix}${code === "ENG.07" ? "areas-reached" : "contact-hours-spread"}`,
      title: titles[code === "ENG.07" ? "reached" : "spread"],
      areaLevels: levelsAbove(levels, chain[coarsest] ?? ""),
      grains: known,
      measures: [{ code, figureAt: figuresOf(of, units, work) }],
    };
    return [derivedTable(table, geography, coverage)];
  });
}

interface Work {
  /** Areas whose figures are used, in order. */
  readonly used: readonly string[];
  readonly figure: (values: readonly number[]) => ReturnType<FigureAt>;
}

/** Areas where nobody lives have no hours per resident; where residents are not known nothing is told. */
function spread(population: readonly Residents[], areas: readonly string[], year: number): Work {
  const residents = new Map(areas.map((area) => [area, residentsFor(population, area, year)?.residents]));
  const used = areas.filter((area) => residents.get(area) !== 0);
  if (used.length < 2 || used.some((area) => residents.get(area) === undefined))
    return { used: [], figure: () => nothing("NOT_APPLICABLE") };
  return {
    used,
    figure: (values) => {
      const { gini } = concentration(values.map((value, place) => ({ amount: value, residents: residents.get(used[place] ?? "") ?? 1 })));
      return gini === null ? nothing("NOT_APPLICABLE") : amount(roundedTo(4, gini) ?? 0);
    },
  };
}

const titles = {
  reached: { en: "Areas reached by activities", es: "Áreas alcanzadas por actividades" },
  spread: { en: "How evenly contact hours are spread", es: "Cuán equitativo es el reparto de las horas de contacto" },
} as const;

/** The areas of the finest level without an activity in the latest quarter that is wholly covered: a finding of the kind `areas-not-reached`. */
export function areasNotReached(figures: PublishedFigures, geography: Geography, levels: AreaLevels): readonly PublicRecord[] {
  const level = finestLevel(figures, geography, levels, activities, "quarter");
  if (level === undefined) return [];
  const areas = geography.atLevel(level);
  const { from, to } = figures.measures.get(activities)?.coverage ?? { from: "", to: "" };
  const quarters = new Set(
    areas.flatMap(({ code }) => [...figures.series(activities, code).keys()]).flatMap((code) => parsePeriod(code) ?? []),
  );
  const [latest] = [...new Map([...quarters].map((period) => [period.code, period])).values()]
    .filter(({ grain, start, end }) => grain === "quarter" && start >= from && end <= to)
    .toSorted((a, b) => (a.start < b.start ? 1 : -1));
  if (latest === undefined) return [];
  const counts = areas.map(({ code }) => {
    const figure = figures.series(activities, code).get(latest.code);
    return figure === undefined ? null : exactValue(figure);
  });
  const isKnown = !counts.includes(null);
  const missed = isKnown ? areas.filter((_, place) => counts[place] === 0) : [];
  return [
    {
      kind: "areas-not-reached",
      code: [latest.code, level].join("/"),
      areas: missed.map(({ code }) => code),
      values: {
        period: latest.code,
        level,
        verdict: isKnown ? "computed" : "not_computed",
        reason: isKnown ? null : "hidden",
        areas_not_reached: missed.map(({ code }) => code),
        areas: areas.length,
        sentence: isKnown ? notReachedWords(latest.code, levelWords(geography, level), missed.length, areas.length) : hiddenWords,
      },
    },
  ];
}

const levelWords = (geography: Geography, level: string): LocalisedText =>
  geography.levels.find(({ code }) => code === level)?.plural ?? {};

const hiddenWords: LocalisedText = {
  en: "It cannot be told which areas were not reached, because a figure that it needs is not shown.",
  es: "No se puede indicar qué áreas no se alcanzaron, porque una cifra necesaria no se muestra.",
};

function notReachedWords(period: string, plural: LocalisedText, missed: number, all: number): LocalisedText {
  const of = (language: "en" | "es") => inserted(inLanguage(plural, language), language);
  if (missed === 0)
    return {
      en: `${period}: at least one activity was held in each of ${all} ${of("en")}.`,
      es: `${period}: se realizó al menos una actividad en todas las zonas (${all} ${of("es")}).`,
    };
  return {
    en: `${period}: no activity was held in ${missed} of ${all} ${of("en")}.`,
    es: `${period}: no se realizó ninguna actividad en ${missed} de ${all} ${of("es")}.`,
  };
}
