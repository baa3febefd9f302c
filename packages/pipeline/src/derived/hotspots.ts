import {
  type CalendarGrain,
  fewestEventsInSeries,
  getisOrd,
  type HotspotScore,
  inLanguage,
  inserted,
  type LocalisedText,
  parsePeriod,
} from "@openbeat/schema/domain";
import type { Area, Geography } from "../geography/areas.ts";
import { type Residents, residentsFor } from "../geography/population.ts";
import type { PublicRecord } from "../records/record.ts";
import { countedWords } from "./evaluations.ts";
import { neighboursOf } from "./neighbours.ts";
import { everything, exactValue, type PublishedFigures, type PublishedMeasure } from "./published-figures.ts";
import { roundedTo } from "./record-values.ts";

/** With fewer areas than this an area and its neighbours are most of the map, and there is nothing to compare them with. */
const fewestAreas = 8;
/** Expected share of false findings among all findings of an analysis. */
const falseDiscoveryRate = 0.05;
const grain: CalendarGrain = "year";

/** Why no hot spots are told. `HIDDEN` never says which area. */
export const hotspotsNotTold = ["TOO_FEW_AREAS", "NO_BOUNDARIES", "HIDDEN", "TOO_FEW_EVENTS"] as const;
export type HotspotsNotTold = (typeof hotspotsNotTold)[number];

/** What was looked at. */
export interface HotspotQuestion {
  readonly measure: PublishedMeasure;
  readonly level: string;
  readonly category: string;
  readonly year: string;
}

/** Scores of every area of a level, or why there are none. */
export type HotspotAnswer =
  | {
      readonly scores: ReadonlyMap<string, HotspotScore & { readonly value: number; readonly neighbours: readonly string[] }>;
      /** Counts per 1,000 residents; plain counts where the residents of an area are not known, or it has none. */
      readonly basis: "rate" | "count";
      readonly reason: null;
    }
  | { readonly scores: null; readonly basis: null; readonly reason: HotspotsNotTold };

/** Works out hot spots of published counts of one year, level by level. */
export interface Hotspots {
  /** Years that are wholly published for some area of a level, latest first, of each level with at least two areas. */
  readonly questions: () => readonly HotspotQuestion[];
  readonly answer: (question: HotspotQuestion) => HotspotAnswer;
}

/** @param population Residents of areas: of the year, or of the last one known. */
export function hotspotsOf(figures: PublishedFigures, geography: Geography, population: readonly Residents[]): Hotspots {
  const borders = new Map<string, ReadonlyMap<string, readonly string[]> | null>();
  const bordersOf = (level: string) => {
    const known = borders.get(level);
    if (known !== undefined) return known;
    const outlined = geography
      .atLevel(level)
      .map(({ code, boundary }) => (boundary === undefined ? null : { code, geometry: boundary.geometry }));
    const found = outlined.filter((area) => area !== null);
    const own = found.length === outlined.length ? neighboursOf(found) : null;
    borders.set(level, own);
    return own;
  };
  return {
    questions: () =>
      [...figures.measures.values()].flatMap((measure) =>
        measure.measure.kind !== "COUNT" ? [] : geography.levels.flatMap(({ code }) => questionsOf(figures, geography, measure, code)),
      ),
    answer: ({ measure, level, category, year }) => {
      const areas = geography.atLevel(level);
      const none = (reason: HotspotsNotTold) => ({ scores: null, basis: null, reason }) as const;
      if (areas.length < fewestAreas) return none("TOO_FEW_AREAS");
      const counts = areas.flatMap(({ code }) => wholeCount(figures, measure, code, category, year) ?? []);
      if (counts.length < areas.length) return none("HIDDEN");
      if (counts.reduce((sum, count) => sum + count, 0) < fewestEventsInSeries) return none("TOO_FEW_EVENTS");
      const border = bordersOf(level);
      if (border === null) return none("NO_BOUNDARIES");
      const residents = areas.map(({ code }) => residentsFor(population, code, Number(year))?.residents ?? 0);
      const basis = residents.every((people) => people > 0) ? "rate" : "count";
      const values = counts.map((count, place) => (basis === "rate" ? (1000 * count) / (residents[place] ?? 1) : count));
      const placeOf = new Map(areas.map(({ code }, place) => [code, place]));
      const around = areas.map(({ code }) => (border.get(code) ?? []).flatMap((neighbour) => placeOf.get(neighbour) ?? []));
      const scores = getisOrd(values, around, falseDiscoveryRate);
      return {
        scores: new Map(
          areas.flatMap(({ code }, place) => {
            const score = scores[place];
            return score === undefined
              ? []
              : [[code, { ...score, value: values[place] ?? 0, neighbours: border.get(code) ?? [] }] as const];
          }),
        ),
        basis,
        reason: null,
      };
    },
  };
}

/** The count of an area for a whole year. A year after a break is whole. */
function wholeCount(figures: PublishedFigures, measure: PublishedMeasure, area: string, category: string, year: string): number | null {
  const figure = figures.series(measure.measure.code, area, category).get(year);
  return figure === undefined || figure.flags.includes("PARTIAL_COVERAGE") ? null : exactValue(figure);
}

function questionsOf(
  figures: PublishedFigures,
  geography: Geography,
  measure: PublishedMeasure,
  level: string,
): readonly HotspotQuestion[] {
  const areas = geography.atLevel(level);
  if (areas.length < 2) return [];
  const { from, to } = measure.coverage;
  // That there are too few areas need not be told of each category.
  const categories = areas.length < fewestAreas ? [] : [...measure.categories.keys()];
  return [everything, ...categories].flatMap((category) => {
    const years = new Set(
      areas.flatMap(({ code }) =>
        [...figures.series(measure.measure.code, code, category).keys()].filter((period) => parsePeriod(period)?.grain === grain),
      ),
    );
    return [...years]
      .filter((year) => `${year}-01-01` >= from && `${year}-12-31` <= to)
      .toSorted((a, b) => (a < b ? 1 : -1))
      .map((year) => ({ measure, level, category, year }));
  });
}

/**
 * Hot spots of the latest whole year, for every count that is published by year for the areas of a level.
 * @returns One finding of the kind `hotspot-analyses` for each measure, level and category, and one of `hotspot-findings` for each area that it could tell of.
 */
export function hotspotFindings(hotspots: Hotspots, geography: Geography): readonly PublicRecord[] {
  const latest = new Map<string, HotspotQuestion>();
  for (const question of hotspots.questions()) {
    const key = JSON.stringify([question.measure.measure.code, question.level, question.category]);
    if (!latest.has(key)) latest.set(key, question);
  }
  return [...latest.values()].flatMap((question) => {
    const answer = hotspots.answer(question);
    const areas = geography.atLevel(question.level);
    return [analysisOf(question, answer, areas), ...areas.flatMap((area) => findingOf(question, answer, area))];
  });
}

function analysisOf({ measure, level, category, year }: HotspotQuestion, answer: HotspotAnswer, areas: readonly Area[]): PublicRecord {
  const code = measure.measure.code;
  const found = (finding: HotspotScore["finding"]) =>
    answer.scores === null ? null : [...answer.scores].filter(([, score]) => score.finding === finding).map(([area]) => area);
  return {
    kind: "hotspot-analyses",
    code: [code, level, category].join("/"),
    areas: areas.map((area) => area.code),
    values: {
      measure: code,
      level,
      category,
      period: year,
      areas: areas.length,
      basis: answer.basis,
      verdict: answer.scores === null ? "not_computed" : "computed",
      reason: answer.reason?.toLowerCase() ?? null,
      hot: found("hot") ?? [],
      cold: found("cold") ?? [],
      false_discovery_rate: falseDiscoveryRate,
      method: methodWords,
      cannot_show: cannotShow,
    },
  };
}

function findingOf({ measure, level, category, year }: HotspotQuestion, answer: HotspotAnswer, area: Area): readonly PublicRecord[] {
  const score = answer.scores?.get(area.code);
  if (score === undefined || answer.scores === null) return [];
  const code = measure.measure.code;
  const verdict = score.finding === "none" ? "not_clear" : score.finding;
  return [
    {
      kind: "hotspot-findings",
      code: [code, level, category, area.code].join("/"),
      areas: [area.code],
      values: {
        measure: code,
        level,
        category,
        area: area.code,
        period: year,
        value: roundedTo(3, score.value),
        basis: answer.basis,
        neighbours: score.neighbours,
        z: roundedTo(3, score.z),
        p_value: roundedTo(6, score.pValue),
        adjusted_p_value: roundedTo(6, score.adjustedPValue),
        verdict,
        sentence: sentenceOf(countedWords(measure, category), area.name, year, answer.basis, verdict),
      },
    },
  ];
}

const words = {
  en: {
    hot: (per: string) => `a hot spot, as it and its neighbours together have more${per} than chance would put there`,
    cold: (per: string) => `a cold spot, as it and its neighbours together have fewer${per} than chance would put there`,
    not_clear: (per: string) => `neither a hot nor a cold spot, as what it and its neighbours have${per} could be chance`,
    per: " per resident",
  },
  es: {
    hot: (per: string) => `un punto caliente: esta zona y sus vecinas juntas tienen más${per} de lo que pondría ahí el azar`,
    cold: (per: string) => `un punto frío: esta zona y sus vecinas juntas tienen menos${per} de lo que pondría ahí el azar`,
    not_clear: (per: string) => `ni caliente ni frío: lo que tienen${per} esta zona y sus vecinas podría ser azar`,
    per: " por residente",
  },
} as const;

function sentenceOf(
  counted: LocalisedText,
  area: LocalisedText,
  year: string,
  basis: "rate" | "count",
  verdict: "hot" | "cold" | "not_clear",
): LocalisedText {
  const inOne = (language: "en" | "es") => {
    const [what, where] = [counted, area].map((text) => inserted(inLanguage(text, language), language));
    const own = words[language];
    return `${what}, ${where}, ${year}: ${own[verdict](basis === "rate" ? own.per : "")}.`;
  };
  return { en: inOne("en"), es: inOne("es") };
}

const methodWords: LocalisedText = {
  en: "Getis and Ord's Gi* with binary weights: an area and those that share a border or a corner with it, against all areas of the level. Rates per 1,000 residents where the residents of every area are known, else counts. P-values are adjusted to the number of areas (Benjamini and Hochberg); hot and cold are those below 0.05.",
  es: "Gi* de Getis y Ord con pesos binarios: un área y las que comparten con ella un borde o una esquina, frente a todas las del nivel. Tasas por cada 1.000 residentes si se conocen los de todas las áreas; si no, recuentos. Los valores p se ajustan al número de áreas (Benjamini y Hochberg); calientes y fríos son los menores de 0,05.",
};
const cannotShow: LocalisedText = {
  en: "It cannot show why, nor where within an area. It depends on how the borders are drawn. Places with many visitors show high rates, and an area is told together with its neighbours.",
  es: "No puede mostrar por qué ni en qué parte de un área. Depende de cómo estén trazados los límites. Los lugares con muchos visitantes muestran tasas altas, y cada área se juzga junto con sus vecinas.",
};
